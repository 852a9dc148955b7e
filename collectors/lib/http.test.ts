import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHttp, type HttpOptions } from './http.ts';
import { pagesOf } from './pages.ts';
import { pause } from './pause.ts';
import { backoffMs, retryAfterMs } from './retry.ts';

vi.mock('./pause.ts', () => ({ pause: vi.fn(async () => {}) }));
const waits = vi.mocked(pause);

let server: Server;
let origin: string;
let asked: string[];
let answer: RequestListener;

beforeEach(async () => {
  waits.mockClear();
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const client = (options: HttpOptions = {}, signal = new AbortController().signal) =>
  createHttp({ fetch, signal, log: () => {} }, { perSecond: 1000, ...options });

test('a rate is kept for each host', async () => {
  answer = (_request, response) => response.end('{}');
  const http = client({ perSecond: 2 });
  await Promise.all([
    http.text(origin),
    http.text(origin),
    http.text(origin),
    http.text(origin.replace('127.0.0.1', 'localhost')),
  ]);
  expect(waits.mock.calls.map(([ms]) => Math.round(ms / 100))).toEqual([5, 10]);
});

test('Retry-After is read in seconds and as a date', () => {
  const now = Date.parse('2024-01-05T00:00:00Z');
  expect(retryAfterMs('3', now)).toBe(3000);
  expect(retryAfterMs('Fri, 05 Jan 2024 00:01:00 GMT', now)).toBe(60_000);
  expect(retryAfterMs('Thu, 04 Jan 2024 00:01:00 GMT', now)).toBe(0);
  expect(retryAfterMs('soon', now)).toBeNull();
  expect(retryAfterMs(null, now)).toBeNull();
});

test('pauses double, up to half a minute, and are not all alike', () => {
  expect([1, 2, 3, 10].map((tried) => backoffMs(tried, () => 1))).toEqual([1000, 2000, 4000, 30_000]);
  expect(backoffMs(1, () => 0)).toBe(500);
});

test('a source that asks to come back in an hour is not waited for', async () => {
  answer = (_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end('slow down');
  await expect(client().text(origin)).rejects.toThrow(/429 .*slow down \(it asks to come back in 3600 s\)/);
  expect(asked).toHaveLength(1);
});

test('a source that is silent is given up after its time', async () => {
  answer = () => {};
  await expect(client({ timeoutMs: 50, tries: 2 }).text(origin)).rejects.toThrow('could not be read');
  expect(asked).toHaveLength(2);
});

test('a source that nobody answers at is named', async () => {
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await expect(client({ tries: 2 }).text(origin)).rejects.toThrow(`127.0.0.1:${port}/ could not be read: `);
});

test('a stopped execution is told so and not tried again', async () => {
  const stop = new AbortController();
  answer = () => stop.abort(new Error('The execution was stopped'));
  await expect(client({}, stop.signal).text(origin)).rejects.toThrow('The execution was stopped');
  expect(asked).toHaveLength(1);
});

test('parameters and forms are written as they should', async () => {
  let body = '';
  answer = (request, response) => {
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => response.end('"ok"'));
  };
  const http = client();
  expect(await http.json(`${origin}/x?a=1`, { query: { b: '二 三', none: null }, body: { 名: '值&' } })).toBe(
    'ok',
  );
  expect(asked).toEqual([`POST /x?a=1&b=${encodeURIComponent('二')}+${encodeURIComponent('三')}`]);
  expect(new URLSearchParams(body).get('名')).toBe('值&');
});

test.each([
  ['text/plain; charset=GBK', [0xc6, 0xd6], '浦'],
  ['text/plain', [0xc6, 0xd6], '浦'],
  ['text/plain', [0xef, 0xbb, 0xbf, 0xe6, 0xb5, 0xa6], '浦'],
  ['text/plain; charset=nonsense', [0xe6, 0xb5, 0xa6], '浦'],
  ['text/plain', [0xff, 0xfe, 0x66, 0x6d], '浦'],
])('text as %s in bytes %j is read', async (type, bytes, expected) => {
  answer = (_request, response) => response.writeHead(200, { 'content-type': type }).end(Buffer.from(bytes));
  expect(await client().text(origin)).toBe(expected);
});

test.each(['x', 'ftp://example.org/', 'file:///etc/passwd', ''])(
  '%j is no address to fetch',
  async (address) => {
    await expect(client().text(address)).rejects.toThrow(`"${address}" is not an address`);
  },
);

test('a source that repeats a page does not keep us forever', async () => {
  const ctx = { progress: () => {}, signal: new AbortController().signal };
  const read = async () => ({ items: [{ a: 1 }], pages: null });
  const all = async () => {
    for await (const _ of pagesOf(ctx, read));
  };
  await expect(all()).rejects.toThrow('gave page 1 again as page 2');
});
