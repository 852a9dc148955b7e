import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { isReachable, testServers } from '../../../test/test-servers.ts';

const postgresqlFound = await isReachable(testServers.postgresql);

describe.skipIf(!postgresqlFound)('the workbench on PostgreSQL (skipped without a server)', () => {
  let test: TestApp;
  let user: ApiClient;
  let base: string;
  let path: string;
  let server: Client;
  const address = new URL(testServers.postgresql);
  const schema = `workbench_${randomBytes(4).toString('hex')}`;

  beforeAll(async () => {
    test = await startTestApp();
    base = await test.listen();
    user = await test.newUser();
    server = new Client({ connectionString: testServers.postgresql });
    await server.connect();
    await server.query(`create schema ${schema}`);
    await server.query(`create table ${schema}.客户 (id bigint, 姓名 text, 余额 numeric(20,4))`);
    await server.query(
      `insert into ${schema}.客户 values (9007199254740993, '张三😀', 1234567890123456.7891)`,
    );
    const { body } = await user.post('/connections', connectionTo(address.hostname, Number(address.port)));
    path = `/connections/${body.data.id}`;
  });
  afterAll(async () => {
    await server.query(`drop schema ${schema} cascade`);
    await server.end();
    await test.close();
  });

  function connectionTo(host: string, port: number) {
    const { username, password, pathname } = address;
    return {
      name: `c${Math.random()}`,
      driver: 'postgresql',
      host,
      port,
      username,
      password: decodeURIComponent(password),
      database: pathname.slice(1),
    };
  }

  const query = (sql: string, more = {}) => user.post(`${path}/query`, { sql, ...more });
  const countRunning = async (mark: string) =>
    (
      await server.query("select 1 from pg_stat_activity where state = 'active' and query like $1", [
        `%${mark}`,
      ])
    ).rowCount;
  const isRunning = async (mark: string) => (await countRunning(mark)) === 1;

  const openSessions =
    "select 1 from pg_stat_activity where state <> 'idle' and query like '%as between_rows' and pid <> pg_backend_pid()";

  async function until(wanted: boolean, mark: string): Promise<number> {
    const startedAt = performance.now();
    while ((await isRunning(mark)) !== wanted && performance.now() - startedAt < 10_000) await delay(20);
    expect(await isRunning(mark)).toBe(wanted);
    return performance.now() - startedAt;
  }

  function openRequest(sql: string): { response: Promise<Response>; leave: () => void } {
    const controller = new AbortController();
    const response = fetch(`${base}/api/v1${path}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sql, max_rows: 100_000 }),
      signal: controller.signal,
    });
    response.catch(() => undefined);
    return { response, leave: () => controller.abort() };
  }

  it('answers with columns and rows, digits and characters intact', async () => {
    const { status, body } = await query(`select * from ${schema}.客户 where 姓名 like $1`, {
      params: ['张%'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      message: '操作成功',
      data: {
        columns: [
          { name: 'id', kind: 'integer' },
          { name: '姓名', kind: 'text' },
          { name: '余额', kind: 'number' },
        ],
        rows: [['9007199254740993', '张三😀', '1234567890123456.7891']],
        rows_count: 1,
        truncated: false,
        truncated_by: null,
      },
    });
    expect(body.data.execution_time).toBeGreaterThanOrEqual(0);
  });

  it('says when the row cap ended the result, and when it was just reached', async () => {
    const more = await query('select * from generate_series(1, 11) n', { max_rows: 10 });
    expect(more.body.data).toMatchObject({ rows_count: 10, truncated: true, truncated_by: 'rows' });
    const exact = await query('select * from generate_series(1, 10) n', { max_rows: 10 });
    expect(exact.body.data).toMatchObject({ rows_count: 10, truncated: false });
    expect((await query('select 1 where false')).body.data).toMatchObject({ rows: [], rows_count: 0 });
  });

  it('refuses what writes and names it', async () => {
    for (const sql of [
      `delete from ${schema}.客户`,
      'select 1; drop table x',
      "select pg_read_file('/etc/passwd')",
    ]) {
      const { status, body } = await query(sql);
      expect(status, sql).toBe(422);
      expect(body.error.code).toBe('SQL_REFUSED');
      expect(body.error.details.construct.length).toBeGreaterThan(0);
      expect(body.error.details.reason_code.length).toBeGreaterThan(0);
    }
  });

  it('passes on what the database says of a wrong statement', async () => {
    const { status, body } = await query(`select 不存在 from ${schema}.客户`);
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: 'SQL_FAILED', details: { engine_code: 'unknown_column' } });
    expect(body.error.message).toContain('不存在');
  });

  it('still answers with an error when the first rows fail', async () => {
    const { status, body } = await query('select 1 / (n - 1) from generate_series(1, 5) n');
    expect(status).toBe(422);
    expect(body.error.code).toBe('SQL_FAILED');
  });

  it('breaks the body off when a later row fails', async () => {
    const { response } = openRequest('select 1 / (n - 90000) from generate_series(1, 100000) n');
    const answer = await response;
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('stops a statement at its time limit', async () => {
    const { status, body } = await query('select count(*) from generate_series(1, 2000000000) a', {
      timeout_seconds: 1,
    });
    expect(status).toBe(422);
    expect(body.error.code).toBe('QUERY_TIMEOUT');
  });

  it('stops the statement in the database when the client leaves', async () => {
    const { leave } = openRequest('select count(*) from generate_series(1, 4000000000) leaving');
    await until(true, 'leaving');
    leave();
    expect(await until(false, 'leaving')).toBeLessThan(5_000);
  });

  it('sends the first byte before the last row is read, and stops when the reader leaves in between', async () => {
    const { response, leave } = openRequest(
      "select repeat('x', 1000), generate_series(1, 50000000) as between_rows",
    );
    const reader = (await response).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toContain('"columns":[');
    leave();
    await expect.poll(async () => (await server.query(openSessions)).rowCount).toBe(0);
  });

  it('lets a user run six statements at a time, and six again afterwards', async () => {
    const running = Array.from({ length: 6 }, () =>
      openRequest('select count(*) from generate_series(1, 4000000000) six'),
    );
    // The sixth waits for one of the five sessions.
    await expect.poll(() => countRunning('six')).toBe(5);
    await delay(700);
    const seventh = await query('select 1');
    expect(seventh.status).toBe(429);
    expect(seventh.body.error.message).toContain('6');
    for (const { leave } of running) leave();
    await expect.poll(async () => (await query('select 1')).status).toBe(200);
  });

  it('tells of a line that breaks in the middle of a statement', async () => {
    const sockets: Socket[] = [];
    const proxy = createServer((socket) => {
      const target = connect(Number(address.port), address.hostname);
      sockets.push(socket, target);
      socket.pipe(target).pipe(socket);
      for (const end of [socket, target]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const { body } = await user.post('/connections', connectionTo('127.0.0.1', port));
    const running = user.post(`/connections/${body.data.id}/query`, {
      sql: 'select count(*) from generate_series(1, 4000000000) dropped',
    });
    await until(true, 'dropped');
    for (const socket of sockets) socket.destroy();
    const answer = await running;
    proxy.close();
    expect(answer.status).toBe(422);
    expect(answer.body.error).toMatchObject({ code: 'CONNECTION_FAILED', details: { engine_code: 'lost' } });
    await server.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%dropped' and state = 'active'",
    );
  });

  describe('exports', () => {
    const sql = `select * from (values
      (1, '=HYPERLINK("http://x")', '-5', '+1 555', null::text, '', date '2024-02-29'),
      (2, '@cmd', '正常', 'a"b,c', E'两\\n行', '😀', null)) as v (id, 公式, b, c, d, e, 日期)`;

    it('writes CSV that a spreadsheet reads right and cannot be made to run', async () => {
      const { status, text, headers } = await user.post(`${path}/export`, {
        sql,
        format: 'csv',
        file_name: '../销售/报表.csv',
      });
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(headers['content-disposition']).toBe(
        `attachment; filename="______.csv"; filename*=UTF-8''_${encodeURIComponent('销售_报表')}.csv`,
      );
      expect(text).toBe(
        [
          '\ufeffid,公式,b,c,d,e,日期',
          `1,"'=HYPERLINK(""http://x"")",-5,'+1 555,,"",2024-02-29`,
          `2,'@cmd,正常,"a""b,c","两\n行",😀,`,
          '',
        ].join('\r\n'),
      );
    });

    it('writes a workbook with typed cells, long numbers as text and formulas as text', async () => {
      const response = await test.app.http.inject({
        method: 'POST',
        url: `/api/v1${path}/export`,
        headers: { authorization: `Bearer ${user.token}` },
        payload: {
          format: 'xlsx',
          sql: `select 1 as n, 1.5::numeric as f, 12345678901234567 as 长, '=1+1' as 公式, E'<&>\\x01_x0041_' as x,
            true as b, date '2024-02-29' as d, timestamp '2024-02-29 13:14:15' as t, null as z, '😀' as e`,
        },
      });
      expect(response.statusCode).toBe(200);
      const file = join(test.config.dataDir, 'tmp', 'export.xlsx');
      await writeFile(file, response.rawPayload);
      const [sheet] = await readWorkbook(file);
      expect(sheet?.sheet).toBe('结果');
      const data = sheet?.data.map((row) =>
        row.map((cell, index) => (index === 7 && cell instanceof Date ? cell.getTime() : cell)),
      );
      expect(data).toEqual([
        ['n', 'f', '长', '公式', 'x', 'b', 'd', 't', 'z', 'e'],
        [
          1,
          1.5,
          '12345678901234567',
          '=1+1',
          '<&>\u0001_x0041_',
          true,
          new Date('2024-02-29T00:00:00Z'),
          expect.closeTo(Date.parse('2024-02-29T13:14:15Z'), -1),
          null,
          '😀',
        ],
      ]);
    });

    it('refuses and fails like a query', async () => {
      const refused = await user.post(`${path}/export`, { sql: 'drop table x', format: 'xlsx' });
      expect(refused.body.error.code).toBe('SQL_REFUSED');
      const wrong = await user.post(`${path}/export`, { sql: 'select nope', format: 'csv' });
      expect(wrong.body.error.code).toBe('SQL_FAILED');
    });
  });
});
