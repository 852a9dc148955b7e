import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import type { AccountsReading } from '../account-facts.ts';
import { clickhouse } from './clickhouse.engine.ts';
import { findTestClickhouse } from './clickhouse.server.ts';

const settings = { host: '127.0.0.1', username: 'default', password: '', database: null, options: {} };
const context = { resolveHost: async (host: string) => host };
let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function readAt(
  port: number,
  login: { username: string; password: string } = settings,
): Promise<AccountsReading> {
  const database = await clickhouse.open({ ...settings, ...login, port }, context);
  try {
    return await (database.accounts?.() ?? Promise.reject(new Error('no accounts')));
  } finally {
    await database.close();
  }
}

/** A server of a version that keeps accounts in tables, played from recorded rows: none can be installed here. */
async function played(tables: Record<string, unknown[][]>): Promise<number> {
  const body = (rows: unknown[][]) => {
    const width = rows[0]?.length ?? 1;
    const head = [
      Array.from({ length: width }, (_, at) => `c${at}`),
      Array.from({ length: width }, () => 'Nullable(String)'),
    ];
    return `${[...head, ...rows].map((row) => JSON.stringify(row)).join('\n')}\n`;
  };
  server = createServer(async (request, response) => {
    const sql = await text(request);
    const table = Object.keys(tables).find((name) => sql.includes(name));
    if (sql.startsWith('SELECT version(), value')) response.end('25.8.1.1\t0\n');
    else if (sql.startsWith('SELECT version()')) response.end(body([['25.8.1.1']]));
    else response.end(body(tables[table ?? ''] ?? []));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

describe('accounts of ClickHouse', () => {
  test('says of a server that keeps them in a file that it cannot tell', {
    timeout: 60_000,
  }, async (running) => {
    const found = await findTestClickhouse(process.env.SEXTANT_TEST_CLICKHOUSE);
    if ('missing' in found) return running.skip(found.missing);
    try {
      const version = await found.run('SELECT version()');
      if (Number.parseInt(version, 10) >= 20) return running.skip(`${version} keeps accounts in tables`);
      const reading = await readAt(found.port, { username: found.user, password: found.password });
      expect(reading).toMatchObject({ accounts: [], complete: false });
      expect(reading.problems[0]?.zh).toContain('users.xml');
    } finally {
      await found.stop();
    }
  });

  test('resolves roles and spells out ALL', async () => {
    const port = await played({
      'system.users': [
        ['root', 'local_directory', 'sha256_password', '::/0', ''],
        ['app', 'local_directory', 'sha256_password', '10.0.0.0/8', 'app.local'],
      ],
      'system.roles': [['ops', 'local_directory']],
      'system.grants': [
        ['root', null, 'ALL', null, null, null, '0', '1'],
        [null, 'ops', 'INSERT', 'shop', 'or.ders', null, '0', '0'],
        ['app', null, 'SELECT', 'shop', null, null, '0', '0'],
      ],
      'system.role_grants': [['app', null, 'ops', '1']],
    });
    const { accounts, complete } = await readAt(port);
    expect(complete).toBe(true);
    const app = accounts.find(({ name }) => name === 'app');
    expect(app?.roles).toEqual([{ name: 'ops', via: null, can_grant: true }]);
    expect(app?.privileges.map(({ object, privilege, via }) => [object, privilege, via])).toEqual([
      ['shop', 'SELECT', null],
      ['shop."or.ders"', 'INSERT', 'ops'],
    ]);
    expect(app?.attributes.hosts).toBe('10.0.0.0/8, app.local');
    const root = accounts.find(({ name }) => name === 'root');
    expect(root).toMatchObject({ is_superuser: true, grade: 'administrator' });
    expect(root?.privileges.map(({ privilege }) => privilege)).toContain('DROP');
  });
});
