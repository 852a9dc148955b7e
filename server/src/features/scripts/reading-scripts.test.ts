import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScript, saveScript } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { postgresqlFound } from '../../../test/order-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { testServers } from '../../../test/test-servers.ts';

const numbered = (count: number) =>
  `select i as id, (i * 1.10)::numeric(12,2) as price, 9007199254740993 + i as big, date '2026-01-05' + i as day,
   json_build_object('i', i) as facts, case when i = 2 then null else 'x' end as note from generate_series(1, ${count}) as i`;

describeOnBothStores('Scripts that read through the server', (metadata) => {
  let product: TestApp;
  let admin: ApiClient;
  let user: ApiClient;

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    product.app.start();
    admin = product.admin;
    user = await product.newUser();
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(100)) {
      if ((await admin.get('/scripts/sql_query')).status === 200) break;
    }
  }, 90_000);
  afterAll(() => product.close());

  const columnsOf = async (table: string) => {
    const { body } = await admin.get(`/tables/${encodeURIComponent(table)}/rows`);
    return body.data.columns.map((one: { name: string; type: string }) => `${one.name} ${one.type}`);
  };
  const rowsOf = async (table: string) =>
    (await admin.get(`/tables/${encodeURIComponent(table)}/rows?limit=100`)).body.data.rows;

  describe.skipIf(!postgresqlFound)('from connections', () => {
    beforeAll(async () => {
      const { hostname: host, port, username, password } = new URL(testServers.postgresql);
      const settings = { host, port: Number(port), username, password, database: 'postgres' };
      for (const client of [admin, user]) {
        const name = client === admin ? '总部' : '分店';
        const answer = await client.post('/connections', {
          name,
          driver: 'postgresql',
          is_shared: false,
          ...settings,
        });
        expect(answer.status, answer.text).toBeLessThan(300);
      }
    });

    test('a query fills the table that is named, with the types of its columns', async () => {
      const params = { connection: '分店', sql: numbered(3), table: '订单快照', key: 'id' };
      expect(await runScript(user, 'sql_query', params)).toMatchObject({
        status: 'completed',
        table_name: '订单快照',
        rows_after: 3,
      });
      expect(await columnsOf('订单快照')).toEqual([
        'id integer',
        'price decimal',
        'big integer',
        'day date',
        'facts json',
        'note text',
      ]);
      expect((await rowsOf('订单快照'))[1]).toEqual([
        2,
        expect.toSatisfy((price) => Number(price) === 2.2),
        '9007199254740995',
        '2026-01-07',
        expect.stringContaining('2'),
        null,
      ]);
      expect(await runScript(user, 'sql_query', { ...params, sql: numbered(5) })).toMatchObject({
        rows_before: 3,
        rows_after: 5,
      });
    });

    test('values go in by name, and the run stands in the history of who started it', async () => {
      const sql = 'select :day as day, :least::int + 1 as more';
      const values = '{"day": "2026-02-01", "least": 4}';
      const ended = await runScript(user, 'sql_query', {
        connection: '分店',
        sql,
        values,
        table: 'values_given',
      });
      expect(ended.status, JSON.stringify(ended.error)).toBe('completed');
      expect(await rowsOf('values_given')).toEqual([['2026-02-01', 5]]);
      const { body } = await user.get('/query-runs?source=script&limit=1');
      expect(body.data).toMatchObject({ total: 3 });
      expect(JSON.stringify(body.data)).toContain(':least');
    });

    test.each([
      ['a statement that writes', '分店', 'delete from pg_class', /DELETE|delete/],
      ['two statements', '分店', 'select 1; select 2', /statement/],
      ['a connection of somebody else', '总部', 'select 1', /"总部".*you may use/],
      ['a connection that nobody has', '分殿', 'select 1', /"分殿".*did you mean "分店"/],
      ['a table that is not there', '分店', 'select * from nothing_there', /nothing_there/],
      ['values that are no JSON', '分店', 'select 1', /values: \[1\]/],
    ])('%s fails with what is wrong', async (name, connection, sql, message) => {
      const values = name.startsWith('values') ? '[1]' : null;
      const params = { connection, sql, table: 'never_made', values };
      const ended = await runScript(user, 'sql_query', params);
      expect(ended).toMatchObject({ status: 'failed' });
      const told = await user.get(`/executions/${ended.id}`, { 'accept-language': 'en' });
      expect(told.body.data.error.message).toMatch(message);
      expect((await admin.get('/tables/never_made')).status).toBe(404);
    });

    test('what was told in two languages is told so to people', async () => {
      const params = { connection: '总部', sql: 'select 1', table: 'never_made' };
      const { id } = await runScript(user, 'sql_query', params);
      const { body } = await user.get(`/executions/${id}`, { 'accept-language': 'zh' });
      expect(body.data.error.message).toContain('没有你能用的连接「总部」');
    });

    test('a script of one’s own reads row by row at its own pace, in TypeScript and in Python', async () => {
      await saveScript(admin, {
        id: 'reads_many',
        table: "{ name: 'reads_many', key: ['id'] }",
        run: `let total = 0;
          for await (const row of ctx.query('总部', 'select i as id from generate_series(1, 100000) as i')) total += row.id;
          for await (const row of ctx.query('总部', 'select i from generate_series(1, 100000) as i')) if (row.i > 10) break;
          const [{ price, big }] = await Array.fromAsync(ctx.query('总部', ${JSON.stringify(numbered(1))}));
          yield { id: 1, total, price, double: price * 2, big: big + 1n };`,
      });
      expect(await runScript(admin, 'reads_many')).toMatchObject({ status: 'completed' });
      expect(await columnsOf('reads_many')).toContain('price decimal');
      expect((await rowsOf('reads_many'))[0]).toEqual([1, 5000050000, 1.1, 2.2, '9007199254740995']);
      const source = `
SCRIPT = {"id": "reads_in_python", "name": "Python", "category": "tests", "frequency": "manual", "parameters": [],
          "table": {"name": "reads_in_python"}}

def run(params, ctx):
    for row in ctx.query("总部", "select i, 1.5::numeric as half from generate_series(1, 5000) as i where i > :least", {"least": 10}):
        if row["i"] == 12:
            break
        yield row
    yield {"i": sum(row["i"] for row in ctx.query("总部", "select i from generate_series(1, 5000) as i")), "half": row["half"]}
`;
      await admin.put('/scripts/reads_in_python', {
        category: 'tests',
        frequency: 'manual',
        language: 'python',
        source,
      });
      const ended = await runScript(admin, 'reads_in_python');
      expect(ended.status, JSON.stringify(ended.error)).toBe('completed');
      expect(await columnsOf('reads_in_python')).toEqual(['i integer', 'half decimal']);
      expect(await rowsOf('reads_in_python')).toEqual([
        [11, 1.5],
        [12502500, 1.5],
      ]);
    });
  });

  test('a run may not choose the table of another script, filled or yet to be filled', async () => {
    await saveScript(admin, { id: 'owner', table: "{ name: '他人的表' }", run: 'yield { a: 1 };' });
    await runScript(admin, 'owner');
    for (const table of ['他人的表', 'earthquakes_usgs', 'EARTHQUAKES_usgs', 'csv_url']) {
      const params = { connection: 'x', sql: 'select 1', table };
      const refused = await user.post('/scripts/sql_query/run', { params });
      expect(refused.status, table).toBe(422);
      expect(refused.body.error.message).toContain(table);
      const task = { name: 't', script_id: 'sql_query', params, schedule: { type: 'manual' } };
      expect((await user.post('/tasks', task)).status).toBe(422);
    }
  });

  describe('from the inbox', () => {
    const inbox = (path: string) => join(product.config.dataDir, 'inbox', path);
    async function put(path: string, content: string | Buffer, age = 60): Promise<void> {
      await mkdir(dirname(inbox(path)), { recursive: true });
      await writeFile(inbox(path), content);
      const time = new Date(Date.now() - age * 1000);
      await utimes(inbox(path), time, time);
    }
    const collect = (params: Record<string, unknown>) => runScript(user, 'inbox_files', params);
    const logOf = async (id: string) =>
      (await user.get(`/executions/${id}/log`)).body.data.lines.map(
        (one: { message: string }) => one.message,
      );
    const exported = async (format: string) => {
      const url = `/api/v1/tables/${encodeURIComponent('流水')}/export?format=${format}`;
      const headers = { authorization: `Bearer ${admin.token}` };
      return (await product.app.http.inject({ method: 'GET', url, headers })).rawPayload;
    };

    test('files of a folder go into one table; later only new and changed ones are read', async () => {
      await put('店/一月.csv', '编号,金额,日期\n1,10.5,2026-01-05\n2,20,2026-01-06\n');
      await put('店/二月.json', JSON.stringify([{ 编号: 3, 金额: 7.25, 日期: '2026-02-01' }]));
      await put('店/说明.txt', 'not rows');
      await put('店/正在写.csv', '编号\n9\n', 0);
      const params = { folder: '店', table: '流水', key: '编号', file_column: '文件' };
      const first = await collect(params);
      expect(first, JSON.stringify(first.error)).toMatchObject({ status: 'completed', rows_after: 3 });
      expect(await rowsOf('流水')).toContainEqual(['店/一月.csv', 1, 10.5, '2026-01-05']);
      expect((await logOf(first.id)).join('\n')).toMatch(
        /说明.txt: not CSV[\s\S]*正在写.csv: still being written/,
      );

      await put('店/正在写.csv', '编号,金额\n9,1\n');
      await put('店/一月.csv', '编号,金额,日期\n1,11.5,2026-01-05\n', 30);
      const second = await collect(params);
      expect(second).toMatchObject({ rows_before: 3, rows_after: 4, rows_affected: 2 });
      expect(await logOf(second.id)).toContain('2 of 4 files are new or changed');
      expect((await collect(params)).rows_affected).toBe(0);
      expect(await collect({ ...params, read_again: true })).toMatchObject({ rows_after: 4 });
    });

    test('workbooks and Parquet files are read as well', async () => {
      await put('books/a.xlsx', await exported('xlsx'));
      await put('books/b.parquet', await exported('parquet'));
      const ended = await collect({ folder: 'books', table: 'books', file_column: 'book' });
      expect(ended, JSON.stringify(ended.error)).toMatchObject({ status: 'completed', rows_after: 8 });
    });

    test('a file that is broken leaves table and memory as they were', async () => {
      await put('mixed/a.csv', 'n\n1\n');
      await put('mixed/b.json', '[{"n": 2}, {');
      const params = { folder: 'mixed', table: 'mixed' };
      const failed = await collect(params);
      expect(failed.status).toBe('failed');
      expect(failed.error.message).toContain('b.json');
      await put('mixed/b.json', '[{"n": 2}]');
      expect(await collect(params)).toMatchObject({ status: 'completed', rows_after: 2 });
    });

    test.each([
      ['..', /收件箱|inbox/],
      ['../scripts', /inbox/],
      ['linked', /符号链接/],
      ['nowhere', /nowhere/],
      ['a\\..\\b', /inbox/],
    ])('nothing outside of it is reached by the folder %s', async (folder, message) => {
      await mkdir(inbox(''), { recursive: true });
      await symlink('/etc', inbox('linked')).catch(() => undefined);
      const failed = await collect({ folder, table: 'outside' });
      expect(failed).toMatchObject({ status: 'failed' });
      expect(failed.error.message).toMatch(message);
    });

    test('files that are links are passed over, and not read when they are asked for by name', async () => {
      await mkdir(inbox('links'), { recursive: true });
      await symlink('/etc/passwd', inbox('links/passwd.csv')).catch(() => undefined);
      await put('links/own.csv', 'n\n1\n');
      expect(await collect({ folder: 'links', table: 'links' })).toMatchObject({ rows_after: 1 });
      await saveScript(admin, {
        id: 'peeks',
        table: "{ name: 'peeks' }",
        run: "yield* ctx.inbox.rows('links/passwd.csv');",
      });
      const peeked = await runScript(admin, 'peeks');
      expect(peeked).toMatchObject({ status: 'failed' });
      expect(peeked.error.message).toContain('符号链接');
    });
  });
});
