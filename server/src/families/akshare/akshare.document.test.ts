import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeAkshareScripts } from '../../../test/akshare-scripts.ts';
import documented from '../../../test/documents/akshare.json' with { type: 'json' };
import { createFamilyClient, type FamilyClient } from '../../../test/family-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { createMysqlOrders, mysqlFound } from '../../../test/order-databases.ts';
import { shapeDifferences } from '../../../test/same-shape.ts';
import { adminPassword, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { akshareOperations } from './akshare.family.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Documented {
  method: string;
  path: string;
  request?: Record<string, unknown>;
  status: number;
  response?: { code: number; message: string; data?: unknown };
}

const examples = documented as unknown as Documented[];

function example(method: string, path: string): Documented {
  const found = examples.find((one) => one.method === method && one.path === path);
  if (!found) throw new Error(`the document has no ${method} ${path}`);
  return found;
}

describe('the akshare family', () => {
  it('has exactly the operations of the document, with their filters', () => {
    const ours = Object.values(akshareOperations)
      .flatMap((group) => Object.values(group))
      .map(({ method, path, ...rest }) => {
        const names = 'query' in rest ? Object.keys(rest.query.shape) : [];
        return `${method} ${path} ${names.toSorted().join()}`;
      });
    const theirs = documented.map(
      ({ method, path, query }) => `${method} ${path} ${query.toSorted().join()}`,
    );
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    expect(ours).toHaveLength(48);
  });
});

describeOnBothStores('the akshare document', (metadata) => {
  let test: TestApp;
  let anonymous: FamilyClient;
  let admin: FamilyClient;
  let userId: number;

  beforeAll(async () => {
    test = await startTestApp({ metadata, config: { egress: 'open' } });
    await placeAkshareScripts(test);
    anonymous = createFamilyClient(test, '/akshare/api');
    const login = await anonymous.post('/auth/login', { username: 'admin', password: adminPassword });
    admin = anonymous.with({ token: login.body.data.access_token });
    // Two at once, as two administrators may do: a script is registered once.
    const scans = await Promise.all([follow('POST', '/scripts/scan'), follow('POST', '/scripts/scan')]);
    expect(scans[0].registered).toBeGreaterThanOrEqual(2);
    const { versions } = (await test.admin.get('/scripts/stock_zh_a_hist/versions')).body.data;
    expect(versions).toHaveLength(1);
    test.app.start();
  }, 120_000);
  afterAll(() => test.close());

  /**
   * Calls an operation as its example does and holds the answer against the example's; `absent` names what the answer
   * has no value of, because what the example tells of has not happened.
   */
  async function follow(
    method: Method,
    path: string,
    options: {
      url?: string;
      change?: Record<string, unknown>;
      client?: FamilyClient;
      absent?: string[];
    } = {},
  ) {
    const { request, status, response } = example(method, path);
    const client = options.client ?? admin;
    const url = options.url ?? path;
    const body = request && { ...request, ...options.change };
    const answer = await {
      GET: () => client.get(url),
      POST: () => client.post(url, body),
      PUT: () => client.put(url, body ?? options.change),
      PATCH: () => client.patch(url),
      DELETE: () => client.delete(url),
    }[method]();
    expect(answer.body).toMatchObject({ code: 0, message: 'success' });
    expect(answer.status).toBe(status);
    const absent = (options.absent ?? []).map((key) => new RegExp(`\\.${key} is null instead of`));
    const differences = shapeDifferences(response, answer.body).filter(
      (difference) => !absent.some((one) => one.test(difference)),
    );
    expect(differences).toEqual([]);
    return answer.body.data;
  }

  /** Waits until a download is over or half done. */
  async function downloadThat(status: string, id: string) {
    const url = `/data/download/${id}/status`;
    await expect.poll(async () => (await admin.get(url)).body.data.status, { timeout: 30_000 }).toBe(status);
    return (await admin.get(url)).body.data;
  }

  async function download(parameters: Record<string, unknown>): Promise<string> {
    const interfaces = (await admin.get('/interfaces/?keyword=stock_zh_a_hist')).body.data.items;
    const change = { interface_id: interfaces[0].id, parameters };
    const started = await follow('POST', '/data/download', { change });
    expect(started).toMatchObject({ execution_id: expect.stringMatching(/^exec_/), status: 'pending' });
    return started.execution_id;
  }

  it('registers, signs in, refreshes and signs out', async () => {
    const person = { username: 'quant', email: 'quant@example.com', password: 'moonlight 7' };
    const registered = await follow('POST', '/auth/register', {
      client: anonymous,
      change: { ...person, password_confirm: person.password },
    });
    const me = anonymous.with({ token: registered.access_token });
    const shown = await follow('GET', '/auth/me', { client: me });
    expect(shown).toMatchObject({ username: 'quant', email: person.email, role: 'user', is_active: true });
    userId = shown.id;
    const signedIn = await follow('POST', '/auth/login', { client: anonymous, change: person });
    expect(signedIn.token_type).toBe('bearer');
    for (const _ of [1, 2]) {
      const change = { refresh_token: signedIn.refresh_token };
      const refreshed = await follow('POST', '/auth/refresh', { client: anonymous, change });
      const again = anonymous.with({ token: refreshed.access_token });
      expect((await again.get('/auth/me')).status).toBe(200);
      const claims = JSON.parse(Buffer.from(refreshed.access_token.split('.')[1], 'base64url').toString());
      expect(claims.exp - claims.iat).toBe(refreshed.expires_in);
    }
    const leaving = anonymous.with({ token: signedIn.access_token });
    expect(await follow('POST', '/auth/logout', { client: leaving })).toBeUndefined();
    expect((await leaving.get('/auth/me')).body).toMatchObject({ code: 1001, message: '认证失败' });
    const refused = await anonymous.post('/auth/refresh', { refresh_token: signedIn.refresh_token });
    expect(refused.status).toBe(401);
  });

  it('lets administrators find, change and delete users', async () => {
    const page = await follow('GET', '/users/', { url: '/users/?username=QUA&email=example&role=user' });
    expect(page).toMatchObject({ total: 1, page: 1, page_size: 20, total_pages: 1 });
    const url = `/users/${userId}`;
    expect(await follow('GET', '/users/{user_id}', { url })).toEqual(page.items[0]);
    const changed = await follow('PUT', '/users/{user_id}', { url });
    expect(changed).toMatchObject({ email: 'newemail@example.com', role: 'admin', is_active: true });
    const change = { new_password: 'sunlight 8' };
    await follow('POST', '/users/{user_id}/reset-password', { url: `${url}/reset-password`, change });
    const signedIn = await anonymous.post('/auth/login', { username: 'quant', password: 'sunlight 8' });
    expect(signedIn.status).toBe(200);
    await follow('DELETE', '/users/{user_id}', { url });
    expect((await admin.get(url)).body).toMatchObject({ code: 2001, message: '资源不存在' });
  });

  it('lists scripts and their categories, and tests and toggles one', async () => {
    const page = await follow('GET', '/scripts/', { url: '/scripts/?category=stocks&is_active=true' });
    const script = page.items.find((one: { script_id: string }) => one.script_id === 'stock_zh_a_hist');
    expect(script).toMatchObject({ script_name: 'A股历史行情', frequency: 'daily', is_active: true });
    expect(await follow('GET', '/scripts/categories')).toEqual(expect.arrayContaining(['stocks', 'funds']));

    const path = '/scripts/{script_id}';
    const detail = await follow('GET', path, { url: '/scripts/stock_zh_a_hist' });
    expect(detail.module_path).toBe('scripts.stocks.daily.stock_zh_a_hist');
    expect(detail.parameters[0]).toEqual({
      name: 'symbol',
      type: 'string',
      required: true,
      description: '股票代码',
    });
    expect(await follow('GET', path, { url: `/scripts/${script.id}` })).toEqual(detail);
    const tested = await follow('POST', `${path}/test`, { url: '/scripts/stock_zh_a_hist/test' });
    expect(tested).toMatchObject({ status: 'success', rows_affected: 250 });
    for (const is_active of [false, true]) {
      const toggled = await follow('PATCH', `${path}/toggle`, { url: '/scripts/stock_zh_a_hist/toggle' });
      expect(toggled).toEqual({ id: script.id, is_active });
    }
  });

  it('creates the task of its example, runs, pauses, changes and deletes it', async () => {
    const path = '/tasks/{task_id}';
    const created = await follow('POST', '/tasks/', { absent: ['last_execution_at'] });
    expect(created).toMatchObject({
      ...example('POST', '/tasks/').request,
      is_active: true,
      last_execution_at: null,
      next_execution_at: expect.stringMatching(/T07:00:00Z$/),
    });
    const url = `/tasks/${created.id}`;
    expect(await follow('GET', path, { url })).toMatchObject({ retry_on_failure: true, max_retries: 3 });
    const started = await follow('POST', `${path}/execute`, { url: `${url}/execute` });
    expect(started.status).toBe('pending');
    await downloadThat('completed', started.execution_id);

    await admin.post('/tasks/', { name: '手动', script_id: 'fund_endless', schedule_type: 'manual' });
    const listed = await follow('GET', '/tasks/', { url: '/tasks/?is_active=true&page_size=1&page=2' });
    expect(listed).toMatchObject({ page: 2, page_size: 1, total: 2, total_pages: 2 });
    expect(listed.items[0].id).toBe(created.id);
    const runs = await follow('GET', `${path}/executions`, { url: `${url}/executions?status=completed` });
    expect(runs).toMatchObject({ total: 1, total_pages: 1 });
    expect(runs.items[0]).toMatchObject({
      execution_id: started.execution_id,
      task_id: created.id,
      rows_affected: 250,
      error_message: null,
    });

    await follow('POST', `${path}/pause`, { url: `${url}/pause` });
    expect((await admin.get(url)).body.data.is_active).toBe(false);
    await follow('POST', `${path}/resume`, { url: `${url}/resume` });
    expect((await admin.get(url)).body.data.is_active).toBe(true);
    const changed = await follow('PUT', path, { url, change: { name: '改名', retry_on_failure: false } });
    expect(changed).toMatchObject({ name: '改名', retry_on_failure: false, max_retries: 0 });
    await follow('DELETE', path, { url });
    expect((await admin.get(url)).body.code).toBe(2001);
  });

  it('downloads an interface’s data and tells status and result', async () => {
    const id = await download({ symbol: '600000', start_date: '20240101' });
    await downloadThat('completed', id);
    const path = '/data/download/{execution_id}';
    const status = await follow('GET', `${path}/status`, { url: `/data/download/${id}/status` });
    expect(status).toEqual({ execution_id: id, status: 'completed', progress: 100, rows_affected: 250 });
    const result = await follow('GET', `${path}/result`, { url: `/data/download/${id}/result` });
    expect(result).toMatchObject({ rows_affected: 250, table_name: 'ak_stock_zh_a_hist' });

    const detail = await follow('GET', '/executions/{execution_id}', {
      url: `/executions/${id}`,
      absent: ['task_id'],
    });
    expect(detail).toMatchObject({
      task_id: null,
      status: 'completed',
      rows_affected: 250,
      result: { message: 'success' },
      retry_count: 0,
      triggered_by: 'manual',
    });
  });

  it('lists, retries, cancels and counts executions', async () => {
    const task = (
      await admin.post('/tasks/', { name: '不停', script_id: 'fund_endless', schedule_type: 'manual' })
    ).body.data;
    const { execution_id: id } = (await admin.post(`/tasks/${task.id}/execute`)).body.data;
    await expect
      .poll(async () => (await admin.get(`/data/download/${id}/status`)).body.data.progress, {
        timeout: 30_000,
      })
      .toBe(50);
    await follow('POST', '/executions/{execution_id}/cancel', { url: `/executions/${id}/cancel` });
    await downloadThat('cancelled', id);
    const retried = await follow('POST', '/executions/{execution_id}/retry', {
      url: `/executions/${id}/retry`,
    });
    await downloadThat('running', retried.execution_id);
    await follow('POST', '/executions/{execution_id}/cancel', {
      url: `/executions/${retried.execution_id}/cancel`,
    });
    await downloadThat('cancelled', retried.execution_id);

    const own = await follow('GET', '/executions/', {
      url: `/executions/?task_id=${task.id}&page_size=1`,
      absent: ['rows_affected'],
    });
    expect(own).toMatchObject({ total: 2, page: 1, page_size: 1, total_pages: 2 });
    expect(own.items[0].execution_id).toBe(retried.execution_id);
    expect((await admin.get('/executions/?task_id=987654')).body.data.total).toBe(0);
    const stats = await follow('GET', '/executions/stats');
    expect(stats.success_count).toBeGreaterThan(0);
    expect(stats).toMatchObject({ failed_count: 0, running_count: 0, success_rate: 100 });
  });

  it('shows and exports what was collected', async () => {
    await downloadThat('completed', await download({ symbol: '300750', start_date: '2024-01-01' }));
    const page = await follow('GET', '/tables/', { url: '/tables/?category=stocks' });
    expect(page.items).toHaveLength(1);
    const url = '/tables/ak_stock_zh_a_hist';
    const table = await follow('GET', '/tables/{table_name}', { url });
    expect(table).toMatchObject({ display_name: 'A股历史行情', row_count: page.items[0].row_count });
    expect(table.schema_info.columns).toEqual([
      { name: '代码', type: 'TEXT', nullable: false },
      { name: 'date', type: 'DATE', nullable: false },
      { name: '收盘', type: 'DOUBLE', nullable: true },
      { name: '成交量', type: 'BIGINT', nullable: true },
    ]);
    expect(await follow('GET', '/tables/{table_name}/schema', { url: `${url}/schema` })).toEqual(
      table.schema_info,
    );
    const rows = await admin.get(`${url}/data?page=2&page_size=2&sort_by=date&sort_order=desc`);
    const sorted = rows.body.data;
    expect(sorted).toMatchObject({ page: 2, page_size: 2, total: table.row_count });
    expect(sorted.total_pages).toBe(Math.ceil(table.row_count / 2));
    expect(sorted.items[0]).toEqual({
      代码: expect.any(String),
      date: '2024-09-06',
      收盘: expect.any(Number),
      成交量: expect.any(Number),
    });

    const csv = await admin.get(`${url}/export?limit=2`);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.headers['content-disposition']).toContain('.csv');
    expect(csv.text.trim().split(/\r?\n/)).toHaveLength(3);
    const excel = await admin.get(`${url}/export?format=excel&limit=3`);
    expect(excel.headers['content-disposition']).toContain('.xlsx');
    expect(excel.text.startsWith('PK')).toBe(true);
  });

  it('shows every script as an interface', async () => {
    const page = await follow('GET', '/interfaces/', {
      url: '/interfaces/?category=stocks&keyword=lsxq',
    });
    const item = page.items.find((one: { name: string }) => one.name === 'stock_zh_a_hist');
    expect(item).toMatchObject({ display_name: 'A股历史行情', category: 'stocks', parameter_count: 3 });
    const categories = await follow('GET', '/interfaces/categories');
    const stocks = categories.find((one: { name: string }) => one.name === 'stocks');
    expect(stocks).toMatchObject({ display_name: '股票', description: '股票相关数据接口' });
    expect(stocks.interface_count).toBe((await admin.get('/interfaces/?category=stocks')).body.data.total);

    const path = '/interfaces/{interface_id}';
    const detail = await follow('GET', path, { url: `/interfaces/${item.id}` });
    const [symbol, start, adjust] = detail.parameters;
    const wanted = example('GET', path).response?.data as { parameters: object[] };
    expect(symbol).toEqual(wanted.parameters[0]);
    expect(start).toMatchObject({ type: 'date', required: false, default_value: null });
    expect(adjust.description).toBe('复权（可选：qfq、hfq）');
    const parameters = await follow('GET', `${path}/parameters`, {
      url: `/interfaces/${item.id}/parameters`,
    });
    expect(parameters).toEqual(detail.parameters);
  });

  it('changes the settings, which hold at once', async () => {
    expect(await follow('GET', '/settings/')).toEqual(example('GET', '/settings/').response?.data);
    expect(await follow('PUT', '/settings/')).toMatchObject({
      max_concurrent_tasks: 10,
      default_timeout: 600,
      max_retries: 3,
    });
    expect((await test.admin.get('/settings/collect')).body.data.max_concurrent_tasks).toBe(10);
    const state = await follow('GET', '/settings/scheduler', { absent: ['next_run_time'] });
    expect(state.running).toBe(true);
  });

  it('tells where the tables are kept', async () => {
    const data = await follow('GET', '/settings/database', {
      absent: ['host', 'port', 'database', 'username'],
    });
    expect(data).toEqual({ host: null, port: null, database: null, username: null });
  });

  it.skipIf(!mysqlFound)('tests another database, moves the tables there and goes on there', async () => {
    const mysql = await createMysqlOrders();
    const { host, port, password } = mysql;
    const target = { host, port, database: mysql.database, username: mysql.user };
    const change = { ...target, password };
    const tested = await follow('POST', '/settings/database/test', { change });
    expect(tested.connected).toBe(true);
    expect(tested.latency_ms).toBeGreaterThanOrEqual(0);
    const failed = await admin.post('/settings/database/test', { ...change, database: 'none' });
    expect(failed.body).toMatchObject({ code: 0, data: { connected: false, latency_ms: null } });
    expect(failed.body.message).not.toBe('success');
    const refused = await admin.put('/settings/database', { ...change, database: 'none' });
    expect(refused.body).toMatchObject({ code: 5001, message: '数据库错误', detail: expect.any(String) });

    const rows = async () =>
      (await admin.get('/tables/ak_stock_zh_a_hist/data?sort_by=date&page_size=3')).body.data;
    const before = await rows();
    await follow('PUT', '/settings/database', { change });
    await expect
      .poll(async () => (await admin.get('/settings/database')).body.data, { timeout: 30_000 })
      .toEqual(target);
    expect(await follow('GET', '/settings/database')).toEqual(target);
    expect(await rows()).toEqual(before);
    await downloadThat('completed', await download({ symbol: '000651' }));
    expect((await rows()).total).toBe(before.total + 250);
    await follow('PUT', '/settings/database', { change });
    await mysql.drop();
  });
});
