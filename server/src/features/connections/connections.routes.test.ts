import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { isReachable, testServers } from '../../../test/test-servers.ts';

const secret = 'hunter2-never-shown';
const example = {
  name: '生产数据库',
  driver: 'mysql',
  host: 'localhost',
  port: 3306,
  username: 'root',
  password: secret,
  database: 'sales',
  is_default: true,
};
const unknownId = '00000000-0000-4000-8000-000000000000';

describeOnBothStores('connections', (metadata) => {
  let test: TestApp;
  let user: ApiClient;
  let other: ApiClient;
  beforeAll(async () => {
    test = await startTestApp({ metadata });
    user = await test.newUser();
    other = await test.newUser();
  });
  afterAll(() => test.close());

  async function create(client: ApiClient, changes: Record<string, unknown> = {}): Promise<string> {
    const name = `c${Math.random()}`;
    const { body, text } = await client.post('/connections', {
      ...example,
      is_default: false,
      name,
      ...changes,
    });
    expect(body.success, text).toBe(true);
    return body.data.id;
  }

  it('offers each engine with its form', async () => {
    const { body } = await user.get('/engines');
    expect(body.data.engines.map(({ id }: { id: string }) => id)).toEqual([
      'postgresql',
      'mysql',
      'sqlite',
      'duckdb',
      'clickhouse',
      'sqlserver',
      'oracle',
      'kingbase',
      'opengauss',
      'oceanbase',
      'tidb',
      'doris',
      'starrocks',
    ]);
    const password = body.data.engines[0].fields.find(({ name }: { name: string }) => name === 'password');
    expect(password).toMatchObject({ secret: true, kind: 'password' });
    const proven = body.data.engines.filter(({ unproven }: { unproven: boolean }) => !unproven);
    expect(proven.map(({ id }: { id: string }) => id)).toEqual([
      'postgresql',
      'mysql',
      'sqlite',
      'duckdb',
      'clickhouse',
    ]);
  });

  it('adds the document’s example and lists it as documented', async () => {
    const created = await user.post('/connections', example);
    expect(created.status).toBe(200);
    expect(created.body.data).toMatchObject({
      name: '生产数据库',
      driver: 'mysql',
      host: 'localhost',
      port: 3306,
      database: 'sales',
      is_default: true,
      is_connected: false,
      is_shared: false,
      password_configured: true,
      can_manage: true,
    });
    const { body } = await user.get('/connections');
    expect(body.data.connections).toEqual([created.body.data]);
    expect((await user.get('/config')).body.data.default_connection_id).toBe(created.body.data.id);
  });

  it('takes the other names of the drivers and says which drivers there are', async () => {
    const id = await create(user, { driver: 'MariaDB' });
    expect((await user.get(`/connections/${id}`)).body.data.driver).toBe('mysql');
    const { status, body } = await user.post('/connections', { ...example, name: 'x', driver: 'access' });
    expect(status).toBe(422);
    expect(body.error.message).toContain('access');
    expect(body.error.details.fields.driver).toContain('postgresql');
  });

  it('refuses a name that is taken, a missing name and an unknown option, each by name', async () => {
    await create(user, { name: '重名' });
    const taken = await user.post('/connections', { ...example, name: '重名' });
    expect(taken.status).toBe(409);
    expect(taken.body.error.details.fields.name[0]).toContain('重名');
    const missing = await user.post('/connections', { driver: 'mysql' });
    expect(missing.body.error.details.fields).toHaveProperty('name');
    const option = await user.post('/connections', {
      ...example,
      name: 'y',
      options: { allowLoadLocalInfile: true },
    });
    expect(option.status).toBe(422);
    expect(option.body.error.message).toContain('allowLoadLocalInfile');
  });

  it('never gives a password back, and keeps it when a change leaves it out', async () => {
    const id = await create(user);
    const changed = await user.put(`/connections/${id}`, { name: '改名了', database: 'sales2' });
    expect(changed.body.data).toMatchObject({
      name: '改名了',
      database: 'sales2',
      password_configured: true,
    });
    for (const path of ['/connections', `/connections/${id}`, '/config']) {
      expect((await user.get(path)).text).not.toContain(secret);
    }
    expect((await user.post(`/connections/${id}/test`)).text).not.toContain(secret);
    expect((await user.put(`/connections/${id}`, { password: null })).body.data.password_configured).toBe(
      false,
    );
  });

  it('asks for the password again when the host changes', async () => {
    const id = await create(user);
    const moved = await user.put(`/connections/${id}`, { host: 'evil.example.com' });
    expect(moved.status).toBe(422);
    expect(moved.body.error.details.fields).toHaveProperty('password');
    const tested = await user.post('/connections/test', {
      ...example,
      id,
      password: undefined,
      host: '127.0.0.9',
    });
    expect(tested.status).toBe(422);
    const again = await user.put(`/connections/${id}`, { host: 'db.example.com', password: 'new' });
    expect(again.body.data.host).toBe('db.example.com');
  });

  it('hides a connection from others, but not from administrators', async () => {
    const id = await create(user);
    const calls = [
      () => other.get(`/connections/${id}`),
      () => other.put(`/connections/${id}`, { name: 'mine' }),
      () => other.delete(`/connections/${id}`),
      () => other.post(`/connections/${id}/test`),
      () => other.get(`/connections/${id}/schema`),
      () => other.post(`/connections/${id}/query`, { sql: 'select 1' }),
      () => other.post(`/connections/${id}/export`, { sql: 'select 1', format: 'csv' }),
      () => other.post('/connections/test', { ...example, id }),
    ];
    for (const call of calls) expect((await call()).status).toBe(404);
    expect((await other.get('/connections')).text).not.toContain(id);
    expect((await test.admin.get(`/connections/${id}`)).status).toBe(200);
    expect((await test.anonymous.get('/connections')).status).toBe(401);
    expect((await user.get(`/connections/${unknownId}`)).status).toBe(404);
  });

  it('lets operators share, and only owners and administrators change what is shared', async () => {
    expect((await user.post('/connections', { ...example, name: 's', is_shared: true })).status).toBe(403);
    const operator = await test.newUser('operator');
    await create(operator);
    const id = await create(operator, { is_shared: true });
    expect((await user.get(`/connections/${id}`)).body.data).toMatchObject({
      is_shared: true,
      can_manage: false,
    });
    expect((await user.put(`/connections/${id}`, { host: 'x' })).status).toBe(403);
    expect((await user.delete(`/connections/${id}`)).status).toBe(403);
    const chosen = await user.put(`/connections/${id}`, { is_default: true });
    expect(chosen.body.data.is_default).toBe(true);
    expect((await operator.get(`/connections/${id}`)).body.data.is_default).toBe(false);
    expect((await operator.delete(`/connections/${id}`)).status).toBe(200);
    expect((await user.get('/config')).body.data.default_connection_id).not.toBe(id);
  });

  it('puts what was done on record, without secrets', async () => {
    const id = await create(user);
    await user.put(`/connections/${id}`, { password: `${secret}2` });
    await user.delete(`/connections/${id}`);
    expect((await user.get(`/connections/${id}`)).status).toBe(404);
    const events = (await auditTrail()).filter((event) => event.object_id === id);
    expect(events.map(({ action }) => action)).toEqual([
      'connection.created',
      'connection.updated',
      'connection.deleted',
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  async function auditTrail(): Promise<{ action: string; object_id: string }[]> {
    const statement = 'select * from audit_events order by number';
    if (test.config.databaseUrl === null) {
      const store = new DatabaseSync(join(test.config.dataDir, 'sextant.sqlite'), { readOnly: true });
      return store.prepare(statement).all() as { action: string; object_id: string }[];
    }
    const client = new Client({ connectionString: test.config.databaseUrl });
    await client.connect();
    const { rows } = await client.query(statement);
    await client.end();
    return rows;
  }

  describe('files of the server', () => {
    let outside: string;
    beforeAll(async () => {
      outside = await mkdtemp(join(tmpdir(), 'sextant-outside-'));
    });
    afterAll(() => rm(outside, { recursive: true }));

    it('opens one for an administrator only', async () => {
      const path = join(outside, '外面.sqlite');
      new DatabaseSync(path).exec(
        'create table if not exists 客户 (id integer primary key, 姓名 text not null)',
      );
      const refused = await user.post('/connections', { name: 'f', driver: 'sqlite', database: path });
      expect(refused.status).toBe(403);
      const id = await create(test.admin, { driver: 'sqlite', database: path });
      const schema = await test.admin.get(`/connections/${id}/schema`);
      expect(schema.body.data.tables).toMatchObject([
        {
          name: '客户',
          columns: [
            { name: 'id', primary: true },
            { name: '姓名', nullable: false },
          ],
        },
      ]);
    });

    it('never opens the product’s own data, by whatever way', async () => {
      const own = join(test.config.dataDir, 'sextant.sqlite');
      const link = join(outside, 'link');
      await symlink(test.config.dataDir, link);
      const ways = [own, join(link, 'sextant.sqlite'), `${test.config.dataDir}/workspaces/../sextant.sqlite`];
      for (const database of ways) {
        const { status } = await test.admin.post('/connections', { name: 'own', driver: 'sqlite', database });
        expect(status, database).toBe(403);
      }
      const relative = await test.admin.post('/connections', {
        name: 'r',
        driver: 'sqlite',
        database: 'a.db',
      });
      expect(relative.status).toBe(422);
    });
  });
});

describe('testing a connection', () => {
  let test: TestApp;
  const servers: Server[] = [];
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await test.close();
  });

  async function listen(onConnection: (socket: Socket) => void): Promise<number> {
    const server = createServer(onConnection);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }

  const settings = {
    name: 't',
    driver: 'postgresql',
    host: '127.0.0.1',
    username: 'u',
    password: secret,
    database: 'd',
  };

  it('says that nothing listens at the port', async () => {
    const { status, body, text } = await test.admin.post('/connections/test', { ...settings, port: 1 });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      connected: false,
      version: null,
      tables_count: null,
      cause: 'refused',
    });
    expect(body.data.hint).toContain('端口');
    expect(text).not.toContain(secret);
  });

  it('says that the host is unknown', async () => {
    const { body } = await test.admin.post('/connections/test', {
      ...settings,
      host: 'no-such-host.invalid',
    });
    expect(body.data.connected).toBe(false);
    expect(body.data.message).toContain('no-such-host.invalid');
  });

  it('says that the server drops the line', async () => {
    const port = await listen((socket) => socket.destroy());
    const { body } = await test.admin.post('/connections/test', { ...settings, port });
    expect(body.data).toMatchObject({ connected: false });
    expect(body.data.message).toContain('连接失败');
  });

  it('gives up on a server that never answers', { timeout: 40_000 }, async () => {
    const port = await listen(() => undefined);
    const startedAt = performance.now();
    const { body } = await test.admin.post('/connections/test', { ...settings, port });
    expect(body.data).toMatchObject({ connected: false, cause: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(25_000);
  });

  it('does not reach private addresses for users while egress is public', async () => {
    const closed = await startTestApp({ config: { egress: 'public' } });
    try {
      const user = await closed.newUser();
      for (const host of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '[::1]']) {
        const { body } = await user.post('/connections/test', { ...settings, host, port: 5432 });
        expect(body.data, host).toMatchObject({ connected: false, cause: 'network' });
        expect(body.data.message).toContain(host);
      }
      const metadata = await closed.admin.post('/connections/test', { ...settings, host: '169.254.169.254' });
      expect(metadata.body.data.message).toContain('出网策略');
    } finally {
      await closed.close();
    }
  });
});

const postgresqlFound = await isReachable(testServers.postgresql);
describe.skipIf(!postgresqlFound)('a connection to a PostgreSQL server', () => {
  let test: TestApp;
  const url = new URL(testServers.postgresql);
  const settings = {
    name: 'pg',
    driver: 'postgres',
    host: url.hostname,
    port: Number(url.port),
    username: url.username,
    password: decodeURIComponent(url.password) || 'unused',
    database: url.pathname.slice(1),
  };
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('tests well and counts as connected afterwards', async () => {
    const { id } = (await test.admin.post('/connections', settings)).body.data;
    const { body } = await test.admin.post(`/connections/${id}/test`);
    expect(body.data).toMatchObject({ connected: true, message: '连接成功', cause: null, hint: null });
    expect(body.data.version).toMatch(/^PostgreSQL \d+/);
    expect(body.data.tables_count).toBeTypeOf('number');
    expect((await test.admin.get(`/connections/${id}`)).body.data.is_connected).toBe(true);
    const english = await test.admin.post(`/connections/${id}/test`, undefined, { 'accept-language': 'en' });
    expect(english.body.data.message).toBe('Connected');
  });

  it('names a database that does not exist', async () => {
    const { body } = await test.admin.post('/connections/test', { ...settings, database: 'no_such_db' });
    expect(body.data).toMatchObject({ connected: false, cause: 'unknown_database' });
    expect(body.data.message).toContain('no_such_db');
  });

  it('says what to check when another kind of server listens on the port', async () => {
    const greeting = Buffer.from('d\0\0\0\x05x', 'latin1');
    const stranger = createServer((socket) => socket.on('error', () => undefined).write(greeting));
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = stranger.address() as AddressInfo;
      const { body } = await test.admin.post('/connections/test', { ...settings, host: '127.0.0.1', port });
      expect(body.data).toMatchObject({ connected: false, cause: 'other' });
      expect(body.data.hint).toContain('核对数据库类型');
    } finally {
      stranger.close();
    }
  });
});
