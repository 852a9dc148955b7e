import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clickhouse } from './clickhouse.engine.ts';
import { parseClickhousePlan } from './clickhouse.plan.ts';
import { grantReasons } from './clickhouse.rights.ts';
import { findTestClickhouse, type TestClickhouse } from './clickhouse.server.ts';
import { createZoneOffsets } from './zone-offset.ts';

const context = { resolveHost: async (host: string) => host, connectTimeoutMs: 5000 };
const settings = { host: '127.0.0.1', username: 'u', password: 'p', database: 'd', options: {} };

interface Heard {
  sql: string;
  search: URLSearchParams;
}

describe('a newer server, played by a script', () => {
  let stop = () => {};
  afterEach(() => stop());

  async function opened(answer: (sql: string, response: ServerResponse) => void, readonly = '0') {
    const heard: Heard[] = [];
    const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
      const { searchParams } = new URL(request.url ?? '', 'http://x');
      const sql = await text(request);
      heard.push({ sql, search: searchParams });
      if (sql.startsWith('SELECT version(), value')) response.end(`25.8.1.1\t${readonly}\n`);
      else if (sql.startsWith('KILL')) response.end('waiting\n');
      else answer(sql, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const database = await clickhouse.open({ ...settings, port }, context);
    stop = () => {
      void database.close();
      server.closeAllConnections();
      server.close();
    };
    return { database, heard };
  }

  const head = (name: string, type: string) => `${JSON.stringify([name])}\n${JSON.stringify([type])}\n`;

  test('gives bytes that are no text as base64, and names and texts beside them as they are', async () => {
    const { database } = await opened((_, response) => {
      response.write('["文", "b"]\n["Enum8(\'好\' = 1)", "String"]\n["好", "');
      response.write(Buffer.from([0x00, 0xff].slice(1)));
      response.end('\\u0000"]\n["好", "a\\/文"]\n');
    });
    const { columns, batches } = await database.query('SELECT');
    expect((await Array.fromAsync(batches)).flat()).toEqual([
      ['好', '/wA='],
      ['好', 'a/文'],
    ]);
    expect(columns[0]).toMatchObject({ name: '文', type: "Enum8('好' = 1)" });
  });

  test.each([
    ['an old sign', 'Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)', 'failed'],
    [
      'a new sign',
      '\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)\r\n17 abcdefghijklmnop\r\n__exception__\r\n',
      'timeout',
    ],
    [
      'one inside the format',
      '{"exception": "Code: 394. DB::Exception: Query was cancelled"}\n',
      'cancelled',
    ],
  ])('rejects on an error that comes after rows, with %s', async (_, words, code) => {
    const { database } = await opened((_sql, response) => {
      response.write(`${head('a', 'UInt8')}[1]\n[2]\n`);
      setImmediate(() => response.end(words));
    });
    const { batches } = await database.query('SELECT');
    await expect(Array.fromAsync(batches)).rejects.toMatchObject({ name: 'EngineError', code });
  });

  test('takes a text that looks like an error for what it is', async () => {
    const row = JSON.stringify(['Code: 60. DB::Exception: no __exception__']);
    const { database } = await opened((_, response) => response.end(`${head('a', 'String')}${row}\n`));
    const { batches } = await database.query('SELECT');
    expect((await Array.fromAsync(batches)).flat()).toEqual([['Code: 60. DB::Exception: no __exception__']]);
  });

  test('rejects when the answer breaks off', async () => {
    const { database } = await opened((_, response) => {
      response.write(`${head('a', 'UInt8')}[1]\n`, () => response.destroy());
    });
    const { batches } = await database.query('SELECT').catch((error: unknown) => ({
      batches: (async function* () {
        yield await Promise.reject(error);
      })(),
    }));
    await expect(Array.fromAsync(batches)).rejects.toMatchObject({ code: 'lost' });
  });

  test('follows no redirect', async () => {
    const { database, heard } = await opened((_, response) => {
      response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end();
    });
    await expect(database.query('SELECT')).rejects.toMatchObject({ name: 'EngineError' });
    expect(heard.filter(({ sql }) => sql === 'SELECT')).toHaveLength(1);
  });

  test('is told to read only, for how long, and the parameters apart from the statement', async () => {
    const { database, heard } = await opened((_, response) => response.end(head('a', 'UInt8')));
    const params = [7, "a\tb\\'", null];
    await database.query('SELECT {p1:UInt8}, {p2:String}, {p3:Nullable(Date)}', { params, timeoutMs: 1500 });
    const sent = heard.at(-1)?.search ?? new URLSearchParams();
    expect(Object.fromEntries(sent)).toMatchObject({
      readonly: '1',
      max_execution_time: '2',
      cancel_http_readonly_queries_on_client_close: '1',
      param_p1: '7',
      param_p2: "a\\tb\\\\\\'",
      param_p3: '\\N',
      database: 'd',
    });
    expect(sent.get('query_id')).toMatch(/^[\da-f-]{36}$/);
  });

  test('is asked to stop a statement under the id that it was given', async () => {
    const { database, heard } = await opened((_, response) => response.write(`${head('a', 'UInt8')}[1]\n`));
    const abort = new AbortController();
    const { batches } = await database.query('SELECT', { signal: abort.signal });
    const reading = Array.fromAsync(batches);
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    const id = heard.find(({ sql }) => sql === 'SELECT')?.search.get('query_id');
    expect(heard.at(-1)?.sql).toBe(['KILL QUERY WHERE query_id =', `'${id}'`, 'ASYNC'].join(' '));
  });

  test('is sent no setting for a login that may send none', async () => {
    const { database, heard } = await opened((_, response) => response.end(head('a', 'UInt8')), '1');
    await database.query('SELECT', { timeoutMs: 1000 });
    expect([...(heard.at(-1)?.search.keys() ?? [])].sort()).toEqual([
      'database',
      'default_format',
      'query_id',
    ]);
  });
});

describe('a server of our own', () => {
  let server: TestClickhouse | { missing: string };
  beforeAll(async () => {
    server = await findTestClickhouse(undefined);
  }, 40_000);
  afterAll(async () => {
    if ('stop' in server) await server.stop();
  });

  test.for([
    ['reader', 'reader'],
    ['fixed', 'reader'],
    ['writer', 'unknown'],
  ])(
    'lets the login %s read but not write, and its rights are: %s',
    async ([username = '', grade = ''], { skip }) => {
      if ('missing' in server) {
        skip(server.missing);
        return;
      }
      const { host, port } = server;
      const own = { ...settings, host, port, username, password: 'right', database: null };
      const database = await clickhouse.open(own, context);
      const { batches } = await database.query("SELECT toInt64('9223372036854775807') AS a");
      expect((await Array.fromAsync(batches)).flat()).toEqual([['9223372036854775807']]);
      const write = database.query('CREATE TABLE sneaky (a Int8) ENGINE = Memory');
      await expect(write).rejects.toMatchObject({ code: 'read_only' });
      expect(await database.rights()).toMatchObject({ login: username, grade });
      await database.close();
    },
  );
});

test('grants are graded by what they let a login do', () => {
  const grades = (line: string) => grantReasons(line).map(({ grade, right }) => [grade, right]);
  expect(grades('GRANT SHOW, SELECT(a, b), dictGet ON shop.* TO report')).toEqual([]);
  expect(grades('GRANT SELECT, INSERT, ALTER UPDATE, DROP TABLE ON shop.o TO report')).toEqual([
    ['writer', 'INSERT on shop.o'],
    ['writer', 'ALTER UPDATE on shop.o'],
    ['owner', 'DROP TABLE on shop.o'],
  ]);
  expect(grades('GRANT CREATE USER, URL, SYSTEM ON *.* TO report WITH GRANT OPTION')).toEqual([
    ['administrator', 'CREATE USER on *.*'],
    ['administrator', 'URL on *.*'],
    ['administrator', 'SYSTEM on *.*'],
    ['administrator', 'GRANT OPTION on *.*'],
  ]);
  expect(grades('GRANT auditors TO report')).toEqual([]);
});

test('a plan names tables, rows and indexes, and warns of a whole large table', () => {
  const scan = (selected: number) => ({
    'Node Type': 'ReadFromMergeTree',
    Description: 'shop.o',
    Indexes: [
      {
        Type: 'PrimaryKey',
        Condition: '(id in (-Inf, 999])',
        'Initial Granules': 37,
        'Selected Granules': selected,
      },
    ],
  });
  const plan = (selected: number) =>
    parseClickhousePlan(
      JSON.stringify([
        { Plan: { 'Node Type': 'Sorting', Description: 'ORDER BY', Plans: [scan(selected)] } },
      ]),
      new Map([['shop.o', 300_000]]),
    ).root;
  expect(plan(1).children[0]).toMatchObject({
    object: 'shop.o',
    estimatedRows: 300_000,
    warning: null,
    details: [{ name: 'PrimaryKey', value: '(id in (-Inf, 999]), 1 / 37 granules' }],
  });
  expect(plan(37).children[0]?.warning?.en).toContain('shop.o');
});

test('times in a zone carry the offset of their day, but not in the hour that comes twice', () => {
  const newYork = createZoneOffsets('America/New_York');
  expect(newYork('2024-01-15 12:00:00')).toBe('2024-01-15T12:00:00-05:00');
  expect(newYork('2024-07-15 12:00:00.123')).toBe('2024-07-15T12:00:00.123-04:00');
  expect(newYork('2024-11-03 01:30:00')).toBe('2024-11-03 01:30:00');
  expect(newYork('2024-11-03 02:30:00')).toBe('2024-11-03T02:30:00-05:00');
  expect(createZoneOffsets('Asia/Kolkata')('2024-01-15 00:00:00')).toBe('2024-01-15T00:00:00+05:30');
  expect(createZoneOffsets('Nowhere/At_All')('2024-01-15 00:00:00')).toBe('2024-01-15 00:00:00');
});
