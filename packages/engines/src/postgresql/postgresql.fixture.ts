import pg from 'pg';
import type { ConformanceFixture, PreparedDatabase } from '../conformance.ts';
import { column } from '../fixture-parts.ts';

const server = { host: '127.0.0.1', port: 5432, user: 'postgres' };

const schema = `
CREATE TYPE mood AS ENUM ('好', '坏');
CREATE TABLE "客户" (id integer PRIMARY KEY, "姓名" varchar(50) NOT NULL, "城市" text, mood mood);
COMMENT ON TABLE "客户" IS '所有客户';
COMMENT ON COLUMN "客户"."姓名" IS '客户的全名';
CREATE INDEX "客户_城市" ON "客户" ("城市", id);
CREATE TABLE "仓位" (a integer, b integer, PRIMARY KEY (b, a));
CREATE TABLE "订单" (id bigint PRIMARY KEY, "客户号" integer NOT NULL REFERENCES "客户" (id), x integer, y integer,
  amount numeric(10,2), FOREIGN KEY (x, y) REFERENCES "仓位" (b, a));
CREATE TABLE parts (day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE parts_2024 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE VIEW "北京客户" AS SELECT id, "姓名" FROM "客户" WHERE "城市" = '北京';
CREATE SCHEMA sales;
CREATE TABLE sales.target (client integer REFERENCES "客户" (id), goal money);
INSERT INTO "客户" VALUES (1, '张三', '北京', '好'), (2, '李四', NULL, NULL);
ANALYZE "客户";`;

async function admin<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...server, database });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function prepare(): Promise<PreparedDatabase | { missing: string }> {
  const name = `sextant_engine_${process.pid}_${Date.now()}`;
  try {
    await admin('postgres', (client) => client.query(['CREATE DATABASE', name].join(' ')));
  } catch (error) {
    return { missing: `PostgreSQL is not there: ${error}` };
  }
  await admin(name, (client) => client.query(schema));
  return {
    settings: {
      host: 'localhost',
      port: server.port,
      username: server.user,
      password: null,
      database: name,
      options: {},
    },
    countRunning: (text) =>
      admin('postgres', async (client) => {
        const sql = `SELECT count(*)::int AS running FROM pg_stat_activity
          WHERE datname = $1 AND state = 'active' AND query LIKE '%' || $2 || '%'`;
        const { rows } = await client.query<{ running: number }>(sql, [name, text]);
        return rows[0]?.running ?? 0;
      }),
    killSessions: () =>
      admin('postgres', async (client) => {
        await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          name,
        ]);
      }),
    drop: () =>
      admin('postgres', async (client) => {
        await client.query(['DROP DATABASE', name, 'WITH (FORCE)'].join(' '));
      }),
  };
}

export const postgresqlFixture: ConformanceFixture = {
  engineId: 'postgresql',
  version: /^PostgreSQL \d+\.\d+$/,
  prepare,
  tables: [
    {
      name: 'parts',
      schema: null,
      kind: 'table',
      columns: [column('day', 'date', 'date', { nullable: false })],
    },
    {
      name: '仓位',
      primaryKey: ['b', 'a'],
      columns: [
        column('a', 'integer', 'integer', { nullable: false }),
        column('b', 'integer', 'integer', { nullable: false }),
      ],
    },
    {
      name: '北京客户',
      kind: 'view',
      rowEstimate: null,
      columns: [column('id', 'integer', 'integer'), column('姓名', 'character varying(50)', 'text')],
    },
    {
      name: '客户',
      kind: 'table',
      comment: '所有客户',
      rowEstimate: 2,
      primaryKey: ['id'],
      indexes: [
        { name: '客户_pkey', columns: ['id'], unique: true },
        { name: '客户_城市', columns: ['城市', 'id'], unique: false },
      ],
      columns: [
        column('id', 'integer', 'integer', { nullable: false }),
        column('姓名', 'character varying(50)', 'text', { nullable: false, comment: '客户的全名' }),
        column('城市', 'text', 'text'),
        column('mood', 'mood', 'text'),
      ],
    },
    {
      name: '订单',
      foreignKeys: [
        {
          columns: ['x', 'y'],
          referencedSchema: null,
          referencedTable: '仓位',
          referencedColumns: ['b', 'a'],
        },
        { columns: ['客户号'], referencedSchema: null, referencedTable: '客户', referencedColumns: ['id'] },
      ],
      columns: [
        column('id', 'bigint', 'integer', { nullable: false }),
        column('客户号', 'integer', 'integer', { nullable: false }),
        column('x', 'integer', 'integer'),
        column('y', 'integer', 'integer'),
        column('amount', 'numeric(10,2)', 'number'),
      ],
    },
    {
      name: 'target',
      schema: 'sales',
      foreignKeys: [
        { columns: ['client'], referencedSchema: null, referencedTable: '客户', referencedColumns: ['id'] },
      ],
      columns: [column('client', 'integer', 'integer'), column('goal', 'money', 'other')],
    },
  ],
  values: [
    ['1::smallint', 1, 'integer'],
    ['(-2147483648)::integer', -2147483648, 'integer'],
    ['9007199254740991::bigint', 9007199254740991, 'integer'],
    ['9223372036854775807::bigint', '9223372036854775807', 'integer'],
    ['(-9223372036854775808)::bigint', '-9223372036854775808', 'integer'],
    ['12.50::numeric(10,2)', 12.5, 'number'],
    ['1234567890.12345678901::numeric', '1234567890.12345678901', 'number'],
    ['0.1::numeric', 0.1, 'number'],
    ["'NaN'::numeric", 'NaN', 'number'],
    ['1.1::real', 1.1, 'number'],
    ['0.1::float8 + 0.2::float8', 0.30000000000000004, 'number'],
    ["'NaN'::float8", 'NaN', 'number'],
    ["'-Infinity'::float8", '-Infinity', 'number'],
    ['true', true, 'boolean'],
    ['NULL::text', null, 'text'],
    ["''::text", '', 'text'],
    ["'你好 👋🏽 O''Brien'::text", "你好 👋🏽 O'Brien", 'text'],
    ["'ab'::char(4)", 'ab  ', 'text'],
    ["'好'::mood", '好', 'text'],
    ["'0044-03-15 BC'::date", '0044-03-15 BC', 'date'],
    ["'2024-02-29'::date", '2024-02-29', 'date'],
    ["'12:34:56.789'::time", '12:34:56.789', 'time'],
    ["'12:34:56+08'::timetz", '12:34:56+08:00', 'time'],
    ["'2024-02-29 12:34:56'::timestamp", '2024-02-29 12:34:56', 'datetime'],
    ["'2024-02-29 12:34:56.123456'::timestamp", '2024-02-29 12:34:56.123456', 'datetime'],
    ["'infinity'::timestamptz", 'infinity', 'datetime'],
    ["'2 years 3 days 04:05:06'::interval", '2 years 3 days 04:05:06', 'other'],
    ['\'{"b": 1,  "a": "文"}\'::json', '{"b": 1,  "a": "文"}', 'json'],
    ['\'{"b":12345678901234567890}\'::jsonb', '{"b": 12345678901234567890}', 'json'],
    ["'\\x00ff'::bytea", 'AP8=', 'binary'],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'text'],
    ["ARRAY['a', NULL, 'b c']", '{a,NULL,"b c"}', 'other'],
    ["B'0101'", '0101', 'other'],
    ["'10.0.0.0/8'::inet", '10.0.0.0/8', 'other'],
    ['point(1,2)', '(1,2)', 'other'],
    ["'[1,5)'::int4range", '[1,5)', 'other'],
    ["xmlparse(content '<a/>')", '<a/>', 'text'],
  ],
  echo: {
    sql: 'SELECT $1::int, $2::text, $3::boolean, $4::date',
    params: [42, "x'; DROP TABLE t; --", true, null],
    cells: [42, "x'; DROP TABLE t; --", true, null],
  },
  manyRows: (count) =>
    "SELECT i, repeat('x', 400) FROM generate_series(1, {count}) i".replace('{count}', String(count)),
  repeatedNames: 'SELECT 1 AS a, 2 AS a, 3',
  endless: 'SELECT pg_sleep(60)',
  failures: [
    ['SELEC 1', 'syntax'],
    ['SELECT * FROM "没有"', 'unknown_table'],
    ['SELECT "没有" FROM "客户"', 'unknown_column'],
    ['SELECT 1 / 0', 'failed'],
    ["COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO STDOUT", 'failed'],
    ['COPY "客户" FROM STDIN', 'read_only'],
  ],
  writes: [
    'INSERT INTO "仓位" VALUES (1, 1)',
    'UPDATE "客户" SET "城市" = NULL',
    'DELETE FROM "客户"',
    'WITH gone AS (DELETE FROM "客户" RETURNING *) SELECT * FROM gone',
    'CREATE TABLE sneaky (a integer)',
    'CREATE TEMP TABLE sneaky (a integer)',
    'DROP TABLE "订单"',
    'EXPLAIN ANALYZE DELETE FROM "客户"',
  ],
  columnsLimit: 1664,
  hugeCell: { sql: "SELECT repeat('x', 30000000)", millions: 30 },
  weakened: [['BEGIN READ ONLY', 'BEGIN          ']],
  badSettings: [
    ['an unknown login', { username: 'nobody_here' }, 'auth'],
    ['a port where nobody listens', { port: 1 }, 'refused'],
    ['an unknown database', { database: '没有这个库' }, 'unknown_database'],
    ['a host that does not exist', { host: 'nowhere.invalid' }, 'network'],
    ['TLS where the server has none', { options: { tls: 'require' } }, 'tls'],
  ],
};
