import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { type ServerProcess, signIn } from '../test/server-process.ts';
import { addConnection } from './add-connection.ts';
import { createBenchDatabase, numbersTo, runProcess } from './bench-databases.ts';
import { type Figure, noAim, timed } from './figure.ts';
import { loopDelay, loopFigure, memoryFigure, startWatchedServer, watchMemory } from './server-watch.ts';

const rows = 5_000_000;
const counted = `(WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < ${rows}) SELECT n FROM up) AS t`;

/** Statements that make five million rows out of nothing, in each dialect. */
const statements = {
  postgresql: `SELECT n, 'customer ' || n AS name, n * 1.25 AS amount, md5(n::text) AS hash FROM generate_series(1, ${rows}) AS n`,
  mysql: `SELECT n + 1000000 * d AS n, concat('customer ', n) AS name, n * 1.25 AS amount, md5(n) AS hash
    FROM ${numbersTo(6)} CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS five`,
  sqlite: `SELECT n, 'customer ' || n AS name, n * 1.25 AS amount, hex(n) AS hash FROM ${counted}`,
  duckdb: `SELECT n, 'customer ' || n AS name, n * 1.25 AS amount, md5(n::text) AS hash FROM range(1, ${rows + 1}) AS t(n)`,
};
type Driver = keyof typeof statements;

/** Memory and event loop while five million rows of each engine leave as CSV; takes minutes. */
export async function benchStream(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const driver of Object.keys(statements) as Driver[]) {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
    const place = await placeOf(driver);
    try {
      figures.push(...(place ? await streamOf(driver, dataDir, place.connect) : [unreachable(driver)]));
    } finally {
      await place?.drop();
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  return figures;
}

type Connect = (url: string, headers: Record<string, string>) => Promise<string>;

const workOf = (driver: Driver) => `CSV of ${rows.toLocaleString('en')} rows, ${driver}`;

function unreachable(driver: Driver): Figure {
  return { work: workOf(driver), measured: 'needs a server', reference: '', aim: '', pass: null };
}

async function streamOf(driver: Driver, dataDir: string, connect: Connect): Promise<Figure[]> {
  const work = workOf(driver);
  const server = await startWatchedServer(dataDir);
  try {
    const headers = await signIn(server.url);
    const id = await connect(server.url, headers);
    await download(server, headers, id, `${statements[driver]} LIMIT 50000`);
    await loopDelay(server);
    const memory = watchMemory(server);
    const spent = await timed(async () => {
      const got = await download(server, headers, id, statements[driver]);
      if (got !== rows) throw new Error(`${driver}: ${got} rows instead of ${rows}`);
    });
    const grown = await memory();
    const speed = Math.round((rows / spent) * 1000).toLocaleString('en');
    return [
      { work, measured: `${speed} rows/s`, reference: '', aim: noAim, pass: true },
      memoryFigure(work, grown, 64),
      loopFigure(work, await loopDelay(server)),
    ];
  } finally {
    await server.end('SIGTERM');
  }
}

/** Downloads the whole result of a statement to nowhere; gives how many rows the server says it wrote. */
async function download(
  server: ServerProcess,
  headers: Record<string, string>,
  connection: string,
  sql: string,
): Promise<number> {
  const body = JSON.stringify({ sql, format: 'csv', timeout_seconds: 600 });
  const made = await fetch(`${server.url}/api/v1/connections/${connection}/exports`, {
    method: 'POST',
    headers,
    body,
  });
  if (!made.ok) throw new Error(`export: ${made.status} ${await made.text()}`);
  const { data } = (await made.json()) as { data: { id: string; url: string } };
  await runProcess('curl', ['--fail', '--silent', '--output', '/dev/null', server.url + data.url]);
  const state = await fetch(`${server.url}/api/v1/exports/${data.id}`, { headers });
  return ((await state.json()) as { data: { rows_count: number } }).data.rows_count;
}

/** Where the statement runs; null when there is no server. */
async function placeOf(driver: Driver): Promise<{ connect: Connect; drop(): Promise<void> } | null> {
  if (driver === 'postgresql' || driver === 'mysql') {
    const database = await createBenchDatabase(driver);
    if (!database) return null;
    return {
      connect: (url, headers) => addConnection(url, headers, driver, database.address),
      drop: database.drop,
    };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const file = path.join(folder, `${randomBytes(4).toString('hex')}.db`);
  if (driver === 'sqlite') new DatabaseSync(file).exec('CREATE TABLE one (n int)');
  else (await DuckDBInstance.create(file)).closeSync();
  return {
    connect: async (url, headers) => {
      const body = JSON.stringify({ name: `bench ${driver}`, driver, database: file });
      const answer = await fetch(`${url}/api/v1/connections`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`connection: ${answer.status} ${await answer.text()}`);
      return ((await answer.json()) as { data: { id: string } }).data.id;
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
