import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
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

describe('a client that never finishes its request', () => {
  it('is hung up on, after a minute in the headers and half an hour in the body', async () => {
    const test = await startTestApp();
    const { headersTimeout, requestTimeout } = test.app.http.server;
    expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 60_000, requestTimeout: 1_800_000 });
    await test.close();
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

  it('is told which field is missing', async () => {
    const answer = await test.admin.post('/chat/stop', {});
    expect(answer.body.error.details.fields).toEqual({ conversation_id: ['必填'] });
    const english = await test.admin.post('/chat/stop', {}, { 'accept-language': 'en' });
    expect(english.body.error.details.fields).toEqual({ conversation_id: ['Required'] });
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

describe('bytes that are no proper request', () => {
  let test: TestApp;
  let port: number;
  beforeAll(async () => {
    test = await startTestApp();
    await test.app.http.listen({ host: '127.0.0.1', port: 0 });
    port = (test.app.http.server.address() as AddressInfo).port;
  });
  afterAll(() => test.close());

  it.each([
    [
      'an address with raw Chinese',
      'GET /api/v1/chat/stream?query=查询上月销售额 HTTP/1.1',
      400,
      /百分号编码/,
    ],
    ['no HTTP at all', 'hello', 400, /HTTP/],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(600_000)}`, 431, /过长/],
  ])('are answered in the envelope: %s', async (_name, head, status, message) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`${head}\r\nhost: x\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    expect(body).toMatchObject({ success: false, error: { code: 'BAD_REQUEST' } });
    expect(body.error.message).toMatch(message);
  });

  it.each([
    ['below its base', '/akshare/api/interfaces/?keyword=股票', 'code message detail'],
    ['at the root, where its document has the path', '/api/interfaces/?keyword=股票', 'code message detail'],
    ['of another family', '/wenshu/api/conversations?q=销售', 'code message errors'],
  ])(
    'are answered in the envelope of the family that the address belongs to: %s',
    async (_name, url, keys) => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`GET ${url} HTTP/1.1\r\nhost: x\r\n\r\n`);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
      expect(Object.keys(body).join(' ')).toBe(keys);
      expect(JSON.stringify(body)).toContain('百分号编码');
    },
  );
});
