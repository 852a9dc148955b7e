import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../engine.ts';
import { postgresql } from './postgresql.engine.ts';

const server = { host: '127.0.0.1', port: 5432, user: 'postgres' };
const name = `sextant_rights_${process.pid}_${Date.now()}`;
let missing: string | null = null;

/** The roles of these tests, by what they are for. */
const role = (purpose: string) => `${name}_${purpose}`;

async function admin(database: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ ...server, database });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

async function as<T>(username: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await postgresql.open(
    { host: server.host, port: server.port, username, password: 'right', database: name, options: {} },
    { resolveHost: async (host) => host },
  );
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const rightsOf = (username: string) => as(username, (database) => database.rights());

const purposes = ['nothing', 'columns', 'writers', 'member', 'files', 'maker', 'owner', 'secdef', 'boss'];

beforeAll(async () => {
  try {
    await admin('postgres', `CREATE DATABASE ${name}`);
  } catch (error) {
    missing = `PostgreSQL is not there: ${error}`;
    return;
  }
  await admin(
    name,
    ...purposes.map((purpose) => `CREATE ROLE ${role(purpose)} LOGIN PASSWORD 'right'`),
    'CREATE SCHEMA "销 售"',
    'CREATE TABLE "销 售"."订""单" (id int PRIMARY KEY, amount numeric, secret text)',
    'CREATE TABLE "销 售".hidden (id int)',
    'CREATE TABLE plain (id int)',
    ...purposes.map((purpose) => `GRANT USAGE ON SCHEMA "销 售" TO ${role(purpose)}`),
    `GRANT SELECT ON plain TO ${role('nothing')}`,
    `GRANT SELECT (id, amount), UPDATE (amount) ON "销 售"."订""单" TO ${role('columns')}`,
    `GRANT INSERT, DELETE, TRUNCATE ON plain TO ${role('writers')}`,
    `ALTER ROLE ${role('writers')} NOLOGIN`,
    `ALTER ROLE ${role('member')} NOINHERIT`,
    `GRANT ${role('writers')} TO ${role('member')}`,
    `GRANT pg_read_server_files, pg_write_all_data TO ${role('files')}`,
    `ALTER ROLE ${role('maker')} CREATEROLE CREATEDB`,
    `GRANT CREATE ON SCHEMA "销 售" TO ${role('maker')}`,
    `CREATE TABLE mine (id int)`,
    `ALTER TABLE mine OWNER TO ${role('owner')}`,
    `GRANT EXECUTE ON FUNCTION pg_read_file(text) TO ${role('secdef')}`,
    `ALTER ROLE ${role('boss')} SUPERUSER`,
  );
});

afterAll(async () => {
  if (missing) return;
  await admin('postgres', `DROP DATABASE ${name} WITH (FORCE)`);
  for (const purpose of [...purposes, 'made'])
    await admin('postgres', `DROP ROLE IF EXISTS ${role(purpose)}`);
});

describe('the rights of a PostgreSQL login', () => {
  test.for([
    { purpose: 'nothing', grade: 'reader', rights: [] },
    { purpose: 'columns', grade: 'writer', rights: ['UPDATE on 销 售.订"单'] },
    { purpose: 'member', grade: 'writer', rights: ['INSERT, DELETE, TRUNCATE on public.plain'] },
    { purpose: 'owner', grade: 'owner', rights: ['OWNER of public.mine'] },
    { purpose: 'boss', grade: 'administrator', rights: ['SUPERUSER'] },
  ])('$purpose is a $grade', async ({ purpose, grade, rights }, { skip }) => {
    if (missing) skip(missing);
    const found = await rightsOf(role(purpose));
    expect(found.login).toBe(role(purpose));
    expect(found.grade).toBe(grade);
    expect(found.reasons.map(({ right }) => right)).toEqual(rights);
  });

  test('reaches files by a predefined role or a granted function', async ({ skip }) => {
    if (missing) skip(missing);
    const files = await rightsOf(role('files'));
    expect(files.grade).toBe('administrator');
    expect(files.reasons.map(({ right }) => right)).toEqual(
      expect.arrayContaining(['pg_read_server_files', 'pg_write_all_data']),
    );
    const { grade, reasons } = await rightsOf(role('secdef'));
    expect(grade).toBe('administrator');
    expect(reasons[0]?.right).toContain('pg_read_file(text)');
  });

  test('names roles, databases and schemas that it may make things in', async ({ skip }) => {
    if (missing) skip(missing);
    const { reasons } = await rightsOf(role('maker'));
    expect(reasons.map(({ right }) => right)).toEqual(['CREATEROLE', 'CREATEDB', 'CREATE on schema 销 售']);
  });

  test('the script makes a reader of what the login sees, and of nothing else', async ({ skip }) => {
    if (missing) skip(missing);
    const { readerScript } = await rightsOf(role('columns'));
    const made = role('made');
    const statements = readerScript.replaceAll('sextant_reader', made).replaceAll('<password>', 'right');
    await admin(name, statements);
    const shown = await as(role('columns'), (database) => database.catalog());
    const reader = await as(made, async (database) => ({
      catalog: await database.catalog(),
      rights: await database.rights(),
      readable: await Array.fromAsync(
        (await database.query('SELECT id, amount FROM "销 售"."订""单"')).batches,
      ),
    }));
    expect(reader.rights).toMatchObject({ grade: 'reader', reasons: [] });
    expect(reader.catalog.tables.map((table) => table.name)).toEqual(shown.tables.map((table) => table.name));
    expect(reader.readable).toEqual([]);
    await expect(
      as(made, (database) => database.query('SELECT secret FROM "销 售"."订""单"')),
    ).rejects.toMatchObject({ code: 'denied' });
  });
});
