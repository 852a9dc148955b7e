import type { Cell } from '@sextant/contract/chart';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { DatabaseValues, ExtensionDatabases } from '../../features/extensions/extension-databases.ts';
import type { TableChanges } from '../../features/tables/table-changes.ts';
import type { TablesService } from '../../features/tables/tables.service.ts';
import type { QueriesService } from '../../features/workbench/queries.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, notFound } from '../../platform/errors/app-error.ts';

export interface ServedColumn {
  name: string;
  type: string;
  nullable: boolean;
  primaryKey: boolean;
  unique: boolean;
}

export interface ServedResult {
  columns: string[];
  rows: Cell[][];
  /** Of a statement that writes: the rows that it changed. */
  rowCount: number;
  /** Seconds. */
  executionTime: number;
}

/** A database that clients of the dataquery document may look into: the warehouse, or the one of an extension. */
export interface ServedDatabase {
  name: string;
  type: string;
  isConnected(): Promise<boolean>;
  tables(): Promise<{ name: string; rows: number; columns: number }[]>;
  /** Throws 404 for a table that is not there. */
  columns(table: string): Promise<ServedColumn[]>;
  query(
    principal: Principal,
    statement: { sql: string; params: Record<string, Cell>; signal: AbortSignal },
  ): Promise<ServedResult>;
}

/** The answer is one JSON text. */
const maxBytes = 16 * 1024 * 1024;
const maxRows = 10_000;

/** The warehouse as `main`: the collected tables, whose rows those who may `update` change too. */
export async function serveWarehouse({
  tables,
  changes,
  queries,
}: {
  tables: TablesService;
  changes: TableChanges;
  queries: QueriesService;
}): Promise<ServedDatabase> {
  const connection = await tables.connection();
  return {
    name: 'main',
    type: connection?.engine.id ?? 'none',
    isConnected: async () => connection !== null,
    async tables() {
      const all = await tables.list({});
      return all
        .filter(({ columns }) => columns.length > 0)
        .map(({ row, columns }) => ({ name: row.name, rows: row.rows_count, columns: columns.length }));
    },
    async columns(name) {
      const { columns, key } = await tables.get(name);
      return columns.map((column) => {
        const inKey = key.includes(column.name);
        const alone = inKey && key.length === 1;
        return { name: column.name, type: column.type, nullable: !inKey, primaryKey: inKey, unique: alone };
      });
    },
    async query(principal, { sql, params, signal }) {
      if (connection === null) throw noWarehouse();
      if (principal.permissions.has('update') && changes.isMeant(sql, connection)) {
        const startedAt = performance.now();
        const rowCount = await changes.run(connection, { principal, sql, params, signal });
        return { columns: [], rows: [], rowCount, executionTime: secondsSince(startedAt) };
      }
      const run = await queries.run({
        principal,
        connection,
        sql,
        namedParams: params,
        source: 'family',
        maxRows,
        maxBytes,
        signal,
      });
      const { columns, rows, executionTime } = await queries.collect(run);
      return { columns: columns.map(({ name }) => name), rows, rowCount: rows.length, executionTime };
    },
  };
}

/** The database that an extension keeps for itself; its administrators may also write. */
export function serveExtension({ id }: { id: string }, databases: ExtensionDatabases): ServedDatabase {
  const read = (sql: string, values: DatabaseValues = []) =>
    databases.run(id, sql, values, { readOnly: true });
  return {
    name: id,
    type: 'sqlite',
    isConnected: async () => true,
    async tables() {
      const { rows } = await read(tableListSql);
      return Promise.all(
        rows.map(async ({ name }) => {
          const quoted = quoteIdentifier('sqlite', String(name));
          const counted = await read(['SELECT count(*) AS total FROM', quoted].join(' '));
          const columns = await read(columnListSql, [String(name)]);
          return { name: String(name), rows: Number(counted.rows[0]?.total), columns: columns.rows.length };
        }),
      );
    },
    async columns(table) {
      const { rows } = await read(columnListSql, [table]);
      if (rows.length === 0) throw notFound({ zh: '表', en: 'Table' }, table);
      return rows.map((row) => ({
        name: String(row.name),
        type: String(row.type),
        nullable: Number(row.not_null) === 0 && Number(row.in_key) === 0,
        primaryKey: Number(row.in_key) !== 0,
        unique: Number(row.is_unique) === 1,
      }));
    },
    async query(principal, { sql, params, signal }) {
      const startedAt = performance.now();
      const readOnly = !principal.permissions.has('update');
      const { columns, rows } = await databases.run(id, sql, params, { readOnly, maxRows, signal });
      const cells = rows.map((row) => columns.map((name) => (row[name] ?? null) as Cell));
      return { columns, rows: cells, rowCount: cells.length, executionTime: secondsSince(startedAt) };
    },
  };
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000;

const tableListSql =
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
/** Name, type, `NOT NULL`, place in the key, and whether a unique index of one column covers it. */
const columnListSql = [
  'SELECT c.name, c.type, c."notnull" AS not_null, c.pk AS in_key,',
  '  EXISTS (SELECT 1 FROM pragma_index_list(?1) i WHERE i."unique" = 1',
  '    AND (SELECT group_concat(name) FROM pragma_index_info(i.name)) = c.name) AS is_unique',
  'FROM pragma_table_info(?1) c ORDER BY c.cid',
].join(' ');

function noWarehouse(): AppError {
  return new AppError('UNAVAILABLE', {
    zh: '数据仓库所用的连接不在了，请管理员在设置里重新选择',
    en: 'The connection of the warehouse is gone; have an administrator choose one in the settings',
  });
}
