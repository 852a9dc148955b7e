import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress } from './egress.ts';

const names: Record<string, string[]> = {
  'public.example': ['93.184.216.34'],
  'inside.example': ['10.1.2.3'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'metadata.example': ['169.254.169.254'],
};
const resolver = async (host: string) => names[host] ?? Promise.reject(new Error('ENOTFOUND'));

describe('the egress policy', () => {
  it.each([
    '169.254.169.254',
    '[fe80::1]',
    '::ffff:169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    'metadata.example',
  ])('never dials %s, in any mode', async (host) => {
    for (const mode of ['open', 'public'] as const) {
      await expect(createEgress(mode, resolver).resolve(host, { trusted: true })).rejects.toThrow(host);
    }
  });

  it.each([
    '127.0.0.1',
    '10.0.0.8',
    '192.168.1.4',
    '[::1]',
    '::ffff:127.0.0.1',
    'inside.example',
    'mixed.example',
  ])('dials %s only when open or registered by an administrator', async (host) => {
    await expect(createEgress('public', resolver).resolve(host)).rejects.toMatchObject({
      code: 'EGRESS_REFUSED',
    });
    await expect(createEgress('open', resolver).resolve(host)).resolves.toBeTruthy();
    await expect(createEgress('public', resolver).resolve(host, { trusted: true })).resolves.toBeTruthy();
  });

  it('hands out the address that was checked', async () => {
    expect(await createEgress('public', resolver).resolve('public.example')).toBe('93.184.216.34');
  });

  it('names a host that does not exist', async () => {
    await expect(createEgress('open', resolver).resolve('nowhere.example')).rejects.toThrow(
      'nowhere.example',
    );
  });
});

describe('what the egress policy tells', () => {
  const wordsOf = (egress: ReturnType<typeof createEgress>, host: string, options?: { trusted: boolean }) =>
    egress.resolve(host, options).then(
      () => expect.unreachable(`${host} was let through`),
      ({ code, text, details }) => JSON.stringify({ code, text, details }).replaceAll(host, 'HOST'),
    );

  it('does not let users find out which names there are inside', async () => {
    const egress = createEgress('public', resolver);
    const inside = await wordsOf(egress, 'inside.example');
    expect(await wordsOf(egress, 'nowhere.example')).toBe(inside);
    expect(await wordsOf(egress, 'metadata.example')).toBe(inside);
    const silent = createEgress('public', async () => []);
    expect(await wordsOf(silent, 'empty.example')).toBe(inside);
  });

  it('tells an administrator which of the two it is', async () => {
    const words = await wordsOf(createEgress('public', resolver), 'nowhere.example', { trusted: true });
    expect(words).toContain('CONNECTION_FAILED');
  });
});

describe('fetch under the egress policy', () => {
  let server: Server;
  let port: number;
  let hits = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      hits += 1;
      if (request.url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else response.end('here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  it('reaches what is allowed', async () => {
    const response = await createEgress('open').fetchWith()(`http://127.0.0.1:${port}/`);
    expect(await response.text()).toBe('here');
  });

  it('sends nothing to what is refused', async () => {
    const before = hits;
    await expect(createEgress('public').fetchWith()(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(hits).toBe(before);
  });

  it('follows no redirect', async () => {
    await expect(createEgress('open').fetchWith()(`http://127.0.0.1:${port}/away`)).rejects.toThrow();
  });

  it('dials only checked addresses although a name changes its answer', async () => {
    let asked = 0;
    const rebinding = async () => [asked++ === 0 ? '93.184.216.34' : '127.0.0.1'];
    const before = hits;
    await expect(
      createEgress('public', rebinding).fetchWith()(`http://rebind.example:${port}/`),
    ).rejects.toThrow();
    expect(hits).toBe(before);
  });
});
