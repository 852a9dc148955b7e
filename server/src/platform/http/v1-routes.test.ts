import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineEndpoints } from '@sextant/contract/endpoint';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registerV1 } from './v1-routes.ts';

const endpoints = defineEndpoints({
  wait: {
    method: 'POST',
    path: '/wait',
    access: 'public',
    summary: 'Waits, then tells whether the client was thought to be gone',
    body: z.object({ milliseconds: z.number() }),
    data: z.object({ gone: z.boolean() }),
  },
});

describe('the signal of a call', () => {
  const app = Fastify();
  const gone: boolean[] = [];
  let url: string;

  beforeAll(async () => {
    registerV1(app, endpoints, {
      wait: async ({ body, signal }) => {
        await sleep(body.milliseconds, undefined, { signal }).catch(() => undefined);
        gone.push(signal.aborted);
        return { gone: signal.aborted };
      },
    });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => app.close());

  it('stays quiet while the client waits, also after the body was read', async () => {
    const answer = await fetch(`${url}/api/v1/wait`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ milliseconds: 100 }),
    });
    expect(await answer.json()).toMatchObject({ data: { gone: false } });
  });

  it('aborts when the client goes away', async () => {
    gone.length = 0;
    const client = httpRequest(`${url}/api/v1/wait`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    client.on('error', () => undefined);
    client.end(JSON.stringify({ milliseconds: 20_000 }));
    await once(client, 'socket');
    await sleep(200);
    client.destroy();
    await expect.poll(() => gone).toEqual([true]);
  });
});
