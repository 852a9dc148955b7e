import type { DuckDBConnection } from '@duckdb/node-api';
import { openWritableDuckdb } from '@sextant/engines/duckdb/duckdb.writable';
import type { ColumnType } from '../table-writer.ts';
import type { createDuckdbAppender } from './duckdb-append.ts';
import { castAs, namer, plainKinds, type WarehouseDialect, type WriteSession, words } from './sql-dialect.ts';
import { createSqlWarehouse } from './sql-warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const types: Record<ColumnType, string> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  decimal: 'DECIMAL(38,18)',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  json: 'JSON',
};
const typesByName = new Map(Object.entries(types).map(([type, name]) => [name, type as ColumnType]));

const columnsQuery = `SELECT column_name, data_type FROM duckdb_columns()
  WHERE NOT internal AND database_name = current_database() AND lower(table_name) = lower($1) ORDER BY column_index`;

const sizeQuery = `SELECT count(DISTINCT block_id) * (SELECT block_size FROM pragma_database_size() LIMIT 1)
  FROM pragma_storage_info($1) WHERE block_id >= 0`;

/** Whole numbers as they were sent, without the `.0` that DuckDB writes. */
function numberText(value: string): string {
  const whole = castAs(castAs(value, 'BIGINT'), 'VARCHAR');
  return words(
    'CASE WHEN',
    value,
    '= trunc(',
    value,
    ') AND abs(',
    value,
    ') < 1e15 THEN',
    whole,
    'ELSE',
  ).concat(' ', castAs(value, 'VARCHAR'), ' END');
}

function cast(value: string, from: ColumnType, to: ColumnType, staged: boolean): string {
  if (to === 'text' && from === 'number') return numberText(value);
  if (from === to && !staged) return value;
  return castAs(value, types[to]);
}

const dialect: WarehouseDialect = {
  id: 'duckdb',
  limits: { maxColumns: 4000, refuseName: () => null },
  types,
  stagedKinds: new Set<ColumnType>([...plainKinds, 'date']),
  executionType: 'VARCHAR',
  hashType: 'UUID',
  numbering: null,
  rowNumber: 'rowid',
  indexed: false,
  transactionalDdl: true,
  begin: 'BEGIN TRANSACTION',
  paramTypes: { text: 'VARCHAR', timestamp: 'TIMESTAMP' },
  placeholder: (number) => ['$', number].join(''),
  cast,
  widen: (table, column, from, to) => [
    words(
      'ALTER TABLE',
      table,
      'ALTER COLUMN',
      column,
      'SET DATA TYPE',
      types[to],
      'USING',
      cast(column, from, to, false),
    ),
  ],
  differs: (one, other) => words(one, 'IS DISTINCT FROM', other),
  update: ({ table, stage, hash, pairs, condition }) =>
    words(
      ...['UPDATE', table, 'AS t SET', pairs.map((pair) => pair.join(' = ')).join(', ')],
      ...['FROM', stage, 'AS s WHERE', ['t', hash].join('.'), '=', ['s', hash].join('.'), 'AND', condition],
    ),
  // Commits to one table take turns in this process, which is the only one that writes.
  lock: async () => undefined,
  unlock: async () => undefined,
  async setComment(session, table, comment) {
    const text = ["'", comment.replaceAll("'", "''"), "'"].join('');
    await session.run(words('COMMENT ON TABLE', namer(dialect)(table), 'IS', text));
  },
  async columnsOf(session, table) {
    const found = await session.rows(columnsQuery, [table]);
    if (found.length === 0) return null;
    return found.map(([name, type]) => ({
      name: String(name),
      type: typesByName.get(String(type)) ?? 'text',
    }));
  },
  async bytesOf(session, table) {
    const [[bytes] = []] = await session.rows(sizeQuery, [namer(dialect)(table)]);
    // A table without a block of its own yet has no size that could be told.
    return Number(bytes ?? 0) || null;
  },
};

function createSession(
  connection: DuckDBConnection,
  openAppender: typeof createDuckdbAppender,
): WriteSession {
  const appender = openAppender(connection);
  return {
    async run(sql, params = []) {
      appender.flush();
      const result = await connection.run(sql, [...params] as string[]);
      return result.rowsChanged;
    },
    async rows(sql, params = []) {
      appender.flush();
      const reader = await connection.runAndReadAll(sql, [...params] as string[]);
      return reader.getRows();
    },
    append: appender.append,
    async end() {
      try {
        appender.flush();
      } catch {
        // What was not taken in goes with the connection.
      }
      connection.closeSync();
    },
  };
}

/** The warehouse in a DuckDB file, which this process alone has open. */
export async function openDuckdbWarehouse(path: string): Promise<Warehouse> {
  const writable = await openWritableDuckdb(path);
  // Loaded late, with the driver itself.
  const { createDuckdbAppender: openAppender } = await import('./duckdb-append.ts');
  return createSqlWarehouse({
    engine: 'duckdb',
    dialect,
    connect: async () => createSession(await writable.connect(), openAppender),
    close: async () => writable.close(),
  });
}
