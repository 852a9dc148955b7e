import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executionWhen, runScript, saveScript, startScript } from '../../../test/collecting.ts';
import { createFamilyClient } from '../../../test/family-client.ts';
import { openWarehouseTarget, type TargetDatabase } from '../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const run = `
    yield [
      { 代码: '000001', 日: '2026-01-05', 价: 10, 大: 9007199254740993n, 真: true, 时: '2026-01-05T09:30:00.5+08:00', 文: "it's \\\\ \\t \\n" },
      { 代码: '600000', 日: '2026-01-06', 价: 10.25, 大: 7, 真: null, 时: '2026-01-06T00:00:00Z', 文: { b: 1, a: ['甲'] } },
      { 代码: '600001', 日: null, 价: 1e-7, 大: -5, 真: false, 时: null, 文: '', 额: '12345678901234567890.12' },
    ];`;
const table = "{ name: '行情', key: ['代码'], columns: { 额: 'decimal' } }";
const expected = [
  ['000001', '2026-01-05', 10, '9007199254740993', true, '2026-01-05 01:30:00.5', "it's \\ \t \n", null],
  ['600000', '2026-01-06', 10.25, 7, null, '2026-01-06 00:00:00', '{"b":1,"a":["甲"]}', null],
  ['600001', null, 1e-7, -5, false, null, '', '12345678901234567890.12'],
];

/** MySQL has numbers for truth values, and both write fractions of seconds in their own length. */
const plain = (rows: unknown[][]) =>
  rows.map((row) =>
    row.map((cell, at) => {
      if (at === 4 && cell !== null) return cell === true || cell === 1;
      return typeof cell === 'string' && at === 5
        ? cell.replace(/\.(\d*?)0+$/, '.$1').replace(/\.$/, '')
        : cell;
    }),
  );

describe.each(['postgresql', 'mysql', 'clickhouse'] as const)('The warehouse moved to %s', (driver) => {
  let product: TestApp;
  let admin: ApiClient;
  let target: TargetDatabase;
  let targetId: string;

  beforeAll(async () => {
    product = await startTestApp();
    product.app.start();
    admin = product.admin;
    target = await openWarehouseTarget[driver]();
    targetId = (await admin.post('/connections', target.connection({ is_shared: true }))).body.data.id;
    await saveScript(admin, { id: 'quotes', name: '行情表', table, run });
    await saveScript(admin, {
      id: 'many',
      table: "{ name: 'many' }",
      run: 'for (let i = 0; i < 3000; i++) yield { n: i, g: i % 7 === 0 ? null : i % 5, t: `第${i}行` };',
    });
    for (const id of ['quotes', 'many']) expect((await runScript(admin, id)).status).toBe('completed');
  });
  afterAll(async () => {
    await product.close();
    await target.drop();
  });

  const rowsOf = async (query = '', name = '行情') =>
    (await admin.get(`/tables/${name}/rows${query}`)).body.data;
  async function switchTo(id: string | null) {
    const answer = await admin.put('/settings/warehouse', { connection_id: id });
    expect(answer.status).toBe(200);
    return executionWhen(
      admin,
      answer.body.data.execution_id,
      ({ status }) => !['pending', 'running'].includes(status),
    );
  }

  test('is tried out first', async () => {
    const usable = await admin.post('/settings/warehouse/test', { connection_id: targetId });
    expect(usable.body.data).toEqual({ usable: true, message: '可以建表、写入和删除' });
    const wrong = await admin.post('/connections', { ...target.connection(), database: 'nowhere_at_all' });
    const unusable = await admin.post('/settings/warehouse/test', { connection_id: wrong.body.data.id });
    expect(unusable.body.data.usable).toBe(false);
    expect(unusable.body.data.message).toContain('nowhere_at_all');
    expect((await admin.post('/settings/warehouse/test', { connection_id: 'none' })).status).toBe(404);
    const viewer = await product.newUser();
    expect((await viewer.put('/settings/warehouse', { connection_id: targetId })).status).toBe(403);
  });

  test('a table there that was not collected stops the move, and nothing changes', async () => {
    await target.run(
      driver === 'clickhouse' ? 'create table many (a Int8) engine = Log' : 'create table many (a int)',
    );
    const execution = await switchTo(targetId);
    expect(execution.status).toBe('failed');
    expect(execution.error.message).toContain('「many」');
    expect((await admin.get('/settings/warehouse')).body.data).toMatchObject({
      engine: 'duckdb',
      connection_id: null,
    });
    await target.run('drop table many');
  });

  test('holds every row as it was, and with it which execution wrote it', async () => {
    const before = await rowsOf('?limit=1000&offset=2000', 'many');
    const execution = await switchTo(targetId);
    expect(execution.error).toBe(null);
    expect((await admin.get('/settings/warehouse')).body.data).toMatchObject({
      engine: driver,
      connection_id: targetId,
      tables_count: 2,
      switching: null,
    });
    expect(plain((await rowsOf()).rows)).toEqual(expected);
    expect(await rowsOf('?limit=1000&offset=2000', 'many')).toMatchObject({ rows: before.rows, total: 3000 });
    const sql = 'SELECT _execution_id FROM many WHERE n = 17';
    const found = await admin.post(`/connections/${targetId}/query`, { sql });
    expect(found.body.data.rows[0][0]).toMatch(/^exec_/);
    const names = (await admin.get('/connections')).body.data.connections.map(
      (one: { name: string }) => one.name,
    );
    expect(names).not.toContain('采集数据');
  });

  test('lets people change its rows', async () => {
    const client = createFamilyClient(product, '/dataquery', admin.token);
    const run = async (sql: string) => (await client.post('/api/db/query', { sql })).body;
    const before = (await rowsOf('', 'many')).total;
    expect(await run("INSERT INTO many (n, t) VALUES (-1, 'a'), (-2, NULL)")).toMatchObject({ row_count: 2 });
    expect((await run("INSERT INTO many (n, t) VALUES (-1, 'a')")).detail).toContain('重复');
    expect(await run("UPDATE many SET t = concat(t, 'b'), g = 0 WHERE n < 0")).toMatchObject({
      row_count: 2,
    });
    expect((await run('SELECT n, g, t FROM many WHERE n < 0 ORDER BY n')).data).toEqual([
      [-2, 0, driver === 'postgresql' ? 'b' : null],
      [-1, 0, 'ab'],
    ]);
    expect((await rowsOf('', 'many')).total).toBe(before + 2);
    expect(await run('DELETE FROM many WHERE n < 0')).toMatchObject({ row_count: 2 });
    expect((await rowsOf('', 'many')).total).toBe(before);
  });

  test('is filled there from then on, without doubling, wider when needed', async () => {
    expect(await runScript(admin, 'quotes')).toMatchObject({
      status: 'completed',
      rows_before: 3,
      rows_after: 3,
      rows_affected: 0,
    });
    expect(await runScript(admin, 'many')).toMatchObject({
      rows_before: 3000,
      rows_after: 3000,
      rows_affected: 0,
    });
    await saveScript(admin, {
      id: 'quotes',
      table,
      run: "yield [{ 代码: '000001', 价: 'n/a', 真: 'unknown', 新: 1.5 }, { 代码: 'X', 价: 3, 日: 'soon' }];",
    });
    expect(await runScript(admin, 'quotes')).toMatchObject({
      status: 'completed',
      rows_after: 4,
      rows_affected: 2,
    });
    const { rows, columns } = await rowsOf('?sort=代码&order=asc');
    expect(columns.map((one: { type: string }) => one.type)).toEqual([
      'text',
      'text',
      'text',
      'integer',
      'text',
      'timestamp',
      'text',
      'decimal',
      'number',
    ]);
    expect(rows.map((row: unknown[]) => [row[0], row[1], row[2], row[4], row[8]])).toEqual([
      ['000001', null, 'n/a', 'unknown', 1.5],
      ['600000', '2026-01-06', '10.25', null, null],
      ['600001', null, expect.stringMatching(/e-0?7$|^0\.0000001$/), 'false', null],
      ['X', 'soon', '3', null, null],
    ]);
  });

  test('what the database there cannot hold fails the run, and the table stays as it was', async () => {
    await saveScript(admin, {
      id: 'days',
      table: "{ name: 'days', key: ['n'] }",
      run: "yield [{ n: 1, d: '2026-01-05' }, { n: 2, d: '1990-02-03' }];",
    });
    expect(await runScript(admin, 'days')).toMatchObject({ status: 'completed', rows_after: 2 });
    await saveScript(admin, {
      id: 'days',
      table: "{ name: 'days', key: ['n'] }",
      run: "yield [{ n: 1, d: '2026-02-05' }, { n: 3, d: '1899-12-31' }];",
    });
    const execution = await runScript(admin, 'days');
    const { rows } = await rowsOf('', 'days');
    if (driver === 'clickhouse') {
      expect(execution).toMatchObject({ status: 'failed' });
      expect(execution.error.message).toContain('「d」');
      expect(rows).toEqual([
        [1, '2026-01-05'],
        [2, '1990-02-03'],
      ]);
    } else {
      expect(execution).toMatchObject({ status: 'completed', rows_after: 3, rows_affected: 2 });
      expect(rows[2]).toEqual([3, '1899-12-31']);
    }
    expect((await admin.delete('/tables/days?confirm=days')).status).toBe(200);
  });

  test('a failed and a cancelled run leave the table there as it was', async () => {
    const before = await rowsOf();
    await saveScript(admin, { id: 'quotes', table, run: "yield { 代码: 'Y' }; throw new Error('broken');" });
    expect((await runScript(admin, 'quotes')).status).toBe('failed');
    const endless = "for (;;) { yield { 代码: 'Z' }; await new Promise((done) => setTimeout(done, 5)); }";
    await saveScript(admin, { id: 'quotes', table, run: endless });
    const id = await startScript(admin, 'quotes');
    await executionWhen(admin, id, ({ status }) => status === 'running');
    await admin.post(`/executions/${id}/cancel`, {});
    await executionWhen(admin, id, ({ status }) => status === 'cancelled');
    expect(await rowsOf()).toEqual(before);
  });

  test('is paged, filtered, profiled and exported there', async () => {
    for (const order of ['', '&sort=g', '&sort=t&order=desc']) {
      const seen: number[] = [];
      let cursor = '';
      for (let pages = 0; pages < 10; pages += 1) {
        const page = await rowsOf(`?limit=700${order}${cursor}`, 'many');
        seen.push(...page.rows.map(([n]: [number]) => n));
        if (page.next_cursor === null) break;
        cursor = `&cursor=${page.next_cursor}`;
      }
      expect(new Set(seen).size).toBe(3000);
    }
    for (const [filter, total] of [
      ['[{"column":"t","op":"contains","value":"第299"}]', 11],
      ['[{"column":"g","op":"is_null"},{"column":"n","op":"le","value":70}]', 11],
      ['[{"column":"n","op":"eq","value":"5"}]', 1],
    ] as const) {
      expect((await rowsOf(`?filter=${encodeURIComponent(filter)}`, 'many')).total).toBe(total);
    }
    const profile = (await admin.get('/tables/many/profile')).body.data;
    expect(profile.columns[1]).toMatchObject({ nulls: 429, distinct: 5, min: 0, max: 4 });
    expect((await admin.get('/tables/many/export?format=csv&limit=1')).text).toContain('0,,第0行');
  });

  test('can be moved back, and the old file is no longer what counts', async () => {
    const before = await rowsOf('?sort=代码');
    expect((await switchTo(null)).error).toBe(null);
    const after = await rowsOf('?sort=代码');
    expect(after.rows.map((row: unknown[]) => row.slice(0, 5))).toEqual(
      before.rows.map((row: unknown[]) => row.slice(0, 5)),
    );
    expect((await admin.get('/settings/warehouse')).body.data).toMatchObject({
      engine: 'duckdb',
      name: '采集数据',
    });
    expect((await admin.put('/settings/warehouse', { connection_id: null })).status).toBe(409);
  });
});
