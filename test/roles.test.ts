import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../server/test/metadata-stores.ts';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { endLeftovers, launch, signIn, startServer } from './server-process.ts';

const found = await isReachable(testServers.postgresql);

describe.skipIf(!found)('processes that share the work over PostgreSQL', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-roles-'));
  const drops: (() => Promise<void>)[] = [];

  afterEach(endLeftovers);
  afterAll(async () => {
    for (const drop of drops) await drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('a web process takes orders and leaves them to a worker', { timeout: 60_000 }, async () => {
    const database = await createDatabase();
    drops.push(database.drop);
    const environment = { SEXTANT_DATABASE_URL: database.url, SEXTANT_SECRET: 'a'.repeat(40) };
    const web = await startServer({ dataDir, environment: { ...environment, SEXTANT_ROLE: 'web' } });
    const headers = await signIn(web.url);
    const call = async (method: string, to: string, body?: unknown) => {
      const answer = await fetch(`${web.url}/api/v1${to}`, { method, headers, body: JSON.stringify(body) });
      // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server sent
      return ((await answer.json()) as any).data;
    };
    const source = `export default { id: 'fails', name: 'x', parameters: [], table: { name: 'fails_t' }, *run() {} };`;
    await call('PUT', '/scripts/fails', {
      category: 'data',
      frequency: 'manual',
      language: 'javascript',
      source,
    });
    const { execution_id: id } = await call('POST', '/scripts/fails/run', { params: {} });
    const state = async () => call('GET', `/executions/${id}`);
    await sleep(2500);
    expect((await state()).status).toBe('pending');

    const worker = launch({ dataDir, environment: { ...environment, SEXTANT_ROLE: 'worker' } });
    await expect.poll(async () => (await state()).status, { timeout: 30_000 }).toBe('failed');
    // Both would need the one DuckDB file.
    expect((await state()).error.message).toContain('PostgreSQL');
    expect(worker.output()).not.toContain('http://127');
    worker.process.kill('SIGTERM');
    expect(await web.end('SIGTERM')).toBe(0);
  });
});
