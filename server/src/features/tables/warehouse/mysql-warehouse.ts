import { createHash } from 'node:crypto';
import { connect as connectSocket, isIP } from 'node:net';
import { dialAddress } from '@sextant/engines/dial';
import { guardSocket } from '@sextant/engines/guarded-socket';
import { mysqlProfile } from '@sextant/engines/mysql/mysql.engine';
import { tlsOptions } from '@sextant/engines/tls';
import type { Connection, ResultSetHeader } from 'mysql2';
import { createConnection } from 'mysql2';
import type { ConnectionLogin } from '../../connections/connection-opener.ts';
import type { StagedRows } from '../row-shaper.ts';
import type { StoredValue } from '../stored-values.ts';
import type { ColumnType } from '../table-writer.ts';
import {
  castAs,
  listed,
  namer,
  of,
  plainKinds,
  type StagedColumn,
  type WarehouseDialect,
  type WriteSession,
  words,
} from './sql-dialect.ts';
import { createSqlWarehouse } from './sql-warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const connectTimeoutMs = 10_000;
const longestName = 64;
/** Rows and characters of one INSERT, well below the smallest packet that servers take. */
const insertRows = 500;
const insertCharacters = 1_000_000;
const lockSeconds = 600;

const textType = 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const types: Record<ColumnType, string> = {
  text: textType,
  integer: 'BIGINT',
  number: 'DOUBLE',
  decimal: 'DECIMAL(38,18)',
  boolean: 'TINYINT(1)',
  date: 'DATE',
  timestamp: 'DATETIME(6)',
  // MariaDB has no type of its own for it, so that the comment tells it from text.
  json: `${textType} COMMENT 'json'`,
};
const typesByName: Record<string, ColumnType> = {
  bigint: 'integer',
  double: 'number',
  decimal: 'decimal',
  tinyint: 'boolean',
  date: 'date',
  datetime: 'timestamp',
};
const castTypes: Partial<Record<ColumnType, string>> = {
  decimal: 'DECIMAL(38,18)',
  date: 'DATE',
  timestamp: 'DATETIME(6)',
};

const columnsQuery = `SELECT column_name, data_type, column_comment FROM information_schema.columns
  WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position`;
const bytesQuery = `SELECT data_length + index_length FROM information_schema.tables
  WHERE table_schema = DATABASE() AND table_name = ?`;
/** Backslashes as the driver escapes with them, and no silent cutting of values. */
const setUp = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'";

const truthText = (value: string) => words('IF(', value, ", 'true', 'false')");

function cast(value: string, from: ColumnType, to: ColumnType, staged: boolean): string {
  if (to === 'text' && from === 'boolean')
    return words('CASE WHEN', value, 'IS NULL THEN NULL ELSE', truthText(value), 'END');
  if (to === 'text' && (from === 'integer' || from === 'number' || !staged)) return castAs(value, 'CHAR');
  const type = castTypes[to];
  return type === undefined || (from === to && !staged) ? value : castAs(value, type);
}

const lockName = (table: string) => `sextant:${createHash('md5').update(table).digest('hex')}`;

const dialect: WarehouseDialect = {
  id: 'mysql',
  limits: {
    maxColumns: 1000,
    refuseName(name) {
      if (name.length <= longestName && !name.endsWith(' ')) return null;
      return {
        zh: `MySQL 的列名最多 ${longestName} 个字，且不能以空格结尾，请改名`,
        en: `MySQL takes names of up to ${longestName} characters that do not end in a space; rename it`,
      };
    },
  },
  types,
  stagedKinds: new Set(plainKinds),
  executionType: 'VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  hashType: 'CHAR(32) CHARACTER SET ascii COLLATE ascii_bin',
  numbering: {
    staged: '`_row_number` BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY',
    stored: '`_row_number` BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY',
  },
  rowNumber: '`_row_number`',
  indexed: true,
  transactionalDdl: false,
  begin: 'START TRANSACTION',
  paramTypes: { text: 'CHAR', timestamp: 'DATETIME(6)' },
  placeholder: () => '?',
  cast,
  widen: (table, column, from, to) => [
    words('ALTER TABLE', table, 'MODIFY COLUMN', column, types[to]),
    ...(from === 'boolean'
      ? [words('UPDATE', table, 'SET', column, '=', truthText(column), 'WHERE', column, 'IS NOT NULL')]
      : []),
  ],
  differs: (one, other) => words('NOT (', one, '<=>', other, ')'),
  update: ({ table, stage, hash, pairs, condition }) =>
    words(
      ...['UPDATE', table, 't JOIN', stage, 's ON', of('t', hash), '=', of('s', hash)],
      ...[
        'SET',
        listed(pairs.map(([column, value]) => words(of('t', column), '=', value))),
        'WHERE',
        condition,
      ],
    ),
  async lock(session, table) {
    const [[got] = []] = await session.rows('SELECT GET_LOCK(?, ?)', [lockName(table), lockSeconds]);
    if (Number(got) !== 1) throw new Error('Another execution has been writing the table for too long');
  },
  async unlock(session, table) {
    await session.rows('SELECT RELEASE_LOCK(?)', [lockName(table)]);
  },
  async setComment(session, table, comment) {
    await session.run(words('ALTER TABLE', namer(dialect)(table), 'COMMENT = ?'), [comment.slice(0, 2000)]);
  },
  async columnsOf(session, table) {
    const found = await session.rows(columnsQuery, [table]);
    if (found.length === 0) return null;
    return found.map(([name, type, comment]) => ({
      name: String(name),
      type: comment === 'json' ? 'json' : (typesByName[String(type).toLowerCase()] ?? 'text'),
    }));
  },
  async bytesOf(session, table) {
    const [[bytes] = []] = await session.rows(bytesQuery, [table]);
    return bytes === null || bytes === undefined ? null : Number(bytes);
  },
};

async function connect({ settings, context }: ConnectionLogin): Promise<Connection> {
  const host = settings.host ?? '';
  const address = await dialAddress(host, context);
  const tls = tlsOptions(mysqlProfile.fields, settings);
  const port = settings.port ?? mysqlProfile.defaultPort;
  const connection = createConnection({
    host: isIP(host) ? address : host,
    port,
    stream: () => guardSocket(connectSocket({ host: address, port, noDelay: true, keepAlive: true })),
    user: settings.username ?? '',
    password: settings.password ?? '',
    database: settings.database ?? undefined,
    ssl: tls
      ? { ca: tls.ca, rejectUnauthorized: tls.rejectUnauthorized, verifyIdentity: tls.rejectUnauthorized }
      : undefined,
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
  });
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  return connection;
}

function query(connection: Connection, sql: string, params: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(sql, [...params], (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** Rows in pieces that fit into a packet. */
function* pieces(sources: (readonly StoredValue[] | undefined)[], hashes: readonly string[]) {
  let rows: (StoredValue | undefined)[][] = [];
  let characters = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    const row = [hashes[at], ...sources.map((source) => source?.[at] ?? null)];
    for (const value of row) characters += typeof value === 'string' ? value.length : 8;
    rows.push(row);
    if (rows.length < insertRows && characters < insertCharacters) continue;
    yield rows;
    rows = [];
    characters = 0;
  }
  if (rows.length > 0) yield rows;
}

async function append(
  connection: Connection,
  stage: string,
  columns: readonly StagedColumn[],
  rows: StagedRows,
): Promise<void> {
  const quoted = namer(dialect);
  const names = ['_row_hash', ...columns.map(({ name }) => name)].map(quoted);
  const sources = columns.map(({ name }) => rows.values[rows.columns.findIndex((one) => one.name === name)]);
  const sql = words('INSERT INTO', quoted(stage), `(${listed(names)})`, 'VALUES ?');
  for (const piece of pieces(sources, rows.hashes)) await query(connection, sql, [piece]);
}

function createSession(connection: Connection): WriteSession {
  return {
    run: async (sql, params = []) =>
      ((await query(connection, sql, params)) as ResultSetHeader).affectedRows ?? 0,
    rows: async (sql, params = []) => (await query(connection, sql, params)) as unknown[][],
    append: (stage, columns, rows) => append(connection, stage, columns, rows),
    async end() {
      connection.destroy();
    },
  };
}

/** The warehouse in a database of a MySQL or MariaDB server. Rejects when it cannot be reached. */
export async function openMysqlWarehouse(login: ConnectionLogin): Promise<Warehouse> {
  return createSqlWarehouse({
    engine: 'mysql',
    dialect,
    async connect() {
      const connection = await connect(login);
      await query(connection, setUp, []);
      return createSession(connection);
    },
  });
}
