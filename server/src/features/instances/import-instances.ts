import type { Text } from '@sextant/contract/text';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import type { Actor, ConnectionEditor } from '../connections/connection-editor.ts';
import { canManage } from '../connections/connections.policy.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { type ImportRow, type RowError, readHeading, readRow } from './import-row.ts';
import type { InstanceCreateInput, InstancesService } from './instances.service.ts';
import { parseCsv, UnclosedQuote } from './parse-csv.ts';

const mostRows = 5000;

export interface PlannedRow extends ImportRow {
  /** The connection of this name that is there already. */
  existing: StoredConnection | null;
}

export interface ImportOutcome {
  created: number;
  updated: number;
  rows: PlannedRow[];
}

/** Finds the credential that a row names. */
export type FindCredential = (actor: Actor, name: string) => Promise<string | null>;

/**
 * Brings instances in from CSV. Every row is tried out before the first is stored; unless bad rows may be left out,
 * one of them keeps all others out too, and what a failure in the midst had added is taken away again.
 */
export function createInstanceImport(deps: {
  service: InstancesService;
  editor: ConnectionEditor;
  findCredential: FindCredential;
}) {
  const { service, editor, findCredential } = deps;

  async function plan(actor: Actor, csv: string): Promise<PlannedRow[]> {
    const [heading, ...lines] = readLines(csv);
    const columns = readHeading(heading);
    if (lines.length > mostRows) throw tooMany(lines.length);
    const visible = (await service.all(actor.principal)).map(({ connection }) => connection);
    const seen = new Map<string, number>();
    const planned: PlannedRow[] = [];
    for (const [index, cells] of lines.entries()) {
      const row = readRow(columns, cells, index + 1);
      const earlier = seen.get(row.name);
      if (row.name !== '' && earlier !== undefined) row.errors.push(repeated(row.name, earlier));
      seen.set(row.name, row.row);
      const existing = existingOf(actor, visible, row);
      if (row.errors.length === 0) await tryOut(actor, row, existing);
      planned.push({ ...row, existing });
    }
    return planned;
  }

  /** Checks a row as saving it would, without saving it. */
  async function tryOut(actor: Actor, row: ImportRow, existing: StoredConnection | null): Promise<void> {
    try {
      if (row.credential !== undefined) {
        const id = await findCredential(actor, row.credential);
        if (id === null) throw noCredential(row.credential);
        row.input.credential_id = id;
      }
      const { environment, contact, is_active, tags, ...connection } = row.input as InstanceCreateInput;
      await editor.preview(actor.principal, { ...connection, ...(existing && { id: existing.id }) });
    } catch (error) {
      row.errors.push(...rowErrors(error));
    }
  }

  async function store(actor: Actor, { input, existing }: PlannedRow): Promise<string> {
    if (!existing) return (await service.create(actor, input as InstanceCreateInput)).connection.id;
    const { environment, contact, is_active, tags, ...connection } = input as InstanceCreateInput;
    await editor.update(actor, existing.id, connection);
    await service.update(actor, existing.id, { environment, contact, is_active, tags });
    return existing.id;
  }

  return async (actor: Actor, csv: string, mode: 'check' | 'all' | 'good_rows'): Promise<ImportOutcome> => {
    const rows = await plan(actor, csv);
    const isBad = rows.some(({ errors }) => errors.length > 0);
    if (mode === 'check' || (mode === 'all' && isBad)) return { created: 0, updated: 0, rows };
    const good = rows.filter(({ errors }) => errors.length === 0);
    const added: string[] = [];
    let updated = 0;
    // New ones first: these can be taken away again.
    for (const row of [...good.filter((one) => !one.existing), ...good.filter((one) => one.existing)]) {
      try {
        const id = await store(actor, row);
        if (row.existing) updated += 1;
        else added.push(id);
      } catch (error) {
        row.errors.push(...rowErrors(error));
        if (mode === 'good_rows') continue;
        await service.removeMany(actor, added);
        return { created: 0, updated, rows };
      }
    }
    return { created: added.length, updated, rows };
  };
}

function readLines(csv: string): string[][] {
  try {
    return parseCsv(csv);
  } catch (error) {
    if (!(error instanceof UnclosedQuote)) throw error;
    throw invalid('csv', {
      zh: `第 ${error.line} 行开始的引号没有结束`,
      en: `The quote that begins on line ${error.line} has no end`,
    });
  }
}

function existingOf(
  { principal }: Actor,
  visible: readonly StoredConnection[],
  row: ImportRow,
): StoredConnection | null {
  const named = visible.filter(({ name }) => name === row.name);
  const own = named.find(({ ownerId }) => ownerId === principal.userId) ?? named[0] ?? null;
  if (own && !canManage(principal, own)) return null;
  const isClear = named.length < 2 || own?.ownerId === principal.userId;
  if (!isClear) {
    row.errors.push({
      column: 'name',
      text: {
        zh: `有 ${named.length} 个连接都叫「${row.name}」，不知道是哪一个；请先改名`,
        en: `${named.length} connections are called "${row.name}"; rename them first`,
      },
    });
  }
  return own;
}

/** An error of saving as errors of the row, by column where it names one. */
function rowErrors(error: unknown): RowError[] {
  if (!(error instanceof AppError)) throw error;
  const { fields } = error.details as { fields?: Record<string, unknown> };
  const [column = null] = Object.keys(fields ?? {});
  return [{ column: column === 'credential_id' ? 'credential' : column, text: error.text }];
}

function repeated(name: string, row: number): RowError {
  const text: Text = {
    zh: `「${name}」在第 ${row} 行已经出现过`,
    en: `"${name}" stands in row ${row} already`,
  };
  return { column: 'name', text };
}

function noCredential(name: string): AppError {
  return invalid('credential_id', {
    zh: `没有名为「${name}」的凭据，请先添加`,
    en: `There is no credential "${name}"; add it first`,
  });
}

function tooMany(count: number): AppError {
  return invalid('csv', {
    zh: `一次最多导入 ${mostRows} 行，这里有 ${count} 行；请分成几份`,
    en: `At most ${mostRows} rows at once; there are ${count}. Split the file`,
  });
}
