import type { MetadataDatabase } from '../db/open-database.ts';
import { groupOf, type LogEntry } from './log-entry.ts';

const countedMs = 5 * 60_000;

/** The beginning of the five minutes in which entries are counted together. */
export function countedFrom(at: string): string {
  const time = Date.parse(at);
  return new Date(time - (time % countedMs)).toISOString();
}

/** Writes a batch of entries with their counts and groups in one transaction. */
export async function writeLogEntries(db: MetadataDatabase, entries: readonly LogEntry[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const insert = transaction.insertInto('log_entries').values(entries.map(toRow));
    const groups = entries.map(groupOf);
    let numbers: number[] = [];
    if (groups.some((group) => group !== null)) {
      numbers = (await insert.returning('number').execute()).map(({ number }) => number);
    } else await insert.execute();
    await addCounts(transaction, entries);
    await addGroups(transaction, entries, groups, numbers);
  });
}

function toRow({ requestId, user, durationMs, context, ...entry }: LogEntry) {
  return {
    ...entry,
    request_id: requestId,
    user_name: user,
    duration_ms: durationMs,
    context: JSON.stringify(context),
  };
}

async function addCounts(db: MetadataDatabase, entries: readonly LogEntry[]): Promise<void> {
  const counts = new Map<string, { at: string; level: string; module: string; count: number }>();
  for (const { at, level, module } of entries) {
    const from = countedFrom(at);
    const key = `${from} ${level} ${module}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { at: from, level, module, count: 1 });
  }
  // Processes that write at once take the rows in one order, so that none waits for another in a circle.
  const rows = [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await db
    .insertInto('log_counts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['at', 'level', 'module']).doUpdateSet((row) => ({
        count: row('log_counts.count', '+', row.ref('excluded.count')),
      })),
    )
    .execute();
}

async function addGroups(
  db: MetadataDatabase,
  entries: readonly LogEntry[],
  groups: readonly ReturnType<typeof groupOf>[],
  numbers: readonly number[],
): Promise<void> {
  const rows = new Map<string, ReturnType<typeof newGroup>>();
  for (const [at, group] of groups.entries()) {
    const entry = entries[at] as LogEntry;
    if (group === null) continue;
    const known = rows.get(group.fingerprint);
    rows.set(group.fingerprint, newGroup(entry, group, numbers[at] ?? null, known));
  }
  if (rows.size === 0) return;
  await db
    .insertInto('log_groups')
    .values([...rows.values()].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)))
    .onConflict((conflict) =>
      conflict.column('fingerprint').doUpdateSet((row) => ({
        count: row('log_groups.count', '+', row.ref('excluded.count')),
        message: row.ref('excluded.message'),
        last_at: row.ref('excluded.last_at'),
        last_number: row.ref('excluded.last_number'),
      })),
    )
    .execute();
}

function newGroup(
  { at, level, module }: LogEntry,
  { fingerprint, message }: { fingerprint: string; message: string },
  number: number | null,
  known: { count: number; first_at: string } | undefined,
) {
  return {
    fingerprint,
    level,
    module,
    message,
    count: (known?.count ?? 0) + 1,
    first_at: known?.first_at ?? at,
    last_at: at,
    last_number: number,
  };
}
