import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { connectLive } from '../server/test/live-client.ts';
import { createDatabase } from '../server/test/metadata-stores.ts';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { endLeftovers, type ServerProcess, signIn, startServer } from './server-process.ts';

const found = await isReachable(testServers.postgresql);

describe.skipIf(!found)('rooms of two processes over PostgreSQL', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-rooms-'));
  const drops: (() => Promise<void>)[] = [];

  afterEach(endLeftovers);
  afterAll(async () => {
    for (const drop of drops) await drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function call(server: ServerProcess, headers: Record<string, string>, to: string, body?: unknown) {
    const answer = await fetch(`${server.url}/api/v1${to}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server sent
    return ((await answer.json()) as any).data;
  }

  it('have one order, in which every client of either hears everything once', {
    timeout: 60_000,
  }, async () => {
    const database = await createDatabase();
    drops.push(database.drop);
    const environment = {
      SEXTANT_DATABASE_URL: database.url,
      SEXTANT_SECRET: 'a'.repeat(40),
      SEXTANT_ROLE: 'web',
    };
    const [here, there] = [
      await startServer({ dataDir, environment }),
      await startServer({ dataDir: path.join(dataDir, 'second'), environment }),
    ];
    const headers = await signIn(here.url);
    const token = headers.authorization?.slice('Bearer '.length) ?? '';
    const { id: room } = await call(here, headers, '/rooms', { kind: 'group', name: '两地' });
    const clients = [await connectLive(here.url, token), await connectLive(there.url, token)];
    const count = 100;
    for (let number = 0; number < count; number += 1) {
      for (const [index, client] of clients.entries())
        client.send({
          type: 'message',
          room_id: room,
          content: `${index}:${number}`,
          client_id: `${index}:${number}`,
        });
    }
    for (const client of clients)
      await expect.poll(() => client.heardIn(room).length, { timeout: 30_000 }).toBe(2 * count);
    const heard = clients[0]?.heardIn(room) ?? [];
    expect(clients[1]?.heardIn(room)).toEqual(heard);
    for (const index of [0, 1]) {
      expect(heard.filter((content) => content.startsWith(`${index}:`))).toEqual(
        Array.from({ length: count }, (_, number) => `${index}:${number}`),
      );
    }
    await call(there, headers, '/auth/logout', {});
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([4001, 4001]);
    expect(await Promise.all([here.end('SIGTERM'), there.end('SIGTERM')])).toEqual([0, 0]);
  });
});
