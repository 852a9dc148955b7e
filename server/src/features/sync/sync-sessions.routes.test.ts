import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

const answering = {
  driver: 'postgresql',
  host: '127.0.0.1',
  port: 5432,
  username: 'postgres',
  database: 'postgres',
};

describeOnBothStores('Synchronisation sessions', (metadata) => {
  let app: TestApp;
  let silent: Server;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    silent = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    app = await startTestApp({ metadata });
    app.app.start();
  });
  afterEach(async () => {
    await app.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  const add = async (name: string, input: object) =>
    (await app.admin.post('/instances', { name, ...input })).body.data.id as string;
  /** Takes connections and never says a word. */
  const addSilent = (name: string) => {
    const { port } = silent.address() as { port: number };
    return add(name, { ...answering, port });
  };
  const start = async (body: object = {}) =>
    (await app.admin.post('/sync-sessions', { kind: 'check_instances', ...body })).body.data;
  const session = async (id: string) => (await app.admin.get(`/sync-sessions/${id}`)).body.data;
  const reaches = (id: string, test: Record<string, unknown>, timeout = 30_000) =>
    expect.poll(() => session(id), { timeout }).toMatchObject(test);

  test('one that never answers does not hold the rest, and is cancelled at once', async () => {
    await addSilent('silent');
    for (const name of ['a', 'b', 'c']) await add(name, answering);
    const { id } = await start();
    await reaches(id, { instances_completed: 3, status: 'running', progress: 75 });
    await app.admin.post(`/sync-sessions/${id}/cancel`);
    await reaches(id, { status: 'cancelled', instances_completed: 3, instances_cancelled: 1 });
    expect((await app.admin.post(`/sync-sessions/${id}/cancel`)).status).toBe(409);
    const execution = `/executions/${(await session(id)).execution_id}`;
    const statusOfExecution = async () => (await app.admin.get(execution)).body.data.status;
    await expect.poll(statusOfExecution).toBe('cancelled');
  });

  test('what hangs fails with its reason when its time is up', { timeout: 60_000 }, async () => {
    await addSilent('silent');
    const { id } = await start();
    await reaches(id, { status: 'failed', instances_failed: 1 }, 40_000);
    const { records } = (await app.admin.get(`/sync-sessions/${id}/records`)).body.data;
    expect(records[0].error.message).not.toBe('');
    expect(records[0].duration_ms).toBeGreaterThan(0);
  });

  test('an instance that goes away in the midst is on record, and its session goes on', async () => {
    const quiet = await addSilent('silent');
    await add('a', answering);
    const { id } = await start();
    await reaches(id, { instances_completed: 1 });
    await app.admin.delete(`/connections/${quiet}`);
    for (const socket of sockets) socket.destroy();
    await reaches(id, { status: 'failed', instances_failed: 1, instances_completed: 1 });
    const { records } = (await app.admin.get(`/sync-sessions/${id}/records?status=failed`)).body.data;
    expect(records).toMatchObject([{ instance_id: null, instance_name: 'silent' }]);
  });

  test('what there is to work on is said before it starts', async () => {
    const none = await app.admin.post('/sync-sessions', { kind: 'check_instances' });
    expect(none.status).toBe(422);
    const gone = await app.admin.post('/sync-sessions', { kind: 'check_instances', instance_ids: ['77'] });
    expect(gone.status).toBe(404);
    expect(gone.body.error.message).toContain('77');
    expect((await app.admin.post('/sync-sessions', { kind: 'sync_moon' })).status).toBe(422);
  });

  test('people see their own sessions, administrators all', async () => {
    await add('a', answering);
    const user = await app.newUser();
    const own = (await user.post('/sync-sessions', { kind: 'check_instances' })).body.data;
    await start();
    expect((await user.get('/sync-sessions')).body.data.total).toBe(1);
    expect((await app.admin.get('/sync-sessions')).body.data.total).toBe(2);
    expect((await app.admin.get(`/sync-sessions/${own.number}`)).body.data.id).toBe(own.id);
    const other = (await app.admin.get('/sync-sessions?limit=1')).body.data;
    expect(other).toMatchObject({ has_more: true, sessions: [{ user: 'admin' }] });
    expect((await user.get(`/sync-sessions/${other.sessions[0].id}`)).status).toBe(404);
  });
});
