import { type Connection, createConnection } from 'mysql2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvHeader, csvLineWriter } from '../csv-text.ts';
import type { Database } from '../engine.ts';
import { mysql } from './mysql.engine.ts';
import { mysqlFixture } from './mysql.fixture.ts';

type Prepared = Exclude<Awaited<ReturnType<typeof mysqlFixture.prepare>>, { missing: string }>;

let prepared: Prepared | null = null;
let database: Database;
let owner: Connection;
let missing = '';

function run(sql: string, params: unknown[] = []): Promise<void> {
  return new Promise((resolve, reject) => {
    owner.query(sql, params, (error) => (error ? reject(error) : resolve()));
  });
}

beforeAll(async () => {
  const outcome = await mysqlFixture.prepare();
  if ('missing' in outcome) {
    missing = outcome.missing;
    return;
  }
  prepared = outcome;
  const { username, password, port, database: name } = outcome.settings;
  owner = createConnection({
    host: '127.0.0.1',
    port: port ?? 3306,
    user: username ?? '',
    password: password ?? '',
    database: name ?? '',
    charset: 'utf8mb4',
  });
  await run("SET sql_mode = 'ALLOW_INVALID_DATES'");
  database = await mysql.open(outcome.settings, { resolveHost: async (host) => host, maxSessions: 2 });
});
afterAll(async () => {
  await database?.close();
  owner?.destroy();
  await prepared?.drop();
});

async function copied(sql: string): Promise<string> {
  const csv = await database.copyCsv?.(sql);
  if (!csv) throw new Error('Not copied');
  const text = Buffer.concat(await Array.fromAsync(csv.chunks)).toString();
  expect(text.split('\r\n').length - 2).toBeGreaterThanOrEqual(csv.rowsCount());
  return text;
}

async function written(sql: string): Promise<string> {
  const { columns, batches } = await database.query(sql);
  const rows = (await Array.fromAsync(batches)).flat();
  return csvHeader(columns) + rows.map(csvLineWriter(columns)).join('');
}

const bytes = (hex: string) => Buffer.from(hex, 'hex');

/** Values at the edges of what the server sends and JavaScript writes. */
const edges: Record<string, unknown[]> = {
  tinyint: [0, -1, 127, -128, 9, 10],
  'tinyint unsigned': [0, 128, 255],
  smallint: [0, -32768, 32767, 999, 1000],
  'smallint unsigned': [65535],
  mediumint: [-8388608, 8388607, -1],
  'mediumint unsigned': [16777215],
  int: [0, -2147483648, 2147483647, 999999999, 1000000000],
  'int unsigned': [4294967295, 2147483648],
  'int(8) zerofill': [42],
  bigint: [
    ...['0', '-1', '999999999', '1000000000', '-1000000001', '4294967296', '9007199254740991'],
    ...['-9007199254740991', '9007199254740992', '-9007199254740993', '9223372036854775807'],
    '-9223372036854775808',
  ],
  'bigint unsigned': ['18446744073709551615', '9223372036854775808', '9007199254740993', '7'],
  'decimal(30,10)': [
    ...['0', '-0.5', '0.1', '12.5', '100', '-100.10', '0.0000001', '0.000001', '-0.0000000001'],
    ...['12345678901234567890.1234567890', '99999.9999999999', '123456789012345', '999.0010'],
  ],
  'decimal(14,2)': ['0', '0.01', '-0.10', '1.50', '99999999999.99', '999999999999.90', '-12345678.00'],
  'decimal(20,0)': ['0', '10', '-1000', '999999999999999', '1000000000000000', '12345678901234567890'],
  'decimal(12,3) zerofill': ['7.5'],
  float: [0, 1.1, -1e-7, 3.4e38, 16777216, 1e20, 0.1],
  double: [0, 0.1, -1.5e-7, 1e21, 123456789.123, 1.7976931348623157e308, 5e-324, 1e15],
  date: ['2024-02-29', '0000-00-00', '9999-12-31', '0099-01-02', '2023-02-31'],
  datetime: ['2024-02-29 12:34:56', '2024-02-29 00:00:00', '0000-00-00 00:00:00', '0007-01-01 01:02:03'],
  'datetime(3)': ['2024-02-29 12:34:56.500', '2024-02-29 12:34:56', '2024-02-29 00:00:00.001'],
  'datetime(6)': ['2024-02-29 12:34:56.000001', '2024-02-29 12:34:56'],
  'timestamp(6) null': ['2024-02-29 12:34:56.123456', '2024-02-29 12:34:56'],
  time: ['00:00:00', '-838:59:59', '838:59:59', '-00:00:01'],
  'time(4)': ['-12:34:56.7800', '00:00:00.0001'],
  year: [2024, 1901, 0],
  'bit(1)': [1, 0],
  'bit(20)': [0, 1048575, 5],
  'char(5)': ['a', '', '中文', 'a b'],
  'varchar(200)': [
    ...['', ' ', 'NULL', 'a,b', 'say "hi"', '"', ',', 'two\nlines', 'cr\r', '\r', '\n', '\t', 'a\tb'],
    ...['=1+1', '+1', '-1', '-1.5e5', '-x', '+', '-', '@a', '\t=1', '＝1', '＋1', '－1', '＠a', '，', 'ＡＢ'],
    ...['😀', '中文，逗号', "it's", '\u0000', 'a\u0000b', '\u2028', '\ufeff', '¡', 'é', '=1,"2"', '-1,5'],
  ],
  'varchar(20) character set utf8mb3': ['中文', '=1', 'a,b'],
  'varchar(20) character set latin1': ['é', '=é', 'plain'],
  longtext: [
    'x'.repeat(250),
    'x'.repeat(251),
    '中'.repeat(30_000),
    `${'y'.repeat(200_000)}"`,
    `=${'z'.repeat(70_000)}`,
  ],
  'varbinary(20)': [bytes(''), bytes('00ff'), bytes('fbff'), bytes('f8'), bytes('d34d34d34d34')],
  longblob: [Buffer.alloc(100_000, 7), bytes('fb')],
  'binary(4)': [bytes('01020304')],
  json: ['{"b": 1,  "a": "文"}', '[]', '-1', '"=x"'],
  "enum('好','=1','a,b')": ['好', '=1', 'a,b'],
  "set('a','b','=c')": ['', 'a', 'a,b', '=c'],
};

test.for(Object.entries(edges))(
  '%s is written as our own CSV writes it',
  async ([type, values], { skip }) => {
    if (missing) skip(missing);
    await run(`CREATE OR REPLACE TABLE edge (n int PRIMARY KEY AUTO_INCREMENT, v ${type}, w ${type})`);
    for (const value of values) await run('INSERT INTO edge (v) VALUES (?)', [value]);
    await run('INSERT INTO edge (w) VALUES (?)', [values[0]]);
    const sql = 'SELECT v, -1 AS between_them, w, n FROM edge ORDER BY n';
    const own = await copied(sql);
    expect(own).toBe(await written(sql));
    expect(own).toContain(',-1,');
  },
);

test('shapes are written as our own CSV writes them', async ({ skip }) => {
  if (missing) skip(missing);
  const shapes = ['POINT(1 2)', 'LINESTRING(0 0, 1.5 -1)', 'POLYGON((0 0, 1 0, 1 1, 0 0))'];
  const sql = shapes.map((shape) => `SELECT ST_GeomFromText('${shape}') AS g`).join(' UNION ALL ');
  expect(await copied(sql)).toBe(await written(sql));
});

test('each NULL is found among many columns', async ({ skip }) => {
  if (missing) skip(missing);
  for (const count of [1, 5, 6, 7, 8, 13, 14, 15, 40]) {
    const columns = Array.from({ length: count }, (_, index) =>
      index % 3 === 1 ? `NULL AS c${index}` : `${index} AS c${index}`,
    );
    const sql = ['SELECT', columns.join(', '), 'UNION ALL SELECT', columns.toReversed().join(', ')].join(' ');
    expect(await copied(sql)).toBe(await written(sql));
  }
});

test('halves of characters become the sign for what cannot be read', async ({ skip }) => {
  if (missing) skip(missing);
  const sql =
    "SELECT CAST(x'e4b8' AS BINARY) = 0 AS a, x'61' AS b, _utf8mb4'中' AS c, CONVERT(x'eda080' USING utf8mb4) AS d";
  expect(await copied(sql)).toBe(await written(sql));
});

test('a row larger than all buffers comes whole, between others', async ({ skip }) => {
  if (missing) skip(missing);
  const sql = "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, repeat('中,', 1500000) UNION ALL SELECT 3, 'y'";
  expect(await copied(sql)).toBe(await written(sql));
});

test('an error in the middle of the rows ends them, and the connection goes on', async ({ skip }) => {
  if (missing) skip(missing);
  const many = 'SELECT seq FROM seq_1_to_300000';
  const sql = `${many} UNION ALL SELECT (SELECT seq FROM seq_1_to_2)`;
  const csv = await database.copyCsv?.(sql).catch((error: unknown) => error);
  const outcome =
    csv instanceof Error
      ? csv
      : await Array.fromAsync((csv as { chunks: AsyncIterable<Uint8Array> }).chunks).catch(
          (error: unknown) => error,
        );
  expect(outcome).toMatchObject({ name: 'EngineError' });
  expect(await copied('SELECT 1 AS a')).toBe('\ufeffa\r\n1\r\n');
});

test('what gives no rows or cannot be prepared is not copied', async ({ skip }) => {
  if (missing) skip(missing);
  expect(await database.copyCsv?.('DO 1')).toBeNull();
  expect(await copied('SELECT 1 AS a')).toBe('\ufeffa\r\n1\r\n');
});
