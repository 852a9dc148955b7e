import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTarget } from '../../server/test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../server/test/test-app.ts';
import { isReachable, testServers } from '../../server/test/test-servers.ts';
import { hostileNames } from './checks.ts';

const found = {
  postgresql: await isReachable(testServers.postgresql),
  mysql: await isReachable(testServers.mysql),
};

interface Prepared {
  body: object;
  drop(): Promise<void>;
}

/** DuckDB takes a name with a slash for a file. */
const namesIn = (dialect: Dialect) =>
  hostileNames.filter((name) => dialect !== 'duckdb' || !/[\\/]/.test(name));

function statementsFor(dialect: Dialect): string[] {
  const quote = (name: string) => quoteIdentifier(dialect, name);
  const text = dialect === 'mysql' ? 'varchar(50)' : 'text';
  return [
    `create table ledger (id integer primary key)`,
    ...namesIn(dialect).flatMap((name, index) => [
      `create table ${quote(name)} (${quote(`id ${name}`)} integer primary key, ${quote(`c ${name}`)} ${text})`,
      `insert into ${quote(name)} values (${index}, 'v${index}')`,
    ]),
  ];
}

async function onFile(driver: 'sqlite' | 'duckdb'): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-names-'));
  const database = join(folder, `names.${driver}`);
  if (driver === 'sqlite') {
    const file = new DatabaseSync(database);
    for (const statement of statementsFor('sqlite')) file.exec(statement);
    file.close();
  } else {
    const instance = await DuckDBInstance.create(database);
    const connection = await instance.connect();
    for (const statement of statementsFor('duckdb')) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
  }
  return {
    body: { name: 'names', driver, database },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function onServer(driver: 'postgresql' | 'mysql'): Promise<Prepared> {
  const target = await openTarget[driver]();
  await target.run('drop table numbers', ...statementsFor(driver));
  return { body: target.connection(), drop: () => target.drop() };
}

describe.each([
  ['sqlite', true],
  ['duckdb', true],
  ['postgresql', found.postgresql],
  ['mysql', found.mysql],
] as const)('names that are no names, in %s (row 11)', (driver, isThere) => {
  let product: TestApp;
  let admin: ApiClient;
  let prepared: Prepared | null = null;
  let base: string;
  const names = namesIn(driver);

  beforeAll(async () => {
    if (!isThere) return;
    prepared = driver === 'sqlite' || driver === 'duckdb' ? await onFile(driver) : await onServer(driver);
    product = await startTestApp();
    admin = product.admin;
    const added = await admin.post('/connections', prepared.body);
    base = `/connections/${added.body.data?.id}`;
  }, 120_000);
  afterAll(async () => {
    await product?.close();
    await prepared?.drop();
  });

  const it = test.skipIf(!isThere);
  const at = (name: string) => `name=${encodeURIComponent(name)}`;

  it('are in the catalog as they are', async () => {
    const { body } = await admin.get(`${base}/tables`);
    const tables = body.data.tables.map((table: { name: string }) => table.name);
    expect(tables.sort()).toEqual(['ledger', ...names].sort());
  });

  it('can be looked into, and nothing else is', async () => {
    for (const [index, name] of names.entries()) {
      const preview = await admin.get(`${base}/table/preview?${at(name)}`);
      expect(preview.status, `${name}: ${preview.text}`).toBe(200);
      const { columns, rows } = preview.body.data;
      expect(columns.map((column: { name: string }) => column.name)).toEqual([`id ${name}`, `c ${name}`]);
      expect(rows).toEqual([[index, `v${index}`]]);
    }
  });

  it('have a definition', async () => {
    for (const name of names) {
      const definition = await admin.get(`${base}/table/definition?${at(name)}`);
      expect(definition.status, `${name}: ${definition.text}`).toBe(200);
      expect(JSON.stringify(definition.body.data)).toContain('CREATE');
    }
  });

  it('can be found, related, laid out and forgotten', async () => {
    for (const name of names) {
      const search = await admin.get(`${base}/tables/search?q=${encodeURIComponent(name)}`);
      expect(search.status, `${name}: ${search.text}`).toBe(200);
      const link = {
        from: { schema: null, table: name, columns: [`id ${name}`] },
        to: { schema: null, table: 'ledger', columns: ['id'] },
      };
      const added = await admin.post(`${base}/relationships`, link);
      expect(added.status, `${name}: ${added.text}`).toBe(200);
    }
    const listed = (await admin.get(`${base}/relationships`)).body.data.relationships;
    expect(listed.map((one: { from: { table: string } }) => one.from.table).sort()).toEqual(
      [...names].sort(),
    );
    const positions = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:{"x":1,"y":2}`).join()}}`);
    const saved = await admin.put(`${base}/layout`, { positions, viewport: { x: 0, y: 0, zoom: 1 } });
    expect(saved.status, saved.text).toBe(200);
    expect((await admin.get(`${base}/layout`)).status).toBe(200);
    for (const { id } of listed) expect((await admin.delete(`${base}/relationships/${id}`)).status).toBe(200);
  });

  it('pass as quoted names of a statement, and as values of its parameters', async () => {
    for (const [index, name] of names.entries()) {
      const sql = `select ${quoteIdentifier(driver, `c ${name}`)} as v, :given as g from ${quoteIdentifier(driver, name)}`;
      const given = driver === 'postgresql' ? sql.replace(':given', 'cast(:given as text)') : sql;
      const run = await admin.post(`${base}/run`, { sql: given, named_params: { given: name } });
      expect(run.status, `${name}: ${run.text}`).toBe(200);
      const rows = run.body.filter((line: { type: string }) => line.type === 'rows');
      expect(
        rows.flatMap((line: { rows: unknown }) => line.rows),
        run.text,
      ).toEqual([[`v${index}`, name]]);
    }
  });

  it('do not break out of a file that is exported', async () => {
    for (const name of names) {
      const sql = `select * from ${quoteIdentifier(driver, name)}`;
      const file = await admin.post(`${base}/export`, { sql, format: 'csv', file_name: name });
      expect(file.status, `${name}: ${file.text}`).toBe(200);
      const disposition = String(file.headers['content-disposition']);
      expect(disposition).toMatch(
        /^attachment; filename="[^"\\\r\n]+\.csv"; filename\*=UTF-8''[\w.%!#$&+^`|~-]+$/,
      );
    }
  });

  it('come out of the rights script and the checks without an error of the server', async () => {
    const rights = await admin.get(`${base}/rights`);
    expect(rights.status, rights.text).toBe(200);
    for (const name of names) {
      const sql = `select * from ${quoteIdentifier(driver, name)}`;
      for (const path of ['validate', 'format', 'explain']) {
        const answer = await admin.post(`${base}/${path}`, { sql });
        expect(answer.status, `${path} ${name}: ${answer.text}`).toBeLessThan(500);
      }
    }
  });

  it('have harmed nothing', async () => {
    const { body } = await admin.get(`${base}/tables?refresh=true`);
    expect(body.data.tables).toHaveLength(names.length + 1);
  });
});
