import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScript, saveScript } from '../../../test/collecting.ts';
import documented from '../../../test/documents/dataquery.json' with { type: 'json' };
import { createFamilyClient, type FamilyClient } from '../../../test/family-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { shapeDifferences } from '../../../test/same-shape.ts';
import { adminPassword, startTestApp, type TestApp } from '../../../test/test-app.ts';

import { pythonFound } from '../../../test/test-servers.ts';
import { dataqueryOperations } from './dataquery.family.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Documented {
  method: string;
  path: string;
  request?: Record<string, unknown>;
  response?: unknown;
}

function example(method: Method, path: string): Documented {
  const found = (documented as Documented[]).find((one) => one.method === method && one.path === path);
  if (!found) throw new Error(`the document has no ${method} ${path}`);
  return found;
}

/** A client of a WebSocket: frames of a type come in order through `next`. */
async function openSocket(url: string) {
  const socket = new WebSocket(url);
  const frames: { type: string; data: unknown }[] = [];
  let wake = () => {};
  socket.onmessage = ({ data }) => {
    frames.push(JSON.parse(String(data)));
    wake();
  };
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    closed,
    send: (frame: unknown) => socket.send(JSON.stringify(frame)),
    close: () => socket.close(),
    async next(type: string): Promise<unknown> {
      for (;;) {
        const at = frames.findIndex((frame) => frame.type === type);
        if (at >= 0) return frames.splice(at, 1)[0]?.data;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** The extension of the document's examples, with its config and forms. */
const extensionSource = `'''扩展模块说明'''

def get_default_config():
    return {'api_key': 'secret-1', 'base_url': 'https://api.example.com', 'timeout': 30}

def get_config_form(current_config=None):
    '''获取配置表单的方法说明'''
    return '<div class="mb-3"><input type="password" name="config.api_key"></div>'

def get_query_form(config=None):
    return '<div class="mb-3"><input name="keyword"><input type="number" name="limit"></div>'

def execute_query(params, config=None, db_manager=None):
    '''执行查询的方法说明'''
    return {
        'query_params': {'keyword': params['keyword'], 'limit': int(params['limit'])},
        'config_used': {'base_url': config['base_url'], 'timeout': config['timeout']},
        'data': [{'id': 1, 'name': '结果1'}, {'id': 2, 'name': '结果2'}],
        'meta': {'total': 2, 'page': 1, 'page_size': 10},
    }
`;

function multipart(fields: Record<string, string>, file?: { name: string; type: string; content: string }) {
  const boundary = 'sextant-boundary';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  if (file) {
    const disposition = `form-data; name="file"; filename="${file.name}"`;
    parts.push(
      `--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: ${file.type}\r\n\r\n${file.content}\r\n`,
    );
  }
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return { body: `${parts.join('')}--${boundary}--\r\n`, headers };
}

it('has exactly the operations of the document', () => {
  const ours = Object.values(dataqueryOperations)
    .flatMap((group) => Object.values(group))
    .map(({ method, path }) => `${method} ${path}`);
  const theirs = (documented as Documented[]).map(({ method, path }) => `${method} ${path}`);
  expect(ours.toSorted()).toEqual(theirs.toSorted());
  expect(ours).toHaveLength(36);
});

describeOnBothStores('the dataquery document', (metadata) => {
  let test: TestApp;
  let anonymous: FamilyClient;
  let admin: FamilyClient;
  let person: FamilyClient;

  beforeAll(async () => {
    test = await startTestApp({ metadata, config: { egress: 'open' } });
    test.app.start();
    anonymous = createFamilyClient(test, '/dataquery');
    const login = await anonymous.post('/api/auth/login', { username: 'admin', password: adminPassword });
    admin = anonymous.with({ token: login.body.access_token });
    const user = await test.newUser();
    person = anonymous.with({ token: user.token });
    await saveScript(test.admin, {
      id: 'function_name',
      table: `{ name: 'users', key: ['id'] }`,
      run: `yield [{ id: 1, username: 'admin', email: 'admin@example.com' }, { id: 2, username: 'user', email: 'user@example.com' }];`,
    });
    expect((await runScript(test.admin, 'function_name')).status).toBe('completed');
  }, 120_000);
  afterAll(() => test.close());

  /** Calls an operation as its example does and holds the answer against the example's. */
  async function follow(
    method: Method,
    path: string,
    options: {
      url?: string;
      change?: Record<string, unknown>;
      client?: FamilyClient;
      status?: number;
      absent?: string[];
    } = {},
  ) {
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
    expect(answer.body).not.toHaveProperty('code');
    expect(answer.status).toBe(options.status ?? 200);
    const absent = (options.absent ?? []).map((key) => new RegExp(`\\.${key} is `));
    const differences = response === undefined ? [] : shapeDifferences(response, answer.body);
    expect(differences.filter((difference) => !absent.some((one) => one.test(difference)))).toEqual([]);
    return answer.body;
  }

  it('signs in by JSON and by form, checks the token, and signs out', async () => {
    const change = { password: adminPassword };
    const signedIn = await follow('POST', '/api/auth/login', { client: anonymous, change });
    expect(signedIn.user).toMatchObject({ username: 'admin', is_superuser: true });

    const form = new URLSearchParams({ username: 'admin', password: adminPassword, grant_type: 'password' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const token = await anonymous.post('/api/auth/token', form.toString(), headers);
    expect(token.status).toBe(200);
    expect(shapeDifferences(example('POST', '/api/auth/token').response, token.body)).toEqual([]);

    const me = anonymous.with({ token: token.body.access_token });
    expect(await follow('POST', '/api/auth/test-token', { client: me })).toMatchObject({ username: 'admin' });
    expect(await follow('POST', '/api/auth/logout', { client: me })).toEqual({
      status_code: 200,
      detail: '登出成功',
    });
    const after = await me.post('/api/auth/test-token');
    expect(after.status).toBe(401);
    expect(after.body).toMatchObject({ status: 'error', code: 'INVALID_CREDENTIALS' });
  });

  it('answers wrong credentials, grants and rights with the codes of the document', async () => {
    const wrong = await anonymous.post('/api/auth/login', { username: 'admin', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({
      status: 'error',
      detail: '用户名或密码错误',
      code: 'INVALID_CREDENTIALS',
    });
    const grant = { username: 'admin', password: adminPassword, grant_type: 'implicit' };
    expect((await anonymous.post('/api/auth/token', grant)).body.detail).toContain('grant_type');
    expect((await person.get('/api/users/')).body.code).toBe('PERMISSION_DENIED');
    expect((await admin.get('/api/nothing')).body.status).toBe('error');
  });

  it('lists, creates and changes users', async () => {
    const created = await follow('POST', '/api/users/', { status: 201 });
    expect(created).toMatchObject({ username: 'newuser', nickname: '新用户', is_superuser: false });
    const listed = await follow('GET', '/api/users/', { url: '/api/users/?skip=0&limit=100' });
    expect(listed.map(({ username }: { username: string }) => username)).toContain('newuser');
    expect(await follow('GET', '/api/users/', { url: '/api/users/?skip=0&limit=1' })).toHaveLength(1);
    const own = await follow('GET', '/api/users/me');
    expect(own).toMatchObject({ username: 'admin', is_superuser: true });

    const url = `/api/users/${created.id}`;
    const changed = await follow('PUT', '/api/users/{user_id}', { url });
    expect(changed).toMatchObject({ nickname: '新昵称', email: 'newemail@example.com', is_active: true });
    expect((await admin.put(url, { is_active: false })).body.is_active).toBe(false);
    expect((await person.put(url, { nickname: '别人' })).status).toBe(403);
    const self = await person.get('/api/users/me');
    const renamed = await person.put(`/api/users/${self.body.id}`, { nickname: '小王' });
    expect(renamed.body.nickname).toBe('小王');
    expect((await person.put(`/api/users/${self.body.id}`, { is_superuser: true })).status).toBe(403);
  });

  it('shows the collected tables as a database and runs SQL with named values', async () => {
    const databases = await follow('GET', '/api/db/databases');
    expect(databases[0]).toEqual({ name: 'main', type: 'duckdb', status: 'connected' });
    const tables = await follow('GET', '/api/db/tables');
    expect(tables).toContainEqual({ name: 'users', row_count: 2, columns: 3 });
    const schema = await follow('GET', '/api/db/tables/{table_name}/schema', {
      url: '/api/db/tables/users/schema',
      absent: ['unique', 'primary_key'],
    });
    expect(schema.columns[0]).toMatchObject({ name: 'id', nullable: false, primary_key: true, unique: true });
    const change = {
      sql: 'SELECT id, username, email FROM users WHERE id <= :top ORDER BY id',
      params: { top: 2 },
    };
    const result = await follow('POST', '/api/db/query', { change });
    expect(result.data).toEqual([
      [1, 'admin', 'admin@example.com'],
      [2, 'user', 'user@example.com'],
    ]);
    expect(result.row_count).toBe(2);
  });

  it('lets those who may update change the rows of collected tables, and keeps what is known of them true', async () => {
    const run = async (sql: string, params = {}) => (await admin.post('/api/db/query', { sql, params })).body;
    expect(
      await run("INSERT INTO users (id, username, email) VALUES (:id, 'li', :email), (8, 'wu', NULL)", {
        id: 7,
        email: 'li@example.com',
      }),
    ).toMatchObject({ columns: [], data: [], row_count: 2 });
    const renamed = "UPDATE users SET username = upper(username), email = 'x' -- all\n WHERE id > :id";
    expect(await run(renamed, { id: 2 })).toMatchObject({ row_count: 2 });
    const all = 'SELECT id, username, email FROM users ORDER BY id';
    expect((await run(all)).data.slice(2)).toEqual([
      [7, 'LI', 'x'],
      [8, 'WU', 'x'],
    ]);
    const counted = async () => (await test.admin.get('/tables/users')).body.data.rows_count;
    expect(await counted()).toBe(4);
    expect((await runScript(test.admin, 'function_name')).rows_after).toBe(4);
    expect(await run('DELETE FROM users WHERE id IN (SELECT 7 UNION SELECT 8)')).toMatchObject({
      row_count: 2,
    });
    expect(await counted()).toBe(2);
    const recorded = await test.admin.get('/audit?action=table.rows_changed');
    expect(recorded.body.data.events[0]).toMatchObject({
      object_id: 'users',
      details: { kind: 'delete', rows: 2 },
    });
  });

  it('refuses a change that would break a key, leave the collected tables, or run anything else', async () => {
    for (const [sql, reason] of [
      ["INSERT INTO users (id, username) VALUES (1, 'again'), (9, 'new')", '重复'],
      ['UPDATE users SET id = 3', '主键'],
      ["UPDATE users SET _row_hash = 'x'", '_row_hash'],
      ["UPDATE users SET email = (SELECT content FROM read_text('/etc/passwd'))", 'read_text'],
      ['DELETE FROM users WHERE 1 = 1; DROP TABLE users', '一条'],
      ['DELETE FROM sqlite_master', 'sqlite_master'],
      ['DROP TABLE users', 'DROP'],
    ] as const) {
      const refused = await admin.post('/api/db/query', { sql });
      expect([sql, refused.status < 500, refused.body.detail]).toEqual([
        sql,
        true,
        expect.stringContaining(reason),
      ]);
    }
    const key = await test.admin.post('/api-keys', { name: 'reader', permissions: ['view'] });
    const viewer = anonymous.with({ token: key.body.data.key });
    expect((await viewer.post('/api/db/query', { sql: 'DELETE FROM users' })).body.code).toBe('SQL_REFUSED');
    expect((await admin.get('/api/db/tables')).body).toContainEqual({
      name: 'users',
      row_count: 2,
      columns: 3,
    });
  });

  it('refuses what would read files, or run two statements', async () => {
    for (const sql of ["SELECT * FROM read_text('/etc/passwd')", 'SELECT 1; SELECT 2']) {
      const refused = await admin.post('/api/db/query', { sql });
      expect([sql, refused.status, refused.body.code]).toEqual([sql, 400, 'SQL_REFUSED']);
    }
    expect((await admin.get('/api/db/tables/nothing/schema')).status).toBe(404);
    expect((await admin.get('/api/db/tables?database=sqlite')).body.detail).toContain('sqlite');
  });

  async function uploadExtension(name = '新扩展'): Promise<string> {
    const file = { name: 'example.py', type: 'text/x-python', content: extensionSource };
    const form = multipart({ name, description: '这是一个示例扩展' }, file);
    const created = await admin.post('/api/extensions/', form.body, form.headers);
    expect(created.status).toBe(201);
    expect(shapeDifferences(example('POST', '/api/extensions/').response, created.body)).toEqual([]);
    expect(created.body).toMatchObject({ name, message: '扩展创建成功' });
    return created.body.id;
  }

  it.skipIf(!pythonFound)('creates, shows, configures, runs and deletes an extension', async () => {
    const id = await uploadExtension();
    const path = '/api/extensions/{extension_id}';
    const url = `/api/extensions/${id}`;
    const listed = await follow('GET', '/api/extensions/', { url: '/api/extensions/?enabled=true' });
    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatchObject({ id, entry_point: `/query/${id}`, has_config_form: true });

    const detail = await admin.get(url);
    expect(detail.body.config).toEqual({ api_key: '***', base_url: 'https://api.example.com', timeout: 30 });
    expect(detail.body.document).toMatchObject({
      docs: '扩展模块说明',
      functions: { execute_query: '执行查询的方法说明', get_config_form: '获取配置表单的方法说明' },
    });
    const { config_form } = await follow('GET', `${path}/config`, {
      url: `${url}/config`,
      absent: ['base_url'],
    });
    expect(config_form).toContain('config.api_key');
    await follow('GET', `${path}/query`, { url: `${url}/query` });

    const form = multipart({ keyword: 'test', limit: '10' });
    const answer = await admin.post(`/query/${id}`, form.body, form.headers);
    expect(answer.body).toEqual(example('POST', '/query/{extension_id}').response);

    const changed = await follow('PUT', path, { url });
    expect(changed).toMatchObject({ name: '更新后的扩展名', config: { api_key: '***', timeout: 60 } });
    const again = await admin.post(`/query/${id}`, { keyword: '上海', limit: 1 });
    expect(again.body.config_used.timeout).toBe(60);

    expect((await admin.put(url, { enabled: false })).body.enabled).toBe(false);
    expect((await person.post(`/query/${id}`, { keyword: 'x', limit: 1 })).body).toMatchObject({
      status: 'error',
      code: 'EXTENSION_NOT_FOUND',
    });
    await follow('DELETE', path, { url });
    expect((await admin.get(url)).body).toMatchObject({ status: 'error', code: 'EXTENSION_NOT_FOUND' });
  });

  it.skipIf(!pythonFound)(
    'answers a failing extension with its line, and schedules one that works',
    async () => {
      const id = await uploadExtension('定时扩展');
      const failed = await admin.post(`/query/${id}`, { limit: 'many' });
      expect(failed.status).toBe(400);
      expect(failed.body.detail).toMatch(/第 \d+ 行/);
      const job = {
        name: '每天',
        func: id,
        cron_expression: '0 8 * * *',
        args: ['上海'],
        kwargs: { limit: 5 },
      };
      const created = await admin.post('/api/scheduler/jobs', job);
      expect(created.body).toMatchObject({ func: id, status: 'running' });
      await admin.delete(`/api/scheduler/jobs/${created.body.id}`);
      expect((await person.delete(`/api/extensions/${id}`)).status).toBe(403);
      expect((await admin.delete(`/api/extensions/${id}`)).status).toBe(200);
    },
  );

  it('uploads, lists, downloads and deletes files', async () => {
    const file = { name: 'document.pdf', type: 'application/pdf', content: '%PDF-1.4 ok' };
    const form = multipart({ path: '/uploads/' }, file);
    const uploaded = await admin.post('/api/files/upload', form.body, form.headers);
    expect(uploaded.status).toBe(201);
    expect(shapeDifferences(example('POST', '/api/files/upload').response, uploaded.body)).toEqual([]);
    expect(uploaded.body).toMatchObject({ filename: 'document.pdf', filepath: '/uploads/', filesize: 11 });

    const listed = await follow('GET', '/api/files/', { url: '/api/files/?path=/uploads&limit=10' });
    expect(listed).toMatchObject({ total: 1, files: [{ id: uploaded.body.id, filepath: '/uploads/' }] });
    const url = `/api/files/${uploaded.body.id}`;
    const downloaded = await admin.get(`${url}/download`);
    expect(downloaded.text).toBe('%PDF-1.4 ok');
    expect(downloaded.headers['content-type']).toBe('application/pdf');
    expect((await admin.get(`${url}/download`, { range: 'bytes=1-3' })).text).toBe('PDF');
    expect((await person.get(`${url}/download`)).status).toBe(404);

    expect((await admin.delete(`${url}?path=/elsewhere`)).status).toBe(400);
    await follow('DELETE', '/api/files/{file_id}', { url: `${url}?path=/uploads/` });
    expect((await admin.get('/api/files/?path=/uploads')).body.total).toBe(0);
    const made = await follow('POST', '/api/files/mkdir', { status: 201 });
    expect(made).toMatchObject({ filename: 'new-folder', filepath: '/documents/', filetype: 'directory' });
    expect((await admin.post('/api/files/mkdir', { path: '/documents', name: 'new-folder' })).status).toBe(
      400,
    );
    expect((await admin.post('/api/files/mkdir', { path: '/', name: '../x' })).body.detail).toContain(
      '不能包含 /',
    );
    expect((await admin.get('/api/files/?path=/nowhere')).status).toBe(404);
  });

  it('says with its own code that a file is too large or of a wrong type', async () => {
    await test.admin.put('/settings/files', { max_file_bytes: 20, blocked_types: ['exe'] });
    const large = multipart({}, { name: 'a.txt', type: 'text/plain', content: 'x'.repeat(21) });
    const refused = await admin.post('/api/files/upload', large.body, large.headers);
    expect(refused.status).toBe(413);
    expect(refused.body).toMatchObject({ status: 'error', code: 'FILE_TOO_LARGE' });
    const wrong = multipart({}, { name: 'a.exe', type: 'application/x-msdownload', content: 'MZ' });
    const blocked = await admin.post('/api/files/upload', wrong.body, wrong.headers);
    expect(blocked.body).toMatchObject({ status: 'error', code: 'INVALID_FILE_TYPE' });
  });

  it('creates chats, sends messages and lists them', async () => {
    const chat = await follow('POST', '/api/chat/', { status: 201, absent: ['last_message'] });
    expect(chat).toMatchObject({ title: '新聊天', chat_type: 'private' });
    const path = '/api/chat/{chat_id}/messages';
    const url = `/api/chat/${chat.id}/messages`;
    const sent = await follow('POST', path, { url, status: 201 });
    expect(sent).toMatchObject({ content: '消息内容', message_type: 'text', chat_id: chat.id });
    await admin.post(url, { content: '第二条' });
    const messages = await follow('GET', path, { url, absent: ['sender_id'] });
    expect(messages.slice(-2).map(({ content }: { content: string }) => content)).toEqual([
      '消息内容',
      '第二条',
    ]);
    const one = await follow('GET', path, { url: `${url}?skip=1&limit=1` });
    expect(one.map(({ id }: { id: number }) => id)).toEqual([sent.id]);
    const chats = await follow('GET', '/api/chat/');
    expect(chats[0]).toMatchObject({ id: chat.id, last_message: { content: '第二条' } });
    expect((await person.get(url)).status).toBe(404);
    expect((await admin.post(url, { content: '' })).status).toBe(422);
  });

  it('carries a chat and notifications over WebSockets', async () => {
    const other = await person.get('/api/users/me');
    const room = { title: '私聊', chat_type: 'private', user_id: other.body.id };
    const { id } = (await admin.post('/api/chat/', room)).body;
    const address = (await test.listen()).replace('http', 'ws');
    const open = (path: string, token: string) =>
      openSocket(`${address}/dataquery/api/ws/${path}?token=${token}`);
    const mine = await open(`chat/${id}`, admin.token);
    const theirs = await open(`chat/${id}`, person.token);
    mine.send({ type: 'message', data: { content: '你好', message_type: 'text' } });
    for (const socket of [mine, theirs]) {
      expect(await socket.next('message')).toMatchObject({
        content: '你好',
        chat_id: id,
        message_type: 'text',
      });
    }
    theirs.send({ type: 'message', data: { content: 7 } });
    expect(await theirs.next('error')).toMatchObject({ code: 'VALIDATION_ERROR' });

    const told = await open('notifications', person.token);
    const execution = (await test.admin.post('/scripts/function_name/run', { params: {} })).body.data;
    expect(execution.status).toBe('pending');
    const mentioned = test.admin.post(`/rooms/${id}/messages`, { content: `@${other.body.username} 看一下` });
    expect((await mentioned).status).toBe(200);
    expect(await told.next('mention')).toMatchObject({ message: expect.stringContaining('看一下') });

    const stranger = await test.newUser();
    const refused = await open(`chat/${id}`, stranger.token);
    expect(await refused.next('error')).toMatchObject({ code: 'NOT_FOUND' });
    const forged = await open(`chat/${id}`, 'forged');
    expect(await forged.closed).toBe(4001);
    for (const socket of [mine, theirs, told]) socket.close();
  });

  it('creates, pauses, resumes and deletes a job', async () => {
    const created = await follow('POST', '/api/scheduler/jobs', { status: 201 });
    expect(created).toMatchObject({
      id: expect.stringMatching(/^job_\d+$/),
      name: '新任务',
      func: 'function_name',
      trigger: 'cron',
      next_run_time: expect.stringMatching(/T04:00:00Z$/),
      status: 'running',
    });
    expect(await follow('GET', '/api/scheduler/jobs')).toEqual([created]);
    const { id } = created;
    const path = '/api/scheduler/jobs/{job_id}';
    const paused = await follow('POST', `${path}/pause`, { url: `/api/scheduler/jobs/${id}/pause` });
    expect(paused).toMatchObject({ status: 'paused', next_run_time: null });
    const resumed = await follow('POST', `${path}/resume`, { url: `/api/scheduler/jobs/${id}/resume` });
    expect(resumed).toEqual(created);
    expect((await person.post(`/api/scheduler/jobs/${id}/pause`)).status).toBe(404);
    await follow('DELETE', path, { url: `/api/scheduler/jobs/${id}` });
    expect((await admin.get('/api/scheduler/jobs')).body).toEqual([]);
  });

  it('says what is wrong with a job', async () => {
    const job = { name: '任务', func: 'function_name' };
    const unknown = await admin.post('/api/scheduler/jobs', {
      ...job,
      func: 'nothing',
      cron_expression: '* * * * *',
    });
    expect(unknown.body).toMatchObject({ detail: '扩展或脚本「nothing」不存在', code: 'NOT_FOUND' });
    const wrong = await admin.post('/api/scheduler/jobs', { ...job, cron_expression: '61 * * * *' });
    expect(wrong.status).toBe(422);
    const tooMany = await admin.post('/api/scheduler/jobs', {
      ...job,
      cron_expression: '0 0 * * *',
      args: [1],
    });
    expect(tooMany.body.detail).toContain('没有参数');
  });
});
