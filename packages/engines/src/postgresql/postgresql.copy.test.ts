import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvHeader, csvLineWriter } from '../csv-text.ts';
import type { Database } from '../engine.ts';
import { postgresql } from './postgresql.engine.ts';
import { postgresqlFixture } from './postgresql.fixture.ts';

type Prepared = Exclude<Awaited<ReturnType<typeof postgresqlFixture.prepare>>, { missing: string }>;

let prepared: Prepared | null = null;
let database: Database;
let missing = '';

beforeAll(async () => {
  const outcome = await postgresqlFixture.prepare();
  if ('missing' in outcome) {
    missing = outcome.missing;
    return;
  }
  prepared = outcome;
  database = await postgresql.open(outcome.settings, { resolveHost: async (host) => host, maxSessions: 2 });
});
afterAll(async () => {
  await database?.close();
  await prepared?.drop();
});

async function copied(sql: string): Promise<string> {
  const csv = await database.copyCsv?.(sql);
  if (!csv) throw new Error('Not copied');
  return Buffer.concat(await Array.fromAsync(csv.chunks)).toString();
}

async function written(sql: string): Promise<string> {
  const { columns, batches } = await database.query(sql);
  const rows = (await Array.fromAsync(batches)).flat();
  return csvHeader(columns) + rows.map(csvLineWriter(columns)).join('');
}

/** Values at the edges of what PostgreSQL and JavaScript write alike. */
const edges = {
  float8:
    '0 -0 1 -1 0.1 1e-4 9.9e-5 1e-5 -1.5e-6 1e-6 9e-7 1e-7 1.5e-10 1e-300 5e-324 999999999999999 1e15 1.2345678901234567e15 1e16 1.5e20 9.99e20 1e21 -1e21 1.7976931348623157e308 NaN Infinity -Infinity 123456.789',
  float4:
    '0 -0 1.1 999999 1e6 1234567 16777216 1e15 1e20 1e21 3.4e38 1e-4 1e-5 1e-6 1e-7 1e-45 NaN Infinity -Infinity',
  numeric:
    '0 0.00 -0.10 12.50 100 100.00 1000000000000000 1000000000000000.0 999999999999999 999999999999999.000 1234567890.12345678901 1234567890.123450000000000 0.000001 0.0000001 0.00000010 -0.00000000123 1e21 1e25 1000000000000000000000.0 123456789012345678901234567890 0.3333333333333333333333 33.0000000000000000 NaN Infinity -Infinity 0.1234567890123456',
  'numeric(10,2)': '0 12.50 100.00 -99999999.99 NaN',
  'numeric(20,8)': '0 0.00000001 123456789012.00000001 1.50000000',
  int8: '0 -1 9007199254740993 -9223372036854775808',
  date: '2024-02-29 0044-03-15BC 9999-12-31 12024-01-01 infinity -infinity',
  timestamp:
    '2024-02-29T12:34:56 2024-02-29T12:34:56.5 0044-03-15T01:02:03BC 12024-01-01T00:00:00 infinity -infinity',
  timestamptz:
    '2024-02-29T12:34:56+00 2024-02-29T12:34:56.123456+05:30 0001-01-01T00:00:00+00 0044-03-15T01:02:03+00BC 9999-12-31T23:59:59+00 12024-01-01T00:00:00+00 1890-01-01T00:00:00+00 infinity -infinity',
  timetz: '12:34:56+08 12:34:56-05:30 12:34:56.5+00',
  interval: '-1day -04:05:06 1year',
  money: '-5.5 12',
};

test.for(Object.entries(edges))(
  '%s is written as our own CSV writes it',
  async ([type, values], { skip }) => {
    if (missing) skip(missing);
    const list = values.split(' ').map((value) => `('${value}'::${type})`);
    const sql = `SELECT v, -1 AS n FROM (VALUES ${list.join(', ')}, (NULL)) t (v)`;
    expect(await copied(sql)).toBe(await written(sql));
  },
);

test.for(['Asia/Shanghai', 'Asia/Kolkata', 'America/St_Johns', 'UTC'])(
  'moments carry the offset of %s',
  async (zone, { skip }) => {
    if (missing) skip(missing);
    const shown = `('2024-07-01 12:00:00'::timestamp AT TIME ZONE '${zone}')`;
    const sql = `SELECT ${shown} AS a, set_config('TimeZone', '${zone}', true) AS zone, ${shown} AS b`;
    expect(await copied(sql)).toBe(await written(sql));
  },
);

test('texts that a spreadsheet would run are disarmed, whatever their type and their column are called', async ({
  skip,
}) => {
  if (missing) skip(missing);
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '-1e5',
    '-x',
    '@a',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    ' =1',
    'a=1',
    '',
    '"',
    'a,b',
    "'",
    'l1\nl2',
    '你好 👋🏽',
  ];
  const values = texts.map((text) => `(E'${text.replace(/['\\]/g, '\\$&')}')`).join(', ');
  const shown = [
    't',
    't::varchar(9)',
    't::char(9)',
    't::name',
    'to_json(t)',
    'ARRAY[t]',
    't::bytea',
    '(t, 1)',
  ];
  const sql = `SELECT ${shown.join(', ')}, t AS "=cmd", t AS "=cmd" FROM (VALUES ${values}, (NULL)) v (t)`;
  const own = await written(sql);
  expect(await copied(sql)).toBe(own);
  expect(own).toContain("'=1+1");
  expect(own.split('\r\n')[0]).toContain("'=cmd,'=cmd_2");
});

test('a statement may end in a semicolon or a comment, and may order its rows', async ({ skip }) => {
  if (missing) skip(missing);
  for (const sql of [
    'SELECT 1 AS a;',
    'SELECT 1 AS a -- done',
    'SELECT 1 AS a; ',
    'VALUES (1)',
    'TABLE "客户"',
    'WITH a AS (SELECT 1) SELECT * FROM a ORDER BY 1 LIMIT 1',
  ]) {
    expect(await copied(sql)).toBe(await written(sql));
  }
});

test.for(['SHOW server_version', 'EXPLAIN SELECT 1', 'SELECT 1; -- done', 'SET search_path = public'])(
  '%s has no CSV of its own, and the session goes on',
  async (sql, { skip }) => {
    if (missing) skip(missing);
    expect(await database.copyCsv?.(sql)).toBeNull();
    expect(await copied('SELECT 1 AS a')).toBe('\ufeffa\r\n1\r\n');
  },
);

test.for([
  ['SELECT 1; SELECT 2', 'syntax'],
  ['SELEC 1', 'syntax'],
  ['SELECT 1) TO STDOUT; DROP TABLE "客户"; --', 'syntax'],
  ['SELECT 1) AS q; --', 'syntax'],
  ['SELECT * FROM "没有"', 'unknown_table'],
  ['INSERT INTO "仓位" VALUES (1, 1) RETURNING a', 'read_only'],
  ["SELECT nextval('nothing')", 'unknown_table'],
])('%s fails as in a query, with %s', async ([sql = '', code], { skip }) => {
  if (missing) skip(missing);
  const outcome = await database.copyCsv?.(sql).catch((error: Error) => error);
  if (outcome === null) await expect(database.query(sql)).rejects.toMatchObject({ code });
  else expect(outcome).toMatchObject({ code });
});

test('an error in the middle of the rows reaches the reader', async ({ skip }) => {
  if (missing) skip(missing);
  await expect(copied('SELECT 1 / (100000 - i) FROM generate_series(1, 200000) i')).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('division by zero'),
  });
  expect(await copied('SELECT 1 AS a')).toContain('1');
});

test('it stops at the time limit and on abort, also while nobody reads', async ({ skip }) => {
  if (missing) skip(missing);
  const slow = 'SELECT pg_sleep(0.01), i FROM generate_series(1, 10000) i';
  const late = await database.copyCsv?.(slow, { timeoutMs: 300 });
  await expect(Array.fromAsync(late?.chunks ?? [])).rejects.toMatchObject({ code: 'timeout' });
  const abort = new AbortController();
  const marker = `copy_${process.pid}_${Date.now()}`;
  const large = `SELECT repeat('x', 400) FROM generate_series(1, 10000000) /* ${marker} */`;
  const csv = await database.copyCsv?.(large, { signal: abort.signal });
  const chunks = csv?.chunks[Symbol.asyncIterator]();
  await chunks?.next();
  await expect.poll(() => prepared?.countRunning?.(marker)).toBe(1);
  abort.abort();
  await expect.poll(() => prepared?.countRunning?.(marker)).toBe(0);
  await expect(chunks?.next()).rejects.toMatchObject({ code: 'cancelled' });
  expect(await copied('SELECT 1 AS a')).toContain('1');
});

test('a reader who goes away frees the session and stops the statement', async ({ skip }) => {
  if (missing) skip(missing);
  const marker = `gone_${process.pid}_${Date.now()}`;
  for (let round = 0; round < 4; round++) {
    const csv = await database.copyCsv?.(`SELECT i FROM generate_series(1, 1000000) i /* ${marker} */`);
    let chunks = 0;
    for await (const chunk of csv?.chunks ?? []) {
      chunks += chunk.length > 0 ? 1 : 0;
      if (chunks === 3) break;
    }
  }
  await expect.poll(() => prepared?.countRunning?.(marker)).toBe(0);
});

test('rows come as they are made, and a cell may be larger than any buffer', async ({ skip }) => {
  if (missing) skip(missing);
  // PostgreSQL keeps up to 8 KiB back.
  const csv = await database.copyCsv?.(
    "SELECT repeat('x', 9000), pg_sleep(CASE WHEN i = 3 THEN 60 END) FROM generate_series(1, 3) i",
  );
  const chunks = csv?.chunks[Symbol.asyncIterator]();
  await chunks?.next();
  expect(String((await chunks?.next())?.value)).toMatch(/^x{100}/);
  await chunks?.return?.();
  const huge = await copied("SELECT repeat('x', 20000000) AS a, 'end' AS b UNION ALL SELECT 'y', 'z'");
  expect(huge.length).toBe('\ufeffa,b\r\n'.length + 20_000_000 + ',end\r\n'.length + 'y,z\r\n'.length);
});
