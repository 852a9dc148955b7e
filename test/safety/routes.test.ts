import { api } from '@sextant/contract/api';
import type { Endpoint } from '@sextant/contract/endpoint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveScript } from '../../server/test/collecting.ts';
import { createFamilyClient, type FamilyClient } from '../../server/test/family-client.ts';
import { createLibrary, type Library } from '../../server/test/library.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../server/test/test-app.ts';

const endpoints = Object.values(api).flatMap((table) => Object.values<Endpoint>(table));

/** What anybody may call: each must be safe for a stranger by itself. */
const open = [
  'GET /about',
  'GET /exports/{id}/download',
  'POST /auth/login',
  'POST /auth/refresh',
  'POST /auth/register',
];

/** Objects of one administrator (the model is a user's), by the path that names one of them; nothing of it is shared. */
type Owned = Record<string, string>;

/** Bodies and queries that pass validation, so that only the owner's right can be what refuses. */
const link = {
  from: { schema: null, table: 'loans', columns: ['reader_id'] },
  to: { schema: null, table: 'readers', columns: ['id'] },
};
const inputs: Record<string, object> = {
  'PUT /conversations/{id}': { title: 't' },
  'PUT /models/{id}': { name: 'm' },
  'PUT /connections/{id}': { name: 'c' },
  'POST /connections/{id}/query': { sql: 'select 1' },
  'POST /connections/{id}/export': { sql: 'select 1', format: 'csv' },
  'POST /connections/{id}/run': { sql: 'select 1' },
  'POST /connections/{id}/validate': { sql: 'select 1' },
  'POST /connections/{id}/format': { sql: 'select 1' },
  'POST /connections/{id}/explain': { sql: 'select 1' },
  'POST /connections/{id}/exports': { sql: 'select 1', format: 'csv' },
  'POST /connections/{id}/relationships': link,
  'PUT /connections/{id}/layout': { positions: {} },
  'PUT /saved-queries/{id}': { name: 's' },
  'PUT /tasks/{id}': { name: 't' },
  'POST /tasks/{id}/backfill': { from: '2026-01-01', to: '2026-01-02', parameter: 'day' },
};
const queries: Record<string, string> = {
  'GET /connections/{id}/tables/search': '?q=a',
  'GET /connections/{id}/table': '?name=loans',
  'GET /connections/{id}/table/preview': '?name=loans',
  'GET /connections/{id}/table/definition': '?name=loans',
};
const ownedPaths = [
  'conversations',
  'models',
  'connections',
  'exports',
  'query-runs',
  'saved-queries',
  'tasks',
  'executions',
  'api-keys',
];

const onOwned = endpoints.filter(
  ({ path, access }) => access !== 'public' && ownedPaths.some((place) => path.startsWith(`/${place}/{id}`)),
);

describe('every route (row 10)', () => {
  let product: TestApp;
  let library: Library;
  let owned: Owned;
  const others: [name: string, token: string][] = [];

  async function created(client: ApiClient, path: string, body: object): Promise<string> {
    const answer = await client.post(path, body);
    if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.text}`);
    return answer.body.data.id ?? answer.body.data.execution_id ?? answer.body.data.export_id;
  }

  async function prepare(): Promise<Owned> {
    const { admin } = product;
    const database = { name: 'library', driver: 'sqlite', database: library.path, is_shared: false };
    const connections = await created(admin, '/connections', database);
    await admin.post(`/connections/${connections}/query`, { sql: 'select 1' });
    const asked = await admin.get(
      `/chat/stream?query=${encodeURIComponent('readers')}&connection_id=${connections}`,
    );
    const relationship = await created(admin, `/connections/${connections}/relationships`, {
      from: { schema: null, table: 'loans', columns: ['days'] },
      to: { schema: null, table: 'readers', columns: ['id'] },
    });
    await saveScript(admin, { id: 'sample', table: "{ name: 'sample' }", run: 'yield { a: 1 };' });
    const tasks = await created(admin, '/tasks', { name: 't', task_type: 'collect', script_id: 'sample' });
    // The models of administrators are everybody's.
    const someone = await product.newUser();
    const model = { name: 'm', provider: 'custom', model_id: 'm', base_url: 'http://127.0.0.1:9/v1' };
    return {
      connections,
      relationship,
      tasks,
      conversations: String(asked.headers['x-conversation-id']),
      models: await created(someone, '/models', model),
      exports: await created(admin, `/connections/${connections}/exports`, {
        sql: 'select 1',
        format: 'csv',
      }),
      'query-runs': (await admin.get('/query-runs')).body.data.query_runs[0].id,
      'saved-queries': await created(admin, '/saved-queries', { name: 's', sql: 'select 1' }),
      executions: await created(admin, `/tasks/${tasks}/execute`, {}),
      'api-keys': await created(admin, '/api-keys', { name: 'k', permissions: ['view'] }),
    };
  }

  beforeAll(async () => {
    library = await createLibrary();
    product = await startTestApp();
    owned = await prepare();
    const user = await product.newUser();
    const key = await user.post('/api-keys', {
      name: 'k',
      permissions: ['view', 'create', 'update', 'delete'],
    });
    others.push(['another user', user.token], ["another user's key", key.body.data.key]);
    const operator = await product.newUser('operator');
    others.push(['an operator', operator.token]);
  });
  afterAll(async () => {
    await product.close();
    await library.remove();
  });

  function call(endpoint: Pick<Endpoint, 'method' | 'path'>, token?: string) {
    const name = `${endpoint.method} ${endpoint.path}`;
    const kind = endpoint.path.split('/')[1] ?? '';
    const path = endpoint.path
      .replace('{relationship_id}', owned.relationship ?? '')
      .replace('{id}', owned[kind] ?? 'nothing')
      .replace(/\{\w+\}/g, 'nothing');
    return product.app.http.inject({
      method: endpoint.method,
      url: `/api/v1${path}${queries[name] ?? ''}`,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(endpoint.method !== 'GET' && inputs[name] && { payload: inputs[name] }),
    });
  }

  test('that a stranger may call is on the list', async () => {
    const answered: string[] = [];
    for (const endpoint of endpoints) {
      if ((await call(endpoint)).statusCode !== 401) answered.push(`${endpoint.method} ${endpoint.path}`);
    }
    // What is open may refuse a stranger in the same words: a refresh without a token, for one.
    expect(
      endpoints
        .filter(({ access }) => access === 'public')
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(open);
    expect(answered.filter((name) => !open.includes(name))).toEqual([]);
  });

  test('of a family that a stranger may call only signs in', async () => {
    for (const [base, openPaths] of [['/wenshu', /\/auth\/|\/health/]] as const) {
      const { paths, servers } = (await product.app.http.inject(`${base}/docs/json`)).json();
      for (const [path, methods] of Object.entries<Record<string, unknown>>(paths)) {
        for (const method of Object.keys(methods)) {
          const url = `${servers[0].url}${path}`.replace(/\{\w+\}/g, 'nothing');
          const answer = await product.app.http.inject({ method: method.toUpperCase() as 'GET', url });
          if (!openPaths.test(path)) expect(answer.statusCode, `${method} ${url}`).toBe(401);
        }
      }
    }
  });

  test('that names an object is tried', () => {
    const tried = onOwned.map(({ path }) => path.split('/')[1]);
    expect(new Set(tried)).toEqual(new Set(ownedPaths));
    expect(Object.values(owned).filter((id) => !id || id === 'undefined')).toEqual([]);
  });

  test.each(onOwned.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s knows nothing of what is not the caller’s',
    async (_name, endpoint) => {
      for (const [who, token] of others) {
        // Operators see tasks and executions of everybody.
        if (who === 'an operator' && /^\/(tasks|executions)/.test(endpoint.path)) continue;
        const answer = await call(endpoint, token);
        expect([403, 404], `${who}: ${answer.body}`).toContain(answer.statusCode);
        expect(answer.body).not.toContain('library');
      }
    },
  );

  test('of a run or an export cannot be stopped by others', async () => {
    for (const [who, token] of others) {
      const stopped = await product.app.http.inject({
        method: 'POST',
        url: `/api/v1/runs/${owned['query-runs']}/cancel`,
        headers: { authorization: `Bearer ${token}` },
      });
      expect(stopped.json().data, who).toEqual({ cancelled: false });
    }
    const kept = await product.admin.get(`/exports/${owned.exports}`);
    expect(kept.body.data.status).toBe('waiting');
  });

  test('of the wenshu family knows nothing of what is not the caller’s', async () => {
    const wenshu = (token: string) => createFamilyClient(product, '/wenshu/api', token);
    const list = await wenshu(product.admin.token).get('/datasources');
    const source = list.body.data.items.find(({ name }: { name: string }) => name === 'library');
    const conversation = `conv_${owned.conversations?.replaceAll('-', '')}`;
    const calls = (client: FamilyClient) => [
      client.get(`/datasources/${source.id}/metadata`),
      client.post(`/datasources/${source.id}/query`, { sql: 'select 1' }),
      client.post(`/datasources/${source.id}/validate-sql`, { sql: 'select 1' }),
      client.post('/conversations', { datasource_id: source.id, title: 't' }),
      client.post(`/conversations/${conversation}/messages`, { content: 'readers' }),
      client.get(`/conversations/${conversation}/messages`),
    ];
    const own = await Promise.all(calls(wenshu(product.admin.token)));
    expect(own.map(({ status }) => status).filter((status) => status >= 400)).toEqual([]);
    for (const [who, token] of others) {
      for (const answer of await Promise.all(calls(wenshu(token)))) {
        expect([403, 404], `${who}: ${answer.text}`).toContain(answer.status);
        expect(answer.text).not.toContain('library');
      }
      const { body } = await wenshu(token).get('/datasources');
      expect(JSON.stringify(body)).not.toContain('library');
    }
  });

  test('leaves what it could not see as it was', async () => {
    for (const kind of ['connections', 'conversations', 'saved-queries', 'tasks']) {
      expect((await product.admin.get(`/${kind}/${owned[kind]}`)).status, kind).toBe(200);
    }
    const relationships = await product.admin.get(`/connections/${owned.connections}/relationships`);
    expect(JSON.stringify(relationships.body)).toContain(owned.relationship);
  });
});
