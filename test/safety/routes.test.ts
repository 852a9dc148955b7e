import { readdirSync } from 'node:fs';
import { api } from '@sextant/contract/api';
import type { Endpoint } from '@sextant/contract/endpoint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveScript } from '../../server/test/collecting.ts';
import { newExtension, patchExtension, runExtension } from '../../server/test/extending.ts';
import { createFamilyClient, type FamilyClient } from '../../server/test/family-client.ts';
import { createFileClient } from '../../server/test/file-client.ts';
import { createLibrary, type Library } from '../../server/test/library.ts';
import { openLive } from '../../server/test/live-client.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../server/test/test-app.ts';

const endpoints = Object.values(api).flatMap((table) => Object.values<Endpoint>(table));

/** What anybody may call: each must be safe for a stranger by itself. */
const open = [
  'GET /about',
  'GET /exports/{id}/download',
  'GET /extension-results/{ticket}',
  'GET /file-links/{token}',
  'GET /files/content/{ticket}',
  'POST /auth/login',
  'POST /auth/refresh',
  'POST /auth/register',
  'POST /file-links/{token}/open',
];

/** Where families stand, with what of them a stranger may call: to sign in, and to ask whether the server is there. */
const families: [base: string, open: RegExp][] = [
  ['/wenshu', /\/auth\/|\/health/],
  ['/akshare', /^\/auth\/(login|register|refresh)$/],
  ['/dataquery', /^\/api\/(auth\/(login|token)|ws\/)/],
  ['/whalefall', /^\/(auth\/login|(auth\/)?api\/refresh|api\/health|health\/detailed)$/],
];
const familyNames = families.map(([base]) => base);

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
  'POST /connections/{id}/relationships/dismiss': link,
  'POST /connections/{id}/knowledge': { file: { format: 'sextant-knowledge', version: 1 } },
  'POST /connections/{id}/golden-questions': { example_id: 'nothing' },
  'PUT /connections/{id}/golden-settings': { is_automatic: false, model_id: 'builtin' },
  'PUT /connections/{id}/layout': { positions: {} },
  'PUT /saved-queries/{id}': { name: 's' },
  'PUT /tasks/{id}': { name: 't' },
  'POST /tasks/{id}/backfill': { from: '2026-01-01', to: '2026-01-02', parameter: 'day' },
  'PUT /files/{id}': { name: 'f' },
  'POST /files/{id}/copy': { parent_id: null },
  'PUT /files/{id}/grants': { grants: [] },
  'POST /files/{id}/links': { expires_in_hours: 1 },
  'POST /files/uploads/{id}/finish': {},
  'PUT /rooms/{id}': { name: 'r' },
  'PUT /rooms/{id}/me': { is_silent: true },
  'POST /rooms/{id}/members': { user_ids: ['nothing'] },
  'PUT /rooms/{id}/members/{user_id}': { role: 'member' },
  'POST /rooms/{id}/messages': { content: 'm' },
  'PUT /rooms/{id}/messages/{message_id}': { content: 'm' },
  'PUT /rooms/{id}/messages/{message_id}/reactions': { emoji: '👍' },
  'PUT /rooms/{id}/messages/{message_id}/pin': { pinned: true },
  'POST /rooms/{id}/read': { seq: 1 },
  'PUT /credentials/{id}': { name: 'c' },
  'PUT /instances/{id}': { contact: 'c' },
  'POST /accounts/{id}/labels': { class_id: 'nothing' },
  'POST /extensions/{id}/run': { params: {} },
  'POST /extensions/{id}/run-form': { q: 'a' },
};
const queries: Record<string, string> = {
  'GET /connections/{id}/tables/search': '?q=a',
  'GET /connections/{id}/table': '?name=loans',
  'GET /connections/{id}/table/preview': '?name=loans',
  'GET /connections/{id}/table/definition': '?name=loans',
  'GET /accounts/{id}/remedy': '?kind=lock',
  'GET /instances/{id}/capacity/series': '?database=postgres',
  'PATCH /files/uploads/{id}': '?offset=0',
  'GET /rooms/{id}/changes': '?after=0',
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
  'files',
  'files/uploads',
  'rooms',
  'credentials',
  'instances',
  'accounts',
  'extensions',
  'extension-runs',
  'sync-sessions',
];
/** What operators see of everybody. */
const shownToOperators = /^\/(tasks|executions|sync-sessions)/;
const placeOf = (path: string) => ownedPaths.find((place) => path.startsWith(`/${place}/{id}`));

const onOwned = endpoints.filter(({ path, access }) => access !== 'public' && placeOf(path) !== undefined);

const upgrade = (origin: string) => ({
  origin,
  connection: 'upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
});

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

  /** What govern, files, rooms and extensions keep, all of it under a name of the library. */
  async function prepareMore(admin: ApiClient): Promise<Owned> {
    const credentials = await created(admin, '/credentials', {
      name: 'library credential',
      username: 'postgres',
      password: 'x',
    });
    const instances = await created(admin, '/instances', {
      name: 'library instance',
      driver: 'postgresql',
      host: '127.0.0.1',
      port: 5432,
      username: 'postgres',
      database: 'postgres',
      is_shared: false,
    });
    await admin.post(`/connections/${instances}/accounts/sync`);
    const accounts = (await admin.get('/accounts?limit=1')).body.data.accounts[0].id;
    const rooms = await created(admin, '/rooms', { kind: 'group', name: 'library room' });
    const files = createFileClient(product, admin);
    const source = 'def execute_query(params):\n    return "of the library"\n';
    const extensions = await newExtension(admin, 'library.py', source, { name: 'library extension' });
    await patchExtension(product, admin, extensions, { roles: [], user_ids: [] });
    return {
      credentials,
      instances,
      accounts,
      rooms,
      message: await created(admin, `/rooms/${rooms}/messages`, { content: 'of the library' }),
      files: (await files.upload('library.txt', 'of the library')).id,
      'files/uploads': (await files.begin('library.bin', 3)).id,
      extensions,
      'extension-runs': (await runExtension(admin, extensions)).execution_id,
      'sync-sessions': await created(admin, '/sync-sessions', { kind: 'check_instances' }),
    };
  }

  async function prepare(): Promise<Owned> {
    const { admin } = product;
    const more = await prepareMore(admin);
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
      ...more,
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
    const kind = placeOf(endpoint.path) ?? '';
    const bytes = endpoint.method === 'PATCH' && kind === 'files/uploads';
    const path = endpoint.path
      .replace('{relationship_id}', owned.relationship ?? '')
      .replace('{message_id}', owned.message ?? '')
      .replace('{id}', owned[kind] ?? 'nothing')
      .replace(/\{\w+\}/g, 'nothing');
    return product.app.http.inject({
      method: endpoint.method,
      url: `/api/v1${path}${queries[name] ?? ''}`,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(bytes && { 'content-type': 'application/octet-stream' }),
      },
      ...(bytes && { payload: Buffer.from('abc') }),
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

  async function operationsOf(base: string): Promise<{ method: 'GET'; path: string; url: string }[]> {
    const { paths, servers } = (await product.app.http.inject(`${base}/docs/json`)).json();
    return Object.entries<Record<string, unknown>>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => {
        const { pathname } = new URL(servers[0].url, 'http://localhost');
        return { method: method.toUpperCase() as 'GET', path, url: pathname.replace(/\/$/, '') + path };
      }),
    );
  }

  test.each(families)(
    'of the family at %s that a stranger may call only signs in',
    async (base, openPaths) => {
      const operations = await operationsOf(base);
      expect(operations.length).toBeGreaterThan(10);
      for (const { method, path, url } of operations) {
        const address = url.replace(/\{\w+\}/g, 'nothing');
        const answer = await product.app.http.inject({ method, url: address });
        if (!openPaths.test(path)) expect(answer.statusCode, `${method} ${address}`).toBe(401);
      }
    },
  );

  test('of every family is among those that are tried', () => {
    const folders = readdirSync(new URL('../../server/src/families', import.meta.url), {
      withFileTypes: true,
    });
    const named = folders.filter((one) => one.isDirectory()).map(({ name }) => `/${name}`);
    expect(named.sort()).toEqual([...familyNames].sort());
  });

  test('that names an object is tried', () => {
    const tried = onOwned.map(({ path }) => placeOf(path));
    expect(new Set(tried)).toEqual(new Set(ownedPaths));
    expect(Object.values(owned).filter((id) => !id || id === 'undefined')).toEqual([]);
  });

  test.each(onOwned.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s knows nothing of what is not the caller’s',
    async (_name, endpoint) => {
      for (const [who, token] of others) {
        if (who === 'an operator' && shownToOperators.test(endpoint.path)) continue;
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

  const lists = endpoints.filter(
    ({ method, path, access }) => method === 'GET' && !path.includes('{') && access !== 'public',
  );
  test.each(lists.map(({ path }) => [path]))(
    'GET %s lists nothing that is not the caller’s',
    async (path) => {
      for (const [who, token] of others) {
        const isShown = /^\/(tasks|executions|sync-sessions|alerts|dashboard|scheduler)/.test(path);
        if (who === 'an operator' && isShown) continue;
        const answer = await product.app.http.inject({
          url: `/api/v1${path}${path.endsWith('/search') ? '?q=library' : ''}`,
          headers: { authorization: `Bearer ${token}` },
        });
        expect(answer.body, who).not.toContain('library');
      }
    },
  );

  test.each(familyNames)('of the family at %s tells others nothing of what is not theirs', async (base) => {
    // Whoever signs out is refused everywhere afterwards, which would prove nothing.
    const operations = (await operationsOf(base)).filter(({ path }) => !path.endsWith('/logout'));
    for (const [who, token] of others) {
      for (const { method, path, url } of operations) {
        if (who === 'an operator' && /job|task|execution|session|activit|chart|overview/.test(path)) continue;
        for (const number of ['1', '2', '3']) {
          const address = url
            .replace('{job_id}', base === '/dataquery' ? `job_${number}` : number)
            .replace('{extension_id}', owned.extensions ?? '')
            .replace('{execution_id}', owned.executions ?? '')
            .replace('{session_id}', owned['sync-sessions'] ?? '')
            .replace(/\{\w+\}/g, number);
          const answer = await product.app.http.inject({
            method,
            url: address,
            headers: { authorization: `Bearer ${token}` },
          });
          expect(answer.body, `${who}: ${method} ${address}`).not.toContain('library');
          expect(answer.statusCode, `${who}: ${method} ${address}: ${answer.body}`).not.toBe(500);
          if (address === url) break;
        }
      }
    }
  });

  test('that is a WebSocket hears nobody who is not in the room, from another site, or without a token', async () => {
    const server = await product.listen();
    const own = await product.admin.get(`/rooms/${owned.rooms}`);
    const paths = [
      '/api/v1/ws',
      '/dataquery/api/ws/notifications',
      `/dataquery/api/ws/chat/${own.body.data.number}`,
    ];
    for (const path of paths) {
      expect(
        (await product.app.http.inject({ url: path, headers: upgrade('http://evil.example') })).statusCode,
      ).toBe(403);
      const stranger = openLive(`${server}${path}`);
      stranger.send({ type: 'auth', token: 'e30.e30.e30' });
      expect(await stranger.closed, path).toBe(4001);
      expect(stranger.frames).toEqual([]);
    }
    for (const [who, token] of others) {
      const outsider = openLive(`${server}${paths[2]}?token=${token}`);
      outsider.send({ type: 'message', data: { content: 'from outside' } });
      expect(await outsider.closed, who).toBe(4003);
      expect(JSON.stringify(outsider.frames)).not.toContain('library');
    }
    const { text } = await product.admin.get(`/rooms/${owned.rooms}/messages`);
    expect(text).not.toContain('from outside');
  });

  test('leaves what it could not see as it was', async () => {
    const kept = ['connections', 'conversations', 'saved-queries', 'tasks', 'files', 'rooms', 'credentials'];
    for (const kind of [...kept, 'instances', 'accounts', 'extensions', 'extension-runs', 'files/uploads']) {
      expect((await product.admin.get(`/${kind}/${owned[kind]}`)).status, kind).toBe(200);
    }
    expect((await product.admin.get(`/files/uploads/${owned['files/uploads']}`)).body.data.received).toBe(0);
    const members = await product.admin.get(`/rooms/${owned.rooms}/members`);
    expect(members.body.data.members).toHaveLength(1);
    const relationships = await product.admin.get(`/connections/${owned.connections}/relationships`);
    expect(JSON.stringify(relationships.body)).toContain(owned.relationship);
  });
});
