import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import documented from '../../../test/documents/wenshu.json' with { type: 'json' };
import { createFamilyClient, type FamilyClient } from '../../../test/family-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import {
  createMysqlOrders,
  createPostgresqlOrders,
  mysqlFound,
  type OrderDatabase,
  postgresqlFound,
} from '../../../test/order-databases.ts';
import { shapeDifferences } from '../../../test/same-shape.ts';
import { adminPassword, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { wenshuOperations } from './wenshu.family.ts';

interface Documented {
  method: string;
  path: string;
  request?: Record<string, unknown>;
  response: { code: number; message: string; data?: Record<string, unknown> };
}

const examples = documented as unknown as Documented[];

function example(method: string, path: string): Documented {
  const found = examples.find((one) => one.method === method && one.path === path);
  if (!found) throw new Error(`the document has no ${method} ${path}`);
  return found;
}

describe('the wenshu family', () => {
  it('has exactly the operations of the document', () => {
    const ours = Object.values(wenshuOperations)
      .flatMap((group) => Object.values(group))
      .map(({ method, path }) => `${method} ${path}`);
    expect(ours.toSorted()).toEqual(examples.map(({ method, path }) => `${method} ${path}`).toSorted());
  });
});

describeOnBothStores('the wenshu document', (metadata) => {
  describe.skipIf(!mysqlFound || !postgresqlFound)('(needs MariaDB and PostgreSQL)', () => {
    let test: TestApp;
    let mysql: OrderDatabase;
    let postgresql: OrderDatabase;
    let anonymous: FamilyClient;
    let admin: FamilyClient;
    let refreshToken: string;

    beforeAll(async () => {
      mysql = await createMysqlOrders();
      postgresql = await createPostgresqlOrders();
      test = await startTestApp({ metadata, config: { egress: 'open' } });
      anonymous = createFamilyClient(test, '/wenshu/api');
      const { data } = (await anonymous.post('/auth/login', { username: 'admin', password: adminPassword }))
        .body;
      admin = anonymous.with({ token: data.token });
      refreshToken = data.refresh_token;
    });
    afterAll(async () => {
      await test.close();
      await mysql.drop();
      await postgresql.drop();
    });

    const at = ({ drop: _drop, ...settings }: OrderDatabase) => settings;

    /** Calls an operation as its example does and holds the answer against the example's. */
    async function follow(
      method: 'GET' | 'POST',
      path: string,
      options: { url?: string; change?: Record<string, unknown>; client?: FamilyClient } = {},
    ) {
      const { request, response } = example(method, path);
      const client = options.client ?? admin;
      const url = options.url ?? path;
      const body = request && { ...request, ...options.change };
      const answer = method === 'GET' ? await client.get(url) : await client.post(url, body);
      expect({ code: answer.body.code, message: answer.body.message }).toEqual({
        code: response.code,
        message: response.message,
      });
      expect(answer.status).toBe(response.code);
      expect(shapeDifferences(response, answer.body)).toEqual([]);
      return answer.body.data;
    }

    async function addDatasource(database: OrderDatabase, name: string): Promise<number> {
      return (await admin.post('/datasources', { name, ...at(database) })).body.data.id;
    }

    it('signs in, refreshes and signs out', async () => {
      const client = anonymous.with({ token: 'none' });
      await follow('POST', '/users', { change: { username: 'signer', email: 'signer@example.com' } });
      const login = { username: 'signer@example.com', password: 'secure_password' };
      const data = await follow('POST', '/auth/login', { change: login, client });
      expect(data.user).toMatchObject({ username: 'signer', email: 'signer@example.com', role: 'user' });
      const refreshed = await follow('POST', '/auth/refresh', {
        client: client.with({ token: data.refresh_token }),
      });
      const me = client.with({ token: refreshed.token });
      expect((await me.get('/users/me')).body.data.username).toBe('signer');
      expect(await follow('POST', '/auth/logout', { client: me })).toBeUndefined();
      expect((await me.get('/users/me')).body.code).toBe(401);
    });

    it('tells who is signed in', async () => {
      const data = await follow('GET', '/users/me');
      expect(data).toMatchObject({ id: 1, username: 'admin', role: 'admin' });
      expect(data.preferences).toEqual({ theme: 'light', language: 'zh_CN' });
    });

    it('creates the user of its example and lists users by page', async () => {
      expect(await follow('POST', '/users')).toMatchObject({ username: 'new_user', role: 'user' });
      await anonymous.post('/auth/login', { username: 'new_user', password: 'secure_password' });
      const page = await follow('GET', '/users', { url: '/users?page=1&per_page=10' });
      expect(page).toMatchObject({ page: 1, per_page: 10, pages: 1 });
      expect(page.items.map((item: { username: string }) => item.username)).toContain('new_user');
    });

    it('creates, tests and lists data sources of both kinds', async () => {
      for (const database of [mysql, postgresql]) {
        const change = { ...at(database), name: `列表${database.type}` };
        const tested = await follow('POST', '/datasources/test-connection', { change });
        expect(tested.status).toBe('success');
        expect(tested.connect_time).toBeGreaterThan(0);
        const created = await follow('POST', '/datasources', { change });
        expect(created).toMatchObject({
          name: change.name,
          type: database.type,
          user: database.user,
          status: 'active',
          description: '新的数据库连接',
        });
      }
      const page = await follow('GET', '/datasources', { url: '/datasources?page=1&per_page=10' });
      expect(page.items.length).toBe(page.total);
    });

    it('tells the tables of a data source with comments, keys and indexes', async () => {
      const path = '/datasources/{datasource_id}/metadata';
      const id = await addDatasource(mysql, '元数据');
      const { tables } = await follow('GET', path, { url: `/datasources/${id}/metadata` });
      const wanted = example('GET', path).response.data?.tables as { name: string }[];
      expect(tables.map(({ name }: { name: string }) => name).toSorted()).toEqual(['orders', 'users']);
      // To the letter but for the display width that MariaDB adds to integers.
      const users = JSON.parse(JSON.stringify(tables).replaceAll('int(11)', 'int')).find(
        ({ name }: { name: string }) => name === 'users',
      );
      expect(users).toEqual(wanted.find(({ name }) => name === 'users'));
    });

    it('tells the tables of PostgreSQL, those of other schemas by their full name', async () => {
      const id = await addDatasource(postgresql, '元数据PG');
      const { tables } = (await admin.get(`/datasources/${id}/metadata`)).body.data;
      const names = tables.map(({ name }: { name: string }) => name);
      expect(names.toSorted()).toEqual(['archive.orders_2020', 'orders', 'users']);
      const users = tables.find(({ name }: { name: string }) => name === 'users');
      expect(users).toMatchObject({
        comment: '用户表',
        indexes: [{ name: 'idx_username', columns: ['username'], unique: true }],
      });
      expect(users.columns.slice(0, 2)).toEqual([
        { name: 'id', type: 'integer', comment: '', is_primary: true, is_nullable: false },
        {
          name: 'username',
          type: 'character varying(50)',
          comment: '用户名',
          is_primary: false,
          is_nullable: false,
        },
      ]);
    });

    it('answers a question that is asked in a conversation', async () => {
      const datasource = await addDatasource(mysql, '对话');
      const conversation = await follow('POST', '/conversations', { change: { datasource_id: datasource } });
      expect(conversation).toMatchObject({ title: '新对话', datasource_id: datasource, user_id: 1 });
      expect(conversation.id).toMatch(/^conv_\w+$/);

      const path = '/conversations/{conversation_id}/messages';
      const url = `/conversations/${conversation.id}/messages`;
      const question = await follow('POST', path, { url });
      expect(question).toMatchObject({ conversation_id: conversation.id, content: '查询最近7天的订单数量' });
      expect(question.id).toMatch(/^msg_\w+$/);

      const after = `${url}?after=${question.id}`;
      await expect
        .poll(async () => (await admin.get(after)).body.data.messages.length, { timeout: 20_000 })
        .toBe(1);
      const { messages } = (await admin.get(after)).body.data;
      const [answer] = messages;
      const wanted = (example('GET', path).response.data?.messages ?? []) as Record<string, unknown>[];
      const { query_result: wantedResult, ...wantedRest } = wanted[0] ?? {};
      const { query_result: result, ...rest } = answer;
      expect(shapeDifferences(wantedRest, rest)).toEqual([]);
      expect(Object.keys(result).toSorted()).toEqual(Object.keys(wantedResult as object).toSorted());
      expect(answer.role).toBe('assistant');
      expect(answer.content).toContain(`\`\`\`sql\n${answer.sql}\n\`\`\``);
      expect(answer.content).toContain(`| ${result.columns.join(' | ')} |`);
      expect(result.rows.flat()).toContain(7);

      const page = await follow('GET', '/conversations', { url: '/conversations?page=1&per_page=10' });
      expect(page.items[0]).toMatchObject({
        id: conversation.id,
        last_message: '查询最近7天的订单数量',
        message_count: 2,
      });
    });

    it('runs the statement of its example', async () => {
      const id = await addDatasource(mysql, '查询');
      const path = '/datasources/{datasource_id}/query';
      const data = await follow('POST', path, { url: `/datasources/${id}/query` });
      expect(data).toMatchObject({ columns: ['date', 'order_count'], row_count: 7, truncated: false });
      expect(data.rows.map(([, count]: [string, number]) => count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
      expect(data.query_time).toBeGreaterThan(0);
    });

    it('runs a statement on PostgreSQL and tells when there are more rows', async () => {
      const id = await addDatasource(postgresql, '查询PG');
      const body = { sql: 'SELECT id FROM orders ORDER BY id;', max_rows: 3 };
      const { data } = (await admin.post(`/datasources/${id}/query`, body)).body;
      expect(data).toMatchObject({ rows: [[1], [2], [3]], row_count: 3, truncated: true });
    });

    it('checks the statement of its example', async () => {
      const path = '/datasources/{datasource_id}/validate-sql';
      for (const database of [mysql, postgresql]) {
        const id = await addDatasource(database, `校验${database.type}`);
        const data = await follow('POST', path, { url: `/datasources/${id}/validate-sql` });
        expect(data).toEqual(example('POST', path).response.data);
      }
    });

    it('shows the data source and the conversation in API v1, and what v1 made in the document', async () => {
      const id = await addDatasource(mysql, '两边');
      const connections = (await test.admin.get('/connections')).body.data.connections;
      const own = connections.find(({ name }: { name: string }) => name === '两边');
      expect(own).toMatchObject({ driver: 'mysql', database: mysql.database });
      const changed = await test.admin.put(`/connections/${own.id}`, { description: '改过' });
      expect(changed.body.data.description).toBe('改过');
      const answer = await test.admin.get(
        `/chat/stream?connection_id=${own.id}&query=${encodeURIComponent('有多少订单')}`,
      );
      expect(answer.status).toBe(200);
      const [latest] = (await admin.get('/conversations')).body.data.items;
      expect(latest).toMatchObject({ datasource_id: id, last_message: '有多少订单', message_count: 2 });
      const { messages } = (await admin.get(`/conversations/${latest.id}/messages`)).body.data;
      expect(messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant']);
      await admin.post(`/datasources/${id}/query`, { sql: 'select 12345' });
      const { query_runs: runs } = (await test.admin.get('/query-runs?q=12345')).body.data;
      expect(runs).toMatchObject([{ source: 'family', status: 'ok', connection_name: '两边' }]);
    });

    it('keeps the refresh token of a client for its whole sign-in', async () => {
      const refresh = () => anonymous.with({ token: refreshToken }).post('/auth/refresh');
      const [first, second] = [await refresh(), await refresh()];
      for (const { body } of [first, second]) {
        const me = await anonymous.with({ token: body.data.token }).get('/users/me');
        expect(me.status).toBe(200);
      }
    });
  });
});
