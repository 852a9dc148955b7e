import { type Connection, createConnection } from 'mysql2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../engine.ts';
import { mysql } from './mysql.engine.ts';
import { parseMysqlGrants } from './mysql.grants.ts';

const server = { host: '127.0.0.1', port: 3306, user: 'root' };
const id = `${process.pid}_${Date.now() % 1e6}`;
/** The underscores of the name are wildcards in a GRANT unless they are escaped. */
const name = `sextant_r_${id}`;
const account = (purpose: string) => `'sr_${id}_${purpose}'@'%'`;
const purposes = [
  'reader',
  'writer',
  'owner',
  'files',
  'passer',
  'roled',
  'idle',
  'columns',
  'runner',
  'made',
];
let missing: string | null = null;

function run(connection: Connection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error) => (error ? reject(error) : resolve()));
  });
}

async function admin(...statements: string[]): Promise<void> {
  const connection = createConnection({ ...server, multipleStatements: true, charset: 'utf8mb4' });
  connection.on('error', () => {});
  try {
    for (const sql of statements) await run(connection, sql);
  } finally {
    connection.destroy();
  }
}

async function as<T>(purpose: string, work: (database: Database) => Promise<T>): Promise<T> {
  const username = `sr_${id}_${purpose}`;
  const database = await mysql.open(
    { host: server.host, port: server.port, username, password: 'right', database: name, options: {} },
    { resolveHost: async (host) => host },
  );
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

beforeAll(async () => {
  try {
    await admin(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  } catch (error) {
    missing = `MySQL or MariaDB is not there: ${error}`;
    return;
  }
  const grant = (what: string, purpose: string, more = '') => `GRANT ${what} TO ${account(purpose)} ${more}`;
  const pattern = `\`${name.replaceAll('_', '\\_')}\``;
  await admin(
    `CREATE TABLE ${name}.\`订 单\` (id int PRIMARY KEY, amount int, \`秘\`\`密\` int)`,
    `CREATE TABLE ${name}.plain (id int)`,
    `CREATE PROCEDURE ${name}.act() SELECT 1`,
    ...purposes
      .filter((purpose) => purpose !== 'made')
      .map((purpose) => `CREATE USER ${account(purpose)} IDENTIFIED BY 'right'`),
    grant(`SELECT, SHOW VIEW ON ${pattern}.*`, 'reader'),
    grant(`SELECT, INSERT, DELETE ON ${name}.plain`, 'writer'),
    grant(`ALL ON ${pattern}.*`, 'owner'),
    grant(`SELECT ON ${pattern}.*`, 'files'),
    grant('FILE, RELOAD ON *.*', 'files'),
    grant(`SELECT ON ${name}.*`, 'passer', 'WITH GRANT OPTION'),
    grant(`SELECT (id, amount), UPDATE (amount, \`秘\`\`密\`) ON ${name}.\`订 单\``, 'columns'),
    grant(`SELECT ON ${name}.*`, 'runner'),
    grant(`EXECUTE ON PROCEDURE ${name}.act`, 'runner'),
    `CREATE ROLE sr_${id}_inner`,
    `CREATE ROLE sr_${id}_outer`,
    `GRANT UPDATE ON ${name}.plain TO sr_${id}_inner`,
    `GRANT sr_${id}_inner TO sr_${id}_outer`,
    grant(`sr_${id}_outer`, 'roled'),
    grant(`SELECT ON ${name}.*`, 'roled'),
    `SET DEFAULT ROLE sr_${id}_outer FOR ${account('roled')}`,
    grant(`sr_${id}_outer`, 'idle'),
    grant(`SELECT ON ${name}.*`, 'idle'),
  );
});

afterAll(async () => {
  if (missing) return;
  await admin(
    `DROP DATABASE ${name}`,
    ...purposes.map((purpose) => `DROP USER IF EXISTS ${account(purpose)}`),
    `DROP ROLE sr_${id}_inner`,
    `DROP ROLE sr_${id}_outer`,
  );
});

describe('the rights of a MySQL login', () => {
  const pattern = name.replaceAll('_', '\\_');
  test.for([
    { purpose: 'reader', grade: 'reader', rights: [] },
    { purpose: 'writer', grade: 'writer', rights: [`INSERT on ${name}.plain`, `DELETE on ${name}.plain`] },
    { purpose: 'owner', grade: 'owner', rights: [`ALL PRIVILEGES on ${pattern}.*`] },
    { purpose: 'files', grade: 'administrator', rights: ['RELOAD on *.*', 'FILE on *.*'] },
    { purpose: 'passer', grade: 'administrator', rights: [`GRANT OPTION on ${name}.*`] },
    { purpose: 'columns', grade: 'writer', rights: [`UPDATE (秘\`密, amount) on ${name}.订 单`] },
    { purpose: 'runner', grade: 'writer', rights: [`EXECUTE on ${name}.act`] },
    { purpose: 'roled', grade: 'writer', rights: [`UPDATE on ${name}.plain`] },
    { purpose: 'idle', grade: 'unknown', rights: [`role 'sr_${id}_outer'`] },
  ])('$purpose is graded $grade', async ({ purpose, grade, rights }, { skip }) => {
    if (missing) skip(missing);
    const found = await as(purpose, (database) => database.rights());
    expect(found.login).toBe(`sr_${id}_${purpose}@%`);
    expect(found.reasons.map(({ right }) => right)).toEqual(rights);
    expect(found.grade).toBe(grade);
  });

  test.for(['reader', 'columns', 'writer'])(
    'the script of %s makes a reader of what it sees',
    async (purpose, { skip }) => {
      if (missing) skip(missing);
      const { rights, shown } = await as(purpose, async (database) => ({
        rights: await database.rights(),
        shown: await database.catalog(),
      }));
      await admin(`DROP USER IF EXISTS ${account('made')}`);
      const script = rights.readerScript.replaceAll('<password>', 'right');
      await admin(script.replaceAll("'sextant_reader'@'%'", account('made')));
      const made = await as('made', async (database) => ({
        rights: await database.rights(),
        catalog: await database.catalog(),
      }));
      expect(made.rights).toMatchObject({ grade: 'reader', reasons: [] });
      expect(made.catalog.tables.map((table) => table.name)).toEqual(shown.tables.map((table) => table.name));
      const columns = (tables: typeof shown.tables) =>
        tables.map((table) => table.columns.map((one) => one.name));
      expect(columns(made.catalog.tables)).toEqual(columns(shown.tables));
    },
  );
});

test('grants are read whatever their names hold', () => {
  const { grants, roles, unread } = parseMysqlGrants([
    "GRANT USAGE ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*ON TO WITH GRANT OPTION'",
    'GRANT SELECT, REPLICATION CLIENT, BACKUP_ADMIN ON *.* TO `on`@`to` REQUIRE SSL WITH GRANT OPTION MAX_QUERIES_PER_HOUR 5',
    'GRANT SELECT (`a, b`, `c)`), INSERT ON `x``y`.`ON` TO `u`@`%`',
    "GRANT EXECUTE ON FUNCTION 'a'.'b' TO 'u'@'%'",
    'GRANT `r1`@`%`,`r``2`@`h` TO `u`@`%` WITH ADMIN OPTION',
    "GRANT PROXY ON ''@'' TO 'root'@'localhost' WITH GRANT OPTION",
    'SET DEFAULT ROLE `r` FOR `u`@`%`',
    'something else',
  ]);
  expect(grants).toEqual([
    { privileges: [{ name: 'USAGE', columns: [] }], database: null, table: null, grantOption: false },
    {
      privileges: [
        { name: 'SELECT', columns: [] },
        { name: 'REPLICATION CLIENT', columns: [] },
        { name: 'BACKUP_ADMIN', columns: [] },
      ],
      database: null,
      table: null,
      grantOption: true,
    },
    {
      privileges: [
        { name: 'SELECT', columns: ['a, b', 'c)'] },
        { name: 'INSERT', columns: [] },
      ],
      database: 'x`y',
      table: 'ON',
      grantOption: false,
    },
    { privileges: [{ name: 'EXECUTE', columns: [] }], database: 'a', table: 'b', grantOption: false },
    { privileges: [{ name: 'PROXY', columns: [] }], database: null, table: null, grantOption: true },
  ]);
  expect(roles).toEqual([
    { name: 'r1', host: '%' },
    { name: 'r`2', host: 'h' },
  ]);
  expect(unread).toEqual(['something else']);
});
