import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { signIn, startServer } from '../test/server-process.ts';
import { addConnection } from './add-connection.ts';
import { type Figure, median, milliseconds, timed } from './figure.ts';

const rows = 10_000;
const manyRows = 100_000;
const runs = 15;
const columns = `n AS id, 'customer ' || n AS name, n % 97 AS age, n * 1.25 AS amount,
  timestamp '2026-01-01' + n * interval '1 minute' AS created_at, n % 2 = 0 AS active, md5(n::text) AS hash,
  date '2026-01-01' + n % 365 AS day, n * 100000000000 AS big, NULL AS empty`;

/** 10,000 rows of PostgreSQL as JSON over HTTP against the driver alone; and that the answer streams. */
export async function benchQuery(): Promise<Figure[]> {
  const address = testServers.postgresql;
  if (!(await isReachable(address))) {
    const measured = `needs PostgreSQL at ${new URL(address).host}`;
    return [{ work: 'query of 10,000 rows', measured, reference: '', aim: '≤ 2 ×', pass: null }];
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const schema = await createRows(address);
  const server = await startServer({ dataDir });
  try {
    const headers = await signIn(server.url);
    const query = await queryOf(server.url, headers, address);
    const large = ['SELECT * FROM', `${schema.name}.sample`].join(' ');
    const small = [large, 'WHERE id <=', rows].join(' ');
    return [await wholeAnswer(query, schema.client, small), await firstByte(query, large)];
  } finally {
    await server.end('SIGTERM');
    await schema.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type RunQuery = (sql: string, maxRows: number) => Promise<Response>;

async function wholeAnswer(query: RunQuery, client: pg.Client, sql: string): Promise<Figure> {
  const ours: number[] = [];
  const driver: number[] = [];
  for (let run = -3; run < runs; run += 1) {
    const answered = await timed(async () => {
      const { data } = (await (await query(sql, rows)).json()) as { data: { rows_count: number } };
      if (data.rows_count !== rows) throw new Error(`${data.rows_count} rows instead of ${rows}`);
    });
    const read = await timed(() => client.query(sql));
    if (run < 0) continue;
    ours.push(answered);
    driver.push(read);
  }
  const ratio = median(ours) / median(driver);
  return {
    work: `query of ${rows.toLocaleString('en')} rows to JSON over HTTP`,
    measured: `median ${milliseconds(median(ours))} (${ratio.toFixed(2)} ×)`,
    reference: `pg driver alone: ${milliseconds(median(driver))}`,
    aim: '≤ 2 ×',
    pass: ratio <= 2,
  };
}

async function firstByte(query: RunQuery, sql: string): Promise<Figure> {
  const shares: number[] = [];
  let firstAt = 0;
  let lastAt = 0;
  for (let run = 0; run < 3; run += 1) {
    const began = performance.now();
    const answer = await query(sql, manyRows);
    if (!answer.body) throw new Error('the answer has no body');
    firstAt = 0;
    for await (const _chunk of answer.body) firstAt ||= performance.now() - began;
    lastAt = performance.now() - began;
    shares.push(firstAt / lastAt);
  }
  return {
    work: `first byte of ${manyRows.toLocaleString('en')} rows`,
    measured: `${milliseconds(firstAt)} (${(median(shares) * 100).toFixed(0)} % of the whole)`,
    reference: `whole answer: ${milliseconds(lastAt)}`,
    aim: 'before the last row is read',
    pass: median(shares) < 0.5,
  };
}

/** Adds the server as a connection and gives a function that runs statements on it through API v1. */
async function queryOf(url: string, headers: Record<string, string>, address: string): Promise<RunQuery> {
  const id = await addConnection(url, headers, 'postgresql', address);
  return async (sql, maxRows) => {
    const response = await fetch(`${url}/api/v1/connections/${id}/query`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ sql, max_rows: maxRows }),
    });
    if (!response.ok) throw new Error(`query: ${response.status} ${await response.text()}`);
    return response;
  };
}

async function createRows(address: string) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  const name = `sextant_bench_${randomBytes(4).toString('hex')}`;
  const quoted = client.escapeIdentifier(name);
  await client.query(['CREATE SCHEMA', quoted].join(' '));
  const series = `generate_series(1, ${manyRows}) AS n`;
  await client.query(['CREATE TABLE', `${quoted}.sample`, 'AS SELECT', columns, 'FROM', series].join(' '));
  return {
    name,
    client,
    async drop() {
      await client.query(['DROP SCHEMA', quoted, 'CASCADE'].join(' '));
      await client.end();
    },
  };
}
