import type { RunEvent } from '@sextant/contract/workbench';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../../test/metadata-stores.ts';
import { openRun } from '../../../../test/run-lines.ts';
import { openTarget, type TargetDatabase, targetDrivers } from '../../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../../test/test-app.ts';
import { isReachable, testServers } from '../../../../test/test-servers.ts';

const found = {
  postgresql: await isReachable(testServers.postgresql),
  mysql: await isReachable(testServers.mysql),
};

/** Ten thousand million pairs: nobody reads that to its end. */
const endless = (mark: string) => `select a.n, b.n as ${mark} from numbers a cross join numbers b`;
const slow = (mark: string) =>
  `select count(*) as ${mark} from numbers a cross join numbers b where a.n + b.n < 0`;

describeOnBothStores('statements that people run', (metadata) => {
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
  afterAll(() => test.close());

  describe.each(targetDrivers)('on %s', (driver) => {
    describe.skipIf(!found[driver])('(needs the server)', () => {
      let target: TargetDatabase;
      let id: string;

      beforeAll(async () => {
        target = await openTarget[driver]();
        id = (await user.post('/connections', target.connection())).body.data.id;
      });
      afterAll(() => target?.drop());

      const run = (sql: string, more = {}) => user.post(`/connections/${id}/run`, { sql, ...more });
      const open = (sql: string, more = {}) => openRun(base, user, id, { sql, ...more });
      const until = (mark: string, count: number) =>
        expect.poll(() => target.running(mark), { interval: 20 }).toBe(count);

      it('come as lines: started, columns, rows, end', async () => {
        const { status, body, headers } = await run(
          'select n, n * 2 as 两倍 from numbers where n <= 3 order by n',
        );
        expect(status).toBe(200);
        expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
        expect(body.map(({ type }: RunEvent) => type)).toEqual(['started', 'columns', 'rows', 'end']);
        expect(body[1].columns.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual(
          [
            ['n', 'integer'],
            ['两倍', 'integer'],
          ],
        );
        expect(body[2].rows).toEqual([
          [1, 2],
          [2, 4],
          [3, 6],
        ]);
        expect(body[3]).toMatchObject({ rows_count: 3, truncated: false, truncated_by: null });
      });

      it('take values for their named parameters, and name what is missing or too much', async () => {
        const sql = "select n from numbers where n between :low and :high and 'x:y' <> :text";
        const { body } = await run(sql, { named_params: { low: 7, high: 8, text: "'; drop table numbers" } });
        expect(body[2].rows).toEqual([[7], [8]]);
        const missing = await run(sql, { named_params: { low: 7 } });
        expect(missing.status).toBe(422);
        expect(missing.body.error.code).toBe('VALIDATION_ERROR');
        expect(Object.keys(missing.body.error.details.fields)).toEqual([
          'named_params.high',
          'named_params.text',
        ]);
        const extra = await run('select 1', { named_params: { nobody: 1 } });
        expect(extra.status).toBe(422);
        expect(extra.text).toContain(':nobody');
      });

      it('that would write are refused before anything is sent', async () => {
        const { status, body } = await run('delete from numbers');
        expect(status).toBe(422);
        expect(body.error).toMatchObject({ code: 'SQL_REFUSED', details: { reason_code: 'not_read_only' } });
      });

      it('that the database refuses end with its words', async () => {
        const { status, body } = await run('select 不存在 from numbers');
        expect(status).toBe(200);
        expect(body.map(({ type }: RunEvent) => type)).toEqual(['started', 'error']);
        expect(body[1].error).toMatchObject({
          code: 'SQL_FAILED',
          details: { engine_code: 'unknown_column' },
        });
        expect(body[1].error.message).toContain('不存在');
      });

      it('send their first rows long before the last, and stop when the reader leaves', async () => {
        const statement = await open(endless('first_rows'), { max_rows: 100_000 });
        expect(await statement.next()).toMatchObject({ type: 'started' });
        expect(await statement.next()).toMatchObject({ type: 'columns' });
        expect(await statement.next()).toMatchObject({ type: 'rows' });
        expect(await target.running('first_rows')).toBe(1);
        statement.leave();
        await until('first_rows', 0);
      });

      it('say which cap ended them', async () => {
        const { body } = await run(endless('capped'), { max_rows: 50 });
        expect(body.at(-1)).toMatchObject({
          type: 'end',
          rows_count: 50,
          truncated: true,
          truncated_by: 'rows',
        });
      });

      it('stop at their time limit', async () => {
        const { body } = await run(slow('limited'), { timeout_seconds: 1 });
        expect(body.at(-1)).toMatchObject({ type: 'error', error: { code: 'QUERY_TIMEOUT' } });
        await until('limited', 0);
      });

      it('stop within a second when their owner cancels, and for nobody else', async () => {
        const statement = await open(slow('cancelled_one'));
        const started = await statement.next();
        const runId = started?.type === 'started' ? started.run_id : '';
        await until('cancelled_one', 1);
        expect((await stranger.post(`/runs/${runId}/cancel`)).body.data).toEqual({ cancelled: false });
        expect(await target.running('cancelled_one')).toBe(1);

        const askedAt = performance.now();
        expect((await user.post(`/runs/${runId}/cancel`)).body.data).toEqual({ cancelled: true });
        await until('cancelled_one', 0);
        expect(performance.now() - askedAt).toBeLessThan(1_500);
        expect(await statement.rest()).toEqual([
          { type: 'error', error: expect.objectContaining({ code: 'CANCELLED' }) },
        ]);
        expect((await user.post(`/runs/${runId}/cancel`)).body.data).toEqual({ cancelled: false });
      });

      it('stop within a second when the client goes away', async () => {
        const statement = await open(slow('left_alone'));
        await until('left_alone', 1);
        const leftAt = performance.now();
        statement.leave();
        await until('left_alone', 0);
        expect(performance.now() - leftAt).toBeLessThan(1_500);
      });

      it('are explained without being run', async () => {
        const { status, body } = await user.post(`/connections/${id}/explain`, {
          sql: `${slow('explained')} and a.n > :least`,
          named_params: { least: 5 },
        });
        expect(status, JSON.stringify(body)).toBe(200);
        expect(body.data.text.length).toBeGreaterThan(0);
        expect(JSON.stringify(body.data.root)).toContain('children');
        const refused = await user.post(`/connections/${id}/explain`, { sql: 'delete from numbers' });
        expect(refused.body.error.code).toBe('SQL_REFUSED');
        const wrong = await user.post(`/connections/${id}/explain`, { sql: 'select nothing from nowhere' });
        expect(wrong.body.error.code).toBe('SQL_FAILED');
      });

      it('keep others’ connections to themselves', async () => {
        for (const path of ['run', 'explain', 'exports']) {
          const answer = await stranger.post(`/connections/${id}/${path}`, {
            sql: 'select 1',
            format: 'csv',
          });
          expect(answer.status, path).toBe(404);
        }
      });
    });
  });

  describe.skipIf(!found.postgresql)('with bad input (needs PostgreSQL)', () => {
    let target: TargetDatabase;
    let id: string;
    beforeAll(async () => {
      target = await openTarget.postgresql();
      id = (await user.post('/connections', target.connection())).body.data.id;
    });
    afterAll(() => target?.drop());
    const run = (sql: string) => user.post(`/connections/${id}/run`, { sql });

    it.each([
      ['empty', '', 422, 'VALIDATION_ERROR'],
      ['only spaces', ' \n ', 422, 'SQL_REFUSED'],
      ['only a comment', '-- 无', 422, 'SQL_REFUSED'],
      ['with NUL', "select '\0'", 422, 'VALIDATION_ERROR'],
      ['with half of a surrogate pair', "select '\ud83d'", 422, 'VALIDATION_ERROR'],
      ['of more than a million characters', `select '${'x'.repeat(1_000_001)}'`, 422, 'VALIDATION_ERROR'],
      ['of 5 MB', `select '${'x'.repeat(5_000_000)}'`, 413, 'PAYLOAD_TOO_LARGE'],
      ['with two statements', 'select 1; select 2', 422, 'SQL_REFUSED'],
      ['that does not end', "select 'x", 422, 'SQL_REFUSED'],
    ])('a statement %s is answered with what is wrong', async (_name, sql, status, code) => {
      const answer = await run(sql);
      expect(answer.status).toBe(status);
      expect(answer.body.error.code).toBe(code);
      expect(answer.body.error.message.length).toBeGreaterThan(5);
    });

    it('more columns than the database can is its error, as many as it can is a result', async () => {
      const columns = (count: number) => Array.from({ length: count }, (_, index) => `${index} as c${index}`);
      const { body } = await run(`select ${columns(1_600).join(', ')}`);
      expect(body[1].columns).toHaveLength(1_600);
      expect(body[2].rows[0]).toHaveLength(1_600);
      const tooMany = await run(`select ${columns(5_000).join(', ')}`);
      expect(tooMany.text).toContain('1664');
    });

    it('a value that nobody could look at is named instead of sent', async () => {
      const { body } = await run("select 1 as n, repeat('长', 17000000) as 正文");
      expect(body.at(-1).error).toMatchObject({
        code: 'PAYLOAD_TOO_LARGE',
        details: { column: '正文', row: 1 },
      });
      expect((await run('select 1')).status).toBe(200);
    });

    it('duplicate and empty column names stay apart', async () => {
      const { body } = await run('select 1 as a, 2 as a, 3 as "A", 4');
      const names = body[1].columns.map(({ name }: { name: string }) => name);
      expect(new Set(names).size).toBe(4);
    });
  });
});
