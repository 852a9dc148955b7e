import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import documented from '../../../test/documents/whalefall.json' with { type: 'json' };
import { createFamilyClient, type FamilyClient } from '../../../test/family-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { shapeDifferences } from '../../../test/same-shape.ts';
import { adminPassword, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { isReachable, testServers } from '../../../test/test-servers.ts';
import { openDatabase } from '../../platform/db/open-database.ts';
import type { LogEntry } from '../../platform/log/log-entry.ts';
import { createLogStore } from '../../platform/log/log-store.ts';
import { whalefallOperations } from './whalefall.family.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Documented {
  method: string;
  path: string;
  request?: Record<string, unknown>;
  response?: unknown;
}

/** What the document says of every success, and of lists. */
const anySuccess = { status: 'success', message: '操作成功' };
const anyPage = { ...anySuccess, pagination: { page: 1, per_page: 20, total: 100, pages: 5 } };
const anyError = { status: 'error', error: '错误类型', message: '错误描述', code: 400, details: {} };

const originalPath =
  /^\w+ \/(auth|dashboard|instances|account-classification|account-static|scheduler|sync_sessions|unified-logs|logs|users|credentials|database-types)\/api\//;

/** A path that the document has several times is found by what its example shows. */
function example(method: Method, path: string): Documented {
  const found = (documented as Documented[]).find((one) => one.method === method && one.path === path);
  if (!found) throw new Error(`the document has no ${method} ${path}`);
  return found;
}

const postgresqlFound = await isReachable(testServers.postgresql);
const mysqlFound = await isReachable(testServers.mysql);

async function runOnPostgresql(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: testServers.postgresql });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function runOnMysql(...statements: string[]): Promise<void> {
  const client = await createConnection({ uri: testServers.mysql.replace(/\/\w*$/, '') });
  for (const statement of statements) await client.query(statement);
  await client.end();
}

it('has exactly the operations of the document, three paths of which it gives to several', () => {
  const ours = Object.values(whalefallOperations)
    .flatMap((group) => Object.values(group))
    .map(({ method, path }) => `${method} ${path}`);
  const theirs = (documented as Documented[]).map(({ method, path }) => `${method} ${path}`);
  expect(theirs).toHaveLength(53);
  // At the original's own paths there are the same once more, and what its document leaves out.
  expect(ours.filter((one) => !originalPath.test(one)).toSorted()).toEqual([...new Set(theirs)].toSorted());
  expect(new Set(ours).size).toBe(ours.length);
});

describeOnBothStores('the whalefall document', (metadata) => {
  const name = (purpose: string) => `wf_${process.pid}_${Date.now() % 1e6}_${metadata[0]}_${purpose}`;
  const accounts = { root: name('root'), reader: name('reader') };
  const followed = new Set<string>();
  let test: TestApp;
  let anonymous: FamilyClient;
  let admin: FamilyClient;
  let person: FamilyClient;
  let operator: FamilyClient;
  /** Numbers of the instances by their kind of database. */
  const instances: Record<string, number> = {};

  beforeAll(async () => {
    test = await startTestApp({ metadata, config: { egress: 'open' } });
    test.app.start();
    anonymous = createFamilyClient(test, '/whalefall');
    admin = anonymous.with({ token: test.admin.token });
    person = anonymous.with({ token: (await test.newUser()).token });
    operator = anonymous.with({ token: (await test.newUser('operator')).token });
    for (const [driver, address] of Object.entries(testServers)) {
      const { hostname: host, port, username } = new URL(address);
      const database = driver === 'postgresql' ? 'postgres' : '';
      const input = { name: `${driver} 库`, driver, host, port: Number(port), username, database };
      const made = await test.admin.post('/instances', {
        ...input,
        environment: 'production',
        is_shared: driver === 'postgresql',
      });
      expect(made.status, made.text).toBe(200);
      instances[driver] = made.body.data.number;
    }
    if (postgresqlFound) {
      await runOnPostgresql(
        `create role ${accounts.root} login superuser`,
        `create role ${accounts.reader} login in role pg_read_all_data`,
      );
    }
    if (mysqlFound) {
      await runOnMysql(
        `create user ${accounts.root}@localhost`,
        `grant all privileges on *.* to ${accounts.root}@localhost with grant option`,
        `create user ${accounts.reader}@'10.0.%'`,
        `grant select on *.* to ${accounts.reader}@'10.0.%'`,
      );
    }
  }, 60_000);
  afterAll(async () => {
    await test.close();
    if (postgresqlFound) await runOnPostgresql(`drop role ${accounts.root}`, `drop role ${accounts.reader}`);
    if (mysqlFound)
      await runOnMysql(`drop user ${accounts.root}@localhost`, `drop user ${accounts.reader}@'10.0.%'`);
  });

  /** Calls an operation as its example does and holds the answer against the example's, or else the usual one. */
  async function follow(
    method: Method,
    path: string,
    options: {
      url?: string;
      change?: Record<string, unknown>;
      client?: FamilyClient;
      status?: number;
      /** What is told beyond the example. */
      also?: string[];
    } = {},
  ) {
    followed.add(`${method} ${path}`);
    const { request, response } = example(method, path);
    const client = options.client ?? admin;
    const url = options.url ?? path;
    const body = request && { ...request, ...options.change };
    const answer = await {
      GET: () => client.get(url),
      POST: () => client.post(url, body ?? options.change),
      PUT: () => client.put(url, body),
      DELETE: () => client.delete(url),
    }[method]();
    expect([answer.status, answer.text]).toEqual([options.status ?? 200, answer.text]);
    if (answer.status === 204) {
      expect(answer.text).toBe('');
      return null;
    }
    const { data, ...envelope } = answer.body;
    if (response === undefined) {
      expect(
        shapeDifferences(Array.isArray(data) && envelope.pagination ? anyPage : anySuccess, envelope),
      ).toEqual([]);
    } else {
      const also = (options.also ?? []).map((key) => `.${key} is not in the document`);
      const differences = shapeDifferences(response, answer.body);
      expect(differences.filter((one) => !also.some((key) => one.endsWith(key)))).toEqual([]);
    }
    return answer.body;
  }

  async function jobOf(input: Record<string, unknown>): Promise<number> {
    const created = await admin.post('/api/jobs', {
      schedule: '0 0 3 * * *',
      name: String(input.task_type),
      ...input,
    });
    expect(created.status, created.text).toBe(201);
    return created.body.data.id;
  }

  /** Runs a job and gives the session it leads to when that is over. */
  async function runJob(id: number) {
    const started = await follow('POST', '/api/jobs/{job_id}/run', { url: `/api/jobs/${id}/run` });
    expect(started).toMatchObject({ message: '任务已开始执行', data: { job_id: id } });
    const url = `/api/sessions/${started.data.execution_id}`;
    await expect
      .poll(async () => (await admin.get(url)).body.data?.completed_at ?? null, { timeout: 60_000 })
      .not.toBeNull();
    return (await admin.get(url)).body.data;
  }

  it('tells its health', async () => {
    const health = await follow('GET', '/api/health', { client: anonymous });
    expect(health).toMatchObject({ data: { status: 'healthy' }, message: '服务运行正常' });
    const detailed = await follow('GET', '/health/detailed', { client: anonymous, also: ['message'] });
    expect(detailed.data).toMatchObject({ status: 'healthy', database: 'connected' });
  });

  it('signs in and renews the access token', async () => {
    const signedIn = await follow('POST', '/auth/login', {
      client: anonymous,
      change: { password: adminPassword },
      also: ['token_type', 'expires_in'],
    });
    expect(signedIn).toMatchObject({
      message: '登录成功',
      data: { user: { username: 'admin', role: 'admin' } },
    });
    const { access_token, refresh_token } = signedIn.data;
    const renewed = await follow('POST', '/api/refresh', {
      client: anonymous.with({ token: refresh_token }),
    });
    for (const token of [access_token, renewed.data.access_token]) {
      const me = await follow('GET', '/api/me', { client: anonymous.with({ token }) });
      expect(me.data.username).toBe('admin');
    }
  });

  it('answers errors in the form and of the types of the document', async () => {
    const wrong = await anonymous.post('/auth/login', { username: 'admin', password: 'wrong' });
    const refused = await person.get('/api/users');
    const missing = await admin.get('/api/jobs/999999');
    const invalid = await admin.get('/api/users?per_page=101');
    const unknown = await admin.get('/api/nothing');
    const found = [wrong, refused, missing, invalid, unknown].map(({ status, body }) => [status, body.error]);
    expect(found).toEqual([
      [401, 'AuthenticationError'],
      [403, 'AuthorizationError'],
      [404, 'ResourceNotFoundError'],
      [422, 'ValidationError'],
      [404, 'ResourceNotFoundError'],
    ]);
    for (const { status, body } of [wrong, refused, missing, unknown]) {
      expect(shapeDifferences(anyError, body)).toEqual([]);
      expect(body.code).toBe(status);
    }
  });

  it('lists, shows and tests instances', async () => {
    const list = await follow('GET', '/api/instances', {
      url: '/api/instances?page=1&per_page=1&sort=name&order=asc&search=库',
    });
    expect(list.pagination).toEqual({ page: 1, per_page: 1, total: 2, pages: 2 });
    expect(list.data[0]).toMatchObject({ db_type: 'mysql', environment: 'production', sync_count: 0 });
    const id = instances.postgresql;
    const one = await follow('GET', '/api/instances/{id}', { url: `/api/instances/${id}` });
    expect(one.data).toMatchObject({ id, name: 'postgresql 库', status: 'active' });
    const tested = await follow('POST', '/api/instances/{id}/test', { url: `/api/instances/${id}/test` });
    expect(tested.data.success).toBe(postgresqlFound);
    const generic = await follow('POST', '/api/test-connection', { change: { port: 1 } });
    expect(generic.data).toMatchObject({ success: false, message: '连接失败' });
  });

  it('creates the job of its example, changes, pauses and deletes it', async () => {
    const { request } = example('POST', '/api/jobs');
    const created = await follow('POST', '/api/jobs', { status: 201 });
    expect(created).toMatchObject({
      message: '任务创建成功',
      data: { ...request, status: 'active', trigger: 'cron' },
    });
    expect(created.data.next_run_time).toMatch(/:(00|30):00Z$/);
    const url = `/api/jobs/${created.data.id}`;
    const path = '/api/jobs/{job_id}';
    const listed = await follow('GET', '/api/jobs', {
      url: '/api/jobs?search=账户同步&sort=name&order=desc',
    });
    expect(listed).toMatchObject({ data: [created.data], pagination: { total: 1 } });
    const changed = await follow('PUT', path, { url });
    expect(changed.data).toMatchObject({
      ...example('PUT', path).request,
      task_type: 'sync_accounts',
      db_type: 'postgresql',
      description: '每30分钟同步一次账户',
    });
    for (const [verb, status] of [
      ['disable', 'paused'],
      ['enable', 'active'],
      ['pause', 'paused'],
      ['resume', 'active'],
    ] as const) {
      expect((await follow('POST', `${path}/${verb}`, { url: `${url}/${verb}` })).data.status).toBe(status);
      expect((await follow('GET', path, { url })).data.is_paused).toBe(status === 'paused');
    }
    await follow('DELETE', path, { url, status: 204 });
    expect((await admin.get(url)).status).toBe(404);
  });

  it('leaves jobs to those who manage them and names what is wrong with one', async () => {
    const { request } = example('POST', '/api/jobs');
    expect((await person.get('/api/jobs')).status).toBe(200);
    expect((await person.post('/api/jobs', request)).body.error).toBe('AuthorizationError');
    expect((await operator.post('/api/jobs', request)).status).toBe(201);
    for (const [change, field] of [
      [{ schedule: '每天' }, 'schedule'],
      [{ schedule: '61 * * * * *' }, 'schedule'],
      [{ task_type: 'backup' }, 'task_type'],
      [{ db_type: 'excel' }, 'db_type'],
      [{ task_type: 'cleanup_logs' }, 'db_type'],
      [{ task_type: 'collect', db_type: undefined }, 'script_id'],
      [{ name: '' }, 'name'],
    ] as const) {
      const refused = await admin.post('/api/jobs', { ...request, ...change });
      expect([refused.status, refused.body.error]).toEqual([422, 'ValidationError']);
      expect(Object.keys(refused.body.details.fields)).toEqual([field]);
    }
  });

  it.skipIf(!postgresqlFound || !mysqlFound)(
    'synchronises accounts by a job and classifies them in a batch',
    async () => {
      const session = await runJob(await jobOf({ task_type: 'sync_accounts' }));
      expect(session).toMatchObject({
        sync_type: 'manual_task',
        sync_category: 'account',
        status: 'completed',
        total_instances: 2,
        successful_instances: 2,
        progress_percentage: 100,
      });
      for (const record of session.instance_records) {
        expect(record.accounts_created).toBeGreaterThanOrEqual(2);
      }
      const { data: instance } = (await admin.get(`/api/instances/${instances.mysql}`)).body;
      expect(instance.sync_count).toBe(1);

      await runJob(await jobOf({ task_type: 'classify_accounts' }));
      const batches = await follow('GET', '/api/batches', {
        url: '/api/batches?batch_type=manual&status=completed',
      });
      const [batch] = batches.data;
      expect(batch.matched_accounts).toBeGreaterThanOrEqual(4);
      const { batch_id } = batch;
      expect(
        (await follow('GET', '/api/batches/{batch_id}', { url: `/api/batches/${batch_id}` })).data,
      ).toEqual(batch);
      const path = '/api/batches/{batch_id}/matches';
      const matched = await follow('GET', path, {
        url: `/api/batches/${batch.id}/matches?search=${accounts.root}&order=desc`,
      });
      const types = matched.data.map((one: { instance_type: string }) => one.instance_type);
      expect(types.toSorted()).toEqual(['mysql', 'postgresql']);
      for (const match of matched.data) {
        expect(match).toMatchObject({
          account_name: accounts.root,
          classification_name: '超级用户',
          confidence: 1,
        });
        expect(match.matched_permissions[0].name).toContain('superuser');
        expect(match.account_permissions.length).toBeGreaterThan(0);
      }
      expect((await admin.get('/api/batches/none/matches')).body.error).toBe('ResourceNotFoundError');
      const seen = (await person.get(`/api/batches/${batch.id}/matches?search=${accounts.root}`)).body.data;
      expect(seen.map((one: { instance_type: string }) => one.instance_type)).toEqual(['postgresql']);

      const base = '/account-classification/api';
      const classNumber = async (wanted: string) =>
        (await admin.get(`${base}/classifications`)).body.data.find(
          (one: { name: string }) => one.name === wanted,
        ).id;
      const given = {
        account_id: matched.data[0].account_id,
        classification_id: await classNumber('普通账户'),
      };
      expect((await admin.post(`${base}/assign`, { ...given, notes: '临时' })).body.message).toBe(
        '账户已归类',
      );
      expect((await admin.post(`${base}/auto-classify`)).body.data.batch_details.added).toBe(0);
      const assigned = (
        await admin.get(`${base}/assignments?classification_id=${given.classification_id}&per_page=100`)
      ).body;
      const own = assigned.data.filter((one: { account_name: string }) => one.account_name === accounts.root);
      expect(own).toMatchObject([
        { ...given, assignment_type: 'manual', notes: '临时', assigned_by: 'admin' },
      ]);
      expect((await admin.delete(`${base}/assignments/${own[0].id}`)).status).toBe(204);
      expect((await admin.delete(`${base}/assignments/${own[0].id}`)).status).toBe(404);

      const counted = (await admin.get('/account-static/api/statistics')).body.data;
      expect(counted.db_type_stats.mysql.total).toBeGreaterThanOrEqual(2);
      const { classified_accounts } = (await admin.get('/api/overview')).body.data;
      expect(classified_accounts.auto).toBe(batch.matched_accounts);
      expect(classified_accounts.classifications[0]).toMatchObject({ name: '超级用户', priority: 100 });
    },
    90_000,
  );

  it('lists, searches, sorts and shows sessions, their errors, and refuses to cancel what is over', async () => {
    const dead = await test.admin.post('/instances', {
      name: '不通的',
      driver: 'mysql',
      host: '127.0.0.1',
      port: 1,
      username: 'u',
    });
    const failed = await runJob(await jobOf({ task_type: 'check_instances', db_type: 'mysql' }));
    expect(failed).toMatchObject({ status: 'failed', sync_category: 'other', total_instances: 2 });
    const url = `/api/sessions/${failed.session_id}`;
    const path = '/api/sessions/{session_id}';
    const one = await follow('GET', path, { url });
    expect(one.data.instance_records).toHaveLength(2);
    const errors = await follow('GET', `${path}/error-logs`, { url: `${url}/error-logs` });
    expect(
      errors.data.error_records.map((record: { instance_name: string }) => record.instance_name),
    ).toContain('不通的');
    expect(errors.data.error_records[0].error_message).not.toBe('');
    const list = await follow('GET', '/api/sessions', {
      url: `/api/sessions?search=${encodeURIComponent('不通')}&sync_type=manual_task&sync_category=other`,
    });
    expect(list).toMatchObject({ data: [{ id: failed.id, created_by: 'admin' }], pagination: { total: 1 } });
    const started = await test.admin.post('/sync-sessions', {
      kind: 'check_instances',
      instance_ids: [dead.body.data.id],
    });
    const singleId = started.body.data.id;
    await expect
      .poll(async () => (await admin.get(`/api/sessions/${singleId}`)).body.data.status)
      .toBe('failed');
    const single = (await admin.get('/api/sessions?sync_type=manual_single')).body.data;
    expect(single.map((session: { session_id: string }) => session.session_id)).toEqual([singleId]);
    const ids = async (query: string) =>
      (await admin.get(`/api/sessions?${query}`)).body.data.map(({ id }: { id: number }) => id);
    const ascending = await ids('sort=started_at&order=asc');
    expect(ascending.toSorted((a: number, b: number) => a - b)).toEqual(
      (await ids('sort=id&order=desc')).toReversed(),
    );

    expect((await admin.post(`${url}/cancel`)).body).toMatchObject({ status: 'error', code: 400 });
  }, 60_000);

  it('cancels a session that hangs at an instance', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const input = { name: '没有回音的', driver: 'mysql', host: '127.0.0.1', port, username: 'u' };
    const made = await test.admin.post('/instances', input);
    const started = await test.admin.post('/sync-sessions', {
      kind: 'check_instances',
      instance_ids: [made.body.data.id],
    });
    const { id } = started.body.data;
    const status = async () => (await test.admin.get(`/sync-sessions/${id}`)).body.data.status;
    await expect.poll(status, { timeout: 20_000 }).toBe('running');
    const path = '/api/sessions/{session_id}/cancel';
    const cancelled = await follow('POST', path, { url: `/api/sessions/${id}/cancel` });
    expect(cancelled).toMatchObject({ message: '同步会话已取消', data: { session_id: id } });
    await expect.poll(status, { timeout: 20_000 }).toBe('cancelled');
    await test.admin.delete(`/connections/${made.body.data.id}`);
    silent.close();
  }, 60_000);

  it('merges the statistics of instances, synchronisation and the log under their one path', async () => {
    const merged = await follow('GET', '/api/statistics', {
      url: '/api/statistics?start_date=2025-09-01&end_date=2099-01-01',
    });
    expect(merged.data.instances.total_instances).toBe(3);
    expect(merged.data.sync.total).toBeGreaterThan(0);
    expect(merged.data.logs).toMatchObject({ total_logs: expect.any(Number) });
    expect((await person.get('/api/statistics')).body.data.logs).toBeNull();
    const own = await admin.get('/unified-logs/api/statistics?start_date=2025-09-01');
    expect(own.body.data).toMatchObject({ error_count: expect.any(Number) });
    expect((await admin.get('/api/health')).body.data.logs.status).toMatch(/healthy|warning|critical/);
  });

  it('searches, counts, exports and cleans up the log', async () => {
    await writeLog(
      { at: '2025-09-10T08:00:00.000Z', level: 'error', module: 'auth', message: '登录失败' },
      { level: 'fatal', module: 'auth.token', message: '密钥丢失', context: { err: { stack: '在此处' } } },
      { level: 'warn', module: 'db', message: '连接池将满' },
    );
    const query = 'level=ERROR&module=auth&start_date=2025-09-01&end_date=2025-09-18';
    const found = await follow('GET', '/api/search', { url: `/api/search?${query}` });
    expect(found).toMatchObject({
      data: [{ level: 'ERROR', module: 'auth', message: '登录失败', timestamp: '2025-09-10T08:00:00Z' }],
      pagination: { page: 1, per_page: 20, total: 1, pages: 1 },
    });
    const { id } = found.data[0];
    const detail = await follow('GET', '/api/detail/{log_id}', { url: `/api/detail/${id}` });
    expect(detail.data).toEqual(found.data[0]);

    const errors = await follow('GET', '/api/errors', { url: '/api/errors?module=auth' });
    expect(errors.data).toMatchObject([{ level: 'CRITICAL', traceback: '在此处' }]);
    expect((await follow('GET', '/api/modules')).data.modules).toContain('auth.token');
    const latest = await follow('GET', '/api/real-time', {
      url: '/api/real-time?level=WARNING&module=db&limit=1',
    });
    expect(latest.data.logs).toMatchObject([{ message: '连接池将满' }]);
    const stats = await follow('GET', '/api/stats', { url: '/api/stats?hours=1' });
    expect(stats.data).toMatchObject({ time_range_hours: 1, warning_logs: expect.any(Number) });

    const dates = 'start_date=2025-09-01&end_date=2025-09-18';
    const csv = await admin.get(`/api/export?format=csv&${dates}`);
    followed.add('GET /api/export');
    expect(csv.headers['content-type']).toContain('text/csv');
    const [head, row] = csv.text.slice(1).split('\r\n');
    expect(head).toBe('ID,时间戳,级别,模块,消息,堆栈追踪,上下文,创建时间');
    expect(row).toContain('登录失败');
    const json = await admin.get(`/api/export?format=json&${dates}`);
    expect(json.body).toEqual(found.data);

    const cleaned = await follow('POST', '/api/cleanup');
    expect(cleaned.data.deleted_count).toBe(1);
    expect((await admin.get(`/api/search?${query}`)).body.pagination.total).toBe(0);
    expect((await admin.get('/api/search?start_date=2025-09-18&end_date=2025-09-01')).body).toMatchObject({
      error: 'ValidationError',
      details: { fields: { end_date: [expect.stringContaining('2025-09-01')] } },
    });
    expect((await operator.get('/api/search')).status).toBe(403);
  });

  async function writeLog(...entries: Partial<LogEntry>[]): Promise<void> {
    const { db } = await openDatabase(test.config);
    const store = createLogStore(db);
    for (const entry of entries) {
      store.add({
        at: new Date().toISOString(),
        level: 'info',
        module: 'test',
        message: '',
        requestId: null,
        user: null,
        durationMs: null,
        context: {},
        ...entry,
      });
    }
    await store.flush();
    await db.destroy();
  }

  it('creates the user of its example, changes, switches, counts and deletes it', async () => {
    const created = await follow('POST', '/api/users', { status: 201 });
    expect(created.data).toMatchObject({ username: 'newuser', role: 'user', email: 'user@example.com' });
    const url = `/api/users/${created.data.id}`;
    const path = '/api/users/{user_id}';
    const changed = await follow('PUT', path, { url });
    expect(changed.data).toMatchObject({ username: 'updateduser', role: 'admin', email: 'user@example.com' });
    const password = example('POST', '/api/users').request?.password;
    expect((await anonymous.post('/auth/login', { username: 'updateduser', password })).status).toBe(200);
    const toggle = () => follow('POST', `${path}/toggle-status`, { url: `${url}/toggle-status` });
    expect(await toggle()).toMatchObject({ message: '用户已停用', data: { is_active: false } });
    expect((await anonymous.post('/auth/login', { username: 'updateduser', password })).status).toBe(401);
    const stats = await follow('GET', '/api/users/stats');
    expect(stats.data).toEqual({ total: 4, active: 3, inactive: 1, admin: 2, operator: 1, user: 1 });
    expect((await toggle()).data.is_active).toBe(true);
    const listed = await follow('GET', '/api/users', {
      url: '/api/users?search=updated&sort=username&order=desc',
    });
    expect(listed).toMatchObject({ data: [{ id: created.data.id }], pagination: { total: 1 } });

    const me = (await admin.get('/api/me')).body.data.id;
    for (const refused of [
      await admin.post(`/api/users/${me}/toggle-status`),
      await admin.delete(`/api/users/${me}`),
      await admin.put(url, { username: 'admin' }),
    ]) {
      expect([refused.status, refused.body.error]).toEqual([400, 'ValidationError']);
    }
    await follow('DELETE', path, { url, status: 204 });
    expect((await admin.get('/api/users/stats')).body.data.total).toBe(3);
  });

  it('shows the dashboard, to others than administrators without users and log', async () => {
    const overview = await follow('GET', '/api/overview');
    expect(overview.data).toMatchObject({ instances: { total: 3, active: 3 }, users: { total: 3 } });
    expect((await person.get('/api/overview')).body.data).toMatchObject({ users: null, logs: null });
    const charts = await follow('GET', '/api/charts', { url: '/api/charts?type=all' });
    expect(charts.data.log_trend).toHaveLength(7);
    expect(charts.data.sync_trend.at(-1).count).toBeGreaterThan(0);
    expect(Object.keys((await admin.get('/api/charts?type=syncs')).body.data)).toEqual(['sync_trend']);
    const activities = await follow('GET', '/api/activities', { url: '/api/activities?search=user.deleted' });
    expect(activities.data).toMatchObject([
      { username: 'admin', action: 'user.deleted', resource_name: 'updateduser' },
    ]);
    expect((await person.get('/api/activities')).body.pagination.total).toBeLessThan(
      (await admin.get('/api/activities')).body.pagination.total,
    );
    const status = await follow('GET', '/api/status');
    expect(status.data.services).toEqual({ database: 'healthy', redis: 'not_used', application: 'healthy' });
    expect(status.data.uptime).toMatch(/^\d+天 \d+小时 \d+分钟$/);
  });

  it('lists credentials and kinds of databases', async () => {
    await test.admin.post('/credentials', { name: '监控', username: 'watch', password: 'a secret 1' });
    const list = await follow('GET', '/api/credentials', { url: '/api/credentials?search=监控' });
    expect(list).toMatchObject({
      data: [{ username: 'watch', password: '********' }],
      pagination: { total: 1 },
    });
    const { id } = list.data[0];
    const path = '/api/credentials/{credential_id}';
    expect((await follow('GET', path, { url: `/api/credentials/${id}` })).data).toEqual(list.data[0]);
    for (const one of ['/api/list', '/api/active']) {
      expect((await follow('GET', one)).data).toContainEqual(
        expect.objectContaining({ name: 'sqlserver', default_port: 1433 }),
      );
    }
    const options = await follow('GET', '/api/form-options');
    expect(options.data).toContainEqual(expect.objectContaining({ value: 'mysql' }));
  });

  it('was followed in every operation', () => {
    const needsServers = postgresqlFound && mysqlFound ? [] : ['/api/batches'];
    const left = (documented as Documented[])
      .map(({ method, path }) => `${method} ${path}`)
      .filter((one) => !followed.has(one) && !needsServers.some((path) => one.includes(path)));
    expect(left).toEqual([]);
  });
});
