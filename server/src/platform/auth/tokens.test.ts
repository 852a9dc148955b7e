import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

describe('a sign-in that grows old', () => {
  let test: TestApp;
  let client: ApiClient;
  beforeAll(async () => {
    test = await startTestApp();
    client = await test.newUser();
  });
  afterEach(() => vi.useRealTimers());
  afterAll(() => test.close());

  function afterSeconds(seconds: number): void {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
  }

  it('loses its access token after an hour, and gets another one for its refresh token', async () => {
    expect((await client.get('/auth/me')).status).toBe(200);
    afterSeconds(3_601);
    const { status, body } = await client.get('/auth/me');
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ code: 'UNAUTHORIZED', message: '登录已过期，请重新登录' });
    const { data } = (await test.anonymous.post('/auth/refresh', { refresh_token: client.refreshToken }))
      .body;
    const me = await test.anonymous.get('/auth/me', { authorization: `Bearer ${data.access_token}` });
    expect(me.status).toBe(200);
  });

  it('ends after a week without use', async () => {
    const idle = await test.newUser();
    afterSeconds(7 * 86_400 + 1);
    const refreshed = await test.anonymous.post('/auth/refresh', { refresh_token: idle.refreshToken });
    expect(refreshed.status).toBe(401);
    expect(refreshed.body.error.message).toBe('登录已过期，请重新登录');
  });
});
