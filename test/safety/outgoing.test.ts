import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScriptRuntime } from '../../server/src/features/scripts/runtime/script-runtime.ts';
import { createFollowUps } from '../../server/src/features/tasks/follow-ups.ts';
import { createEgress, type Resolver } from '../../server/src/platform/egress/egress.ts';
import { createLanguageModel } from '../../server/src/platform/llm/language-model.ts';
import { changingAnswers } from './checks.ts';

let server: Server;
let port: number;
let visits = 0;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-outgoing-'));
  server = createServer((_request, response) => {
    visits += 1;
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

type Fetch = typeof fetch;

/** Everything that makes HTTP requests for people, each asked to fetch a URL; none of them may throw here. */
const callers: [name: string, call: (fetch: Fetch, url: string) => Promise<void>][] = [
  [
    'a language model',
    async (fetch, url) => {
      const settings = { provider: 'custom', modelId: 'm', baseUrl: url, apiKey: 'k' } as const;
      const model = createLanguageModel(settings, fetch, { backoffMs: null, firstTokenMs: 2000 });
      await model.complete({ instructions: 'i', messages: [{ role: 'user', content: 'q' }] }).catch(() => {});
    },
  ],
  [
    'a script',
    async (fetch, url) => {
      const folders = { work: join(folder, 'work'), collectorLibraries: folder, userLibraries: folder };
      const runtime = createScriptRuntime({ fetch, folders, python: 'python3', sparesPerKind: 0 });
      const source = `export default { id: 's', async *run(p, ctx) { await ctx.fetch(p.url); yield { a: 1 }; } };`;
      const run = runtime.run({ script: { id: 's', language: 'javascript', source }, params: { url } });
      await Array.fromAsync(run).catch(() => {});
      await runtime.close();
    },
  ],
  [
    'a webhook',
    async (fetch, url) => {
      const task = {
        id: 't',
        name: 't',
        on_success: JSON.stringify([{ kind: 'webhook', url }]),
        on_failure: '[]',
      };
      const execution = {
        id: 'e',
        task_id: 't',
        status: 'completed',
        follow_ups_due_at: new Date().toISOString(),
        follow_ups_done: null,
        follow_ups_attempts: 0,
      };
      const followUps = createFollowUps({
        tasks: { find: async () => task } as unknown as Parameters<typeof createFollowUps>[0]['tasks'],
        executions: {
          find: async () => execution,
          takeFollowUps: async () => true,
          noteFollowUps: async () => {},
          endFollowUps: async () => {},
        } as unknown as Parameters<typeof createFollowUps>[0]['executions'],
        start: async () => {},
        fetch,
        notify: async () => {},
        logger: { warn() {} } as unknown as Parameters<typeof createFollowUps>[0]['logger'],
      });
      await followUps.after('e');
    },
  ],
];

describe.each(callers)('%s (row 8)', (_name, call) => {
  async function visitsOf(mode: 'open' | 'public', resolver: Resolver, url: string): Promise<number> {
    const egress = createEgress(mode, resolver);
    const before = visits;
    await call(egress.fetchWith(), url);
    await egress.close();
    return visits - before;
  }

  test('reaches what it may', async () => {
    expect(await visitsOf('open', async () => ['127.0.0.1'], `http://inside.example:${port}/`)).toBe(1);
  });

  test.each(['127.0.0.1', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '127.1', 'localhost', '0.0.0.0'])(
    'does not reach this machine as %s',
    async (host) => {
      const resolver = async () => ['127.0.0.1'];
      expect(await visitsOf('public', resolver, `http://${host}:${port}/`)).toBe(0);
    },
  );

  test('does not reach this machine by a name that changes its answer', async () => {
    const names = changingAnswers();
    const url = `http://rebind.example:${port}/`;
    expect(await visitsOf('public', async (host) => [await names(host)], url)).toBe(0);
  });

  test('the check notices a policy that only looks at the first answer', async () => {
    const names = changingAnswers();
    const before = visits;
    const careless = async (_input: string | URL | Request, init?: RequestInit) => {
      await createEgress('public', async (host) => [await names(host)]).resolve('rebind.example');
      const address = await names('rebind.example');
      return fetch(`http://${address}:${port}/`, { ...init, redirect: 'manual' });
    };
    await call(careless as Fetch, `http://rebind.example:${port}/`);
    expect(visits - before).toBeGreaterThan(0);
  });
});

describe('the code of the server', () => {
  const root = join(import.meta.dirname, '../..');
  const sources = [
    'server/src',
    'packages/ask/src',
    'packages/sql/src',
    'packages/engines/src',
    'packages/contract/src',
  ]
    .flatMap((place) =>
      readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).map((file) => `${place}/${file}`),
    )
    .filter((file) => file.endsWith('.ts') && !/\.(test|testing|fixture)\.ts$|\/conformance\//.test(file))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);

  test('never runs text as code (row 1)', () => {
    const running = /\beval\s*\(|\bnew Function\b|\bFunction\(|['"](node:)?vm['"]|\bimport\(\s*[`(]/;
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.filter(([, text]) => running.test(text)).map(([file]) => file)).toEqual([]);
  });

  test('opens connections in known places only (row 8)', () => {
    const dialling =
      /^import .* from '((node:)?(net|tls|dgram|http|https|http2)|undici|pg|mysql2.*|tedious|oracledb)'|[^.\w]fetch\(['"`]/;
    const harmless = /^import type|^import \{ isIP \}|AddressInfo/;
    const places = sources
      .filter(([, text]) => text.split('\n').some((line) => dialling.test(line) && !harmless.test(line)))
      .map(([file]) => file);
    expect(places.filter((file) => !dialled.has(file))).toEqual([]);
  });
});

/** Each of these dials an address that the egress policy gave, listens, or is a server for tests. */
const dialled = new Set([
  'packages/engines/src/clickhouse/clickhouse.http.ts',
  'packages/engines/src/clickhouse/clickhouse.server.ts',
  'packages/engines/src/dial.ts',
  'packages/engines/src/mysql/mysql.session.ts',
  'packages/engines/src/mysql/scripted-server.ts',
  'packages/engines/src/oracle/oracle.driver.ts',
  'packages/engines/src/oracle/tns-listener.ts',
  'packages/engines/src/postgresql/postgresql.cancel.ts',
  'packages/engines/src/postgresql/postgresql.session.ts',
  'packages/engines/src/sqlserver/sqlserver.driver.ts',
  'packages/engines/src/sqlserver/tds-server.ts',
  'packages/engines/src/sqlserver/tds-tls-door.ts',
  'packages/engines/src/tls.ts',
  'server/src/features/tables/warehouse/mysql-warehouse.ts',
  'server/src/features/tables/warehouse/postgresql-warehouse.ts',
  'server/src/platform/db/open-database.ts',
  'server/src/platform/egress/egress.ts',
  'server/src/platform/events/postgres-event-bus.ts',
  'server/src/platform/http/family-ports.ts',
  'server/src/platform/storage/s3-storage.ts',
]);
