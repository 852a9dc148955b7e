import { pinyinInitials } from '@sextant/ask/pinyin-initials';
import type { Cell } from '@sextant/contract/chart';
import type { TableCheck } from '@sextant/contract/tables';
import type { Text } from '@sextant/contract/text';
import type { ExportFormat } from '@sextant/contract/workbench';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { nearestName } from '@sextant/sql/nearest-name';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { queryFailure } from '../connections/engine-failure.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { downloadName } from '../workbench/export/download-name.ts';
import type { ExportsService } from '../workbench/export/exports.service.ts';
import type { CollectedTableRow, CollectedTablesRepository } from './collected-tables.repository.ts';
import type { CurrentWarehouse } from './current-warehouse.ts';
import type { WarehouseColumn } from './row-shaper.ts';
import { shortDecimal } from './stored-values.ts';
import type { TableChecks } from './table-checks.ts';
import { createPageSql, type PageOrder, requireColumn } from './table-page.ts';
import { type ColumnProfile, profileTable } from './table-profile.ts';
import { beingWritten, type WarehouseGate } from './warehouse-gate.ts';

const readTimeoutMs = 60_000;
const exportTimeoutMs = 60 * 60_000;

/** A collected table with its columns. */
export interface CollectedTable {
  row: CollectedTableRow;
  columns: WarehouseColumn[];
  key: string[];
  checks: TableCheck[];
  failed: Text[];
}

export interface TablePage {
  table: CollectedTable;
  rows: Cell[][];
  total: number;
  nextCursor: string | null;
}

/** The file of a table that is being written; `source` must be ended when the chunks are not read to theirs. */
export interface TableFile {
  type: string;
  chunks: AsyncIterable<string | Uint8Array>;
}

/** Runs a statement and gives its whole result as a file; the workbench's. */
export type WriteFile = (
  input: { principal: Principal; connection: StoredConnection; sql: string; signal: AbortSignal },
  format: ExportFormat,
) => Promise<TableFile>;

/** Prepares the export of a statement's whole result, which a token downloads once; the workbench's. */
export type PrepareExport = ExportsService['prepare'];

interface TableFilter {
  q?: string;
  category?: string;
  failing?: boolean;
  sort?: 'name' | 'updated';
}

const lastUpdate = ({ last_updated_at: at }: CollectedTableRow) => at ?? '';

/** Collected tables: which there are, their rows, and what is checked of them. */
export function createTablesService(deps: {
  tables: CollectedTablesRepository;
  warehouse: CurrentWarehouse;
  connections: ConnectionsService;
  checks: TableChecks;
  gate: WarehouseGate;
  writeFile: WriteFile;
  prepareExport: PrepareExport;
  /** Whether an execution of a script runs, in whichever process. */
  fillsTables: (scriptId: string) => Promise<boolean>;
  audit: Audit;
}) {
  const { tables, warehouse, connections, checks, gate, writeFile, prepareExport, fillsTables, audit } = deps;

  async function get(name: string): Promise<CollectedTable> {
    const row = await tables.find(name);
    if (row && row.columns !== '[]') return readRow(row);
    const names = (await tables.all()).map((one) => one.name);
    throw noTable(name, nearestName(name, names));
  }

  async function requireConnection(): Promise<StoredConnection> {
    const connection = await warehouse.connection();
    if (connection) return connection;
    throw new AppError('UNAVAILABLE', {
      zh: '数据仓库所用的连接不在了，请管理员在设置里重新选择',
      en: 'The connection of the warehouse is gone; have an administrator choose one in the settings',
    });
  }

  async function read(connection: StoredConnection, sql: string, params: Cell[] = [], signal?: AbortSignal) {
    const startedAt = performance.now();
    try {
      const database = await connections.database(connection);
      const stream = await database.query(sql, { params, timeoutMs: readTimeoutMs, signal });
      const rows: Cell[][] = [];
      for await (const batch of stream.batches) rows.push(...batch);
      return rows;
    } catch (error) {
      throw queryFailure(error, { elapsedMs: performance.now() - startedAt, timeoutMs: readTimeoutMs });
    }
  }

  async function wholeTable(name: string): Promise<{ connection: StoredConnection; sql: string }> {
    const { columns } = await get(name);
    const connection = await requireConnection();
    const quoted = (one: string) => quoteIdentifier(connection.engine.dialect, one);
    const selected = columns.map((column) => quoted(column.name)).join(', ');
    return { connection, sql: ['SELECT', selected, 'FROM', quoted(name)].join(' ') };
  }

  return {
    get,

    /** The script that fills a table, whatever the case of its name; null when there is no such table. */
    ownerOf: async (name: string): Promise<string | null> =>
      (await tables.findAnyCase(name))?.script_id ?? null,

    connection: (): Promise<StoredConnection | null> => warehouse.connection(),

    /** By name; `updated` begins with what has gone longest without new rows. */
    async list({ q, category, failing, sort }: TableFilter): Promise<CollectedTable[]> {
      const wanted = q?.trim().toLowerCase();
      const rows = (await tables.all()).filter(
        (row) =>
          (category === undefined || row.category === category) &&
          (failing === undefined || (row.failed_checks !== '[]') === failing) &&
          (!wanted || isAbout(row, wanted)),
      );
      if (sort === 'updated') rows.sort((a, b) => (lastUpdate(a) < lastUpdate(b) ? -1 : 1));
      return rows.map(readRow);
    },

    /** One page; rows of the page behind it are found by `nextCursor`, however deep that is. */
    async rows(name: string, order: PageOrder, signal?: AbortSignal): Promise<TablePage> {
      const table = await get(name);
      const connection = await requireConnection();
      const sql = createPageSql(connection.engine.dialect, name, table.columns);
      const page = sql.page({ ...order, limit: order.limit + 1 });
      const found = await read(connection, page.sql, page.params, signal);
      const kept = found.slice(0, order.limit);
      const last = kept.at(-1);
      const counting = order.filters.length > 0 ? sql.count(order.filters) : null;
      const [[counted] = []] = counting ? await read(connection, counting.sql, counting.params, signal) : [];
      return {
        table,
        rows: kept.map((row) => table.columns.map(({ type }, at) => presentCell(type, row[at] ?? null))),
        total: counting ? Number(counted) : table.row.rows_count,
        nextCursor: last && found.length > order.limit ? sql.cursorAfter(last, order) : null,
      };
    },

    async profile(
      name: string,
      signal?: AbortSignal,
    ): Promise<{ table: CollectedTable; sampledRows: number; columns: ColumnProfile[] }> {
      const table = await get(name);
      const connection = await requireConnection();
      const readAll = (sql: string) => read(connection, sql, [], signal);
      return { table, ...(await profileTable(readAll, connection.engine.dialect, name, table.columns)) };
    },

    /** The whole table, or its first rows, as a file. */
    async export(
      principal: Principal,
      name: string,
      { format, limit, signal }: { format: ExportFormat; limit?: number; signal: AbortSignal },
    ): Promise<TableFile> {
      const { connection, sql } = await wholeTable(name);
      const limited = limit === undefined ? sql : [sql, 'LIMIT', String(limit)].join(' ');
      return writeFile({ principal, connection, sql: limited, signal }, format);
    },

    /** As `export`, for the browser's own downloads: the token begins the download once. */
    async prepareExport(principal: Principal, name: string, format: ExportFormat) {
      const { connection, sql } = await wholeTable(name);
      const fileName = downloadName(name, format);
      const input = { connectionId: connection.id, sql, format, fileName, timeoutMs: exportTimeoutMs };
      return prepareExport(principal, connection, input);
    },

    /** Rows of a table and how many have no value in a column; null when it has no such column. */
    async countNulls(
      row: CollectedTableRow,
      column: string,
    ): Promise<{ rows: number; nulls: number } | null> {
      const { columns } = readRow(row);
      if (!columns.some(({ name }) => name === column)) return null;
      const connection = await requireConnection();
      const quoted = (one: string) => quoteIdentifier(connection.engine.dialect, one);
      const sql = ['SELECT count(*), count(', quoted(column), ') FROM', quoted(row.name)].join(' ');
      const [[rows, filled] = []] = await read(connection, sql.replace('count( ', 'count('));
      return { rows: Number(rows), nulls: Number(rows) - Number(filled) };
    },

    async setChecks(principal: Principal, name: string, wanted: TableCheck[]): Promise<CollectedTable> {
      const { row, columns } = await get(name);
      for (const check of wanted) if (check.kind === 'nulls') requireColumn(columns, check.column, 'checks');
      await tables.update(name, { checks: JSON.stringify(wanted) });
      await audit.record(principal, {
        action: 'table.checks_set',
        objectType: 'table',
        objectId: name,
        details: { checks: wanted.length },
      });
      await checks.evaluate({ ...row, checks: JSON.stringify(wanted) });
      return get(name);
    },

    async remove(
      principal: Principal,
      name: string,
      confirm: string,
      address: string | null = null,
    ): Promise<void> {
      const { row } = await get(name);
      if (confirm !== name) throw notConfirmed(name, confirm);
      await gate.alone(name, async () => {
        // Another process may be the one that writes.
        if (row.script_id !== null && (await fillsTables(row.script_id))) throw beingWritten(name);
        await (await warehouse.get()).drop(name);
        await tables.remove(name);
      });
      const connection = await warehouse.connection();
      if (connection) await connections.announceCatalog(connection.id);
      const details = { rows: row.rows_count, script: row.script_id };
      await audit.record(principal, {
        action: 'table.deleted',
        objectType: 'table',
        objectId: name,
        details,
        address,
      });
    },
  };
}

/** Databases fill decimals up with zeros to the scale of their column. */
function presentCell(type: WarehouseColumn['type'], cell: Cell): Cell {
  return type === 'decimal' && typeof cell === 'string' ? shortDecimal(cell) : cell;
}

export type TablesService = ReturnType<typeof createTablesService>;

function readRow(row: CollectedTableRow): CollectedTable {
  return {
    row,
    columns: JSON.parse(row.columns) as WarehouseColumn[],
    key: row.key_columns === null ? [] : (JSON.parse(row.key_columns) as string[]),
    checks: JSON.parse(row.checks) as TableCheck[],
    failed: JSON.parse(row.failed_checks) as Text[],
  };
}

function isAbout(row: CollectedTableRow, wanted: string): boolean {
  const texts = [row.name, row.display_name, row.comment ?? ''];
  return texts.some((text) => text.toLowerCase().includes(wanted) || pinyinInitials(text).includes(wanted));
}

function noTable(name: string, nearest: string | null): AppError {
  return new AppError(
    'NOT_FOUND',
    {
      zh: `没有数据表「${name}」${nearest === null ? '' : `，是否指「${nearest}」`}`,
      en: `There is no collected table "${name}"${nearest === null ? '' : `; did you mean "${nearest}"`}`,
    },
    { details: { name, nearest } },
  );
}

function notConfirmed(name: string, confirm: string): AppError {
  return invalid('confirm', {
    zh: `请填写要删除的表名「${name}」以确认，现在是「${confirm}」`,
    en: `Repeat the name of the table, "${name}", to confirm; it is "${confirm}"`,
  });
}
