import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

const postgresql = {
  driver: 'postgresql',
  host: '127.0.0.1',
  port: 5432,
  username: 'postgres',
  database: 'postgres',
};

describe('The whalefall family', () => {
  let app: TestApp;
  let token: string;
  let refreshToken: string;

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    bearer = token,
  ) {
    const headers = bearer ? { authorization: `Bearer ${bearer}` } : {};
    const url = `/whalefall${path}`;
    const response = await app.app.http.inject({ method, url, headers, ...(body && { payload: body }) });
    return { status: response.statusCode, body: response.statusCode === 204 ? null : response.json() };
  }

  beforeAll(async () => {
    app = await startTestApp();
    app.app.start();
    const login = await call(
      'POST',
      '/auth/login',
      { username: 'admin', password: app.config.adminPassword },
      '',
    );
    expect(login.body).toMatchObject({
      status: 'success',
      message: '登录成功',
      data: { user: { username: 'admin', role: 'admin' } },
    });
    token = login.body.data.access_token;
    refreshToken = login.body.data.refresh_token;
  });
  afterAll(() => app.close());

  test('a refresh token in the header gives a new access token, at both paths', async () => {
    for (const path of ['/api/refresh', '/auth/api/refresh']) {
      const fresh = await call('POST', path, undefined, refreshToken);
      expect(fresh.status).toBe(200);
      const me = await call('GET', '/api/me', undefined, fresh.body.data.access_token);
      expect(me.body.data).toMatchObject({ username: 'admin', is_active: true });
    }
    expect((await call('POST', '/api/refresh', undefined, '')).status).toBe(401);
  });

  test('errors are of the types of the document', async () => {
    const wrong = await call('POST', '/auth/login', { username: 'admin', password: 'no' }, '');
    expect(wrong).toMatchObject({
      status: 401,
      body: { status: 'error', error: 'AuthenticationError', code: 401, details: {} },
    });
    const missing = await call('GET', '/api/instances/999');
    expect(missing.body).toMatchObject({ error: 'ResourceNotFoundError', code: 404 });
    const invalid = await call('GET', '/api/instances?per_page=0');
    expect(invalid.body).toMatchObject({ error: 'ValidationError', code: 422 });
    expect(invalid.body.details.fields).toHaveProperty('per_page');
    const named = await call('POST', '/api/users', { username: 'a', password: 'password123' });
    expect(named.body.message).toBe('username：用户名须为 2–50 个字母、数字、_ . -');
  });

  test('health is told with and without a token', async () => {
    const open = await call('GET', '/api/health', undefined, '');
    expect(open.body).toMatchObject({ message: '服务运行正常', data: { status: 'healthy' } });
    expect(open.body.data.timestamp).toBeTypeOf('number');
    expect(open.body.data.logs).toBeUndefined();
    expect((await call('GET', '/api/health')).body.data.logs).toMatchObject({ status: 'healthy' });
    const detailed = await call('GET', '/health/detailed', undefined, '');
    expect(detailed.body.data).toMatchObject({ database: 'connected', redis: 'not_used' });
  });

  test('instances, their tests, sessions and credentials are those of the product', async () => {
    const credential = await app.admin.post('/credentials', {
      name: '监控',
      username: 'postgres',
      password: 'unused',
    });
    const made = await app.admin.post('/instances', {
      name: '生产',
      ...postgresql,
      credential_id: credential.body.data.id,
      environment: 'production',
      tags: ['核心'],
    });
    await app.admin.post('/instances', { name: '死的', ...postgresql, port: 1 });
    const { number } = made.body.data;

    const tested = await call('POST', `/api/instances/${number}/test`);
    expect(tested.body.data).toMatchObject({ success: true, error: null });
    const list = await call('GET', '/api/instances?per_page=1&sort=name&order=desc');
    expect(list.body).toMatchObject({ pagination: { page: 1, per_page: 1, total: 2, pages: 2 } });
    expect(list.body.data).toHaveLength(1);
    const found = await call('GET', `/instances/api/instances?search=${encodeURIComponent('核心')}`);
    expect(found.body.data).toMatchObject([
      { id: number, db_type: 'postgresql', environment: 'production', status: 'active' },
    ]);
    expect(found.body.data[0].credential_id).toBe(credential.body.data.number);

    const generic = { db_type: 'postgresql', host: '127.0.0.1', port: 1, username: 'u', password: 'p' };
    const failed = await call('POST', '/api/test-connection', { ...generic, database: 'test' });
    expect(failed).toMatchObject({ status: 200, body: { data: { success: false } } });

    const { id } = (await app.admin.post('/sync-sessions', { kind: 'check_instances' })).body.data;
    await expect
      .poll(async () => (await call('GET', `/api/sessions/${id}`)).body.data.status, { timeout: 20_000 })
      .toBe('failed');
    const errors = await call('GET', `/api/sessions/${id}/error-logs`);
    expect(errors.body.data).toMatchObject({ error_count: 1, error_records: [{ instance_name: '死的' }] });
    const sessions = await call('GET', '/sync_sessions/api/sessions?status=failed');
    expect(sessions.body).toMatchObject({
      data: [{ session_id: id, sync_type: 'manual_batch', failed_instances: 1, created_by: 'admin' }],
      pagination: { total: 1 },
    });
    expect((await call('POST', `/api/sessions/${id}/cancel`)).body).toMatchObject({ code: 400 });

    const credentials = await call('GET', '/api/credentials');
    expect(credentials.body.data).toMatchObject([{ password: '********', instance_ids: [number] }]);
    const one = await call('GET', `/api/credentials/${credentials.body.data[0].id}`);
    expect(one.body.data.username).toBe('postgres');

    const merged = await call('GET', '/api/statistics?start_date=2025-09-01');
    expect(merged.body.data).toMatchObject({
      instances: { total_instances: 2, db_type_stats: [{ db_type: 'postgresql', count: 2 }] },
      sync: { total: 1, failed: 1, manual_sessions: 1 },
      logs: { total_logs: expect.any(Number) },
    });
    const past = await call('GET', '/sync_sessions/api/statistics?start_date=2025-09-01&end_date=2025-09-18');
    expect(past.body.data.total).toBe(0);
  });

  test('classes and rules are kept as the original kept them, and say what they can in its JSON', async () => {
    const base = '/account-classification/api';
    const seeded = (await call('GET', `${base}/classifications`)).body.data;
    expect(seeded[0]).toMatchObject({ name: '超级用户', risk_level: 'critical', is_system: true });
    expect((await call('GET', `${base}/rules`)).body.data[0].rule_expression).toBeNull();
    expect((await call('DELETE', `${base}/classifications/${seeded[0].id}`)).status).toBe(403);

    const made = await call('POST', `${base}/classifications`, { name: '敏感账户', risk_level: 'high' });
    expect(made).toMatchObject({ status: 201, body: { data: { name: '敏感账户', is_system: false } } });
    const rule_expression = {
      type: 'mysql_permissions',
      global_privileges: ['SUPER', 'GRANT OPTION'],
      operator: 'OR',
    };
    const input = { classification_id: made.body.data.id, rule_name: '可转授', rule_expression };
    const rule = (await call('POST', `${base}/rules`, input)).body;
    expect(rule).toMatchObject({
      message: '规则创建成功',
      data: { classification_id: made.body.data.id, db_type: 'mysql', rule_expression },
    });
    const changed = await call('PUT', `${base}/rules/${rule.data.id}`, {
      rule_expression: { type: 'oracle_permissions', roles: ['DBA'], tablespace_quotas: ['UNLIMITED'] },
    });
    expect(changed.body.message).toContain('UNLIMITED');
    expect(changed.body.data.expression).toBe('engine = "oracle" and role("DBA")');
    for (const wrong of [{ type: 'mysql_permissions', global_privileges: [] }, 'superusr']) {
      const refused = await call('PUT', `${base}/rules/${rule.data.id}`, { rule_expression: wrong });
      expect(refused).toMatchObject({ status: 422, body: { error: 'ValidationError' } });
    }
    expect((await call('DELETE', `${base}/rules/${rule.data.id}`)).status).toBe(204);
    expect((await call('DELETE', `${base}/classifications/${made.body.data.id}`)).status).toBe(204);
    expect((await call('PUT', `${base}/rules/${rule.data.id}`, {})).status).toBe(404);
  });

  test('database types stand at three paths', async () => {
    for (const path of ['/api/list', '/api/active', '/database-types/api/list']) {
      const { data } = (await call('GET', path)).body;
      expect(data.find((type: { name: string }) => type.name === 'mysql')).toMatchObject({
        default_port: 3306,
        is_active: true,
      });
    }
    const options = (await call('GET', '/api/form-options')).body.data;
    expect(options).toContainEqual(expect.objectContaining({ value: 'oracle', text: 'Oracle' }));
  });
});
