import { createServer, type Socket } from 'node:net';
import type { ConnectionSettings, Database, Engine } from '@sextant/engines/engine';
import type { Dialect } from '@sextant/sql/dialect';
import type { Verdict } from '@sextant/sql/verdict';

/*
 * The checks of the safety kit. Each gives what it found wrong, so that the same check holds the product (nothing may
 * be found) and is itself held by weakened adapters (something must be found).
 */

type Guard = (sql: string, dialect: Dialect) => Promise<Verdict>;
type QuoteIdentifier = (dialect: Dialect, name: string) => string;
type ResolveHost = (host: string) => Promise<string>;

/** Rows 2 and 5: statements that a database ran although it should not, with no guard before it. */
export async function statementsThatRan(
  database: Database,
  statements: readonly string[],
): Promise<string[]> {
  const ran: string[] = [];
  for (const sql of statements) {
    try {
      await Array.fromAsync((await database.query(sql, { timeoutMs: 20_000 })).batches);
      ran.push(sql);
    } catch {
      // Refused, in whatever words: the conformance suite looks at those.
    }
  }
  return ran;
}

/** Rows 3 and 4: statements that a guard lets through. */
export async function statementsAllowed(
  guard: Guard,
  dialect: Dialect,
  statements: readonly string[],
): Promise<string[]> {
  const verdicts = await Promise.all(
    statements.map(async (sql) => ({ sql, verdict: await guard(sql, dialect) })),
  );
  return verdicts.filter(({ verdict }) => verdict.allow).map(({ sql }) => sql);
}

/** Names that close every kind of quote, and then go on as SQL. */
export const hostileNames = [
  'a"b',
  'a""b',
  '"; DROP TABLE ledger; --',
  'a`b',
  '`; DROP TABLE ledger; --',
  'a]b',
  ']; DROP TABLE ledger; --',
  '[a',
  "a'b",
  "'; DROP TABLE ledger; --",
  'a\\',
  'a\\`b',
  'a\nb',
  '-- a\nb',
  '/* a',
  'a;b',
  'a.b',
  '中文 "表" `名` [列]',
  '__proto__',
  'select',
];

/** Row 11: names that, once quoted, are read as anything but one table of that name. */
export async function namesThatEscape(
  quote: QuoteIdentifier,
  guard: Guard,
  dialect: Dialect,
  names: readonly string[] = hostileNames,
): Promise<string[]> {
  const escaped: string[] = [];
  for (const name of names) {
    const verdict = await guard(['SELECT 1 FROM', quote(dialect, name)].join(' '), dialect);
    const tables = verdict.allow ? verdict.tables : [];
    const read = tables.length === 1 && tables[0]?.schema === null ? tables[0].name : null;
    if (read !== name) escaped.push(name);
  }
  return escaped;
}

/** A listener on this machine that nobody may reach; counts who does. */
export async function openTrap(): Promise<{ port: number; caught(): number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let caught = 0;
  const server = createServer((socket) => {
    caught += 1;
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    caught: () => caught,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A name server that first gives a public address and then one of this machine, to everybody who asks. */
export function changingAnswers(): ResolveHost {
  let asked = 0;
  return async () => {
    asked += 1;
    return asked === 1 ? '93.184.216.34' : '127.0.0.1';
  };
}

/** Row 8: how often an engine reaches this machine by a name that passed as a public one. */
export async function visitsAfterRebinding(engine: Engine, resolveHost: ResolveHost): Promise<number> {
  const trap = await openTrap();
  try {
    const database = await engine.open(settingsFor(engine, 'rebind.example', trap.port), {
      resolveHost,
      connectTimeoutMs: 300,
    });
    for (let attempt = 0; attempt < 3; attempt += 1) await database.version().catch(() => {});
    await database.close();
    return trap.caught();
  } finally {
    await trap.close();
  }
}

/** Settings that fill the form of an engine that is reached over the network. */
export function settingsFor(engine: Engine, host: string, port: number): ConnectionSettings {
  return { host, port, username: 'u', password: 'p', database: 'd', options: defaultsOf(engine) };
}

function defaultsOf(engine: Engine): ConnectionSettings['options'] {
  const options = engine.fields.filter((field) => field.option && field.default !== undefined);
  return Object.fromEntries(options.map((field) => [field.name, field.default ?? null]));
}
