import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountFacts, AccountsReading } from '../account-facts.ts';
import { postgresql } from './postgresql.engine.ts';

const server = { host: '127.0.0.1', port: 5432, user: 'postgres', password: 'postgres' };
const id = `${process.pid}_${Date.now() % 1e6}`;
const shop = `sextant_a_${id}`;
const role = (purpose: string) => `sa_${id}_${purpose}`;
const strange = `sa_${id}'"%😀`;
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const purposes = ['reader', 'maker', 'member', 'group', 'root', 'owner', 'columns', 'late', 'later'];
let reachable = true;

async function admin(database: string, ...statements: string[]): Promise<void> {
  const client = new Client({ ...server, database });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  reachable = await admin('postgres', `CREATE DATABASE ${shop}`).then(
    () => true,
    () => false,
  );
  if (!reachable) return;
  await admin(
    shop,
    ...purposes.map((purpose) => `CREATE ROLE ${role(purpose)} LOGIN PASSWORD 'right'`),
    `CREATE ROLE ${quoted(strange)} LOGIN`,
    'CREATE SCHEMA sales',
    `CREATE TABLE sales."Orders.2026" (id int, price int)`,
    'CREATE SEQUENCE sales.numbers',
    'CREATE FUNCTION sales.one(int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$',
    `GRANT SELECT ON sales."Orders.2026" TO ${role('reader')} WITH GRANT OPTION`,
    `GRANT USAGE ON SCHEMA sales TO ${quoted(strange)}`,
    `GRANT USAGE ON SEQUENCE sales.numbers TO ${quoted(strange)}`,
    `GRANT EXECUTE ON FUNCTION sales.one(int) TO ${quoted(strange)}`,
    `GRANT UPDATE (price) ON sales."Orders.2026" TO ${role('columns')}`,
    `ALTER ROLE ${role('maker')} CREATEROLE CREATEDB`,
    `ALTER ROLE ${role('group')} NOLOGIN`,
    `GRANT INSERT ON sales."Orders.2026" TO ${role('group')}`,
    `GRANT ${role('group')} TO ${role('member')} WITH ADMIN OPTION`,
    `GRANT pg_read_server_files TO ${role('group')}`,
    `ALTER ROLE ${role('root')} SUPERUSER`,
    `CREATE TABLE sales.owned (id int)`,
    `ALTER TABLE sales.owned OWNER TO ${role('owner')}`,
    `ALTER ROLE ${role('late')} VALID UNTIL '2027-03-04 05:06:07+00'`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT DELETE ON TABLES TO ${role('later')}`,
  );
});

afterAll(async () => {
  if (!reachable) return;
  await admin('postgres', `DROP DATABASE ${shop} WITH (FORCE)`);
  await admin(
    'postgres',
    ...purposes.map((purpose) => `DROP ROLE ${role(purpose)}`),
    `DROP ROLE ${quoted(strange)}`,
  );
});

async function read(username = server.user, password = server.password): Promise<AccountsReading> {
  const database = await postgresql.open(
    { host: server.host, port: server.port, username, password, database: shop, options: {} },
    { resolveHost: async (host) => host },
  );
  try {
    return await (database.accounts?.() ?? Promise.reject(new Error('no accounts')));
  } finally {
    await database.close();
  }
}

async function account(name: string): Promise<AccountFacts> {
  const found = (await read()).accounts.find((one) => one.name === name);
  if (!found) throw new Error(`no account ${name}`);
  return found;
}

describe('accounts of PostgreSQL', () => {
  test('reads rights over schemas, sequences and functions of a name with quotes and an emoji', async (context) => {
    if (!reachable) context.skip();
    const { privileges } = await account(strange);
    expect(privileges.map(({ level, object, privilege }) => `${level} ${object} ${privilege}`)).toEqual([
      'routine sales.one(integer) EXECUTE',
      'schema sales USAGE',
      'sequence sales.numbers USAGE',
    ]);
  });

  test('reads rights over tables and columns, and which may be passed on', async (context) => {
    if (!reachable) context.skip();
    expect((await account(role('reader'))).privileges).toEqual([
      { level: 'table', object: 'sales."Orders.2026"', privilege: 'SELECT', grantable: true, via: null },
    ]);
    expect((await account(role('columns'))).privileges).toEqual([
      {
        level: 'column',
        object: 'sales."Orders.2026".price',
        privilege: 'UPDATE',
        grantable: false,
        via: null,
      },
    ]);
  });

  test('takes attributes for rights over the server', async (context) => {
    if (!reachable) context.skip();
    const found = await account(role('maker'));
    expect(found.privileges.map(({ privilege }) => privilege)).toEqual(['CREATEDB', 'CREATEROLE']);
    expect(found).toMatchObject({ grade: 'administrator', capabilities: ['ACCOUNTS', 'CREATE_DATABASE'] });
    expect(await account(role('root'))).toMatchObject({ is_superuser: true, capabilities: ['SUPERUSER'] });
  });

  test('resolves memberships, those of the server’s own roles included', async (context) => {
    if (!reachable) context.skip();
    const found = await account(role('member'));
    expect(found.roles).toEqual([
      { name: role('group'), via: null, can_grant: true },
      { name: 'pg_read_server_files', via: role('group'), can_grant: false },
    ]);
    expect(found.privileges).toContainEqual({
      level: 'table',
      object: 'sales."Orders.2026"',
      privilege: 'INSERT',
      grantable: false,
      via: role('group'),
    });
    expect(found.capabilities).toContain('FILES');
    expect((await account(role('group'))).kind).toBe('role');
  });

  test('names ownership, the end of validity and default privileges', async (context) => {
    if (!reachable) context.skip();
    expect((await account(role('owner'))).privileges).toContainEqual({
      level: 'table',
      object: 'sales.owned',
      privilege: 'OWNER',
      grantable: true,
      via: null,
    });
    expect((await account(role('late'))).expires_at).toBe('2027-03-04T05:06:07.000Z');
    expect((await account(role('later'))).privileges[0]?.object).toBe(
      'DEFAULT of postgres in sales for tables',
    );
  });

  test('tells a login without any rights the same', async (context) => {
    if (!reachable) context.skip();
    const reading = await read(role('columns'), 'right');
    expect(reading.complete).toBe(true);
    expect(reading.accounts.find(({ name }) => name === role('reader'))?.privileges).toHaveLength(1);
  });
});
