import { Socket } from 'node:net';
import { dialAddress } from '@sextant/engines/dial';
import { guardSocket } from '@sextant/engines/guarded-socket';
import { postgresqlProfile } from '@sextant/engines/postgresql/postgresql.engine';
import { textOption } from '@sextant/engines/settings';
import { tlsOptions } from '@sextant/engines/tls';
import { quoteIdentifier } from '@sextant/sql/identifier';
import pg from 'pg';
import type { ConnectionLogin } from '../../connections/connection-opener.ts';
import type { ColumnType } from '../table-writer.ts';
import { copyIn, copyLines } from './postgresql-copy-in.ts';
import {
  castAs,
  listed,
  namer,
  of,
  plainKinds,
  type WarehouseDialect,
  type WriteSession,
  words,
} from './sql-dialect.ts';
import { createSqlWarehouse } from './sql-warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const connectTimeoutMs = 10_000;
const longestNameBytes = 63;

const types: Record<ColumnType, string> = {
  text: 'text',
  integer: 'bigint',
  number: 'double precision',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  json: 'jsonb',
};
const typesByName = new Map<string, ColumnType>([
  ...Object.entries(types).map(([type, name]): [string, ColumnType] => [name, type as ColumnType]),
  ['timestamp without time zone', 'timestamp'],
]);

/** Values as they are sent, and room for the sets that a commit compares. */
const sessionSettings = { TimeZone: 'UTC', DateStyle: 'ISO', work_mem: '64MB', temp_buffers: '32MB' };

const columnsQuery = `SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
  WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
const bytesQuery = 'SELECT pg_total_relation_size(to_regclass($1))::text';
const lockQuery = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';

function cast(value: string, from: ColumnType, to: ColumnType): string {
  return from === to && to === 'text' ? value : castAs(value, types[to]);
}

const dialect: WarehouseDialect = {
  id: 'postgresql',
  limits: {
    maxColumns: 1500,
    refuseName(name) {
      if (Buffer.byteLength(name) <= longestNameBytes) return null;
      return {
        zh: `PostgreSQL 的列名最多 ${longestNameBytes} 字节（约 21 个汉字），请改短`,
        en: `PostgreSQL takes names of up to ${longestNameBytes} bytes; shorten it`,
      };
    },
  },
  types,
  stagedKinds: new Set<ColumnType>([...plainKinds, 'date']),
  executionType: 'text',
  hashType: 'uuid',
  numbering: {
    // Each connection fills one table once, under its lock, so that numbers taken ahead leave the order as it is.
    staged: '"_row_number" bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000)',
    stored: '"_row_number" bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000) PRIMARY KEY',
  },
  rowNumber: '"_row_number"',
  indexed: true,
  transactionalDdl: true,
  begin: 'BEGIN',
  paramTypes: { text: 'text', timestamp: 'timestamp' },
  placeholder: (number) => ['$', number].join(''),
  cast,
  widen: (table, column, from, to) => [
    words('ALTER TABLE', table, 'ALTER COLUMN', column, 'TYPE', types[to], 'USING', cast(column, from, to)),
  ],
  differs: (one, other) => words(one, 'IS DISTINCT FROM', other),
  update: ({ table, stage, hash, pairs, condition }) =>
    words(
      ...['UPDATE', table, 'AS t SET', listed(pairs.map((pair) => pair.join(' = ')))],
      ...['FROM', stage, 'AS s WHERE', of('t', hash), '=', of('s', hash), 'AND', condition],
    ),
  async lock(session, table) {
    await session.rows(lockQuery, [table]);
  },
  unlock: async () => undefined,
  async setComment(session, table, comment) {
    const text = ["E'", comment.replaceAll('\\', '\\\\').replaceAll("'", "''"), "'"].join('');
    await session.run(words('COMMENT ON TABLE', namer(dialect)(table), 'IS', text));
  },
  async columnsOf(session, table) {
    const found = await session.rows(columnsQuery, [namer(dialect)(table)]);
    if (found.length === 0) return null;
    return found.map(([name, type]) => ({
      name: String(name),
      type: typesByName.get(String(type)) ?? 'text',
    }));
  },
  async bytesOf(session, table) {
    const [[bytes] = []] = await session.rows(bytesQuery, [namer(dialect)(table)]);
    return bytes === null || bytes === undefined ? null : Number(bytes);
  },
};

async function connect({ settings, context }: ConnectionLogin): Promise<pg.Client> {
  const { fields, defaultPort } = postgresqlProfile;
  const client = new pg.Client({
    host: await dialAddress(settings.host ?? '', context),
    port: settings.port ?? defaultPort,
    user: settings.username ?? '',
    password: () => settings.password ?? '',
    database: settings.database ?? '',
    ssl: tlsOptions(fields, settings) ?? false,
    connectionTimeoutMillis: connectTimeoutMs,
    stream: () => guardSocket(new Socket()),
    application_name: 'sextant warehouse',
    keepAlive: true,
  });
  // A connection that breaks fails the statement that runs or the next one.
  client.on('error', () => undefined);
  await client.connect();
  const schema = textOption(fields, settings, 'schema');
  if (schema) {
    const path = [schema, 'public'].map((name) => quoteIdentifier('postgresql', name)).join();
    await client.query("SELECT set_config('search_path', $1, false)", [path]);
  }
  const parts = Object.entries(sessionSettings).map(
    ([name, value]) => `set_config('${name}', '${value}', false)`,
  );
  await client.query(words('SELECT', listed(parts)));
  return client;
}

function createSession(client: pg.Client): WriteSession {
  const quoted = namer(dialect);
  return {
    async run(sql, params = []) {
      const { rowCount } = await client.query(sql, [...params]);
      return rowCount ?? 0;
    },
    async rows(sql, params = []) {
      const { rows } = await client.query<unknown[]>({ text: sql, values: [...params], rowMode: 'array' });
      return rows;
    },
    async append(stage, columns, rows) {
      const names = ['_row_hash', ...columns.map(({ name }) => name)].map(quoted);
      const sql = words('COPY', quoted(stage), `(${listed(names)})`, 'FROM STDIN');
      await copyIn(client, sql, copyLines(columns, rows));
    },
    async end() {
      await client.end().catch(() => undefined);
    },
  };
}

/** The warehouse in a database of a PostgreSQL server. Rejects when it cannot be reached. */
export async function openPostgresqlWarehouse(login: ConnectionLogin): Promise<Warehouse> {
  return createSqlWarehouse({
    engine: 'postgresql',
    dialect,
    connect: async () => createSession(await connect(login)),
  });
}
