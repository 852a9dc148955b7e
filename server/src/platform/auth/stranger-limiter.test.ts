import { afterEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import type { Config } from '../../config.ts';

const callsPerMinute = 1_200;

describe('a flood of calls that name nobody', () => {
  let test: TestApp;
  afterEach(() => test.close());

  async function start(config: Partial<Config> = {}): Promise<void> {
    test = await startTestApp({ config: { rateLimit: true, ...config } });
  }

  async function statusOf(remoteAddress: string, headers: Record<string, string> = {}): Promise<number> {
    const request = { url: '/api/v1/auth/me', remoteAddress, headers };
    return (await test.app.http.inject(request)).statusCode;
  }

  async function flood(remoteAddress: string, headersOf: (n: number) => Record<string, string>) {
    for (let n = 0; n < callsPerMinute; n += 1) await statusOf(remoteAddress, headersOf(n));
  }

  it('has to wait, whatever tokens and forwarded addresses it makes up', async () => {
    await start();
    await flood('203.0.113.7', (n) => ({
      authorization: `Bearer sxt_${n}`,
      'x-forwarded-for': `198.51.100.${n % 250}`,
    }));
    expect(await statusOf('203.0.113.7', { 'x-forwarded-for': '198.51.100.251' })).toBe(429);
    expect(await statusOf('203.0.113.8', { authorization: `Bearer ${test.admin.token}` })).toBe(200);
  });

  it('is told when to come back', async () => {
    await start();
    await flood('2001:db8:1:2::1', () => ({}));
    const answer = await test.app.http.inject({
      url: '/api/v1/auth/me',
      remoteAddress: '2001:db8:1:2::ffff',
    });
    expect(answer.statusCode).toBe(429);
    expect(answer.json().error.message).toContain('秒后再试');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(await statusOf('2001:db8:1:3::1')).toBe(401);
  });

  it('comes from many addresses when a proxy that is trusted says so', async () => {
    await start({ trustProxy: '127.0.0.1' });
    await flood('127.0.0.1', (n) => ({ 'x-forwarded-for': `198.51.100.${n % 250}` }));
    expect(await statusOf('127.0.0.1', { 'x-forwarded-for': '198.51.100.1' })).toBe(401);
  });
});
