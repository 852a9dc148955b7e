import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeModelServer } from '../../../test/fake-model-server.ts';
import { createFamilyClient, type FamilyClient } from '../../../test/family-client.ts';
import { createLibrary, type Library } from '../../../test/library.ts';
import { adminPassword, startTestApp, type TestApp, userPassword } from '../../../test/test-app.ts';

const unknownConversation = `conv_${'0'.repeat(32)}`;

describe('a client of the wenshu document', () => {
  let test: TestApp;
  let library: Library;
  let anonymous: FamilyClient;
  let admin: FamilyClient;
  let user: FamilyClient;
  let datasource: number;

  beforeAll(async () => {
    library = await createLibrary();
    test = await startTestApp({ config: { egress: 'open' } });
    anonymous = createFamilyClient(test, '/wenshu/api');
    admin = anonymous.with({ token: (await signIn('admin', adminPassword)).token });
    user = await newUser();
    const source = { name: '图书馆', type: 'sqlite', database: library.path };
    datasource = (await admin.post('/datasources', source)).body.data.id;
  });
  afterAll(async () => {
    await test.close();
    await library.remove();
  });

  async function signIn(username: string, password: string) {
    return (await anonymous.post('/auth/login', { username, password })).body.data;
  }

  async function newUser(): Promise<FamilyClient> {
    const username = `reader_${randomBytes(3).toString('hex')}`;
    await admin.post('/users', { username, password: userPassword });
    return anonymous.with({ token: (await signIn(username, userPassword)).token });
  }

  async function converse(client: FamilyClient, content: string) {
    const conversation = (await client.post('/conversations', { datasource_id: datasource })).body.data;
    const url = `/conversations/${conversation.id}/messages`;
    const question = (await client.post(url, { content })).body.data;
    await expect
      .poll(async () => (await client.get(`${url}?after=${question.id}`)).body.data.messages.length, {
        timeout: 20_000,
      })
      .toBe(1);
    return { url, question, messages: (await client.get(url)).body.data.messages };
  }

  describe('signing in', () => {
    it('is refused for a wrong password in the document’s envelope', async () => {
      const answer = await anonymous.post('/auth/login', { username: 'admin', password: 'wrong' });
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({ code: 401, message: '用户名或密码错误', errors: {} });
    });

    it('makes a client wait after ten wrong passwords, and says how long', async () => {
      const { username } = (await (await newUser()).get('/users/me')).body.data;
      for (let count = 0; count < 10; count += 1) {
        await anonymous.post('/auth/login', { username, password: 'wrong' });
      }
      const answer = await anonymous.post('/auth/login', { username, password: userPassword });
      expect(answer.status).toBe(429);
      expect(answer.body).toMatchObject({ code: 429, message: expect.stringContaining('15 分钟') });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(60);
    });

    it.each([
      ['none', ''],
      ['a forged one', 'e30.e30.e30'],
    ])('is asked for with %s as token', async (_name, token) => {
      for (const path of ['/users/me', '/datasources', '/conversations']) {
        const answer = await anonymous.with({ token }).get(path);
        expect([answer.status, answer.body.code]).toEqual([401, 401]);
      }
    });
  });

  describe('the refresh token', () => {
    const refresh = (token: string) => anonymous.with({ token }).post('/auth/refresh');

    it('is asked for in the header', async () => {
      const answer = await anonymous.post('/auth/refresh');
      expect(answer.body).toMatchObject({ code: 401, message: expect.stringContaining('refresh_token') });
    });

    it('is good until its sign-in ends, and no access token takes its place', async () => {
      const { token, refresh_token: kept } = await signIn('admin', adminPassword);
      expect((await refresh(token)).status).toBe(401);
      expect((await refresh(kept)).status).toBe(200);
      const later = (await refresh(kept)).body.data.token;
      await anonymous.with({ token: later }).post('/auth/logout');
      expect((await refresh(kept)).status).toBe(401);
      expect((await anonymous.with({ token }).get('/users/me')).status).toBe(401);
    });

    it('ends with a new password', async () => {
      const client = await newUser();
      const { username } = (await client.get('/users/me')).body.data;
      const { refresh_token: kept } = await signIn(username, userPassword);
      const { users } = (await test.admin.get(`/users?q=${username}`)).body.data;
      await test.admin.put(`/users/${users[0].id}`, { password: 'another one 3' });
      expect((await refresh(kept)).status).toBe(401);
    });

    it('is good only where it was issued, for API v1 renews by rotation', async () => {
      expect((await refresh(test.admin.refreshToken)).status).toBe(401);
      const { refresh_token: kept } = await signIn('admin', adminPassword);
      const answer = await test.anonymous.post('/auth/refresh', { refresh_token: kept });
      expect(answer.status).toBe(401);
      expect((await refresh(kept)).status).toBe(200);
    });
  });

  describe('rights', () => {
    it('keep users to administrators', async () => {
      for (const answer of [await user.get('/users'), await user.post('/users', {})]) {
        expect(answer.status).toBe(403);
        expect(answer.body).toMatchObject({ code: 403, errors: {} });
      }
    });

    it('hide conversations and data sources of others', async () => {
      const own = (await admin.post('/datasources', { name: '私有', type: 'sqlite', database: library.path }))
        .body.data.id;
      const { connections } = (await test.admin.get('/connections')).body.data;
      const { id } = connections.find(({ name }: { name: string }) => name === '私有');
      await test.admin.put(`/connections/${id}`, { is_shared: false });
      for (const path of [`/datasources/${own}/metadata`, '/datasources/999/metadata']) {
        expect((await user.get(path)).body).toMatchObject({
          code: 404,
          message: expect.stringContaining('数据源'),
        });
      }
      for (const path of [`/datasources/${own}/query`, `/datasources/${own}/validate-sql`]) {
        expect((await user.post(path, { sql: 'select 1' })).status).toBe(404);
      }
      const { url } = await converse(admin, '有多少读者');
      expect((await user.get(url)).body.code).toBe(404);
      expect((await user.post(url, { content: '有多少读者' })).body.code).toBe(404);
      const refused = await user.post('/conversations', { datasource_id: own });
      expect(refused.body.code).toBe(404);
    });

    it('keep files of the server to administrators', async () => {
      const source = { name: '文件', type: 'sqlite', database: library.path };
      expect((await user.post('/datasources', source)).body.code).toBe(403);
      const tested = await user.post('/datasources/test-connection', source);
      expect(tested.body).toMatchObject({ code: 400, message: expect.stringContaining('只有管理员') });
    });
  });

  describe('a conversation', () => {
    it('is empty while the answer is worked on, takes no other question, and tells when it was stopped', async () => {
      const model = await startFakeModelServer();
      model.script({ kind: 'silence' });
      const client = await newUser();
      const person = { authorization: `Bearer ${client.token}` };
      const added = await test.anonymous.post(
        '/models',
        { name: '慢', provider: 'custom', model_id: 'slow', base_url: model.url, is_default: true },
        { ...person, 'x-sextant-family': 'v1' },
      );
      expect(added.status).toBe(200);
      const { id } = (await client.post('/conversations', { datasource_id: datasource })).body.data;
      const url = `/conversations/${id}/messages`;
      const question = (await client.post(url, { content: '有多少读者' })).body.data;
      await expect.poll(() => model.requests.length, { timeout: 20_000 }).toBe(1);
      const answers = async () => (await client.get(`${url}?after=${question.id}`)).body.data.messages;
      expect(await answers()).toEqual([]);
      expect((await client.get(url)).body.data.messages).toEqual([question]);
      const second = await client.post(url, { content: '有多少借阅' });
      expect(second.body).toMatchObject({ code: 409, message: expect.stringContaining('还在回答') });

      const uuid = id.replace(/^conv_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      const stop = await test.anonymous.post('/chat/stop', { conversation_id: uuid }, person);
      expect(stop.body.data).toEqual({ stopped: true });
      await expect
        .poll(answers, { timeout: 20_000 })
        .toMatchObject([{ role: 'assistant', content: expect.stringContaining('回答已停止') }]);
      await model.close();
    });

    it('holds question and answer once it was answered', async () => {
      const { url, question, messages } = await converse(admin, '按城市统计读者数量');
      expect(messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant']);
      expect(messages[0]).toEqual(question);
      const [, answer] = messages;
      expect(answer.sql).toMatch(/^SELECT/);
      expect(answer.query_result.rows.toSorted()).toEqual([
        ['Lyon', 1],
        ['Turin', 2],
      ]);
      expect((await admin.get(`${url}?after=${answer.id}`)).body.data.messages).toEqual([]);
    });

    it('tells an error as a message of the assistant', async () => {
      const { messages } = await converse(admin, '火星上的天气');
      expect(messages[1]).toMatchObject({ role: 'assistant', sql: null, query_result: null });
      expect(messages[1].content).toMatch(/^抱歉，未能回答这个问题：没有看懂“火星”/);
    });

    it('tells what is new after any of its messages, in order', async () => {
      const { url, question, messages } = await converse(admin, '有多少读者');
      const second = (await admin.post(url, { content: '有多少借阅' })).body.data;
      const after = (id: string) => admin.get(`${url}?after=${id}`);
      await expect
        .poll(async () => (await after(second.id)).body.data.messages.length, { timeout: 20_000 })
        .toBe(1);
      const all = (await admin.get(url)).body.data.messages;
      expect(all.length).toBe(4);
      expect((await after(question.id)).body.data.messages).toEqual(all.slice(1));
      expect((await after(messages[1].id)).body.data.messages).toEqual(all.slice(2));
    });

    it('refuses a message that is not its own as the place to go on from', async () => {
      const { url } = await converse(admin, '有多少读者');
      const { question: foreign } = await converse(admin, '有多少借阅');
      for (const id of [foreign.id, `msg_${'0'.repeat(32)}`, 'msg_1', 'x', "'; drop"]) {
        const answer = await admin.get(`${url}?after=${encodeURIComponent(id)}`);
        expect(answer.body).toEqual({ code: 404, message: `消息「${id}」不存在`, errors: {} });
      }
    });

    it('says when an answer was interrupted, once', async () => {
      const { url, question, messages } = await converse(admin, '有多少读者');
      const stored = new DatabaseSync(join(test.config.dataDir, 'sextant.sqlite'));
      const uuid = messages[1].id.replace(/^msg_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      expect(stored.prepare('delete from messages where id = ?').run(uuid).changes).toBe(1);
      stored.close();
      const after = (id: string) => admin.get(`${url}?after=${id}`);
      const [notice, ...more] = (await after(question.id)).body.data.messages;
      expect(notice).toMatchObject({
        role: 'assistant',
        sql: null,
        content: expect.stringContaining('中断'),
      });
      expect(more).toEqual([]);
      expect((await after(notice.id)).body.data.messages).toEqual([]);
    });

    it('is listed with its last question, the newest first, by page', async () => {
      const client = await newUser();
      expect((await client.get('/conversations')).body.data).toEqual({
        items: [],
        total: 0,
        page: 1,
        per_page: 10,
        pages: 0,
      });
      for (const title of ['一', '二', '三']) await client.post('/conversations', { title });
      const page = (await client.get('/conversations?page=2&per_page=2')).body.data;
      expect(page).toMatchObject({ total: 3, page: 2, per_page: 2, pages: 2 });
      expect(page.items).toMatchObject([{ title: '一', last_message: '', message_count: 0 }]);
    });
  });

  describe('bad input', () => {
    it.each([
      ['GET', '/users?page=0', 'page'],
      ['GET', '/users?page=x', 'page'],
      ['GET', '/datasources?per_page=1000000000', 'per_page'],
      ['GET', '/conversations?page=1e300', 'page'],
      ['GET', '/datasources/one/metadata', 'datasource_id'],
      ['GET', '/datasources/-1/metadata', 'datasource_id'],
      ['POST', '/auth/login', 'username', {}],
      ['POST', '/auth/login', 'password', { username: 'a', password: 5 }],
      ['POST', '/users', 'email', { username: 'bo', password: 'long enough', email: 'no address' }],
      ['POST', '/users', 'username', { username: 'x'.repeat(5_000), password: 'long enough' }],
      ['POST', '/users', 'role', { username: 'bo', password: 'long enough', role: 'emperor' }],
      ['POST', '/datasources', 'type', { name: 'a', type: 'abacus' }],
      ['POST', '/datasources', 'host', { name: 'a', type: 'mysql', user: 'u', database: 'd' }],
      ['POST', '/datasources', 'port', { name: 'a', type: 'mysql', host: 'h', user: 'u', port: 70_000 }],
      ['POST', '/datasources', 'ssl', { name: 'a', type: 'mysql', host: 'h', user: 'u', ssl: 'yes' }],
      ['POST', '/conversations', 'datasource_id', { datasource_id: '1' }],
      ['POST', '/conversations', 'title', { title: '长'.repeat(300) }],
      ['POST', `/conversations/${unknownConversation}/messages`, 'content', { content: '   ' }],
      ['POST', `/conversations/${unknownConversation}/messages`, 'content', { content: '长'.repeat(20_000) }],
      ['POST', '/datasources/1/query', 'sql', { sql: '' }],
      ['POST', '/datasources/1/query', 'sql', { sql: 'select 1\0' }],
      ['POST', '/datasources/1/query', 'max_rows', { sql: 'select 1', max_rows: 'all' }],
      ['POST', '/datasources/1/validate-sql', 'sql', []],
    ] as const)('%s %s names %s', async (method, path, field, body?: unknown) => {
      const answer = method === 'GET' ? await admin.get(path) : await admin.post(path, body);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: 422, message: '请求参数验证失败' });
      const name = Array.isArray(body) ? 'body' : field;
      expect(answer.body.errors[name]?.[0]).toMatch(/[一-鿿]/);
    });

    it.each([
      ['is not JSON', '{', 'application/json', 400, '请求体不是有效的 JSON'],
      ['is of another kind', '<a/>', 'application/xml', 415, 'application/json'],
      [
        'is larger than 4 MB',
        JSON.stringify({ sql: 'x'.repeat(5_000_000) }),
        'application/json',
        413,
        '4 MB',
      ],
    ])('is refused when the body %s', async (_name, body, type, status, message) => {
      const answer = await admin.post('/datasources/1/query', body, { 'content-type': type });
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({ code: status, message: expect.stringContaining(message), errors: {} });
    });

    it('is a path or a method that the document does not have', async () => {
      for (const path of ['/nowhere', '/auth/login', '/users/1']) {
        expect((await admin.get(path)).body).toMatchObject({ code: 404, errors: {} });
      }
    });

    it('is a name that is taken', async () => {
      const taken = await admin.post('/users', { username: 'ADMIN', password: 'long enough' });
      expect(taken.body).toMatchObject({ code: 409, errors: { username: [expect.any(String)] } });
      const source = { name: '图书馆', type: 'sqlite', database: library.path };
      const again = await admin.post('/datasources', source);
      expect([again.status, again.body.code]).toEqual([409, 409]);
      expect(again.body.errors.name).toHaveLength(1);
    });

    it('is a statement that would write or that the database refuses', async () => {
      for (const sql of [
        'delete from readers',
        'select 1; select 2',
        'selec',
        'select * from nothing_here',
      ]) {
        const answer = await admin.post(`/datasources/${datasource}/query`, { sql });
        expect(answer.body).toMatchObject({ code: 400, errors: { sql: [answer.body.message] } });
      }
      expect(library.readersLeft()).toBe(3);
    });
  });

  it('is told when to come back when it calls too often', async () => {
    const limited = await startTestApp({ config: { rateLimit: true } });
    const client = createFamilyClient(limited, '/wenshu/api');
    const statuses: number[] = [];
    for (let call = 0; call < 61; call += 1) statuses.push((await client.post('/auth/refresh')).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(60);
    const answer = await client.post('/auth/refresh');
    expect(answer.status).toBe(429);
    expect(answer.body).toEqual({ code: 429, message: '请求过于频繁，请稍后再试', errors: {} });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    await limited.close();
  });

  it('is told by validate-sql why a statement may not run', async () => {
    const check = (sql: string) => admin.post(`/datasources/${datasource}/validate-sql`, { sql });
    for (const sql of ['delete from readers', 'selec']) {
      const answer = await check(sql);
      expect(answer.body).toMatchObject({
        code: 200,
        message: 'SQL验证未通过',
        data: { valid: false, readonly: false, warnings: [expect.stringMatching(/[一-鿿]/)] },
      });
    }
    const good = (await check('select name from readers where id = 1')).body;
    expect(good).toMatchObject({
      message: 'SQL验证通过',
      data: { valid: true, readonly: true, tables: ['readers'], warnings: [] },
    });
  });

  it('is told by test-connection what to look at', async () => {
    const target = { type: 'postgresql', host: '127.0.0.1', port: 1, database: 'd', user: 'u' };
    const answer = await admin.post('/datasources/test-connection', target);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('连接失败');
    expect(answer.body.errors.port).toEqual([expect.stringContaining('端口')]);
  });

  it('sees a data source as inactive once it could not be reached', async () => {
    const target = { name: '断开', type: 'mysql', host: '127.0.0.1', port: 1, user: 'u' };
    const { id } = (await admin.post('/datasources', target)).body.data;
    const status = async () => {
      const { items } = (await admin.get('/datasources?per_page=500')).body.data;
      return items.find((item: { id: number }) => item.id === id).status;
    };
    expect(await status()).toBe('active');
    expect((await admin.get(`/datasources/${id}/metadata`)).body.code).toBe(400);
    expect(await status()).toBe('inactive');
  });

  it('may write a final slash and the version', async () => {
    const versioned = admin.with({ base: '/wenshu/api/v1' });
    for (const answer of [await admin.get('/users/me/'), await versioned.get('/users/me')]) {
      expect(answer.body.data.username).toBe('admin');
    }
  });

  it('may leave out the family’s name at the root', async () => {
    const root = admin.with({ base: '/api' });
    expect((await root.get('/users/me')).body.data.username).toBe('admin');
    // Below /api/v1 a token of the family, or the header, tells the document from API v1.
    const own = await admin.with({ base: '/api/v1' }).get('/conversations');
    expect(own.body).toMatchObject({ code: 200 });
    const named = await anonymous
      .with({ base: '/api/v1' })
      .post('/auth/login', { username: 'admin', password: adminPassword }, { 'x-sextant-family': 'wenshu' });
    expect(named.body).toMatchObject({ code: 200, message: '登录成功' });
    const product = await admin.with({ base: '/api/v1' }).get('/conversations', { 'x-sextant-family': 'v1' });
    expect(product.body).toMatchObject({ success: true });
    expect((await test.admin.get('/conversations')).body).toMatchObject({ success: true });
  });
});
