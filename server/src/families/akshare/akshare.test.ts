import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { placeAkshareScripts } from '../../../test/akshare-scripts.ts';
import { createFamilyClient, type FamilyClient } from '../../../test/family-client.ts';
import { adminPassword, startTestApp, type TestApp, userPassword } from '../../../test/test-app.ts';

const task = {
  name: '每日',
  script_id: 'stock_zh_a_hist',
  schedule_type: 'manual',
  parameters: { symbol: '1' },
};

describe('a client of the akshare document', () => {
  let test: TestApp;
  let anonymous: FamilyClient;
  let admin: FamilyClient;
  let user: FamilyClient;
  let username: string;

  beforeAll(async () => {
    test = await startTestApp({ config: { egress: 'open' } });
    await placeAkshareScripts(test);
    anonymous = createFamilyClient(test, '/akshare/api');
    admin = await signIn('admin', adminPassword);
    await admin.post('/scripts/scan');
    username = (await test.newUser()).token && (await newestUser());
    user = await signIn(username, userPassword);
    test.app.start();
  }, 120_000);
  afterAll(() => test.close());

  async function signIn(name: string, password: string): Promise<FamilyClient> {
    const { data } = (await anonymous.post('/auth/login', { username: name, password })).body;
    return anonymous.with({ token: data.access_token });
  }

  async function newestUser(): Promise<string> {
    const { items } = (await admin.get('/users/')).body.data;
    return items.at(-1).username;
  }

  const failure = (code: number, detail: string) => ({ code, detail: expect.stringContaining(detail) });

  describe('who signs in', () => {
    it('is told what the document numbers', async () => {
      const wrong = await anonymous.post('/auth/login', { username: 'admin', password: 'nothing 1' });
      expect(wrong.status).toBe(401);
      expect(wrong.body).toEqual({ code: 1001, message: '认证失败', detail: '用户名或密码错误' });
      for (const client of [anonymous, anonymous.with({ token: 'e30.e30.e30' })]) {
        expect((await client.get('/auth/me')).body).toMatchObject({ code: 1001 });
      }
      const refused = await user.get('/users/');
      expect(refused.status).toBe(403);
      expect(refused.body).toMatchObject({ code: 1003, message: '权限不足' });
    });

    it('is told apart when the token has expired', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
      try {
        const late = await user.get('/auth/me');
        expect(late.status).toBe(401);
        expect(late.body).toMatchObject({ code: 1002, message: '令牌过期' });
      } finally {
        vi.useRealTimers();
      }
    });

    it('cannot carry a refresh token from another family', async () => {
      const { refreshToken } = await test.signIn('admin', adminPassword);
      const answer = await anonymous.post('/auth/refresh', { refresh_token: refreshToken });
      expect(answer.body).toMatchObject(failure(1001, '另一个接口'));
    });
  });

  describe('who registers', () => {
    const person = { username: 'new_one', email: 'new@example.com', password: 'moonlight 7' };

    it('repeats the password and takes a free name', async () => {
      const unequal = await anonymous.post('/auth/register', { ...person, password_confirm: 'other 7777' });
      expect(unequal.status).toBe(422);
      expect(unequal.body).toMatchObject(failure(3001, 'password_confirm：两次输入的密码不一致'));
      const right = { ...person, password_confirm: person.password };
      expect((await anonymous.post('/auth/register', right)).status).toBe(201);
      const again = await anonymous.post('/auth/register', { ...right, email: 'other@example.com' });
      expect(again.status).toBe(400);
      expect(again.body).toMatchObject(failure(2002, '「new_one」已被使用'));
    });

    it.each([
      [{ username: 'x' }, 'username'],
      [{ email: 'nowhere' }, 'email'],
      [{ password: 'short' }, 'password'],
      [{ username: undefined }, 'username：必填'],
      [{ username: 'null\0' }, 'username'],
    ])('and is told what is wrong with %j', async (change, detail) => {
      const answer = await anonymous.post('/auth/register', {
        ...person,
        password_confirm: person.password,
        ...change,
      });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject(failure(3001, detail));
    });
  });

  describe('bad input', () => {
    it.each([
      ['/users/?page=0', 'page'],
      ['/users/?page_size=101', 'page_size'],
      ['/users/?role=king', 'role'],
      ['/users/abc', 'user_id：须为用户的整数编号'],
      ['/scripts/?is_active=perhaps', 'is_active'],
      ['/executions/?status=done', 'status'],
      ['/executions/?task_id=x', 'task_id'],
    ])('in %s is named', async (path, detail) => {
      const answer = await admin.get(path);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject(failure(3001, detail));
    });

    it.each([
      '/users/987654',
      '/scripts/none',
      '/scripts/987654',
      '/tasks/987654',
      '/executions/exec_none',
      '/tables/none',
      '/tables/none/data',
      '/tables/none/export',
      '/interfaces/987654/parameters',
      '/data/download/exec_none/result',
      '/nowhere',
    ])('of what is not there, %s, is 2001', async (path) => {
      const answer = await admin.get(path);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 2001, message: '资源不存在', detail: expect.any(String) });
    });

    it('that is no JSON is 3002', async () => {
      const answer = await anonymous.post('/auth/login', '{"username":', {
        'content-type': 'application/json',
      });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 3002, message: '参数格式错误' });
    });

    it.each([
      [{ schedule_type: 'cron', schedule_expression: 'soon' }, 'schedule_expression'],
      [{ schedule_type: 'yearly' }, 'schedule_type'],
      [{ parameters: {} }, 'parameters.symbol：参数 symbol 必须填写'],
      [{ parameters: { symbol: '1', other: 2 } }, 'parameters.other'],
      [{ parameters: { symbol: '1', start_date: '2024-02-31' } }, 'parameters.start_date'],
      [{ max_retries: 11 }, 'max_retries'],
      [{ timeout: 0 }, 'timeout'],
      [{ name: ' ' }, 'name'],
    ])('of a task, %j, is named', async (change, detail) => {
      const answer = await admin.post('/tasks/', { ...task, ...change });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject(failure(3001, detail));
    });

    it.each([
      [{ max_concurrent_tasks: 0 }, 'max_concurrent_tasks'],
      [{ default_timeout: 'long' }, 'default_timeout'],
      [{ retry_enabled: 'yes' }, 'retry_enabled'],
    ])('of the settings, %j, changes nothing', async (body, detail) => {
      const before = (await admin.get('/settings/')).body.data;
      expect((await admin.put('/settings/', body)).body).toMatchObject(failure(3001, detail));
      expect((await admin.get('/settings/')).body.data).toEqual(before);
    });
  });

  describe('what a script does', () => {
    it('that fails is 5003, in a test and as a download', async () => {
      const parameters = { symbol: 'WRONG' };
      const tested = await user.post('/scripts/stock_zh_a_hist/test', { parameters });
      expect(tested.status).toBe(400);
      expect(tested.body).toMatchObject({
        code: 5003,
        message: '数据采集错误',
        detail: expect.stringMatching(/第 \d+ 行：.*没有这只股票/),
      });
      const started = await user.post('/data/download', { interface_id: 'stock_zh_a_hist', parameters });
      const url = `/data/download/${started.body.data.execution_id}`;
      await expect
        .poll(async () => (await user.get(`${url}/status`)).body.data.status, { timeout: 30_000 })
        .toBe('failed');
      expect((await user.get(`${url}/result`)).body).toMatchObject(failure(5003, '没有这只股票'));
      const { data } = (await user.get(`/executions/${started.body.data.execution_id}`)).body;
      expect(data).toMatchObject({ error_message: expect.stringContaining('没有这只股票'), result: null });
      const cancelled = await user.post(`/executions/${started.body.data.execution_id}/cancel`);
      expect(cancelled.status).toBe(400);
      expect(cancelled.body).toMatchObject(failure(5002, '已经结束'));
    });

    it('tells the running result by its table and the time so far', async () => {
      const { execution_id: id } = (await user.post('/data/download', { interface_id: 'fund_endless' })).body
        .data;
      const status = async () => (await user.get(`/data/download/${id}/status`)).body.data;
      await expect.poll(async () => (await status()).progress, { timeout: 30_000 }).toBe(50);
      expect(await status()).toMatchObject({ status: 'running', rows_affected: 0 });
      const result = (await user.get(`/data/download/${id}/result`)).body.data;
      expect(result).toMatchObject({ status: 'running', rows_affected: 0, table_name: 'fund_endless' });
      expect(result.execution_time).toBeGreaterThan(0);
      expect((await admin.get('/executions/stats')).body.data.running_count).toBe(1);
      await user.post(`/executions/${id}/cancel`);
      await expect.poll(async () => (await status()).status, { timeout: 30_000 }).toBe('cancelled');
      expect((await user.get(`/data/download/${id}/result`)).body).toMatchObject(failure(5003, '已取消'));
    });

    it('is not done while it is disabled', async () => {
      await admin.patch('/scripts/fund_endless/toggle');
      const started = await user.post('/data/download', { interface_id: 'fund_endless' });
      expect(started.body).toMatchObject(failure(3001, '已停用'));
      const listed = (await user.get('/interfaces/?keyword=fund_endless')).body.data;
      expect(listed).toMatchObject({ items: [], total: 0, total_pages: 0 });
      await admin.patch('/scripts/fund_endless/toggle');
    });
  });

  describe('an ordinary user', () => {
    it('sees own tasks and executions only', async () => {
      const { id } = (await admin.post('/tasks/', task)).body.data;
      for (const path of [`/tasks/${id}`, `/tasks/${id}/executions`]) {
        expect((await user.get(path)).status).toBe(404);
      }
      expect((await user.post(`/tasks/${id}/execute`)).body.code).toBe(2001);
      expect((await user.put(`/tasks/${id}`, { name: '我的' })).body.code).toBe(2001);
      expect((await user.delete(`/tasks/${id}`)).body.code).toBe(2001);
      const { execution_id: execution } = (await admin.post(`/tasks/${id}/execute`)).body.data;
      for (const path of [`/executions/${execution}`, `/data/download/${execution}/status`]) {
        expect((await user.get(path)).body.code).toBe(2001);
      }
      expect((await user.get(`/executions/?task_id=${id}`)).body.data.total).toBe(0);
      expect((await user.get('/tasks/')).body.data.items).toEqual([]);
      const own = (await user.post('/tasks/', task)).body.data;
      expect((await user.get('/tasks/')).body.data.items).toMatchObject([{ id: own.id }]);
      expect((await admin.get(`/tasks/${own.id}`)).body.data.name).toBe('每日');
    });

    it('hears of files that do not load, with what is wrong with each', async () => {
      const folder = join(test.config.dataDir, 'scripts', 'funds', 'daily');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'fund_torn.ts'), 'export default {\n  id: ');
      const { data } = (await admin.post('/scripts/scan')).body;
      await rm(join(folder, 'fund_torn.ts'));
      expect(data.problems).toEqual([
        { path: 'funds/daily/fund_torn.ts', error: expect.any(String), line: expect.anything() },
      ]);
    });

    it('may not touch what is the administrators’', async () => {
      const refused = [
        await user.post('/scripts/scan'),
        await user.patch('/scripts/fund_endless/toggle'),
        await user.get('/settings/'),
        await user.put('/settings/', {}),
        await user.put('/settings/database', {}),
        await user.get('/settings/scheduler'),
        await user.post('/users/1/reset-password', { new_password: 'moonlight 9' }),
      ];
      expect(refused.map(({ body }) => body.code)).toEqual(refused.map(() => 1003));
    });
  });

  it('keeps the retries of a task that it does not change', async () => {
    const created = (await admin.post('/tasks/', { ...task, retry_on_failure: true })).body.data;
    expect(created).toMatchObject({ retry_on_failure: true, max_retries: 3 });
    const url = `/tasks/${created.id}`;
    expect((await admin.put(url, { name: '新名' })).body.data).toMatchObject({
      name: '新名',
      max_retries: 3,
    });
    expect((await admin.put(url, { max_retries: 5 })).body.data.max_retries).toBe(5);
    expect((await admin.put(url, { retry_on_failure: true })).body.data.max_retries).toBe(5);
    expect((await admin.put(url, { retry_on_failure: false })).body.data.max_retries).toBe(0);
    await admin.put('/settings/', { retry_enabled: false });
    expect((await admin.post('/tasks/', task)).body.data.max_retries).toBe(0);
    expect((await admin.put(url, { retry_on_failure: true })).body.data.max_retries).toBe(3);
    await admin.put('/settings/', { retry_enabled: true });
  });

  it('names the column that a table does not have', async () => {
    const { body } = await user.post('/data/download', {
      interface_id: 'stock_zh_a_hist',
      parameters: { symbol: '1' },
    });
    const status = async () =>
      (await user.get(`/data/download/${body.data.execution_id}/status`)).body.data.status;
    await expect.poll(status, { timeout: 30_000 }).toBe('completed');
    const url = '/tables/ak_stock_zh_a_hist/data';
    const answer = await user.get(`${url}?sort_by=${encodeURIComponent('收盘"; drop table x; --')}`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject(failure(3001, 'sort_by：没有列「收盘"; drop table x; --」'));
    expect((await user.get(`${url}?page=1000000000`)).body.data).toMatchObject({ items: [], total: 250 });
    expect((await user.get('/tables/ak_stock_zh_a_hist/export?format=pdf')).body.code).toBe(3001);
    expect((await user.get('/tables/ak_stock_zh_a_hist/export?limit=0')).body.code).toBe(3001);
  });

  it('keeps the last administrator', async () => {
    const answer = await admin.put('/users/1', { role: 'user' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: -1, message: expect.stringContaining('最后一位管理员') });
  });

  it('reaches its paths with and without a final slash, and at the root by path, header or token', async () => {
    for (const path of ['/tasks', '/tasks/', '/scripts', '/scripts/stock_zh_a_hist/']) {
      expect((await admin.get(path)).body).toMatchObject({ code: 0, message: 'success' });
    }
    const root = createFamilyClient(test, '/api', admin.token);
    for (const path of ['/tasks/', '/executions/stats', '/settings/scheduler', '/auth/me', '/users/']) {
      expect((await root.get(path)).body).toMatchObject({ code: 0, message: 'success' });
    }
    const stranger = createFamilyClient(test, '/api');
    const person = { username: 'admin', password: adminPassword };
    const named = await stranger.post('/auth/login', person, { 'x-sextant-family': 'akshare' });
    expect(named.body.data).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    const other = await stranger.post('/auth/login', person, { 'x-sextant-family': 'wenshu' });
    expect(other.body).toMatchObject({ code: 200, data: { token: expect.any(String) } });
  });
});

describe('the akshare family', () => {
  let test: TestApp | undefined;
  const close = async () => test?.close();

  it('allows users 100 and administrators 1,000 calls a minute', async () => {
    test = await startTestApp({ config: { rateLimit: true } });
    try {
      const { token } = await test.newUser();
      const user = createFamilyClient(test, '/akshare/api', token);
      const admin = user.with({ token: test.admin.token });
      const calls = (client: FamilyClient, count: number) =>
        Promise.all(Array.from({ length: count }, (_, at) => client.get(at % 2 ? '/auth/me' : '/scripts/')));
      const answers = await calls(user, 100);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      const refused = await user.get('/auth/me');
      expect(refused.status).toBe(429);
      expect(refused.body).toMatchObject({ code: -1, message: expect.stringContaining('每分钟最多 100 次') });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      const adminCalls = await calls(admin, 150);
      expect(adminCalls[0]?.headers).toMatchObject({ 'x-ratelimit-limit': '1000' });
      expect(new Set(adminCalls.map(({ status }) => status))).toEqual(new Set([200]));
      const other = await test.newUser();
      expect((await user.with({ token: other.token }).get('/auth/me')).status).toBe(200);
    } finally {
      await close();
    }
  });

  it('answers the document’s URLs on a port of its own', async () => {
    test = await startTestApp({ config: { familyPorts: { akshare: 0 } } });
    try {
      await test.listen();
      const [opened] = await test.app.listenForFamilies();
      const base = `http://127.0.0.1:${opened?.port}`;
      const signedIn = await fetch(`${base}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password: adminPassword }),
      });
      const { data } = (await signedIn.json()) as { data: { access_token: string } };
      const tables = await fetch(`${base}/api/tables/`, {
        headers: { authorization: `Bearer ${data.access_token}` },
      });
      expect(await tables.json()).toMatchObject({ code: 0, data: { items: [], total_pages: 0 } });
      const nowhere = await fetch(`${base}/api/v1/models`);
      expect(await nowhere.json()).toMatchObject({ code: 2001 });
      expect((await fetch(`${base}/docs/json`)).status).toBe(200);
    } finally {
      await close();
    }
  });
});
