import { join } from 'node:path';
import type { ExportFormat, ExportState } from '@sextant/contract/workbench';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeOnBothStores } from '../../../../test/metadata-stores.ts';
import { csvCells, parquetRows, parseCsv, sheetRows } from '../../../../test/read-exports.ts';
import { openTarget, type TargetDatabase, targetDrivers } from '../../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../../test/test-app.ts';
import { isReachable, testServers } from '../../../../test/test-servers.ts';

const found = {
  postgresql: await isReachable(testServers.postgresql),
  mysql: await isReachable(testServers.mysql),
};

const endless = (mark: string) =>
  `select a.n, b.n as ${mark}, 'some text that fills the line' as t from numbers a cross join numbers b`;

const goods = {
  postgresql: [
    `create table goods (id bigint, 名称 text, price numeric(12,2), f double precision, ok boolean, 日 date,
      at timestamp, z timestamptz, raw bytea)`,
    `insert into goods values
      (1, '=HYPERLINK("http://x")', 12.50, 0.1, true, '2024-02-29', '2024-02-29 13:14:15.25', '2024-02-29 13:14:15+08', '\\x00ff'),
      (9007199254740993, E'两\\n行 "引号", 逗号 😀', 1234567890.12, -1e-7, false, '1970-01-01', '1999-12-31 23:59:59', '2000-01-01 00:00:00Z', ''),
      (-3, '', null, null, null, null, null, null, null),
      (4, null, -5, 1e21, true, '9999-12-31', null, null, null)`,
  ],
  mysql: [
    `create table goods (id bigint, 名称 text, price decimal(12,2), f double, ok bit(1), 日 date, at datetime(2),
      z timestamp null, raw varbinary(4))`,
    `insert into goods values
      (1, '=HYPERLINK("http://x")', 12.50, 0.1, 1, '2024-02-29', '2024-02-29 13:14:15.25', '2024-02-29 13:14:15', x'00ff'),
      (9007199254740993, '两\\n行 "引号", 逗号 😀', 1234567890.12, -1e-7, 0, '1970-01-01', '1999-12-31 23:59:59', null, ''),
      (-3, '', null, null, null, null, null, null, null),
      (4, null, -5, 1e21, 1, '9999-12-31', null, null, null)`,
  ],
};

describeOnBothStores('exports', (metadata) => {
  let test: TestApp;
  let base: string;
  let user: ApiClient;
  let stranger: ApiClient;

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    base = await test.listen();
    user = await test.newUser();
    stranger = await test.newUser();
  });
  afterEach(() => vi.useRealTimers());
  afterAll(() => test.close());

  async function create(id: string, sql: string, format: ExportFormat = 'csv', more = {}) {
    const { status, body, text } = await user.post(`/connections/${id}/exports`, { sql, format, ...more });
    expect(status, text).toBe(200);
    return body.data as ExportState & { url: string };
  }
  const folder = () => join(test.config.dataDir, 'tmp');
  const stateOf = async ({ id }: { id: string }) =>
    (await user.get(`/exports/${id}`)).body.data as ExportState;

  describe.each(targetDrivers)('of %s', (driver) => {
    describe.skipIf(!found[driver])('(needs the server)', () => {
      let target: TargetDatabase;
      let id: string;
      beforeAll(async () => {
        target = await openTarget[driver]();
        await target.run(...goods[driver]);
        id = (await user.post('/connections', target.connection())).body.data.id;
      });
      afterAll(() => target?.drop());

      const until = (mark: string, count: number) =>
        expect.poll(() => target.running(mark), { interval: 20 }).toBe(count);

      async function download(sql: string, format: ExportFormat): Promise<Buffer> {
        const prepared = await create(id, sql, format);
        const answer = await fetch(base + prepared.url);
        expect(answer.status).toBe(200);
        const bytes = Buffer.from(await answer.arrayBuffer());
        expect(await stateOf(prepared)).toMatchObject({
          status: 'completed',
          bytes: bytes.length,
          error: null,
        });
        return bytes;
      }

      it('hold the same values in every format', async () => {
        const sql = 'select * from goods order by abs(id - 1), id';
        const json = JSON.parse((await download(sql, 'json')).toString());
        expect(json).toHaveLength(4);
        expect(json[0]).toMatchObject({
          id: 1,
          名称: '=HYPERLINK("http://x")',
          price: 12.5,
          f: 0.1,
          ok: true,
        });
        expect(json[3]).toMatchObject({ id: '9007199254740993', 名称: '两\n行 "引号", 逗号 😀', f: -1e-7 });
        expect(json.map((row: Record<string, unknown>) => row.名称)).toContain('');

        const csv = (await download(sql, 'csv')).toString();
        expect(csv.startsWith('\ufeffid,名称,price,f,ok,日,at,z,raw\r\n')).toBe(true);
        expect(parseCsv(csv.slice(1))).toEqual([Object.keys(json[0]), ...json.map(csvCells)]);

        const rows = await parquetRows(folder(), await download(sql, 'parquet'));
        expect(rows.types).toMatchObject({
          id: 'BIGINT',
          名称: 'VARCHAR',
          price: 'DECIMAL(12,2)',
          f: 'DOUBLE',
          ok: 'BOOLEAN',
          日: 'DATE',
          at: 'TIMESTAMP',
          raw: 'BLOB',
        });
        expect(rows.values.map((row) => [String(row.id), row.名称, row.f, row.ok])).toEqual(
          json.map((row: Record<string, unknown>) => [String(row.id), row.名称, row.f, row.ok]),
        );
        expect(rows.values.map(({ price }) => price)).toEqual(
          json.map(({ price }: { price: number | null }) => (price === null ? null : price.toFixed(2))),
        );
        expect(rows.values[0]).toMatchObject({ 日: '2024-02-29', at: '2024-02-29 13:14:15.25' });

        const sheet = await sheetRows(folder(), await download(sql, 'xlsx'));
        expect(sheet[0]).toEqual(Object.keys(json[0]));
        expect(sheet.slice(1).map((row) => [String(row[0]), row[1] ?? null, row[2], row[4]])).toEqual(
          json.map((row: Record<string, unknown>) => [String(row.id), row.名称 || null, row.price, row.ok]),
        );
      });

      it('are whole, whatever their length', async () => {
        const sql = 'select n from numbers order by n';
        const csv = (await download(sql, 'csv')).toString().trimEnd().split('\r\n');
        expect(csv).toHaveLength(100_001);
        expect(csv.at(-1)).toBe('100000');
        expect(JSON.parse((await download(sql, 'json')).toString())).toHaveLength(100_000);
        const parquet = await parquetRows(
          folder(),
          await download(sql, 'parquet'),
          'count(*) as count, sum(n) as sum',
        );
        expect(parquet.values).toEqual([{ count: '100000', sum: '5000050000' }]);
      });

      it('of nothing still have their columns', async () => {
        const sql = 'select * from goods where id = 0';
        expect((await download(sql, 'csv')).toString().trim().split(',')).toHaveLength(9);
        expect(JSON.parse((await download(sql, 'json')).toString())).toEqual([]);
        expect(await sheetRows(folder(), await download(sql, 'xlsx'))).toHaveLength(1);
        expect(Object.keys((await parquetRows(folder(), await download(sql, 'parquet'))).types)).toHaveLength(
          9,
        );
      });

      it('take named parameters, and are refused like queries', async () => {
        const prepared = await create(id, 'select n from numbers where n = :n', 'json', {
          named_params: { n: 42 },
        });
        expect(await (await fetch(base + prepared.url)).json()).toEqual([{ n: 42 }]);
        const refused = await user.post(`/connections/${id}/exports`, {
          sql: 'drop table goods',
          format: 'csv',
        });
        expect(refused.body.error.code).toBe('SQL_REFUSED');
        const wrong = await create(id, 'select nothing from goods', 'csv');
        expect((await fetch(base + wrong.url)).status).toBe(422);
        expect((await stateOf(wrong)).status).toBe('failed');
        expect((await stateOf(wrong)).error).toContain('nothing');
      });

      it('tell their progress, and stop in the database when cancelled', async () => {
        const prepared = await create(id, endless('progress'));
        expect(prepared).toMatchObject({ status: 'waiting', rows_count: 0, bytes: 0 });
        const reader = (await fetch(base + prepared.url)).body?.getReader();
        await reader?.read();
        const state = await stateOf(prepared);
        expect(state.status).toBe('running');
        expect(state.bytes).toBeGreaterThan(0);
        expect(await target.running('progress')).toBe(1);
        expect((await user.delete(`/exports/${prepared.id}`)).body.data.status).toBe('cancelled');
        await until('progress', 0);
        await expect(drain(reader)).rejects.toThrow();
      });

      it('stop in the database when the reader goes away', async () => {
        for (const format of ['csv', 'xlsx', 'json', 'parquet'] as const) {
          const prepared = await create(id, endless(`left_${format}`), format);
          const controller = new AbortController();
          const answer = await fetch(base + prepared.url, { signal: controller.signal });
          await answer.body?.getReader().read();
          controller.abort();
          await until(`left_${format}`, 0);
          await expect.poll(async () => (await stateOf(prepared)).status).toBe('cancelled');
        }
      });
    });
  });

  describe.skipIf(!found.postgresql)('and their links (needs PostgreSQL)', () => {
    let target: TargetDatabase;
    let id: string;
    beforeAll(async () => {
      target = await openTarget.postgresql();
      id = (await user.post('/connections', target.connection())).body.data.id;
    });
    afterAll(() => target?.drop());

    it('work once, with their token, without a sign-in', async () => {
      const prepared = await create(id, 'select 1 as 一', 'csv', { file_name: '../销售/报表' });
      const wrong = await fetch(`${base}${prepared.url.slice(0, -3)}xyz`);
      expect(wrong.status).toBe(404);
      const answer = await fetch(base + prepared.url);
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename="______.csv"; filename*=UTF-8''_${encodeURIComponent('销售_报表')}.csv`,
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await answer.text()).toBe('一\r\n1\r\n');
      const again = await fetch(base + prepared.url);
      expect(again.status).toBe(404);
      expect(await again.text()).toContain('链接已失效');
    });

    it('end after two minutes', async () => {
      const prepared = await create(id, 'select 1');
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 121_000 });
      expect((await fetch(base + prepared.url)).status).toBe(404);
      expect(await stateOf(prepared)).toMatchObject({
        status: 'cancelled',
        error: expect.stringContaining('两分钟'),
      });
    });

    it('are unknown to everybody else', async () => {
      const prepared = await create(id, 'select 1');
      expect((await stranger.get(`/exports/${prepared.id}`)).status).toBe(404);
      expect((await stranger.delete(`/exports/${prepared.id}`)).status).toBe(404);
      expect((await stranger.get('/exports')).body.data.exports).toEqual([]);
      const own = (await user.get('/exports')).body.data.exports as ExportState[];
      expect(own[0]?.id).toBe(prepared.id);
      expect((await user.delete(`/exports/${prepared.id}`)).body.data.status).toBe('cancelled');
      expect((await fetch(base + prepared.url)).status).toBe(404);
    });

    it('are few at a time', async () => {
      const waiting = [];
      for (let count = 0; count < 5; count += 1) waiting.push(await create(id, 'select 1'));
      const sixth = await user.post(`/connections/${id}/exports`, { sql: 'select 1', format: 'csv' });
      expect(sixth.status).toBe(429);
      for (const prepared of waiting) await user.delete(`/exports/${prepared.id}`);
      await create(id, 'select 1');
    });

    it('say why an export broke off in the middle', async () => {
      const prepared = await create(id, 'select 1 / (n - 90000) as x from numbers order by n');
      const answer = await fetch(base + prepared.url);
      await expect(answer.text()).rejects.toThrow();
      await expect.poll(async () => (await stateOf(prepared)).status).toBe('failed');
      expect((await stateOf(prepared)).error).toContain('division by zero');
    });

    it('name the value that a typed file cannot keep', async () => {
      const sql =
        "select case when n < 50000 then date '2024-01-01' else 'infinity'::date end as 日 from numbers order by n";
      const prepared = await create(id, sql, 'parquet');
      await expect((await fetch(base + prepared.url)).arrayBuffer()).rejects.toThrow();
      await expect
        .poll(async () => (await stateOf(prepared)).error)
        .toContain('第 50000 行「日」的值「infinity」');
    });
  });
});

async function drain(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  while (!(await reader?.read())?.done);
}
