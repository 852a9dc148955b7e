import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A ClickHouse to test against, and how an administrator asks it. */
export interface TestClickhouse {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Whether users named `reader` (password `right`) exist because this server is ours. */
  own: boolean;
  run(sql: string, database?: string): Promise<string>;
  stop(): Promise<void>;
}

const startLimitMs = 30_000;
const programFolders = ['/usr/local/bin', '/usr/bin', '/usr/sbin'];

function config(folder: string, ports: { http: number; tcp: number }): string {
  return `<yandex>
    <logger><level>warning</level><log>${folder}/log</log><errorlog>${folder}/errors</errorlog></logger>
    <http_port>${ports.http}</http_port><tcp_port>${ports.tcp}</tcp_port><listen_host>127.0.0.1</listen_host>
    <path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><users_config>users.xml</users_config>
    <default_profile>default</default_profile><default_database>default</default_database>
    <mark_cache_size>100000000</mark_cache_size><timezone>UTC</timezone>
  </yandex>`;
}

function user(name: string, password: string, profile: string): string {
  return `<${name}><password>${password}</password><networks><ip>127.0.0.1</ip></networks>
    <profile>${profile}</profile><quota>default</quota></${name}>`;
}

const users = `<yandex>
  <profiles><default></default><reading><readonly>2</readonly></reading><fixed><readonly>1</readonly></fixed></profiles>
  <users>${user('default', '', 'default')}${user('reader', 'right', 'reading')}${user('fixed', 'right', 'fixed')}
  ${user('writer', 'right', 'default')}</users>
  <quotas><default></default></quotas></yandex>`;

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function findBinary(): Promise<string[] | null> {
  for (const name of ['clickhouse-server', 'clickhouse']) {
    for (const folder of programFolders) {
      const path = join(folder, name);
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return name === 'clickhouse' ? [path, 'server'] : [path];
    }
  }
  return null;
}

function asker(address: URL): TestClickhouse['run'] {
  const headers = {
    'X-ClickHouse-User': address.username || 'default',
    'X-ClickHouse-Key': address.password,
  };
  return async (sql, database = 'default') => {
    const search = new URLSearchParams({ database });
    const response = await fetch(`${address.origin}/?${search}`, { method: 'POST', headers, body: sql });
    const answer = await response.text();
    if (!response.ok) throw new Error(answer);
    return answer.trim();
  };
}

async function untilAnswers(run: TestClickhouse['run'], child: ChildProcess): Promise<boolean> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < startLimitMs && child.exitCode === null) {
    const answer = await run('SELECT 1').catch(() => null);
    if (answer === '1') return true;
    await delay(50);
  }
  return false;
}

async function startOwn(command: string[]): Promise<TestClickhouse | { missing: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-clickhouse-'));
  const ports = { http: await freePort(), tcp: await freePort() };
  await writeFile(join(folder, 'config.xml'), config(folder, ports));
  await writeFile(join(folder, 'users.xml'), users);
  const [binary = '', ...args] = command;
  const child = spawn(binary, [...args, `--config-file=${join(folder, 'config.xml')}`], {
    cwd: folder,
    stdio: 'ignore',
  });
  child.on('error', () => {});
  const stopWithProcess = () => child.kill('SIGKILL');
  process.once('exit', stopWithProcess);
  const run = asker(new URL(`http://127.0.0.1:${ports.http}`));
  async function stop(): Promise<void> {
    process.off('exit', stopWithProcess);
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  }
  if (await untilAnswers(run, child)) {
    return { host: '127.0.0.1', port: ports.http, user: 'writer', password: 'right', own: true, run, stop };
  }
  await stop();
  return { missing: `${binary} was found but did not start` };
}

/**
 * The server at `named` (`http://user:password@host:8123`, where tests take it from SEXTANT_TEST_CLICKHOUSE), else one
 * of our own from an installed program, in a folder and on ports of its own.
 */
export async function findTestClickhouse(
  named: string | undefined,
): Promise<TestClickhouse | { missing: string }> {
  if (!named) {
    const command = await findBinary();
    return command
      ? startOwn(command)
      : { missing: 'There is no clickhouse-server here, nor SEXTANT_TEST_CLICKHOUSE' };
  }
  const address = new URL(named);
  const run = asker(address);
  const failure = await run('SELECT 1').then(
    () => null,
    (error: unknown) => error,
  );
  if (failure) return { missing: `ClickHouse at ${address.host} does not answer: ${failure}` };
  return {
    host: address.hostname,
    port: Number(address.port || 8123),
    user: decodeURIComponent(address.username) || 'default',
    password: decodeURIComponent(address.password),
    own: false,
    run,
    stop: async () => {},
  };
}
