import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { signIn, startServer } from '../test/server-process.ts';
import { type Figure, milliseconds, timed } from './figure.ts';

const count = 300;
const aimMs = 30_000;

/** 300 instances brought in from CSV, then checked and measured in one session each, on loopback. */
export async function benchInstances(): Promise<Figure[]> {
  const work = `${count} instances`;
  const reachable = await Promise.all([testServers.postgresql, testServers.mysql].map(isReachable));
  if (reachable.includes(false)) {
    return [{ work, measured: 'needs PostgreSQL and MariaDB', reference: '', aim: '', pass: null }];
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const server = await startServer({ dataDir });
  try {
    const headers = { ...(await signIn(server.url)), 'content-type': 'application/json' };
    const call = async (place: string, body?: unknown) => {
      const method = body === undefined ? 'GET' : 'POST';
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const answer = await fetch(`${server.url}/api/v1${place}`, init);
      if (!answer.ok) throw new Error(await answer.text());
      return ((await answer.json()) as { data: Record<string, never> }).data;
    };
    const session = async (kind: string) => {
      const { id } = await call('/sync-sessions', { kind });
      for (;;) {
        const { status } = await call(`/sync-sessions/${id}`);
        if (status === 'completed') return;
        if (status !== 'pending' && status !== 'running') throw new Error(`${kind}: ${status}`);
        await delay(50);
      }
    };
    const imported = await timed(() => call('/instances/import', { csv: instancesCsv() }));
    const checked = await timed(() => session('check_instances'));
    const measured = await timed(() => session('sync_capacity'));
    const listed = await timed(() => call('/instances?limit=50&sort=name&health=up'));
    return [
      figure(`${work}: import from CSV`, imported, aimMs),
      figure(`${work}: check all`, checked, aimMs),
      figure(`${work}: read all sizes`, measured, 2 * aimMs),
      figure(`${work}: list a page by name`, listed, 200),
    ];
  } finally {
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

function instancesCsv(): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const isPostgresql = at % 2 === 0;
    const url = new URL(isPostgresql ? testServers.postgresql : testServers.mysql);
    const database = isPostgresql ? 'postgres' : '';
    const driver = isPostgresql ? 'postgresql' : 'mysql';
    const cells = [`instance ${at}`, driver, url.hostname, url.port, database, url.username, url.password];
    return [...cells, at % 3 === 0 ? 'production' : 'test', 'bench'].join(',');
  });
  return ['name,driver,host,port,database,username,password,environment,tags', ...lines].join('\n');
}

function figure(work: string, spent: number, aim: number): Figure {
  const measured = milliseconds(spent);
  return { work, measured, reference: '', aim: `< ${aim.toLocaleString('en')} ms`, pass: spent < aim };
}
