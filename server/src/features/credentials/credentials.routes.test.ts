import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';
import { createCredentialsRepository } from './credentials.repository.ts';
import { remindOfRotation } from './rotation-reminder.ts';

describeOnBothStores('Credentials', (metadata) => {
  let app: TestApp;
  const login = `cred_${randomBytes(4).toString('hex')}`;
  const server = { driver: 'mysql', host: '127.0.0.1', port: 3306 };

  const asRoot = async (statement: string) => {
    const root = await createConnection({ host: '127.0.0.1', port: 3306, user: 'root' });
    await root.query(statement);
    await root.end();
  };
  const setPassword = (password: string) =>
    asRoot(`create or replace user '${login}'@'%' identified by '${password}'`);

  beforeEach(async () => {
    app = await startTestApp({ metadata });
    await setPassword('first secret');
  });
  afterEach(async () => {
    await app.close();
    await asRoot(`drop user if exists '${login}'@'%'`);
  });

  const create = async (input: Record<string, unknown> = {}) => {
    const answer = await app.admin.post('/credentials', {
      name: '只读账号',
      username: login,
      password: 'first secret',
      ...input,
    });
    return answer.body.data;
  };
  const use = async (name: string, credential_id: string) =>
    (await app.admin.post('/connections', { name, ...server, credential_id })).body.data;
  const connects = async (id: string) =>
    (await app.admin.post(`/connections/${id}/test`)).body.data.connected;

  test('the own login of a connection is one too, masked, for those whose it is', async () => {
    const own = { name: '自带', ...server, username: login, password: 'first secret', is_shared: true };
    const { id } = (await app.admin.post('/connections', own)).body.data;
    await use('共用', (await create()).id);
    const listed = await app.admin.get('/credentials/own-logins?q=cred_');
    expect(listed.body.data).toMatchObject({
      total: 1,
      logins: [{ connection: { id, name: '自带', driver: 'mysql' }, username: login, password: '********' }],
    });
    expect(listed.body.data.logins[0].secrets).toEqual(['password']);
    expect(listed.text).not.toContain('first secret');
    const other = await app.newUser();
    expect((await other.get('/credentials/own-logins')).body.data.logins).toEqual([]);
  });

  test('many connections use one, and a new password reaches them all', async () => {
    const credential = await create();
    expect(credential).toMatchObject({ password: '********', kind: 'database', is_due: false });
    const connections = [await use('a', credential.id), await use('b', credential.id)];
    expect(connections[0]).toMatchObject({
      username: login,
      password_configured: true,
      credential_id: credential.id,
    });
    for (const { id } of connections) expect(await connects(id)).toBe(true);
    await setPassword('second secret');
    await app.admin.put(`/credentials/${credential.id}`, { password: 'wrong' });
    for (const { id } of connections) expect(await connects(id)).toBe(false);
    await app.admin.put(`/credentials/${credential.id}`, { password: 'second secret' });
    for (const { id } of connections) expect(await connects(id)).toBe(true);
    const detail = await app.admin.get(`/credentials/${credential.id}`);
    expect(detail.body.data.connections.map((one: { name: string }) => one.name)).toEqual(['a', 'b']);
    expect(detail.text).not.toContain('secret');
    const removed = await app.admin.delete(`/credentials/${credential.id}`);
    expect(removed.status).toBe(409);
    expect(removed.body.error.message).toContain('a');
    for (const { id } of connections) await app.admin.delete(`/connections/${id}`);
    expect((await app.admin.delete(`/credentials/${credential.id}`)).status).toBe(200);
  });

  test('a connection may go back to a login of its own', async () => {
    const credential = await create();
    const { id } = await use('a', credential.id);
    const own = await app.admin.put(`/connections/${id}`, {
      credential_id: null,
      username: login,
      password: 'first secret',
    });
    expect(own.body.data).toMatchObject({ credential_id: null, username: login });
    expect(await connects(id)).toBe(true);
    const input = { name: 'x', ...server, credential_id: credential.id };
    expect((await app.admin.post('/connections/test', input)).body.data.connected).toBe(true);
  });

  test('only its owner and administrators use it, and nobody else points it at another server', async () => {
    const credential = await create();
    const user = await app.newUser('operator');
    expect((await user.get('/credentials')).body.data.total).toBe(0);
    expect((await user.get(`/credentials/${credential.id}`)).status).toBe(404);
    const stolen = await user.post('/connections', { name: 'x', ...server, credential_id: credential.id });
    expect(stolen.status).toBe(404);
    const own = (await user.post('/connections', { name: 'y', ...server, username: 'nobody' })).body.data;
    const lent = await app.admin.put(`/connections/${own.id}`, { credential_id: credential.id });
    expect(lent.status).toBe(200);
    for (const change of [{ port: 3307 }, { host: 'localhost' }, { options: { tls: 'off' } }]) {
      expect((await user.put(`/connections/${own.id}`, change)).status).toBe(404);
    }
    expect((await user.put(`/connections/${own.id}`, { name: 'z' })).status).toBe(200);
  });

  test('what cannot be meant is refused with its name', async () => {
    const credential = await create({ driver: 'postgresql' });
    const wrong = await app.admin.post('/connections', {
      name: 'x',
      ...server,
      credential_id: credential.id,
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.error.message).toContain('postgresql');
    expect(
      (await app.admin.post('/credentials', { name: '只读账号', username: 'u', password: 'p' })).status,
    ).toBe(409);
    const ssh = await create({ name: 'ssh', kind: 'ssh' });
    const refused = await app.admin.post('/connections', { name: 'x', ...server, credential_id: ssh.id });
    expect(refused.status).toBe(422);
  });

  test('owners are reminded of old passwords once a week, until they change them', async () => {
    const { id } = await create({ rotate_after_days: 30 });
    const { db } = await openDatabase(app.config);
    const credentials = createCredentialsRepository(db);
    const told: string[] = [];
    const remind = () =>
      remindOfRotation({
        credentials,
        notify: async (_to, { title }) => void told.push(title.en),
      });
    expect(await remind()).toBe(0);
    const longAgo = new Date(Date.now() - 31 * 86_400_000).toISOString();
    await credentials.update(id, { rotated_at: longAgo });
    expect((await app.admin.get('/credentials?is_due=true')).body.data.total).toBe(1);
    expect([await remind(), await remind()]).toEqual([1, 0]);
    expect(told).toEqual([expect.stringContaining('只读账号')]);
    await app.admin.put(`/credentials/${id}`, { password: 'new one' });
    expect(await remind()).toBe(0);
    expect((await app.admin.get(`/credentials/${id}`)).body.data).toMatchObject({
      is_due: false,
      age_days: 0,
    });
    await db.destroy();
  });
});
