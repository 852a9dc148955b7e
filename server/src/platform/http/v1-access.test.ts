import { api } from '@sextant/contract/api';
import type { Endpoint } from '@sextant/contract/endpoint';
import { permissionsOfRole } from '@sextant/contract/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const endpoints = Object.values(api).flatMap((table) => Object.values<Endpoint>(table));
const named = endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);

/** The operations of the QueryGPT document. */
const documented = [
  'POST /auth/register',
  'POST /auth/login',
  'POST /auth/refresh',
  'GET /auth/me',
  'GET /chat/stream',
  'POST /chat/stop',
  'GET /conversations',
  'GET /conversations/{id}',
  'DELETE /conversations/{id}',
  'POST /conversations/{id}/favorite',
  'GET /models',
  'POST /models',
  'PUT /models/{id}',
  'DELETE /models/{id}',
  'POST /models/{id}/test',
  'GET /connections',
  'POST /connections',
  'POST /connections/{id}/test',
  'GET /connections/{id}/schema',
  'GET /config',
  'PUT /config',
  'GET /prompts',
  'PUT /prompts',
  'POST /prompts/reset',
];

describe('every route of API v1', () => {
  let test: TestApp;
  let user: ApiClient;
  let readOnlyKey: string;
  beforeAll(async () => {
    test = await startTestApp();
    user = await test.newUser();
    readOnlyKey = (await user.post('/api-keys', { name: 'reader', permissions: ['view'] })).body.data.key;
  });
  afterAll(() => test.close());

  function call(endpoint: Endpoint, authorization?: string) {
    return test.app.http.inject({
      method: endpoint.method,
      url: `/api/v1${endpoint.path.replace(/\{\w+\}/g, 'nothing')}`,
      headers: authorization ? { authorization } : {},
    });
  }

  it('has the document’s operations among them', () => {
    expect(named.map(([name]) => name)).toEqual(expect.arrayContaining(documented));
  });

  it.each(named.filter(([, { access }]) => access !== 'public'))(
    '%s asks for a sign-in',
    async (_name, endpoint) => {
      for (const authorization of [undefined, 'Bearer sxt_forged', 'Bearer e30.e30.e30']) {
        const response = await call(endpoint, authorization);
        expect(response.statusCode).toBe(401);
        expect(response.json().error.code).toBe('UNAUTHORIZED');
      }
    },
  );

  it.each(named.filter(([, { access }]) => access === 'admin'))(
    '%s is closed to ordinary users',
    async (_name, endpoint) => {
      expect((await call(endpoint, `Bearer ${user.token}`)).statusCode).toBe(403);
    },
  );

  const writing = named.filter(([, { access }]) => ['create', 'update', 'delete', 'person'].includes(access));
  it.each(writing)('%s is closed to a key that may only view', async (_name, endpoint) => {
    expect((await call(endpoint, `Bearer ${readOnlyKey}`)).statusCode).toBe(403);
  });

  it('is described in OpenAPI with its permission', async () => {
    const { paths } = (await test.app.http.inject('/docs/json')).json();
    for (const { method, path, access, summary } of endpoints) {
      const operation = paths[`/api/v1${path}`][method.toLowerCase()];
      expect(operation.summary).toBe(summary);
      expect(operation.security).toEqual(access === 'public' ? [] : [{ bearer: [] }]);
    }
  });

  it('grants nothing to users that operators lack', () => {
    expect(permissionsOfRole.operator).toEqual(expect.arrayContaining([...permissionsOfRole.user]));
    expect(permissionsOfRole.admin).toEqual(expect.arrayContaining([...permissionsOfRole.operator]));
  });
});

describe('a route without a declared access', () => {
  it('stops the start and is named', async () => {
    const test = await startTestApp();
    const { createHttpServer } = await import('./http-server.ts');
    const { createFamilyPorts } = await import('./family-ports.ts');
    const { pino } = await import('pino');
    const http = await createHttpServer({
      config: test.config,
      logger: pino({ level: 'silent' }),
      logStore: { addRequest: () => undefined },
      authenticate: async () => null,
      families: [],
      familyPorts: createFamilyPorts([]),
    });
    http.get('/open-door', async () => 'come in');
    await expect(http.ready()).rejects.toThrow('GET /open-door');
    await test.close();
  });
});
