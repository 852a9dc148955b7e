import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { endLeftovers, launch, type ServerProcess, signIn, startServer } from './server-process.ts';

const rounds = 20;
const writers = 6;

describe('kill -9', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-kill-'));
  const acknowledged = new Set<string>();
  let headers: Record<string, string>;

  afterAll(() => {
    endLeftovers();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it(`during writes, ${rounds} times, loses nothing that was acknowledged`, {
    timeout: 180_000,
  }, async () => {
    for (let round = 1; round <= rounds; round += 1) {
      const server = await startServer({ dataDir });
      await expectHealthy(server);
      headers ??= await signIn(server.url);
      expect(await missing(server), `lost before round ${round}`).toEqual([]);

      const before = acknowledged.size;
      const writing = Promise.all(
        Array.from({ length: writers }, (_, writer) => write(server, round, writer)),
      );
      await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before);
      await sleep(Math.random() * 250);
      await server.end('SIGKILL');
      await writing;
    }
    const server = await startServer({ dataDir });
    await expectHealthy(server);
    expect(await missing(server)).toEqual([]);
    expect(await server.end('SIGTERM')).toBe(0);
  });

  /** Creates API keys one after another until the server is gone; remembers those it was told exist. */
  async function write(server: ServerProcess, round: number, writer: number): Promise<void> {
    for (let number = 1; ; number += 1) {
      const name = `round ${round}, writer ${writer}, key ${number}`;
      try {
        const answer = await fetch(`${server.url}/api/v1/api-keys`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ name }),
        });
        if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
        acknowledged.add(name);
      } catch (error) {
        if (
          server.process.exitCode === null &&
          server.process.signalCode === null &&
          !server.process.killed
        ) {
          throw error;
        }
        return;
      }
    }
  }

  async function missing(server: ServerProcess): Promise<string[]> {
    const answer = await fetch(`${server.url}/api/v1/api-keys`, { headers });
    expect(answer.status).toBe(200);
    const { data } = (await answer.json()) as { data: { api_keys: { name: string }[] } };
    const stored = new Set(data.api_keys.map((key) => key.name));
    return [...acknowledged].filter((name) => !stored.has(name));
  }
});

describe('kill -9 during the first start', () => {
  it('leaves a data folder that the next start completes', { timeout: 120_000 }, async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'sextant-first-'));
    const environment = { SEXTANT_SAMPLE_DATA: 'on' };
    for (const delay of [120, 250, 400, 600, 900, 1400]) {
      const { process: child } = launch({ dataDir, environment });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await sleep(delay);
      child.kill('SIGKILL');
      await ended;
    }
    const server = await startServer({ dataDir, environment });
    await expectHealthy(server);
    await signIn(server.url);
    expect(await server.end('SIGTERM')).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

async function expectHealthy(server: ServerProcess): Promise<void> {
  const answer = await fetch(`${server.url}/health`);
  expect(await answer.json()).toMatchObject({ status: 'ok' });
  expect(answer.status).toBe(200);
}
