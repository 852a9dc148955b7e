import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../engine.ts';
import { postgresql } from './postgresql.engine.ts';

const server = { host: '127.0.0.1', port: 5432, user: 'postgres' };
const name = `sextant_ddl_${process.pid}_${Date.now()}`;
const twin = `${name}_twin`;
let missing: string | null = null;

/** What the definitions do not make: types, functions, sequences and servers that they use. */
const surroundings = `
CREATE TYPE mood AS ENUM ('好', '坏');
CREATE SEQUENCE counter;
CREATE SCHEMA "Other Schema";
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;`;

const tables = `
CREATE TABLE "客 户" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code bigint DEFAULT nextval('counter'),
  "Na""me" varchar(50) COLLATE "C" NOT NULL DEFAULT 'O''Brien', mood mood, tags text[] DEFAULT '{}',
  twice numeric(10,2) GENERATED ALWAYS AS (code * 2) STORED, CONSTRAINT "码 唯一" UNIQUE (code, "Na""me"),
  CHECK (code > 0));
COMMENT ON TABLE "客 户" IS '所有''客户';
COMMENT ON COLUMN "客 户"."Na""me" IS E'第一行\\n第二行';
CREATE INDEX "按 名" ON "客 户" (lower("Na""me")) WHERE code > 1;
CREATE TABLE "Other Schema".orders (id int PRIMARY KEY, client int NOT NULL REFERENCES "客 户" (id) ON DELETE CASCADE);
CREATE TABLE parts (day date NOT NULL, n int) PARTITION BY RANGE (day);
CREATE TABLE parts_2024 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (n);
CREATE TABLE parts_2024_1 PARTITION OF parts_2024 FOR VALUES IN (1, 2);
CREATE INDEX parts_n ON parts (n);
CREATE UNLOGGED TABLE quick (a int);
CREATE TABLE none ();
CREATE VIEW "看" AS SELECT id, "Na""me" FROM "客 户" WHERE mood = '好';
COMMENT ON VIEW "看" IS 'view';
CREATE MATERIALIZED VIEW kept AS SELECT count(*) AS n FROM "客 户";
CREATE UNIQUE INDEX kept_n ON kept (n);
CREATE FOREIGN TABLE passwd (line text) SERVER files OPTIONS (filename '/tmp/it''s', format 'text');`;

async function admin(database: string, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function open(database: string): Promise<Database> {
  const settings = {
    host: server.host,
    port: server.port,
    username: server.user,
    password: null,
    options: {},
  };
  return postgresql.open({ ...settings, database }, { resolveHost: async (host) => host });
}

async function definitions(name: string): Promise<Map<string, string>> {
  const database = await open(name);
  try {
    const found = new Map<string, string>();
    for (const table of (await database.catalog()).tables) {
      found.set(table.name, await database.definition(table));
    }
    return found;
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  try {
    await admin('postgres', `CREATE DATABASE ${name}`);
    await admin('postgres', `CREATE DATABASE ${twin}`);
    await admin(name, surroundings);
  } catch (error) {
    missing = `PostgreSQL with file_fdw is not there: ${error}`;
    return;
  }
  await admin(name, tables);
  await admin(twin, surroundings);
});

afterAll(async () => {
  for (const one of [name, twin]) {
    await admin('postgres', `DROP DATABASE IF EXISTS ${one} WITH (FORCE)`).catch(() => {});
  }
});

test('definitions make the same tables in an empty database', async ({ skip }) => {
  if (missing) skip(missing);
  const original = await definitions(name);
  expect(original.size).toBe(8);
  const order = ['客 户', 'orders', 'parts', 'quick', 'none', '看', 'kept', 'passwd'];
  for (const table of order) await admin(twin, original.get(table) ?? 'nothing');
  expect(await definitions(twin)).toEqual(original);
  expect(original.get('客 户')).toContain('GENERATED ALWAYS AS IDENTITY');
  expect(original.get('客 户')).toContain(`"Na""me" character varying(50) COLLATE "C" DEFAULT 'O''Brien'`);
});
