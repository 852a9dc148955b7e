import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPassword, startTestApp, type TestApp } from '../../../test/test-app.ts';

describe('every answer', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it.each(['/api/v1/auth/me', '/api/v1/nowhere', '/health', '/docs/', '/nowhere'])(
    'lets no foreign script run and no frame show it: %s',
    async (path) => {
      const { headers } = await test.admin.get(`/${path}`);
      expect(headers['x-content-type-options']).toBe('nosniff');
      const policy = String(headers['content-security-policy']).split(';');
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'self'", "script-src 'self'", "frame-ancestors 'none'"]),
      );
    },
  );

  it('with a token or with data stays out of caches', async () => {
    const login = await test.anonymous.post('/auth/login', { email: 'admin', password: adminPassword });
    for (const answer of [
      login,
      await test.admin.get('/connections'),
      await test.anonymous.get('/auth/me'),
    ]) {
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
});

describe('a body that is no proper input', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it.each([
    ['is not JSON', '{', 400],
    ['is a list', '[1]', 422],
    ['is nested 100,000 deep', `{"display_name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 422],
    ['is larger than 4 MB', JSON.stringify({ display_name: 'x'.repeat(4_300_000) }), 413],
  ])('is refused when it %s', async (_name, payload, status) => {
    const answer = await test.app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/me',
      headers: { authorization: `Bearer ${test.admin.token}`, 'content-type': 'application/json' },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ success: false });
  });

  it('cannot change more than it names, by way of a prototype', async () => {
    const user = await test.newUser();
    const answer = await test.app.http.inject({
      method: 'PUT',
      url: '/api/v1/auth/me',
      headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' },
      payload: '{"__proto__":{"role":"admin"},"display_name":"m"}',
    });
    expect(answer.json().data).toMatchObject({ display_name: 'm', role: 'user' });
  });
});
