import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionSettings } from '../engine.ts';
import { postgresql } from './postgresql.engine.ts';

const server = { host: '127.0.0.1', port: 5432, user: 'postgres' };
const name = `sextant_catalog_${process.pid}_${Date.now()}`;
const settings: ConnectionSettings = {
  host: server.host,
  port: server.port,
  username: server.user,
  password: null,
  database: name,
  options: {},
};
const context = { resolveHost: async (host: string) => host };
let missing: string | null = null;

const manyTables = `DO $$ BEGIN FOR n IN 1..2000 LOOP
  EXECUTE 'CREATE TABLE many_' || n || ' (' ||
    (SELECT string_agg('c' || c || ' integer', ', ') FROM generate_series(1, 20) c) || ')';
  IF n % 250 = 0 THEN COMMIT; END IF;
END LOOP; END $$`;

async function admin(database: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ ...server, database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  try {
    await admin('postgres', [['CREATE DATABASE', name].join(' '), ['CREATE ROLE', name, 'LOGIN'].join(' ')]);
  } catch (error) {
    missing = `PostgreSQL is not there: ${error}`;
    return;
  }
  await admin(name, [
    manyTables,
    'CREATE SCHEMA 销售',
    'CREATE TABLE 销售.目标 (a integer)',
    ['GRANT SELECT ON many_7 TO', name].join(' '),
  ]);
});
afterAll(async () => {
  if (missing) return;
  await admin('postgres', [['DROP DATABASE', name, 'WITH (FORCE)'].join(' '), ['DROP ROLE', name].join(' ')]);
});

test('2,000 tables with 20 columns load in about two seconds', async ({ skip }) => {
  if (missing) skip(missing);
  const database = await postgresql.open(settings, context);
  const startedAt = performance.now();
  const { tables } = await database.catalog();
  const elapsed = performance.now() - startedAt;
  await database.close();
  expect(tables).toHaveLength(2001);
  expect(tables.find((table) => table.name === 'many_1999')?.columns).toHaveLength(20);
  expect(elapsed).toBeLessThan(5000);
});

test('a login sees only what it may read', async ({ skip }) => {
  if (missing) skip(missing);
  const database = await postgresql.open({ ...settings, username: name }, context);
  const { tables } = await database.catalog();
  expect(tables.map((table) => table.name)).toEqual(['many_7']);
  await expect(database.query('SELECT * FROM many_8')).rejects.toMatchObject({ code: 'denied' });
  await database.close();
});

test('the schema option decides which tables need no schema', async ({ skip }) => {
  if (missing) skip(missing);
  const database = await postgresql.open({ ...settings, options: { schema: '销售' } }, context);
  const { tables } = await database.catalog();
  expect(tables.find((table) => table.name === '目标')?.schema).toBeNull();
  expect(tables.find((table) => table.name === 'many_1')?.schema).toBe('public');
  const { columns, batches } = await database.query('SELECT * FROM 目标');
  expect(await Array.fromAsync(batches)).toEqual([]);
  expect(columns.map((column) => column.name)).toEqual(['a']);
  await database.close();
});
