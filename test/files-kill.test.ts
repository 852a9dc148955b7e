import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { endLeftovers, type ServerProcess, signIn, startServer } from './server-process.ts';

const size = 48 * 1024 * 1024;
const kills = 2;

describe('kill -9 during an upload', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-files-kill-'));
  const bytes = randomBytes(size);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  let headers: Record<string, string>;

  afterAll(() => {
    endLeftovers();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function call(server: ServerProcess, method: string, url: string, body?: object) {
    const answer = await fetch(`${server.url}/api/v1/files${url}`, {
      method,
      headers: body ? headers : { authorization: headers.authorization ?? '' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as { data: Record<string, unknown> } };
  }

  it('loses nothing that was acknowledged, and ends in one whole file', { timeout: 120_000 }, async () => {
    let server = await startServer({ dataDir });
    headers = await signIn(server.url);
    const begun = await call(server, 'POST', '/uploads', { name: 'killed.bin', size });
    const url = `/uploads/${begun.body.data.id}`;
    let received = 0;
    for (let round = 0; round < kills; round += 1) {
      const to = Math.min(size, received + size / kills);
      const sending = fetch(`${server.url}/api/v1/files${url}?offset=${received}`, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: bytes.subarray(received, to),
      }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (round % 2 === 1) await sending;
      else await sleep(Math.random() * 60);
      await server.end('SIGKILL');
      const isAcknowledged = await sending;
      server = await startServer({ dataDir });
      const { data } = (await call(server, 'GET', url)).body;
      expect(data.received).toBeGreaterThanOrEqual(isAcknowledged ? to : received);
      received = Number(data.received);
    }
    if (received < size) {
      await fetch(`${server.url}/api/v1/files${url}?offset=${received}`, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: bytes.subarray(received),
      });
    }
    const finishing = call(server, 'POST', `${url}/finish`, { sha256 }).catch(() => null);
    await sleep(Math.random() * 100);
    await server.end('SIGKILL');
    const finished = await finishing;

    server = await startServer({ dataDir });
    if (finished?.status !== 200) {
      const again = await call(server, 'POST', `${url}/finish`, { sha256 });
      // The file may have been made when only the answer was lost.
      expect([200, 404]).toContain(again.status);
    }
    const { entries } = (await call(server, 'GET', '')).body.data as {
      entries: { id: string; sha256: string }[];
    };
    expect(entries.map((entry) => entry.sha256)).toEqual([sha256]);
    const content = await fetch(`${server.url}/api/v1/files/${entries[0]?.id}/content`, { headers });
    expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true);
    expect(await readdir(path.join(dataDir, 'files/uploads'))).toEqual([]);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
