import type { Cell } from '@sextant/contract/chart';
import { bookkeepingColumns } from '@sextant/contract/tables';
import type { Text } from '@sextant/contract/text';
import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { beginsLikeWrite, readWriteStatement, type WriteStatement } from '@sextant/sql/write-statement';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import type { KeyedTurns } from '../../platform/turns/keyed-turns.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { CollectedResult, QueryInput } from '../workbench/queries.service.ts';
import type { CollectedTableRow, CollectedTablesRepository } from './collected-tables.repository.ts';
import { storeFailure } from './open-table-writer.ts';
import { createRowShaper, type StagedRows, type WarehouseColumn } from './row-shaper.ts';
import { convertCell, typeNames } from './stored-values.ts';
import { requireColumn } from './table-page.ts';
import { type ColumnType, RowRefused } from './table-writer.ts';
import type { Committed, Staging, Warehouse } from './warehouse/warehouse.ts';
import type { WarehouseGate } from './warehouse-gate.ts';

/** What one statement may change; it is read whole before anything is written. */
const mostRows = 100_000;
/** In the place of an execution's id, for rows that a person wrote. */
const byHand = 'by_hand';

/** Reads a statement's rows through guard, read-only session and record; the workbench's. */
export type ReadRows = (input: QueryInput) => Promise<CollectedResult>;

interface Change {
  principal: Principal;
  sql: string;
  params: Record<string, Cell>;
  signal: AbortSignal;
}

interface Target {
  connection: StoredConnection;
  row: CollectedTableRow;
  columns: WarehouseColumn[];
  key: string[] | null;
}

/**
 * Changes that people make to collected tables by INSERT, UPDATE and DELETE. What the statement would write is read
 * as a SELECT first, guarded and read-only like any; only its values reach the connection that writes, with the rows'
 * hashes, so that keys, counts and checks stay true and no text of a person's is ever run where writing is possible.
 */
export function createTableChanges(deps: {
  tables: CollectedTablesRepository;
  warehouse: () => Promise<Warehouse>;
  gate: WarehouseGate;
  inTurn: KeyedTurns;
  readRows: ReadRows;
  onCommitted: (name: string, columnsChanged: boolean) => Promise<void>;
  audit: Audit;
}) {
  const { tables, warehouse, gate, inTurn, readRows, onCommitted, audit } = deps;

  async function findTarget(connection: StoredConnection, name: string): Promise<Target> {
    const row = await tables.findAnyCase(name);
    if (!row || row.columns === '[]') throw notCollected(name);
    const key = row.key_columns === null ? null : (JSON.parse(row.key_columns) as string[]);
    return { connection, row, columns: JSON.parse(row.columns) as WarehouseColumn[], key };
  }

  async function read(change: Change, connection: StoredConnection, sql: string): Promise<Cell[][]> {
    const { principal, params, signal } = change;
    const found = await readRows({
      ...{ principal, connection, sql, namedParams: params, signal },
      source: 'family',
      maxRows: mostRows + 1,
    });
    if (found.truncated || found.rows.length > mostRows) throw tooManyRows();
    return found.rows;
  }

  async function insert(
    { columns: wanted, source }: Extract<WriteStatement, { kind: 'insert' }>,
    { connection, row, columns, key }: Target,
    change: Change,
  ): Promise<Committed> {
    const names = wanted?.map((name) => findColumn(columns, name).name) ?? columns.map(({ name }) => name);
    for (const name of key ?? []) refuseUnknownIdentity(requireColumn(columns, name, 'sql'));
    const rows = await read(change, connection, source);
    const wrong = rows.find((one) => one.length !== names.length);
    if (wrong) throw otherCount(names.length, wrong.length);
    const place = await warehouse();
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    const shaper = createRowShaper({ key, columns: types }, place.limits);
    const cells = names.map((_, at) => rows.map((one) => one[at] ?? null));
    const staged = rows.length === 0 ? [] : [shaper.shape({ columns: names, cells })];
    return stageAnd(place, staged, (staging) =>
      staging.commit({ ...order(row.name), columns, keyed: false, mustAdd: rows.length }),
    );
  }

  async function update(
    { changes, condition }: Extract<WriteStatement, { kind: 'update' }>,
    { connection, row, columns, key }: Target,
    change: Change,
  ): Promise<Committed> {
    const changed = changes.map(({ column }) => findColumn(columns, column));
    const inKey = changed.find(({ name }) => key?.includes(name));
    if (inKey) throw keyFixed(inKey.name);
    const values = changes.map(({ value }, at) => ['(', value, '\n) AS c', String(at)].join(''));
    const rows = await read(
      change,
      connection,
      selecting(connection.engine.dialect, row.name, values, condition),
    );
    const staged: StagedRows = {
      columns: changed,
      values: changed.map((column, at) => rows.map((one) => stored(column, one[at + 1] ?? null))),
      hashes: rows.map(hashOf),
    };
    return stageAnd(await warehouse(), rows.length === 0 ? [] : [staged], (staging) =>
      staging.commit({ ...order(row.name), columns: changed, keyed: true }),
    );
  }

  async function remove(
    { condition }: Extract<WriteStatement, { kind: 'delete' }>,
    { connection, row }: Target,
    change: Change,
  ): Promise<Committed> {
    const rows = await read(
      change,
      connection,
      selecting(connection.engine.dialect, row.name, [], condition),
    );
    const staged = rows.length === 0 ? [] : [{ columns: [], values: [], hashes: rows.map(hashOf) }];
    return stageAnd(await warehouse(), staged, (staging) => staging.remove(row.name));
  }

  async function apply(write: WriteStatement, target: Target, change: Change): Promise<Committed> {
    try {
      if (write.kind === 'insert') return await insert(write, target, change);
      if (write.kind === 'update') return await update(write, target, change);
      return await remove(write, target, change);
    } catch (error) {
      if (error instanceof RowRefused) throw invalid('sql', error.text);
      throw storeFailure(error);
    }
  }

  async function keep({ principal, sql }: Change, row: CollectedTableRow, kind: string, done: Committed) {
    await tables.update(row.name, {
      columns: JSON.stringify(done.columns),
      rows_count: done.rowsAfter,
      bytes: done.bytes,
      last_updated_at: new Date().toISOString(),
    });
    await onCommitted(row.name, false);
    await audit.record(principal, {
      action: 'table.rows_changed',
      objectType: 'table',
      objectId: row.name,
      details: { kind, sql: sql.slice(0, 20_000), rows: done.rowsAffected },
    });
  }

  return {
    /** Whether a statement is one for `run`; what it is else, the guard tells. */
    isMeant: (sql: string, connection: StoredConnection): boolean =>
      beginsLikeWrite(sql, connection.engine.dialect),

    /** Runs one INSERT, UPDATE or DELETE on a collected table; resolves with the number of rows it changed. */
    async run(connection: StoredConnection, change: Change): Promise<number> {
      const found = readWriteStatement(change.sql, connection.engine.dialect);
      if ('problem' in found) throw new AppError('SQL_REFUSED', found.problem);
      const { write } = found;
      const target = await findTarget(connection, write.table);
      const leave = gate.enter(target.row.name);
      try {
        return await inTurn(target.row.name, async () => {
          const done = await apply(write, target, change);
          await keep(change, target.row, write.kind, done);
          return done.rowsAffected;
        });
      } finally {
        leave();
      }
    },
  };
}

export type TableChanges = ReturnType<typeof createTableChanges>;

const order = (table: string) => ({
  table,
  stamp: { executionId: byHand, collectedAt: new Date() },
  comment: null,
});

async function stageAnd(
  place: Warehouse,
  batches: readonly StagedRows[],
  finish: (staging: Staging) => Promise<Committed>,
): Promise<Committed> {
  const staging = await place.stage();
  try {
    for (const rows of batches) await staging.append(rows);
    return await finish(staging);
  } finally {
    await staging.abort();
  }
}

/** Databases give a hash that they keep as a UUID with its dashes. */
const hashOf = (row: readonly Cell[]): string => String(row[0]).replaceAll('-', '');

/** The rows that a condition meets, each by its hash and with these values. Line breaks end comments of a person's. */
function selecting(dialect: Dialect, table: string, values: readonly string[], condition: string | null) {
  const hash = quoteIdentifier(dialect, bookkeepingColumns.hash);
  const parts = ['SELECT', [hash, ...values].join(', '), 'FROM', quoteIdentifier(dialect, table)];
  return [...parts, ...(condition === null ? [] : ['WHERE (', condition, '\n)'])].join(' ');
}

function findColumn(columns: readonly WarehouseColumn[], name: string): WarehouseColumn {
  const folded = name.toLowerCase();
  return (
    columns.find((one) => one.name === name) ??
    columns.find((one) => one.name.toLowerCase() === folded) ??
    requireColumn(columns, name, 'sql')
  );
}

function stored(column: WarehouseColumn, cell: Cell) {
  const value = convertCell(column.type, cell);
  if (value !== undefined) return value;
  const { zh, en } = typeNames[column.type];
  throw invalid('sql', {
    zh: `列「${column.name}」的值应为${zh}，「${String(cell)}」不是`,
    en: `The column "${column.name}" holds ${en}; "${String(cell)}" is not`,
  });
}

/** Types that a script may write in several ways, so that nobody else can tell what makes its row itself. */
const ambiguous: ReadonlySet<ColumnType> = new Set(['timestamp', 'decimal', 'json']);

function refuseUnknownIdentity({ name, type }: WarehouseColumn): void {
  if (!ambiguous.has(type)) return;
  throw invalid('sql', {
    zh: `主键列「${name}」的类型是 ${type}，脚本可用多种写法，手工插入的行会与采集的行重复；请用脚本写入`,
    en: `The key column "${name}" is a ${type}, which scripts may write in several ways, so that a row inserted by hand could double a collected one; let a script write it`,
  });
}

function notCollected(name: string): AppError {
  return new AppError('SQL_REFUSED', {
    zh: `只能写采集的数据表，「${name}」不是；可写的表见 /api/db/tables`,
    en: `Only collected tables can be written, and "${name}" is none; /api/db/tables lists them`,
  });
}

function keyFixed(name: string): AppError {
  return invalid('sql', {
    zh: `列「${name}」是主键的一部分，不能修改；请删除该行再插入`,
    en: `The column "${name}" is part of the key and cannot be changed; delete the row and insert it anew`,
  });
}

function otherCount(names: number, values: number): AppError {
  const text: Text = {
    zh: `要写 ${names} 列，却给了 ${values} 个值`,
    en: `${names} columns are written, but ${values} values are given`,
  };
  return invalid('sql', text);
}

function tooManyRows(): AppError {
  return invalid('sql', {
    zh: `一条语句最多改 ${mostRows} 行（64 MB），请用条件分几次执行`,
    en: `One statement changes up to ${mostRows} rows (64 MB); split it by its condition`,
  });
}
