import { afterAll, beforeAll, expect, test } from 'vitest';
import { executionWhen, runScript, saveScript, startScript } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const prices = `
    yield [
      { 代码: '000001', 日期: '2026-01-05', 收盘: 10, 量: 9007199254740993n, 备注: null },
      { 代码: '000001', 日期: '2026-01-06', 收盘: 10.5, 量: 12, 备注: "it's" },
    ];
    yield { 代码: '600000', 日期: '2026-01-05', 收盘: 8, 量: 7, 备注: { 来源: ['甲', '乙'] } };`;

describeOnBothStores('Collected tables', (metadata) => {
  let product: TestApp;
  let admin: ApiClient;
  let viewer: ApiClient;

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    product.app.start();
    admin = product.admin;
    viewer = await product.newUser();
  });
  afterAll(() => product.close());

  async function rowsOf(name: string, query = '') {
    const answer = await viewer.get(`/tables/${name}/rows${query}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.data;
  }
  const ask = async (sql: string) => {
    const { body } = await viewer.get('/tables');
    const answer = await viewer.post(`/connections/${body.data.connection_id}/query`, { sql });
    return answer.body.data ?? answer.body;
  };

  test('a script fills its table, which is listed, paged and open to questions at once', async () => {
    await saveScript(admin, {
      id: 'prices',
      name: '每日股价',
      table: "{ name: '股价', key: ['代码', '日期'] }",
      run: prices,
    });
    const execution = await runScript(admin, 'prices');
    expect(execution).toMatchObject({
      status: 'completed',
      table_name: '股价',
      rows_before: 0,
      rows_after: 3,
      rows_affected: 3,
    });

    const { body } = await viewer.get('/tables?q=gj');
    expect(body.data).toMatchObject({
      total: 1,
      tables: [
        {
          name: '股价',
          display_name: '每日股价',
          rows_count: 3,
          script_id: 'prices',
          last_execution_id: execution.id,
        },
      ],
    });
    const page = await rowsOf('股价');
    expect(
      page.columns.map((one: { name: string; type: string; is_key: boolean }) => [
        one.name,
        one.type,
        one.is_key,
      ]),
    ).toEqual([
      ['代码', 'text', true],
      ['日期', 'date', true],
      ['收盘', 'number', false],
      ['量', 'integer', false],
      ['备注', 'text', false],
    ]);
    expect(page.rows).toEqual([
      ['000001', '2026-01-05', 10, '9007199254740993', null],
      ['000001', '2026-01-06', 10.5, 12, "it's"],
      ['600000', '2026-01-05', 8, 7, '{"来源":["甲","乙"]}'],
    ]);
    expect((await ask('SELECT 代码, max(收盘) AS 最高 FROM 股价 GROUP BY 代码 ORDER BY 代码')).rows).toEqual([
      ['000001', 10.5],
      ['600000', 8],
    ]);
    const connections = (await viewer.get('/connections')).body.data.connections;
    const warehouse = connections.find((one: { name: string }) => one.name === '采集数据');
    const schema = (await viewer.get(`/connections/${warehouse.id}/schema`)).body.data;
    expect(schema.tables[0]).toMatchObject({ name: '股价', comment: '每日股价' });
    expect(schema.tables[0].columns).toHaveLength(5);
    expect((await admin.delete(`/connections/${warehouse.id}`)).status).toBe(403);
  });

  test('a second run doubles nothing and counts only what changed', async () => {
    expect(await runScript(admin, 'prices')).toMatchObject({
      rows_before: 3,
      rows_after: 3,
      rows_affected: 0,
    });
    await saveScript(admin, {
      id: 'prices',
      table: "{ name: '股价', key: ['代码', '日期'] }",
      run: `yield [{ 代码: '000001', 日期: '2026-01-05', 收盘: 11 }, { 代码: '000001', 日期: '2026-01-05', 收盘: 12 }];`,
    });
    expect(await runScript(admin, 'prices')).toMatchObject({
      rows_before: 3,
      rows_after: 3,
      rows_affected: 1,
    });
    // A column that stayed away keeps what it held.
    expect((await rowsOf('股价')).rows[0]).toEqual(['000001', '2026-01-05', 12, '9007199254740993', null]);
  });

  test('rows without a key are known by what they hold, however wide their columns become', async () => {
    const table = "{ name: 'readings' }";
    await saveScript(admin, {
      id: 'readings',
      table,
      run: "yield [{ at: '2026-01-01', v: 1 }, { at: '2026-01-02', v: 2 }];",
    });
    await runScript(admin, 'readings');
    await saveScript(admin, {
      id: 'readings',
      table,
      run: "yield [{ at: '2026-01-01', v: 1 }, { at: '2026-02-30', v: 2.5, 新列: true }, { at: '2026-01-03', v: 'n/a' }];",
    });
    expect(await runScript(admin, 'readings')).toMatchObject({
      status: 'completed',
      rows_after: 4,
      rows_affected: 2,
    });
    const page = await rowsOf('readings');
    expect(page.columns.map((one: { type: string }) => one.type)).toEqual(['text', 'text', 'boolean']);
    expect(page.rows).toEqual([
      ['2026-01-01', '1', null],
      ['2026-01-02', '2', null],
      ['2026-02-30', '2.5', true],
      ['2026-01-03', 'n/a', null],
    ]);
  });

  test.each([
    [
      'throws in the middle',
      "yield { 代码: '1', 日期: '2026-01-01' }; throw new Error('upstream broke');",
      'upstream broke',
    ],
    [
      'leaves out a key',
      "yield [{ 代码: '1', 日期: '2026-01-01' }, { 代码: null, 日期: '2026-01-02' }];",
      '第 2 行的列「代码」',
    ],
    ['lacks a key column', "yield { 日期: '2026-01-01' };", '第 1 行的列「代码」'],
    ['uses a name of ours', "yield { 代码: '1', 日期: '2026-01-01', _row_hash: 'x' };", '_row_hash'],
    ['has names equal but for case', "yield { 代码: '1', 日期: '2026-01-01', a: 1, A: 2 };", '大小写'],
  ])('a run that %s leaves the table as it was', async (_what, run, message) => {
    const before = await rowsOf('股价');
    await saveScript(admin, { id: 'prices', table: "{ name: '股价', key: ['代码', '日期'] }", run });
    const execution = await runScript(admin, 'prices');
    expect(execution.status).toBe('failed');
    expect(execution.error.message).toContain(message);
    expect(await rowsOf('股价')).toEqual(before);
  });

  test('a cancelled run leaves the table as it was', async () => {
    await saveScript(admin, {
      id: 'endless',
      table: "{ name: 'endless' }",
      run: 'for (let i = 0; ; i++) { yield { i }; await new Promise((r) => setTimeout(r, 5)); }',
    });
    const id = await startScript(admin, 'endless');
    await executionWhen(admin, id, ({ status }) => status === 'running');
    expect((await admin.delete('/tables/股价?confirm=股价')).status).toBe(200);
    await admin.post(`/executions/${id}/cancel`, {});
    const execution = await executionWhen(admin, id, ({ status }) => status !== 'running');
    expect(execution.status).toBe('cancelled');
    expect((await viewer.get('/tables/endless')).status).toBe(404);
  });

  test("a script cannot write another script's table, nor one that differs in case only", async () => {
    for (const [id, name] of [
      ['thief', 'readings'],
      ['twin', 'Readings'],
    ] as const) {
      await saveScript(admin, { id, table: `{ name: '${name}' }`, run: 'yield { a: 1 };' });
      const execution = await runScript(admin, id);
      expect(execution.status).toBe('failed');
      expect(execution.error.message).toContain('readings');
    }
  });

  test('pages follow each other by cursor in any order, over equal and missing values', async () => {
    const run =
      'for (let i = 0; i < 250; i++) yield { n: i, g: i % 10 === 0 ? null : i % 4, t: `第${i}行` };';
    await saveScript(admin, { id: 'many', table: "{ name: 'many' }", run });
    await runScript(admin, 'many');
    for (const order of ['', '&sort=g', '&sort=g&order=desc', '&order=desc']) {
      const seen: number[] = [];
      let cursor = '';
      for (let pages = 0; pages < 10; pages += 1) {
        const page = await rowsOf('many', `?limit=40${order}${cursor}`);
        expect(page.total).toBe(250);
        seen.push(...page.rows.map(([n]: [number]) => n));
        if (page.next_cursor === null) break;
        cursor = `&cursor=${page.next_cursor}`;
      }
      const expected = Array.from({ length: 250 }, (_, n) => n);
      expect(seen.toSorted((a, b) => a - b)).toEqual(expected);
      const all = await rowsOf('many', `?limit=1000${order}`);
      expect(seen).toEqual(all.rows.map(([n]: [number]) => n));
    }
    expect((await rowsOf('many', '?limit=2&offset=100')).rows.map(([n]: [number]) => n)).toEqual([100, 101]);
  });

  test.each([
    ['[{"column":"n","op":"ge","value":248}]', [248, 249]],
    ['[{"column":"t","op":"contains","value":"第24行"}]', [24]],
    ['[{"column":"g","op":"is_null"},{"column":"n","op":"lt","value":15}]', [0, 10]],
    ['[{"column":"t","op":"eq","value":"\' OR 1=1 --"}]', []],
    ['[{"column":"t","op":"contains","value":"%"}]', []],
  ])('the filter %s finds its rows', async (filter, expected) => {
    const page = await rowsOf('many', `?filter=${encodeURIComponent(filter)}`);
    expect(page.rows.map(([n]: [number]) => n)).toEqual(expected);
    expect(page.total).toBe(expected.length);
  });

  test.each([
    ['?sort=nn', '是否指「n」'],
    [`?filter=${encodeURIComponent('[{"column":"n","op":"eq","value":"x"}]')}`, '「x」'],
    ['?filter=nonsense', 'JSON'],
    ['?cursor=nonsense', '游标'],
  ])('rows%s is refused with the next step', async (query, message) => {
    const answer = await viewer.get(`/tables/many/rows${query}`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(message);
  });

  test('a profile tells what each column holds', async () => {
    const { body } = await viewer.get('/tables/many/profile');
    expect(body.data).toMatchObject({ rows_count: 250, sampled_rows: 250 });
    expect(body.data.columns[1]).toMatchObject({ name: 'g', nulls: 25, distinct: 4, min: 0, max: 3 });
    expect(body.data.columns[1].top).toHaveLength(4);
  });

  test('the whole table is a file in every format', async () => {
    const csv = await viewer.get('/tables/many/export?format=csv&limit=2');
    expect(csv.text.replace('\ufeff', '')).toBe('n,g,t\r\n0,,第0行\r\n1,1,第1行\r\n');
    expect(csv.headers['content-disposition']).toContain('many.csv');
    for (const format of ['xlsx', 'json', 'parquet']) {
      const file = await viewer.get(`/tables/many/export?format=${format}`);
      expect([file.status, file.text.length > 1000]).toEqual([200, true]);
    }
  });

  test('checks fail when the table does, and are judged anew after each run', async () => {
    const operator = await product.newUser('operator');
    const checks = [
      { kind: 'row_count', min_rows: 251 },
      { kind: 'nulls', column: 'g', max_share: 0.05 },
      { kind: 'freshness', max_age_hours: 1 },
    ];
    const { body } = await operator.put('/tables/many/checks', { checks });
    expect(body.data.failed).toEqual(['只有 250 行，应不少于 251 行', '列「g」有 10% 为空，应不超过 5%']);
    await saveScript(admin, {
      id: 'many',
      table: "{ name: 'many' }",
      run: 'yield { n: 1000, g: 1, t: null };',
    });
    await runScript(admin, 'many');
    expect((await viewer.get('/tables/many')).body.data.failed_checks).toEqual([
      '列「g」有 10% 为空，应不超过 5%',
    ]);
    const names = async (query: string) =>
      (await viewer.get(`/tables?${query}`)).body.data.tables.map(({ name }: { name: string }) => name);
    expect(await names('failing=true')).toEqual(['many']);
    expect(await names('failing=false')).not.toContain('many');
    expect((await names('sort=updated')).at(-1)).toBe('many');
    const unknown = await operator.put('/tables/many/checks', {
      checks: [{ kind: 'nulls', column: 'gg', max_share: 0 }],
    });
    expect(unknown.text).toContain('是否指「g」');
  });

  test('a table is exported by an address that works once, without a sign-in', async () => {
    const prepared = await viewer.post('/tables/many/exports', { format: 'csv' });
    expect(prepared.status).toBe(200);
    const { url, file_name: fileName } = prepared.body.data;
    expect(fileName).toBe('many.csv');
    const file = await product.anonymous.get(`/${url}`);
    expect(file.status).toBe(200);
    expect(file.text.trim().split('\n').length).toBe((await rowsOf('many')).total + 1);
    expect(file.text).not.toContain('_row_hash');
    expect((await product.anonymous.get(`/${url}`)).status).toBe(404);
    expect((await viewer.post('/tables/nothing/exports', { format: 'csv' })).status).toBe(404);
  });

  test('a table is not deleted while an execution writes it, and is made anew by the next one', async () => {
    const endless =
      'for (let n = 0; ; n++) { yield { n }; await new Promise((done) => setTimeout(done, 5)); }';
    const source = { id: 'rival', table: "{ name: 'rival' }" };
    await saveScript(admin, { ...source, run: 'yield [{ n: 0 }, { n: 1 }];' });
    await runScript(admin, 'rival');
    await saveScript(admin, { ...source, run: endless });
    const id = await startScript(admin, 'rival');
    await executionWhen(admin, id, ({ status }) => status === 'running');
    const refused = await admin.delete('/tables/rival?confirm=rival');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('rival');
    expect((await rowsOf('rival')).total).toBe(2);
    await admin.post(`/executions/${id}/cancel`, {});
    await executionWhen(admin, id, ({ status }) => status === 'cancelled');
    expect((await admin.delete('/tables/rival?confirm=rival')).status).toBe(200);
    await saveScript(admin, { ...source, run: 'yield { n: 7 };' });
    const [execution, deleted] = await Promise.all([
      runScript(admin, 'rival'),
      admin.delete('/tables/rival?confirm=rival'),
    ]);
    expect([200, 404, 409]).toContain(deleted.status);
    const listed = (await viewer.get('/tables?q=rival')).body.data.total;
    const there = (await ask('SELECT n FROM rival')).rows ?? null;
    expect(there === null ? 0 : 1).toBe(listed);
    expect(['completed', 'failed']).toContain(execution.status);
  });

  test('a table is dropped by an administrator who repeats its name', async () => {
    expect((await viewer.delete('/tables/many?confirm=many')).status).toBe(403);
    expect((await admin.delete('/tables/many?confirm=man')).status).toBe(422);
    expect((await admin.delete('/tables/many?confirm=many')).status).toBe(200);
    expect((await viewer.get('/tables/many')).status).toBe(404);
    expect((await ask('SELECT * FROM many')).error.code).toBe('SQL_FAILED');
  });
});
