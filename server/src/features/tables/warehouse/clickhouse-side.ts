import { randomBytes } from 'node:crypto';
import { bookkeepingColumns as bookkeeping } from '@sextant/contract/tables';
import type { WarehouseColumn } from '../row-shaper.ts';
import { withClickhouseLock } from './clickhouse-lock.ts';
import type { ClickhouseSession } from './clickhouse-session.ts';
import {
  type ClickhouseTypes,
  columnType,
  literal,
  ownColumns,
  quoted,
  rowNumber,
  select,
} from './clickhouse-sql.ts';
import { inParens, listed, words } from './sql-dialect.ts';
import type { Committed } from './warehouse.ts';

export const [hash, execution, collectedAt] = [
  quoted(bookkeeping.hash),
  quoted(bookkeeping.execution),
  quoted(bookkeeping.collectedAt),
];

/** Null when there is no table. */
export async function describeTable(
  session: ClickhouseSession,
  table: string,
): Promise<WarehouseColumn[] | null> {
  const found = await session.rows(
    words(
      'SELECT name, type, comment FROM system.columns WHERE database = currentDatabase() AND table =',
      literal(table),
    ),
  );
  if (found.length === 0) return null;
  return found.map(([name, type, comment]) => ({
    name: String(name),
    type: columnType(String(type), String(comment)),
  }));
}

/** Bytes on the disk; null while there are none. */
export async function bytesOf(session: ClickhouseSession, table: string): Promise<number | null> {
  const own = words('database = currentDatabase() AND table =', literal(table));
  const bytes = await session.count(
    words('SELECT toString(sum(bytes_on_disk)) FROM system.parts WHERE active AND', own),
  );
  return bytes || null;
}

/** A table written anew beside another, whose name it then takes, so that readers see either the one or the other. */
export function createSideTable(types: ClickhouseTypes, session: ClickhouseSession) {
  const ending = randomBytes(6).toString('hex');
  const [name, replaced] = ['sextant_new_', 'sextant_old_'].map((prefix) =>
    quoted([prefix, ending].join('')),
  ) as [string, string];

  return {
    name,
    /** Its columns as an INSERT lists them. */
    names: (columns: readonly WarehouseColumn[]): string =>
      inParens(listed([rowNumber, ...columns.map((one) => quoted(one.name)), execution, collectedAt, hash])),
    async create(columns: readonly WarehouseColumn[]): Promise<void> {
      const parts = [
        words(rowNumber, 'Int64'),
        ...columns.map(types.definition),
        words(execution, 'String'),
        types.definition({ name: bookkeeping.collectedAt, type: 'timestamp' }),
        words(hash, 'String'),
      ];
      await session.run(
        words('CREATE TABLE', name, inParens(listed(parts)), 'ENGINE = MergeTree ORDER BY', rowNumber),
      );
    },
    async replace(table: string): Promise<void> {
      await session.run(
        words('RENAME TABLE', listed([words(table, 'TO', replaced), words(name, 'TO', table)])),
      );
      await session.run(words('DROP TABLE', replaced)).catch(() => undefined);
    },
    async drop(): Promise<void> {
      await session.run(words('DROP TABLE IF EXISTS', name)).catch(() => undefined);
    },
  };
}

/** Takes the rows whose hashes are staged out of a table, which is written anew without them. */
export async function removeFromClickhouse(deps: {
  types: ClickhouseTypes;
  session: ClickhouseSession;
  stage: string;
  table: string;
}): Promise<Committed> {
  const { types, session, stage } = deps;
  const table = quoted(deps.table);
  const side = createSideTable(types, session);
  const count = (from: string) => session.count(select(['toString(count())'], from));

  async function work(): Promise<Committed> {
    const columns = ownColumns((await describeTable(session, deps.table)) ?? []);
    const rowsBefore = await count(table);
    const staying = [rowNumber, ...columns.map(({ name }) => quoted(name)), execution, collectedAt, hash];
    const gone = inParens(select([hash], stage));
    await side.create(columns);
    await session.run(
      words(
        'INSERT INTO',
        side.name,
        side.names(columns),
        select(staying, table),
        'WHERE',
        hash,
        'NOT IN',
        gone,
      ),
    );
    const rowsAfter = await count(side.name);
    await side.replace(table);
    return { rowsBefore, rowsAfter, rowsAffected: rowsBefore - rowsAfter, columns, bytes: null };
  }

  try {
    const done = await withClickhouseLock(session, deps.table, work);
    return { ...done, bytes: await bytesOf(session, deps.table) };
  } finally {
    await side.drop();
  }
}
