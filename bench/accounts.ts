import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { signIn, startServer } from '../test/server-process.ts';
import { type Figure, milliseconds, timed } from './figure.ts';

const instances = 300;
const accountsEach = 200;
const rulesCount = 50;
const prefix = 'sextant_bench_acc';
const names = Array.from({ length: accountsEach }, (_, at) => `${prefix}_${at}`);

/** 300 instances with 200 accounts each on loopback, synchronised twice, then all accounts by 50 rules. */
export async function benchAccounts(): Promise<Figure[]> {
  const work = `${instances} instances × ${accountsEach} accounts`;
  const reachable = await Promise.all([testServers.postgresql, testServers.mysql].map(isReachable));
  if (reachable.includes(false)) {
    return [{ work, measured: 'needs PostgreSQL and MariaDB', reference: '', aim: '', pass: null }];
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  await makeAccounts();
  const server = await startServer({ dataDir });
  try {
    const api = apiOf(server.url, await signIn(server.url));
    await api.call('/instances/import', { csv: instancesCsv() });
    const first = await timed(() => api.session('sync_accounts'));
    const again = await timed(() => api.session('sync_accounts'));
    const peak = await peakMemory(server.process.pid ?? 0);
    const { total } = (await api.call('/accounts?limit=1')) as { total: number };
    await addRules(api);
    const classified = await timed(() => api.call('/account-batches', {}));
    const listed = await timed(() => api.call('/accounts?limit=50&q=_19&sort=connection'));
    return [
      figure(`${work}: first synchronisation`, first, 120_000),
      figure(`${work}: again, nothing changed`, again, 120_000),
      {
        work: `${work}: most memory`,
        measured: `${peak} MiB`,
        reference: '',
        aim: '< 700 MiB',
        pass: peak < 700,
      },
      figure(`${total.toLocaleString('en')} accounts by ${rulesCount} rules, stored`, classified, 30_000),
      figure(`a page of ${total.toLocaleString('en')} accounts, searched and sorted`, listed, 500),
    ];
  } finally {
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
    await dropAccounts();
  }
}

function apiOf(url: string, signedIn: Record<string, string>) {
  const headers = { ...signedIn, 'content-type': 'application/json' };
  const call = async (place: string, body?: unknown) => {
    const method = body === undefined ? 'GET' : 'POST';
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${url}/api/v1${place}`, init);
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { data: Record<string, unknown> }).data;
  };
  return {
    call,
    async session(kind: string): Promise<void> {
      const { id } = await call('/sync-sessions', { kind });
      for (;;) {
        const { status } = await call(`/sync-sessions/${id}`);
        if (status === 'completed') return;
        if (status !== 'pending' && status !== 'running') throw new Error(`${kind}: ${status}`);
        await delay(50);
      }
    },
  };
}

async function addRules({ call }: ReturnType<typeof apiOf>): Promise<void> {
  const { classes } = (await call('/account-classes')) as { classes: { id: string }[] };
  const { rules } = (await call('/account-rules')) as { rules: unknown[] };
  for (let number = rules.length; number < rulesCount; number += 1) {
    const expression = `privilege("INSERT", "UPDATE", level in ("database", "table"), object like "shop${number}%") and not name like "%${number}_" or password_age_days > ${1000 + number}`;
    const class_id = classes[number % classes.length]?.id;
    await call('/account-rules', { class_id, name: `rule ${number}`, expression });
  }
}

async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
}

/** One server may stand for many instances: each is a login of its own to the same 200 accounts. */
function instancesCsv(): string {
  const lines = Array.from({ length: instances }, (_, at) => {
    const isPostgresql = at % 2 === 0;
    const url = new URL(isPostgresql ? testServers.postgresql : testServers.mysql);
    const driver = isPostgresql ? 'postgresql' : 'mysql';
    const database = isPostgresql ? 'postgres' : '';
    return [`instance ${at}`, driver, url.hostname, url.port, database, url.username, url.password].join(',');
  });
  return ['name,driver,host,port,database,username,password', ...lines].join('\n');
}

async function onBoth(mysql: readonly string[], postgresql: readonly string[]): Promise<void> {
  const mariadb = await createConnection({ uri: testServers.mysql });
  const client = new Client({ connectionString: testServers.postgresql });
  await client.connect();
  try {
    for (const sql of mysql) await mariadb.query(sql);
    for (const sql of postgresql) await client.query(sql);
  } finally {
    mariadb.destroy();
    await client.end();
  }
}

async function makeAccounts(): Promise<void> {
  await dropAccounts();
  await onBoth(
    names.flatMap((name, at) => [
      ['create user', `'${name}'@'%'`].join(' '),
      ['grant select, insert, update on', `shop${at % 20}.*`, 'to', `'${name}'@'%'`].join(' '),
    ]),
    names.flatMap((name, at) => [['create role', name, at % 10 === 0 ? 'createdb' : 'login'].join(' ')]),
  );
}

async function dropAccounts(): Promise<void> {
  await onBoth(
    names.map((name) => ['drop user if exists', `'${name}'@'%'`].join(' ')),
    names.map((name) => ['drop role if exists', name].join(' ')),
  );
}

function figure(work: string, spent: number, aim: number): Figure {
  const measured = milliseconds(spent);
  return { work, measured, reference: '', aim: `< ${aim.toLocaleString('en')} ms`, pass: spent < aim };
}
