import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { endLeftovers, startServer } from './server-process.ts';

const script = path.resolve(import.meta.dirname, '../scripts/start.mjs');
const folder = mkdtempSync(path.join(tmpdir(), 'sextant-npm-start-'));
/** Makes a newer Node go the way of an older one, which cannot become another program. */
const withoutExecve = ['--import', 'data:text/javascript,delete process.execve'];

afterAll(() => {
  endLeftovers();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm start', { timeout: 90_000 }, () => {
  it('becomes the server, where Node can', async () => {
    const dataDir = path.join(folder, 'becomes');
    const server = await startServer({ dataDir, command: [script] });
    expect(server.process.pid).toBe(serverPid(dataDir));
    expect(await server.end('SIGTERM')).toBe(0);
    expect(await answers(server.url)).toBe(false);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'hands %s to the server it keeps, and its exit code back',
    async (signal) => {
      const dataDir = path.join(folder, signal);
      const server = await startServer({ dataDir, command: [...withoutExecve, script] });
      expect(server.process.pid).not.toBe(serverPid(dataDir));
      expect(await server.end(signal)).toBe(0);
      expect(await answers(server.url)).toBe(false);
    },
  );

  it('leaves no server behind when it is killed', async () => {
    const server = await startServer({
      dataDir: path.join(folder, 'killed'),
      command: [...withoutExecve, script],
    });
    expect(await answers(server.url)).toBe(true);
    await server.end('SIGKILL');
    await expect.poll(() => answers(server.url)).toBe(false);
  });

  it('passes on that the server could not start', async () => {
    const dataDir = path.join(folder, 'second');
    const first = await startServer({ dataDir });
    const second = startServer({ dataDir, command: [...withoutExecve, script] });
    await expect(second).rejects.toThrow('Another Sextant');
    await first.end('SIGTERM');
  });
});

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

function serverPid(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, 'sextant.pid'), 'utf8'));
}
