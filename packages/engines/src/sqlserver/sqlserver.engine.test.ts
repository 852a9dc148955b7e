import { createServer, type Socket } from 'node:net';
import type { Cell } from '@sextant/contract/chart';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectionSettings, Database, EngineContext, QueryOptions } from '../engine.ts';
import { sqlserver } from './sqlserver.engine.ts';
import { startTdsServer, type TdsScript, type TdsServer } from './tds-server.ts';
import {
  columnsToken,
  errorToken,
  intValue,
  loginToken,
  piecedValue,
  routingToken,
  rowToken,
  tdsTypes,
  textValue,
} from './tds-tokens.ts';

const context: EngineContext = { resolveHost: async (host) => host, connectTimeoutMs: 3000 };
const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});

async function serve(script: TdsScript): Promise<TdsServer> {
  const server = await startTdsServer(script);
  running.push(server);
  return server;
}

async function open(
  server: { port: number },
  change: Partial<ConnectionSettings> = {},
  more: Partial<EngineContext> = {},
): Promise<Database> {
  const database = await sqlserver.open(
    {
      host: '127.0.0.1',
      port: server.port,
      username: 'reader',
      password: 'p"\';]}',
      database: 'shop',
      options: { tls: 'disable' },
      ...change,
    },
    { ...context, ...more },
  );
  running.push(database);
  return database;
}

async function readRows(database: Database, sql: string, options?: QueryOptions): Promise<Cell[][]> {
  return (await Array.fromAsync((await database.query(sql, options)).batches)).flat();
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('not so within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const number = { name: 'n', type: tdsTypes.int };
const oneRow = [columnsToken([number]), rowToken([intValue(1)])];

/** Answers statements of people; what the engine and the driver say around them goes well. */
function answering(answer: NonNullable<TdsScript['answer']>): TdsScript {
  const own = /^(SET LOCK_TIMEOUT|IF @@TRANCOUNT|set |SELECT 1$)/;
  return { answer: (sql, rest) => (own.test(sql) ? null : answer(sql, rest)) };
}

function* manyRows(count: number): Iterable<Buffer> {
  yield columnsToken([number, { name: 'text', type: tdsTypes.nvarcharMax }]);
  const text = piecedValue('x'.repeat(400));
  for (let row = 1; row <= count; row++) yield rowToken([intValue(row), text]);
}

describe('the SQL Server engine', () => {
  test('tells the version', async () => {
    const version = [
      columnsToken([{ name: '', type: tdsTypes.nvarchar }]),
      rowToken([textValue('16.0.4135.4')]),
    ];
    const database = await open(await serve(answering(() => version)));
    expect(await database.version()).toBe('SQL Server 16.0.4135.4');
  });

  test('runs each statement in a transaction that is rolled back, also when it failed', async () => {
    const server = await serve(
      answering((sql) =>
        sql.includes('fails') ? [errorToken(208, "Invalid object name 'fails'.")] : oneRow,
      ),
    );
    const database = await open(server, {}, { maxSessions: 1 });
    expect(await readRows(database, 'SELECT 1 AS n')).toEqual([[1]]);
    await expect(readRows(database, 'SELECT * FROM fails')).rejects.toMatchObject({ code: 'unknown_table' });
    expect(await readRows(database, 'SELECT 2 AS n')).toEqual([[1]]);
    await until(() => server.statements.filter((sql) => sql.includes('ROLLBACK')).length === 3);
    const told = server.statements.filter((sql) => /TRANSACTION|SELECT/.test(sql) && sql !== 'SELECT 1');
    const around = (sql: string) => [
      'SET LOCK_TIMEOUT 30000 BEGIN TRANSACTION',
      sql,
      'IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION',
    ];
    expect(told).toEqual(['SELECT 1 AS n', 'SELECT * FROM fails', 'SELECT 2 AS n'].flatMap(around));
    expect(server.connections()).toBe(1);
  });

  test('sends parameters apart from the statement', async () => {
    const parts: Buffer[] = [];
    const script = answering((_sql, rest) => {
      parts.push(rest);
      return oneRow;
    });
    const server = await serve(script);
    const database = await open(server);
    const params = [42, "x'; DROP TABLE t; --", true, null, 1.5, 9007199254740991];
    await readRows(database, 'SELECT @p1, @p2, @p3, @p4, @p5, @p6', { params });
    const sent = Buffer.concat(parts).toString('utf16le');
    expect(server.statements).toContain('SELECT @p1, @p2, @p3, @p4, @p5, @p6');
    expect(sent).toContain('@p1 int, @p2 nvarchar(20), @p3 bit, @p4 nvarchar(1), @p5 float, @p6 bigint');
    expect(Buffer.concat(parts).includes(Buffer.from("x'; DROP TABLE t; --", 'utf16le'))).toBe(true);
  });

  test('makes names of columns unique', async () => {
    const named = ['a', 'a', ''].map((name) => ({ name, type: tdsTypes.int }));
    const tokens = [columnsToken(named), rowToken([intValue(1), intValue(2), intValue(3)])];
    const database = await open(await serve(answering(() => tokens)));
    const { columns, batches } = await database.query('SELECT 1 AS a, 2 AS a, 3');
    expect(await Array.fromAsync(batches)).toEqual([[[1, 2, 3]]]);
    expect(columns.map((column) => column.name)).toEqual(['a', 'a_2', 'column_3']);
  });

  test('streams at the pace of the reader', async () => {
    const server = await serve(answering(() => manyRows(60_000)));
    const database = await open(server);
    const { batches } = await database.query('SELECT n, text FROM many');
    const iterator = batches[Symbol.asyncIterator]();
    const first = await iterator.next();
    let before = -1;
    while (before !== server.tokensSent()) {
      before = server.tokensSent();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(before).toBeLessThan(30_000);
    let count = first.value?.length ?? 0;
    let last: Cell[] | undefined;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      count += next.value.length;
      last = next.value.at(-1);
    }
    expect(count).toBe(60_000);
    expect(last).toEqual([60_000, 'x'.repeat(400)]);
  });

  test('ends at the cap on rows and gives up the session', async () => {
    const server = await serve(answering(() => manyRows(5000)));
    const database = await open(server);
    const stream = await database.query('SELECT n, text FROM many', { maxRows: 40 });
    expect((await Array.fromAsync(stream.batches)).flat()).toHaveLength(40);
    expect(stream.truncatedBy()).toBe('rows');
    await until(() => server.attentions() === 1);
  });

  test('tells the server to stop within a second of an abort', async () => {
    const server = await serve(answering((sql) => (sql.includes('endless') ? 'silence' : oneRow)));
    const database = await open(server);
    const abort = new AbortController();
    const reading = readRows(database, 'SELECT * FROM endless', { signal: abort.signal });
    reading.catch(() => {});
    await until(() => server.statements.includes('SELECT * FROM endless'));
    const abortedAt = performance.now();
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    expect(server.attentions()).toBe(1);
    expect(await readRows(database, 'SELECT 2')).toEqual([[1]]);
  });

  test('stops at the time limit, before the first row and while rows are read', async () => {
    const server = await serve(
      answering((sql) => (sql.includes('endless') ? 'silence' : manyRows(1_000_000))),
    );
    const database = await open(server);
    for (const sql of ['SELECT * FROM endless', 'SELECT * FROM many']) {
      await expect(readRows(database, sql, { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'timeout',
        hint: { zh: expect.any(String) },
      });
    }
    expect(server.statements).toContain('SET LOCK_TIMEOUT 300 BEGIN TRANSACTION');
    await until(() => server.attentions() === 2);
  });

  test('says that the connection was lost, and goes on with a new one', async () => {
    const server = await serve(answering((sql) => (sql.includes('many') ? manyRows(100_000) : oneRow)));
    const database = await open(server);
    const { batches } = await database.query('SELECT n, text FROM many');
    const iterator = batches[Symbol.asyncIterator]();
    await iterator.next();
    server.dropAll();
    const rest = async () => {
      while (!(await iterator.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'lost' });
    expect(await readRows(database, 'SELECT 2')).toEqual([[1]]);
    expect(server.connections()).toBe(2);
  });

  test('says that the connection was lost when the server answers with its end', async () => {
    const database = await open(await serve(answering(() => 'drop')));
    await expect(readRows(database, 'SELECT 1 AS n')).rejects.toMatchObject({ code: 'lost' });
  });

  test('survives bytes that make no sense', async () => {
    const server = await serve(
      answering((sql) => (sql.includes('nonsense') ? [Buffer.from('this is no token')] : oneRow)),
    );
    const database = await open(server);
    await expect(readRows(database, 'SELECT nonsense')).rejects.toMatchObject({ name: 'EngineError' });
    expect(await readRows(database, 'SELECT 2')).toEqual([[1]]);
  });
});

describe('logging in to SQL Server', () => {
  const version = async (script: TdsScript, change: Partial<ConnectionSettings> = {}) =>
    (await open(await serve(script), change)).version();

  test.each([
    [18_456, "Login failed for user 'reader'.", 'auth'],
    [4060, 'Cannot open database "shop" requested by the login.', 'unknown_database'],
    [17_809, 'The maximum number of 10 connections has been reached.', 'refused'],
  ])('error %i is said as %s, code %s', async (number, message, code) => {
    await expect(version({ login: errorToken(number, message, 14) })).rejects.toMatchObject({
      code,
      message,
      hint: { zh: expect.any(String) },
    });
  });

  test.each([
    ['a server without encryption', 2, 'require'],
    ['a server that insists on encryption', 3, 'disable'],
  ])('TLS does not go together with %s', async (_name, encryption, tls) => {
    await expect(version({ encryption }, { options: { tls } })).rejects.toMatchObject({
      code: 'tls',
      message: expect.stringContaining('encrypt'),
    });
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['says nothing', '', /^timeout$/],
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', /^(network|timeout)$/],
    ['answers with an empty packet', Buffer.from([4, 1, 0, 8, 0, 0, 1, 0]), /^(network|timeout)$/],
  ])('does not wait for ever for a server that %s', async (_name, greeting, code) => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      if (greeting.length > 0) socket.write(greeting);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as { port: number }).port;
    const database = await open({ port }, {}, { connectTimeoutMs: 400 });
    const failure = await database.version().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'EngineError', code: expect.stringMatching(code) });
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('a port where nobody listens is refused, and the words of the egress policy pass through', async () => {
    await expect((await open({ port: 1 })).version()).rejects.toMatchObject({ code: 'refused' });
    const refusal = new Error('This address is not allowed');
    const fenced = await open({ port: 1433 }, {}, { resolveHost: () => Promise.reject(refusal) });
    await expect(fenced.version()).rejects.toBe(refusal);
  });

  test('encrypts unless told otherwise', async () => {
    await expect(version({ encryption: 2 }, { options: {} })).rejects.toMatchObject({ code: 'tls' });
  });

  test('follows a server that sends readers on, and asks the egress policy before', async () => {
    const secondary = await serve(answering(() => oneRow));
    const login = Buffer.concat([loginToken(), routingToken('secondary.example', secondary.port)]);
    const primary = await serve({ login });
    const asked: string[] = [];
    const resolveHost = async (host: string) => {
      asked.push(host);
      return '127.0.0.1';
    };
    const database = await open(primary, {}, { resolveHost });
    expect(await readRows(database, 'SELECT 1 AS n')).toEqual([[1]]);
    expect(asked).toEqual(['127.0.0.1', 'secondary.example']);
  });

  test('does not follow where the egress policy refuses to go, nor in circles', async () => {
    const refusal = new Error('This address is not allowed');
    const login = Buffer.concat([loginToken(), routingToken('metadata.example', 80)]);
    const resolveHost = async (host: string) => {
      if (host === 'metadata.example') throw refusal;
      return host;
    };
    const fenced = await open(await serve({ login }), {}, { resolveHost });
    await expect(fenced.version()).rejects.toBe(refusal);

    const circle: TdsScript = {};
    const server = await serve(circle);
    circle.login = Buffer.concat([loginToken(), routingToken('127.0.0.1', server.port)]);
    await expect((await open(server)).version()).rejects.toMatchObject({ code: 'network' });
    expect(server.connections()).toBe(3);
  });
});
