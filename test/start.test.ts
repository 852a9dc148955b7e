import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { endLeftovers, signIn, startAndFail, startServer } from './server-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sextant-start-'));
const canMount = tryMount();

afterAll(() => {
  endLeftovers();
  rmSync(folder, { recursive: true, force: true });
});

describe('a start', () => {
  it('prints a password once, for the first administrator', async () => {
    const dataDir = path.join(folder, 'password');
    const environment = { SEXTANT_ADMIN_PASSWORD: '' };
    const first = await startServer({ dataDir, environment });
    expect(first.output()).toMatch(/password\s+\S{12,}/);
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await startServer({ dataDir, environment });
    expect(second.output()).not.toMatch(/password\s+\S{12,}/);
    expect(await second.end('SIGINT')).toBe(0);
  });

  it('keeps its key where only its user can read it', async () => {
    const dataDir = path.join(folder, 'modes');
    const server = await startServer({ dataDir });
    await server.end('SIGTERM');
    expect(statSync(path.join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });
});

describe('a start that cannot go on says why and what to do', () => {
  it('when another process uses the data folder, which goes on undisturbed', async () => {
    const dataDir = path.join(folder, 'second');
    const first = await startServer({ dataDir });
    const { code, output } = await startAndFail({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain(dataDir);
    expect(output).toContain(`process ${first.process.pid}`);
    expect(output).toContain('SEXTANT_DATA_DIR');
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
    await first.end('SIGTERM');
  });

  it('when the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, output } = await startAndFail({
      dataDir: path.join(folder, 'port'),
      environment: { SEXTANT_PORT: String(port) },
    });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port}`);
    expect(output).toContain('SEXTANT_PORT');
  });

  it('when the key file is damaged', async () => {
    const dataDir = path.join(folder, 'damaged');
    await (await startServer({ dataDir })).end('SIGTERM');
    const keyFile = path.join(dataDir, 'secret.key');
    writeFileSync(keyFile, 'not a key\n');
    const { code, output } = await startAndFail({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain(keyFile);
    expect(output).toContain('backup');
    expect(readFileSync(keyFile, 'utf8'), 'the file is left as it was').toBe('not a key\n');
  });

  it('when the key file is empty', async () => {
    const dataDir = path.join(folder, 'empty-key');
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'secret.key'), '');
    const { code, output } = await startAndFail({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain(path.join(dataDir, 'secret.key'));
  });

  it('when the key is the one of another installation', async () => {
    const dataDir = path.join(folder, 'other-key');
    await (await startServer({ dataDir })).end('SIGTERM');
    writeFileSync(path.join(dataDir, 'secret.key'), `${'ab'.repeat(32)}\n`);
    const { code, output } = await startAndFail({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain(dataDir);
    expect(output).toContain('secret.key');
  });

  it('when the metadata database is damaged', async () => {
    const dataDir = path.join(folder, 'damaged-database');
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'sextant.sqlite'), 'this is not a database'.repeat(100));
    const { code, output } = await startAndFail({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain(path.join(dataDir, 'sextant.sqlite'));
    expect(output).toContain('backup');
  });

  it('when a file stands where the data folder should be', async () => {
    const dataDir = path.join(folder, 'a-file');
    writeFileSync(dataDir, '');
    const { code, output } = await startAndFail({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain(`The data folder ${dataDir} cannot be written`);
    expect(output).toContain('SEXTANT_DATA_DIR');
  });

  it('when the PostgreSQL for its metadata does not answer', async () => {
    const { code, output } = await startAndFail({
      dataDir: path.join(folder, 'no-postgres'),
      environment: { SEXTANT_DATABASE_URL: 'postgresql://nobody:hidden-word@127.0.0.1:9/meta' },
    });
    expect(code).toBe(1);
    expect(output).toContain('SEXTANT_DATABASE_URL');
    expect(output).toContain('127.0.0.1:9');
    expect(output).not.toContain('hidden-word');
  });

  it('when settings are wrong, naming every one of them', async () => {
    const { code, output } = await startAndFail({
      dataDir: path.join(folder, 'settings'),
      environment: { SEXTANT_PORT: 'eighty', SEXTANT_TIMEZONE: 'Mars/Olympus', SEXTANT_COLOUR: 'red' },
    });
    expect(code).toBe(1);
    for (const name of ['SEXTANT_PORT', 'SEXTANT_TIMEZONE', 'SEXTANT_COLOUR']) expect(output).toContain(name);
  });
});

describe.skipIf(!canMount)(
  `on file systems of their own${canMount ? '' : ' (skipped: this user may not mount a tmpfs)'}`,
  () => {
    it('a read-only data folder is named, with the next step', async () => {
      const dataDir = path.join(folder, 'read-only');
      mountTmpfs(dataDir, 'size=1m,ro');
      const { code, output } = await startAndFail({ dataDir });
      expect(code).toBe(1);
      expect(output).toContain(`The data folder ${dataDir} cannot be written (EROFS)`);
      expect(output).toContain('SEXTANT_DATA_DIR');
    });

    it('a full disk is named, with the next step', async () => {
      const dataDir = path.join(folder, 'full');
      mountTmpfs(dataDir, 'size=32k');
      fill(path.join(dataDir, 'ballast'));
      const { code, output } = await startAndFail({ dataDir });
      expect(code).toBe(1);
      expect(output).toContain(`The data folder ${dataDir} cannot be written (ENOSPC)`);
      expect(output).toContain('Free some space');
    });

    it('a disk that fills up later refuses writes, keeps reading, and recovers', async () => {
      const dataDir = path.join(folder, 'fills-up');
      mountTmpfs(dataDir, 'size=24m');
      const server = await startServer({ dataDir });
      const headers = await signIn(server.url);
      const ballast = path.join(dataDir, 'ballast');
      fill(ballast);

      const createKey = (name: string) =>
        fetch(`${server.url}/api/v1/api-keys`, { method: 'POST', headers, body: JSON.stringify({ name }) });
      const statuses = new Set<number>();
      for (let number = 0; number < 400 && !statuses.has(507); number += 1) {
        const answer = await createKey(`key ${number}`);
        statuses.add(answer.status);
        if (answer.status !== 200) {
          const { success, error } = (await answer.json()) as {
            success: boolean;
            error: { message: string };
          };
          expect(success).toBe(false);
          expect(error.message).toMatch(/空间|disk|space/i);
          break;
        }
      }
      expect([...statuses].some((status) => status >= 500)).toBe(true);
      expect((await fetch(`${server.url}/api/v1/auth/me`, { headers })).status).toBe(200);

      rmSync(ballast);
      expect((await createKey('after')).status).toBe(200);
      expect(await server.end('SIGTERM')).toBe(0);
    });
  },
);

/** Writes until the file system has no room left. */
function fill(file: string): void {
  for (const size of [64 * 1024, 4096, 64]) {
    const chunk = Buffer.alloc(size);
    try {
      for (;;) writeFileSync(file, chunk, { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

/** Mounts an empty file system for the length of one test. */
function mountTmpfs(target: string, options: string): void {
  mount(target, options);
  onTestFinished(() => unmount(target));
}

function mount(target: string, options: string): void {
  mkdirSync(target, { recursive: true });
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', target], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`mount: ${stderr}`);
}

function unmount(target: string): void {
  spawnSync('umount', ['-l', target]);
}

function tryMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    const probe = path.join(folder, 'probe');
    mount(probe, 'size=16k');
    unmount(probe);
    return true;
  } catch {
    return false;
  }
}
