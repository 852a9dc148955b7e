import { createServer, type Server } from 'node:net';
import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogTable } from './catalog.ts';
import type { ConnectionSettings, Database, EngineContext, QueryOptions } from './engine.ts';
import type { EngineErrorCode } from './engine-error.ts';
import { findEngine } from './registry.ts';

/** A database made for one run of the suite, and what its administrator can see and do. */
export interface PreparedDatabase {
  settings: ConnectionSettings;
  /** How many statements that hold this text run on the server now; absent where nothing outside can tell. */
  countRunning?(text: string): Promise<number>;
  /** Cuts every session that Sextant has with this database. */
  killSessions?(): Promise<void>;
  drop(): Promise<void>;
}

/** All that differs between engines, as data. */
export interface ConformanceFixture {
  engineId: string;
  version: RegExp;
  /** Makes the database, or says why it cannot. */
  prepare(): Promise<PreparedDatabase | { missing: string }>;
  /** Tables, in catalog order, as far as they are compared. */
  tables: (Partial<CatalogTable> & { name: string; columns: CatalogTable['columns'] })[];
  /** Expressions with the cell and the kind that they become. */
  values: [expression: string, cell: Cell, kind: ColumnKind][];
  /** What those expressions are selected from, where columns of a table are among them. */
  valuesFrom?: string;
  /** A statement whose four parameters come back as columns. */
  echo: { sql: string; params: Cell[]; cells: Cell[] };
  /** `count` rows of a number and a text of 400 characters. */
  manyRows(count: number): string;
  /** Two columns called `a` and one without a name of its own. */
  repeatedNames: string;
  /** Runs for a minute at least unless it is stopped. */
  endless: string;
  /** Statements that fail, with the code that they fail with. */
  failures: [sql: string, code: EngineErrorCode][];
  /** Statements that would write; run without any guard. */
  writes: string[];
  /** Settings that cannot work, with the code of the refusal. */
  badSettings: [name: string, change: Partial<ConnectionSettings>, code: EngineErrorCode][];
}

const rowsInLargeResult = 300_000;
const megabyte = 1024 * 1024;

const context: EngineContext = { resolveHost: async (host) => host, connectTimeoutMs: 5000 };

async function readRows(database: Database, sql: string, options?: QueryOptions): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of (await database.query(sql, options)).batches) rows.push(...batch);
  return rows;
}

async function until(condition: () => Promise<boolean>, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedAt > limitMs) throw new Error(`not so within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - startedAt;
}

async function silentServer(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}

function engineOf(fixture: ConformanceFixture) {
  const engine = findEngine(fixture.engineId);
  if (!engine) throw new Error(`No engine ${fixture.engineId}`);
  return engine;
}

/** The promises that every engine keeps, tried on a real server or file. */
export function describeEngine(fixture: ConformanceFixture): void {
  const engine = engineOf(fixture);

  describe(`the ${fixture.engineId} engine`, () => {
    let prepared: PreparedDatabase;
    let database: Database;
    let missing: string | null = null;

    const open = (more: Partial<EngineContext> = {}) =>
      engine.open(prepared.settings, { ...context, ...more });
    const spec = (name: string, run: () => Promise<void>) =>
      test(name, async ({ skip }) => {
        if (missing) skip(missing);
        await run();
      });

    beforeAll(async () => {
      const outcome = await fixture.prepare();
      if ('missing' in outcome) {
        missing = outcome.missing;
        return;
      }
      prepared = outcome;
      database = await open();
    });
    afterAll(async () => {
      await database?.close();
      await prepared?.drop();
    });

    describe('tells what is there', () => {
      spec('its version', async () => {
        expect(await database.version()).toMatch(fixture.version);
      });

      spec('tables, columns, keys, indexes, comments and estimates', async () => {
        const { tables } = await database.catalog();
        expect(tables.map((table) => table.name)).toEqual(fixture.tables.map((table) => table.name));
        expect(tables).toMatchObject(fixture.tables);
      });
    });

    describe('gives values without loss', () => {
      for (const [expression, cell, kind] of fixture.values) {
        spec(`${expression} becomes ${JSON.stringify(cell)}`, async () => {
          const stream = await database.query(['SELECT', expression, 'AS v', fixture.valuesFrom].join(' '));
          const batches = await Array.fromAsync(stream.batches);
          expect(batches).toEqual([[[cell]]]);
          expect(stream.columns).toMatchObject([{ name: 'v', kind }]);
        });
      }

      spec('parameters travel apart from the statement', async () => {
        const { sql, params, cells } = fixture.echo;
        expect(await readRows(database, sql, { params })).toEqual([cells]);
      });

      spec('names of columns are unique', async () => {
        const { columns } = await database
          .query(fixture.repeatedNames, { maxRows: 1 })
          .then(async (stream) => {
            await Array.fromAsync(stream.batches);
            return stream;
          });
        expect(columns.map((column) => column.name).slice(0, 2)).toEqual(['a', 'a_2']);
        expect(new Set(columns.map((column) => column.name)).size).toBe(3);
        expect(columns.every((column) => column.name !== '')).toBe(true);
      });
    });

    describe('streams', () => {
      spec('a large result with flat memory at the pace of a slow reader', async () => {
        const stream = await database.query(fixture.manyRows(rowsInLargeResult));
        const before = process.memoryUsage();
        let rows = 0;
        let growth = 0;
        let first = true;
        for await (const batch of stream.batches) {
          rows += batch.length;
          if (first) await new Promise((resolve) => setTimeout(resolve, 300));
          first = false;
          const now = process.memoryUsage();
          growth = Math.max(growth, now.heapUsed + now.external - before.heapUsed - before.external);
        }
        expect(rows).toBe(rowsInLargeResult);
        expect(growth).toBeLessThan(80 * megabyte);
        expect(stream.truncatedBy()).toBeNull();
      });

      spec('up to the cap on rows, and says so', async () => {
        for (const maxRows of [1, 7, 32, 500]) {
          const capped = await database.query(fixture.manyRows(600), { maxRows });
          expect((await Array.fromAsync(capped.batches)).flat()).toHaveLength(maxRows);
          expect(capped.truncatedBy()).toBe('rows');
        }
        const whole = await database.query(fixture.manyRows(500), { maxRows: 500 });
        expect((await Array.fromAsync(whole.batches)).flat()).toHaveLength(500);
        expect(whole.truncatedBy()).toBeNull();
      });

      spec('up to the cap on bytes, and says so', async () => {
        const stream = await database.query(fixture.manyRows(100_000), { maxBytes: 2 * megabyte });
        const rows = (await Array.fromAsync(stream.batches)).flat();
        expect(stream.truncatedBy()).toBe('bytes');
        expect(rows.length * 400).toBeGreaterThan(1.8 * megabyte);
        expect(rows.length * 400).toBeLessThan(2.6 * megabyte);
      });

      spec('and leaves the event loop free meanwhile', async () => {
        let longest = 0;
        let last = performance.now();
        const timer = setInterval(() => {
          longest = Math.max(longest, performance.now() - last);
          last = performance.now();
        }, 5);
        await readRows(database, fixture.endless, { timeoutMs: 300 }).catch(() => {});
        clearInterval(timer);
        expect(longest).toBeLessThan(250);
      });
    });

    describe('stops', () => {
      spec('at the time limit, with code timeout', async () => {
        const startedAt = performance.now();
        await expect(readRows(database, fixture.endless, { timeoutMs: 300 })).rejects.toMatchObject({
          code: 'timeout',
          hint: { zh: expect.any(String) },
        });
        expect(performance.now() - startedAt).toBeLessThan(2000);
      });

      spec('on the server within a second of an abort, with code cancelled', async () => {
        const marker = `stop_${process.pid}_${Math.round(performance.now())}`;
        const abort = new AbortController();
        const running = readRows(database, `${fixture.endless} /* ${marker} */`, { signal: abort.signal });
        running.catch(() => {});
        if (prepared.countRunning) {
          await until(async () => (await prepared.countRunning?.(marker)) === 1, 5000);
        } else await new Promise((resolve) => setTimeout(resolve, 300));
        const abortedAt = performance.now();
        abort.abort();
        await expect(running).rejects.toMatchObject({ code: 'cancelled' });
        expect(performance.now() - abortedAt).toBeLessThan(1000);
        await until(async () => ((await prepared.countRunning?.(marker)) ?? 0) === 0, 1000);
      });

      spec('when the reader goes away, and frees the session', async () => {
        const narrow = await open({ maxSessions: 1 });
        try {
          for await (const batch of (await narrow.query(fixture.manyRows(rowsInLargeResult))).batches) {
            expect(batch.length).toBeGreaterThan(0);
            break;
          }
          const unread = await narrow.query(fixture.manyRows(1000));
          await unread.batches[Symbol.asyncIterator]().return?.();
          expect(await readRows(narrow, 'SELECT 1')).toEqual([[1]]);
        } finally {
          await narrow.close();
        }
      });

      spec('waiting in line when the caller has gone', async () => {
        const narrow = await open({ maxSessions: 1 });
        try {
          const first = await narrow.query(fixture.manyRows(100));
          const abort = new AbortController();
          const second = narrow.query('SELECT 1', { signal: abort.signal });
          abort.abort();
          await expect(second).rejects.toMatchObject({ code: 'cancelled' });
          await Array.fromAsync(first.batches);
          expect(await readRows(narrow, 'SELECT 1')).toEqual([[1]]);
        } finally {
          await narrow.close();
        }
      });

      spec('with code lost when the server cuts the session, and goes on with a new one', async () => {
        if (!prepared.killSessions) return;
        const stream = await database.query(fixture.manyRows(rowsInLargeResult));
        const iterator = stream.batches[Symbol.asyncIterator]();
        await iterator.next();
        await prepared.killSessions();
        const rest = async () => {
          while (!(await iterator.next()).done);
        };
        await expect(rest()).rejects.toMatchObject({ code: 'lost' });
        expect(await readRows(database, 'SELECT 1')).toEqual([[1]]);
        await prepared.killSessions();
        expect(await readRows(database, 'SELECT 1')).toEqual([[1]]);
      });
    });

    describe('refuses', () => {
      for (const [sql, code] of fixture.failures) {
        spec(`${sql} with code ${code}`, async () => {
          await expect(readRows(database, sql)).rejects.toMatchObject({ name: 'EngineError', code });
        });
      }

      spec('a second statement', async () => {
        await expect(readRows(database, 'SELECT 1; SELECT 2')).rejects.toMatchObject({ code: 'syntax' });
      });

      for (const sql of fixture.writes) {
        spec(`to write by itself, with no guard before it: ${sql}`, async () => {
          await expect(readRows(database, sql)).rejects.toMatchObject({ code: 'read_only' });
        });
      }

      spec('characters that no database takes', async () => {
        for (const text of ['a\0b', 'a\ud800b']) {
          await expect(database.query(['SELECT ', text, ''].join("'"))).rejects.toMatchObject({
            code: 'syntax',
          });
          await expect(database.query('SELECT 1', { params: [text] })).rejects.toThrow('parameter 1');
        }
      });

      spec('options that its form does not have', async () => {
        const options = { ...prepared.settings.options, allowLoadLocalInfile: true };
        await expect(engine.open({ ...prepared.settings, options }, context)).rejects.toMatchObject({
          code: 'settings',
          message: expect.stringContaining('allowLoadLocalInfile'),
        });
      });

      for (const [name, change, code] of fixture.badSettings) {
        spec(`${name} with code ${code}`, async () => {
          const broken = await engine.open({ ...prepared.settings, ...change }, context);
          await expect(broken.version()).rejects.toMatchObject({ name: 'EngineError', code });
          await broken.close();
        });
      }

      if (!engine.features.file) {
        spec('to wait for a server that accepts and then says nothing', async () => {
          const { server, port } = await silentServer();
          const hanging = await engine.open(
            { ...prepared.settings, port },
            { ...context, connectTimeoutMs: 300 },
          );
          await expect(hanging.version()).rejects.toMatchObject({ code: 'timeout' });
          await hanging.close();
          server.close();
        });

        spec('hosts that the egress policy refuses, in the words of the policy', async () => {
          const refusal = new Error('This address is not allowed');
          const resolveHost = () => Promise.reject(refusal);
          const fenced = await open({ resolveHost });
          await expect(fenced.version()).rejects.toBe(refusal);
          await fenced.close();
        });
      }
    });
  });
}
