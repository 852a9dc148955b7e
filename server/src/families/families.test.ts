import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, startTestApp, type TestApp } from '../../test/test-app.ts';
import type { FamilyOperation } from '../platform/http/family.ts';
import { akshareOperations } from './akshare/akshare.family.ts';
import { dataqueryOperations } from './dataquery/dataquery.family.ts';
import { wenshuOperations } from './wenshu/wenshu.family.ts';
import { whalefallOperations } from './whalefall/whalefall.family.ts';

/** Every family: where it stands, its operations, and what its errors say of the status. */
const families = [
  { base: '/wenshu', prefixes: ['/api', '/api/v1'], operations: wenshuOperations },
  { base: '/akshare', prefixes: ['/api'], operations: akshareOperations },
  { base: '/dataquery', prefixes: [''], operations: dataqueryOperations },
  { base: '/whalefall', prefixes: [''], operations: whalefallOperations },
];

const routes = families.flatMap(({ base, prefixes, operations }) =>
  Object.values(operations)
    .flatMap((group) => Object.values<FamilyOperation>(group))
    .flatMap((operation) =>
      prefixes.map((prefix) => [`${operation.method} ${base}${prefix}${operation.path}`, operation] as const),
    ),
);

describe('every route of the families', () => {
  let test: TestApp;
  let user: ApiClient;
  let readOnlyKey: string;
  beforeAll(async () => {
    test = await startTestApp();
    user = await test.newUser();
    readOnlyKey = (await user.post('/api-keys', { name: 'reader', permissions: ['view'] })).body.data.key;
  });
  afterAll(() => test.close());

  async function status(name: string, authorization?: string): Promise<number> {
    const [method, path] = name.split(' ') as ['GET' | 'POST', string];
    const headers = authorization ? { authorization } : {};
    const url = path.replace(/\{\w+\}/g, '999999');
    return (await test.app.http.inject({ method, url, headers })).statusCode;
  }

  it.each(routes.filter(([, { access }]) => access !== 'public'))('%s asks for a sign-in', async (name) => {
    for (const authorization of [undefined, 'Bearer sxt_forged', 'Bearer e30.e30.e30']) {
      expect(await status(name, authorization)).toBe(401);
    }
  });

  it.each(routes.filter(([, { access }]) => access === 'admin' || access === 'scheduler:manage'))(
    '%s is closed to ordinary users',
    async (name) => {
      expect(await status(name, `Bearer ${user.token}`)).toBe(403);
    },
  );

  it.each(routes.filter(([, { access }]) => ['create', 'update', 'delete', 'person'].includes(access)))(
    '%s is closed to a key that may only view',
    async (name) => {
      expect(await status(name, `Bearer ${readOnlyKey}`)).toBe(403);
    },
  );

  it.each(families)(
    '$base describes its operations with their rights',
    async ({ base, prefixes, operations }) => {
      for (const place of [`${base}/docs`, `${base}${prefixes[0]}/docs`]) {
        const page = await test.app.http.inject(place);
        expect(page.headers['content-type']).toContain('text/html');
        expect(page.body).not.toMatch(/(src|href)="https?:/);
        const described = (await test.app.http.inject(`${place}/json`)).json();
        expect(described.openapi).toMatch(/^3\./);
        expect(described.servers).toEqual(prefixes.map((prefix) => ({ url: base + prefix })));
        for (const operation of Object.values(operations).flatMap((group) =>
          Object.values<FamilyOperation>(group),
        )) {
          const found = described.paths[operation.path][operation.method.toLowerCase()];
          expect(found.summary).toBe(operation.summary);
          expect(found.security).toEqual(operation.access === 'public' ? [] : [{ bearer: [] }]);
          expect(Object.keys(found.responses)).toContain(String(operation.status ?? 200));
        }
      }
    },
  );
});
