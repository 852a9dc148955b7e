import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportState } from '@sextant/contract/workbench';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../../../test/run-lines.ts';
import { openTarget, type TargetDatabase } from '../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { isReachable, testServers } from '../../../test/test-servers.ts';

const postgresqlFound = await isReachable(testServers.postgresql);
const slow = 'select count(*) as slow_one from numbers a cross join numbers b where a.n + b.n < 0';

describe.skipIf(!postgresqlFound)('the workbench with much to do (needs PostgreSQL)', () => {
  let test: TestApp;
  let base: string;
  let admin: ApiClient;
  let target: TargetDatabase;
  let id: string;

  beforeAll(async () => {
    test = await startTestApp();
    base = await test.listen();
    admin = test.admin;
    target = await openTarget.postgresql();
    id = (await admin.post('/connections', target.connection({ is_shared: true }))).body.data.id;
  });
  afterAll(async () => {
    await test.close();
    await target?.drop();
  });

  it('lets fifty exports at once wait in line, and others through meanwhile', async () => {
    const users = await Promise.all(Array.from({ length: 10 }, () => test.newUser()));
    const sql = 'select n, n * 2 as m, md5(n::text) as t from numbers where n <= 20000 order by n';
    const formats = ['csv', 'json', 'xlsx', 'parquet', 'csv'];
    const prepared = [];
    for (const user of users) {
      for (const format of formats) {
        const { body } = await user.post(`/connections/${id}/exports`, { sql, format });
        prepared.push(body.data as ExportState & { url: string });
      }
    }
    let running = true;
    const mostRunning = (async () => {
      let most = 0;
      while (running) {
        most = Math.max(most, await target.running('md5'));
        await sleep(20);
      }
      return most;
    })();
    const latencies = (async () => {
      const seen: number[] = [];
      while (running) {
        const askedAt = performance.now();
        expect((await admin.post(`/connections/${id}/query`, { sql: 'select 1' })).status).toBe(200);
        seen.push(performance.now() - askedAt);
        await sleep(50);
      }
      return seen;
    })();
    const sizes = await Promise.all(
      prepared.map(async ({ url }) => (await (await fetch(base + url)).arrayBuffer()).byteLength),
    );
    running = false;

    expect(Math.min(...sizes)).toBeGreaterThan(200_000);
    for (const user of users) {
      const { exports } = (await user.get('/exports')).body.data as { exports: ExportState[] };
      expect(exports.map(({ status, rows_count }) => [status, rows_count])).toEqual(
        formats.map(() => ['completed', 20_000]),
      );
    }
    expect(await mostRunning).toBeLessThanOrEqual(3);
    const ordered = (await latencies).sort((left, right) => left - right);
    expect(ordered[Math.floor(ordered.length * 0.9)]).toBeLessThan(1_000);
  }, 120_000);

  it('takes two hundred cancels in a row', async () => {
    for (let count = 0; count < 200; count += 1) {
      const statement = await openRun(base, admin, id, { sql: slow });
      const started = await statement.next();
      const runId = started?.type === 'started' ? started.run_id : '';
      expect((await admin.post(`/runs/${runId}/cancel`)).body.data).toEqual({ cancelled: true });
      expect((await statement.rest()).at(-1)).toMatchObject({ type: 'error', error: { code: 'CANCELLED' } });
    }
    await expect.poll(() => target.running('slow_one')).toBe(0);
    const { body } = await admin.post(`/connections/${id}/run`, { sql: 'select 1 as one' });
    expect(body.at(-1)).toMatchObject({ type: 'end', rows_count: 1 });
  }, 120_000);

  it('exports values of many megabytes and goes on answering', async () => {
    const sql = "select n, repeat('长文 ', 10000000) as t from numbers where n <= 2";
    for (const format of ['csv', 'json']) {
      const { body } = await admin.post(`/connections/${id}/exports`, { sql, format });
      const bytes = await (await fetch(base + body.data.url)).arrayBuffer();
      expect(bytes.byteLength).toBeGreaterThan(2 * 70_000_000);
    }
    expect((await admin.post(`/connections/${id}/run`, { sql: 'select 1' })).status).toBe(200);
  }, 60_000);

  it('gives up on a server that stops answering', async () => {
    const sockets: Socket[] = [];
    let isSilent = false;
    const { hostname, port } = new URL(testServers.postgresql);
    const proxy = createServer((socket) => {
      const upstream = connect(Number(port), hostname);
      sockets.push(socket, upstream);
      socket.on('data', (bytes) => isSilent || upstream.write(bytes));
      upstream.on('data', (bytes) => isSilent || socket.write(bytes));
      for (const end of [socket, upstream]) end.on('error', () => undefined);
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port: proxyPort } = proxy.address() as { port: number };
    const silent = target.connection({ host: '127.0.0.1', port: proxyPort });
    const path = `/connections/${(await admin.post('/connections', silent)).body.data.id}`;
    expect((await admin.post(`${path}/run`, { sql: 'select 1' })).body.at(-1).type).toBe('end');
    isSilent = true;
    const { body } = await admin.post(`${path}/run`, { sql: 'select 1', timeout_seconds: 1 });
    expect(body.at(-1)).toMatchObject({ type: 'error' });
    expect(['QUERY_TIMEOUT', 'CONNECTION_FAILED']).toContain(body.at(-1).error.code);
    for (const socket of sockets) socket.destroy();
    proxy.close();
  }, 60_000);
});
