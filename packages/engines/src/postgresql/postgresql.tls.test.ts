import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../conformance/trial.ts';
import type { Database } from '../engine.ts';
import { certifiedHost, type Identity, makeIdentity } from '../test-identity.ts';
import { postgresql } from './postgresql.engine.ts';

let missing: string | null = null;
let identity: Identity | null = null;
let folder = '';
let port = 0;
let server: ChildProcess | null = null;

/** PostgreSQL refuses to run as root. */
function serverAccount(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: found } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return found;
}

async function startServer(own: Identity): Promise<void> {
  const [initdb] = globSync('/usr/lib/postgresql/*/bin/initdb');
  if (!initdb) throw new Error('initdb is missing');
  const account = serverAccount();
  folder = mkdtempSync(join(tmpdir(), 'sextant-pg-'));
  const data = join(folder, 'data');
  const files = { 'key.pem': own.key, 'certificate.pem': own.certificate };
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? 0);
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(folder, file), text, { mode: 0o600 });
    if (account.uid !== undefined) chownSync(join(folder, file), account.uid, account.gid ?? 0);
  }
  const quiet = { ...account, cwd: folder, stdio: 'ignore' as const };
  execFileSync(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'], quiet);
  writeFileSync(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 trust\n');
  port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ssl: 'on',
    ssl_key_file: join(folder, 'key.pem'),
    ssl_cert_file: join(folder, 'certificate.pem'),
    fsync: 'off',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  server = spawn(initdb.replace(/initdb$/, 'postgres'), ['-D', data, ...options], quiet);
}

async function open(tls: string, host: string, ca: string | null): Promise<Database> {
  return postgresql.open(
    { host, port, username: 'postgres', password: null, database: 'postgres', options: { tls, tls_ca: ca } },
    { resolveHost: async () => '127.0.0.1', connectTimeoutMs: 3000 },
  );
}

async function answers(): Promise<boolean> {
  const database = await open('require', 'localhost', null);
  const version = await database.version().catch(() => null);
  await database.close();
  return version !== null;
}

async function encrypted(database: Database): Promise<unknown> {
  const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
  return (await Array.fromAsync((await database.query(sql)).batches)).flat();
}

beforeAll(async () => {
  identity = makeIdentity();
  try {
    if (!identity) throw new Error('the openssl program is missing');
    await startServer(identity);
    await until(answers, 20_000);
  } catch (error) {
    missing = `No PostgreSQL of one's own can be started here: ${error}`;
  }
}, 60_000);

afterAll(async () => {
  if (server) {
    const gone = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGINT');
    await gone;
  }
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('a real server is read over TLS, checked against the CA and the host that was typed', async ({
  skip,
}) => {
  if (missing) skip(missing);
  const ca = identity?.certificate ?? '';
  for (const database of [
    await open('require', 'other.example', null),
    await open('verify', certifiedHost, ca),
  ]) {
    expect(await encrypted(database)).toEqual([[true]]);
    const csv = await database.copyCsv?.('SELECT i FROM generate_series(1, 50000) i');
    expect(Buffer.concat(await Array.fromAsync(csv?.chunks ?? [])).toString()).toMatch(/\r\n50000\r\n$/);
    await database.close();
  }
});

test('a cancel travels over TLS as well', async ({ skip }) => {
  if (missing) skip(missing);
  const database = await open('verify', certifiedHost, identity?.certificate ?? '');
  const abort = new AbortController();
  const running = database.query('SELECT pg_sleep(60)', { signal: abort.signal });
  running.catch(() => {});
  const sleeping = async () => {
    const sql =
      "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(60)'";
    return (await Array.fromAsync((await database.query(sql)).batches)).flat(2)[0];
  };
  await expect.poll(sleeping).toBe(1);
  abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(sleeping).toBe(0);
  await database.close();
});

test.for([
  { name: 'another host', tls: 'verify', host: 'other.example', ca: true },
  { name: 'an unknown CA', tls: 'verify', host: certifiedHost, ca: false },
])('$name is refused with the next step', async ({ tls, host, ca }, { skip }) => {
  if (missing) skip(missing);
  const database = await open(tls, host, ca ? (identity?.certificate ?? '') : null);
  await expect(database.version()).rejects.toMatchObject({ code: 'tls', hint: { zh: expect.any(String) } });
  await database.close();
});

test('no TLS where the server wants it is a matter of the login', async ({ skip }) => {
  if (missing) skip(missing);
  const database = await open('disable', certifiedHost, null);
  await expect(database.version()).rejects.toMatchObject({ code: expect.stringMatching(/^(auth|tls)$/) });
  await database.close();
});
