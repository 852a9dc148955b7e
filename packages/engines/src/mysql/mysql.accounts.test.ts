import { type Connection, createConnection } from 'mysql2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountFacts, AccountsReading } from '../account-facts.ts';
import { mysql } from './mysql.engine.ts';

const server = { host: '127.0.0.1', port: 3306, user: 'root' };
const id = `${process.pid}_${Date.now() % 1e6}`;
const shop = `sextant_a_${id}`;
/** Names of accounts are utf8mb3 on the server, which makes a question mark of an emoji. */
const strange = `sa_${id}'"\`%财务`;
const long = `sa_${id}_`.padEnd(64, 'x');
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const user = (name: string, host = '%') => `${quote(name)}@${quote(host)}`;
let reachable = true;

async function admin(...statements: string[]): Promise<void> {
  const connection = createConnection({ ...server, charset: 'utf8mb4' });
  connection.on('error', () => {});
  try {
    for (const sql of statements) await run(connection, sql);
  } finally {
    connection.destroy();
  }
}

function run(connection: Connection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error) => (error ? reject(error) : resolve()));
  });
}

async function readAs(username: string, password: string): Promise<AccountsReading> {
  const database = await mysql.open(
    { host: server.host, port: server.port, username, password, database: null, options: {} },
    { resolveHost: async (host) => host },
  );
  try {
    return await (database.accounts?.() ?? Promise.reject(new Error('no accounts')));
  } finally {
    await database.close();
  }
}

const created = [
  user(strange, '10.0.%'),
  user(long),
  user(`sa_${id}_granter`),
  user(`sa_${id}_locked`),
  user(`sa_${id}_member`),
  user(`sa_${id}_closed`),
  user(`sa_${id}_all`),
];

beforeAll(async () => {
  reachable = await admin(`CREATE DATABASE ${shop} CHARACTER SET utf8mb4`).then(
    () => true,
    () => false,
  );
  if (!reachable) return;
  await admin(
    `CREATE TABLE ${shop}.orders (id int, price int)`,
    `CREATE FUNCTION ${shop}.one() RETURNS int DETERMINISTIC RETURN 1`,
    ...created.map((name) => `CREATE USER ${name} IDENTIFIED BY 'right'`),
    `CREATE ROLE sa_${id}_inner`,
    `CREATE ROLE sa_${id}_outer`,
    `GRANT SELECT, INSERT ON \`${shop.replaceAll('_', '\\_')}\`.* TO ${created[0]}`,
    `GRANT SELECT (price), UPDATE (price) ON ${shop}.orders TO ${created[1]}`,
    `GRANT EXECUTE ON FUNCTION ${shop}.one TO ${created[1]}`,
    `GRANT DROP, DELETE ON ${shop}.orders TO ${created[2]} WITH GRANT OPTION`,
    `ALTER USER ${created[3]} ACCOUNT LOCK PASSWORD EXPIRE INTERVAL 90 DAY`,
    `GRANT CREATE USER, RELOAD ON *.* TO sa_${id}_inner`,
    `GRANT sa_${id}_inner TO sa_${id}_outer`,
    `GRANT sa_${id}_outer TO ${created[4]} WITH ADMIN OPTION`,
    `GRANT ALL ON *.* TO ${created[6]}`,
  );
});

afterAll(async () => {
  if (!reachable) return;
  await admin(
    `DROP DATABASE ${shop}`,
    ...created.map((name) => `DROP USER ${name}`),
    `DROP ROLE sa_${id}_inner, sa_${id}_outer`,
  );
});

async function account(name: string): Promise<AccountFacts> {
  const { accounts } = await readAs('root', '');
  const found = accounts.find((one) => one.name === name);
  if (!found) throw new Error(`no account ${name}`);
  return found;
}

describe('accounts of MySQL and MariaDB', () => {
  test('reads rights over a database of a name with wildcards, and a name with every kind of quote', async (context) => {
    if (!reachable) context.skip();
    const found = await account(strange);
    expect(found).toMatchObject({ host: '10.0.%', kind: 'user', can_login: true, grade: 'writer' });
    expect(found.privileges).toEqual(
      ['INSERT', 'SELECT'].map((privilege) => ({
        level: 'database',
        object: shop.replaceAll('_', '\\_'),
        privilege,
        grantable: false,
        via: null,
      })),
    );
  });

  test('reads rights over columns and routines of a name of 64 characters', async (context) => {
    if (!reachable) context.skip();
    const { privileges } = await account(long);
    const shown = privileges.map(({ level, object, privilege }) => [level, object, privilege]);
    expect(shown).toContainEqual(['column', `${shop}.orders.price`, 'UPDATE']);
    expect(shown).toContainEqual(['routine', `FUNCTION ${shop}.one`, 'EXECUTE']);
  });

  test('tells which rights may be passed on', async (context) => {
    if (!reachable) context.skip();
    const found = await account(`sa_${id}_granter`);
    expect(found.privileges).toContainEqual({
      level: 'table',
      object: `${shop}.orders`,
      privilege: 'DROP',
      grantable: true,
      via: null,
    });
    expect(found.capabilities).toEqual(['GRANT']);
  });

  test('tells a lock and the day on which a password expires', async (context) => {
    if (!reachable) context.skip();
    const found = await account(`sa_${id}_locked`);
    expect(found).toMatchObject({ is_locked: true, can_login: false });
    const days =
      (Date.parse(found.expires_at ?? '') - Date.parse(found.password_changed_at ?? '')) / 86_400_000;
    expect(days).toBe(90);
  });

  test('resolves roles of roles, and names the role that a right comes through', async (context) => {
    if (!reachable) context.skip();
    const found = await account(`sa_${id}_member`);
    expect(found.roles).toEqual([
      { name: `sa_${id}_outer`, via: null, can_grant: true },
      { name: `sa_${id}_inner`, via: `sa_${id}_outer`, can_grant: false },
    ]);
    expect(found.privileges).toContainEqual({
      level: 'server',
      object: null,
      privilege: 'CREATE USER',
      grantable: false,
      via: `sa_${id}_inner`,
    });
    expect(found).toMatchObject({ grade: 'administrator', is_superuser: false });
    expect(found.capabilities).toContain('ACCOUNTS');
    expect((await account(`sa_${id}_inner`)).kind).toBe('role');
  });

  test('spells out ALL PRIVILEGES as the server itself does', async (context) => {
    if (!reachable) context.skip();
    const found = await account(`sa_${id}_all`);
    expect(found.is_superuser).toBe(true);
    const rights = found.privileges.filter(({ level }) => level === 'server').map((one) => one.privilege);
    expect(rights).toEqual(expect.arrayContaining(['DROP', 'FILE', 'SHUTDOWN', 'SUPER']));
    expect(rights).not.toContain('ALL');
  });

  test('names the grant that a login without rights to the system tables needs', async (context) => {
    if (!reachable) context.skip();
    const reading = await readAs(`sa_${id}_closed`, 'right');
    expect(reading.complete).toBe(false);
    expect(reading.problems[0]?.en).toContain(`GRANT SELECT ON mysql.* TO 'sa_${id}_closed'@'%'`);
    expect(reading.accounts.map(({ name }) => name)).toEqual([`sa_${id}_closed`]);
  });
});
