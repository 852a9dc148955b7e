import { once } from 'node:events';
import { Agent, request, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { adminPassword, startTestApp, type TestApp } from '../../../test/test-app.ts';

describe('a family on a port of its own', () => {
  let test: TestApp | undefined;
  afterEach(async () => {
    await test?.close();
    test = undefined;
  });

  async function open(port = 0): Promise<string> {
    test = await startTestApp({ config: { familyPorts: { wenshu: port } } });
    await test.listen();
    const [opened] = await test.app.listenForFamilies();
    expect(opened?.family).toBe('wenshu');
    return `http://127.0.0.1:${opened?.port}`;
  }

  const login = (base: string) =>
    fetch(`${base}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: adminPassword }),
    });

  it('answers the document’s URLs to the letter, those of API v1 too', async () => {
    const base = await open();
    for (const path of ['/api', '/api/v1', '/wenshu/api']) {
      const { data } = (await (await login(base + path)).json()) as { data: { token: string } };
      const me = await fetch(`${base}${path}/users/me`, {
        headers: { authorization: `Bearer ${data.token}` },
      });
      expect(await me.json()).toMatchObject({ code: 200, data: { username: 'admin' } });
    }
  });

  it('serves its description and nothing of the rest', async () => {
    const base = await open();
    const page = await (await fetch(`${base}/docs`)).text();
    const script = /src="([^"]+swagger-initializer\.js)"/.exec(page)?.[1];
    expect((await fetch(base + script)).status).toBe(200);
    const described = (await (await fetch(`${base}/docs/json`)).json()) as { info: { title: string } };
    expect(described.info.title).toBe('问数智能体 API');
    for (const path of ['/', '/health', '/api/v1/models', '/api/v1/chat/suggestions']) {
      const answer = await fetch(base + path);
      expect(await answer.json()).toMatchObject({ code: 404, errors: {} });
    }
  });

  it('lets a call that has begun end when the product stops, and hangs up on clients that keep connections', async () => {
    const base = await open();
    const agent = new Agent({ keepAlive: true });
    const idle = request(`${base}/docs/json`, { agent }).end();
    await text((await once(idle, 'response'))[0]);

    const body = JSON.stringify({ username: 'admin', password: adminPassword });
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const begun = request(`${base}/api/auth/login`, { agent, method: 'POST', headers });
    const begins = once(test?.app.http.server as Server, 'request');
    begun.write(body.slice(0, 10));
    await begins;
    const stopped = test?.app.stop();
    begun.end(body.slice(10));
    const [response] = await once(begun, 'response');
    expect(JSON.parse(await text(response))).toMatchObject({ code: 200 });
    await stopped;
    await expect(fetch(`${base}/docs/json`)).rejects.toThrow('fetch failed');
    agent.destroy();
  }, 10_000);

  it('is named when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(open(port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 for the family "wenshu" is in use. Stop the other program, or change SEXTANT_FAMILY_PORTS.`,
    );
    other.close();
  });
});
