import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectionSettings, Database, EngineContext } from '../engine.ts';
import { connectDescriptor } from './oracle.descriptor.ts';
import { oracle } from './oracle.engine.ts';
import { refuseWrites } from './oracle.read-only.ts';
import { redirect, refusal, startTnsListener, type TnsAnswer, type TnsListener } from './tns-listener.ts';

const context: EngineContext = { resolveHost: async (host) => host, connectTimeoutMs: 2000 };
const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.close();
});

async function listen(answer: (request: string) => TnsAnswer): Promise<TnsListener> {
  const listener = await startTnsListener(answer);
  running.push(listener);
  return listener;
}

async function open(
  port: number,
  change: Partial<ConnectionSettings> = {},
  more: Partial<EngineContext> = {},
): Promise<Database> {
  const database = await oracle.open(
    {
      host: '127.0.0.1',
      port,
      username: 'scott',
      password: 'tiger',
      database: 'FREEPDB1',
      options: {},
      ...change,
    },
    { ...context, ...more },
  );
  running.push(database);
  return database;
}

describe('connecting to Oracle', () => {
  test.each([
    [12514, 'unknown_database', 'FREEPDB1'],
    [12505, 'unknown_database', '12505'],
    [12516, 'refused', '12516'],
    [12528, 'refused', '12528'],
  ])('a refusal with ORA-%i becomes code %s', async (number, code, text) => {
    const listener = await listen(() => refusal(number));
    await expect((await open(listener.port)).version()).rejects.toMatchObject({
      name: 'EngineError',
      code,
      message: expect.stringContaining(number === 12505 ? 'SID' : text),
      hint: { zh: expect.any(String) },
    });
  });

  test('asks for the service, or for the SID when told so', async () => {
    const listener = await listen(() => refusal(12514));
    await expect((await open(listener.port)).version()).rejects.toThrow();
    const bySid = await open(listener.port, { database: 'XE', options: { name_kind: 'sid' } });
    await expect(bySid.version()).rejects.toThrow();
    expect(listener.requests[0]).toContain('(SERVICE_NAME=FREEPDB1)');
    expect(listener.requests.at(-1)).toContain('(SID=XE)');
  });

  test('does not wait longer than it may for a server that says nothing', async () => {
    const listener = await listen(() => 'silence');
    const startedAt = performance.now();
    const database = await open(listener.port, {}, { connectTimeoutMs: 400 });
    await expect(database.version()).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test.each([
    ['ends the connection', 'end' as const],
    ['answers with nonsense', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['answers with an empty packet', Buffer.alloc(8)],
    ['accepts with nonsense', Buffer.from([0, 24, 0, 0, 2, 0, 0, 0, ...new Array(16).fill(0xff)])],
  ])('a server that %s is told apart from a wrong password', async (_name, answer) => {
    const listener = await listen(() => answer);
    const failure = await (await open(listener.port)).version().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'EngineError', hint: { zh: expect.any(String) } });
    expect((failure as { code: string }).code).toMatch(/^(network|refused|timeout)$/);
  });

  test('a port where nobody listens is refused', async () => {
    await expect((await open(1)).version()).rejects.toMatchObject({ code: 'refused' });
  });

  test('goes where a listener sends it only when the egress policy agrees', async () => {
    const other = await listen(() => refusal(12514));
    const refused = new Error('This address is not allowed');
    const asked: string[] = [];
    const resolveHost = async (host: string) => {
      asked.push(host);
      if (host === '127.0.0.2') throw refused;
      return host;
    };
    const friendly = await listen(() => redirect('127.0.0.1', other.port));
    await expect((await open(friendly.port, {}, { resolveHost })).version()).rejects.toMatchObject({
      code: 'unknown_database',
    });
    expect(other.connections()).toBe(1);

    const rogue = await listen(() => redirect('127.0.0.2', other.port));
    await expect((await open(rogue.port, {}, { resolveHost })).version()).rejects.toBe(refused);
    expect(other.connections()).toBe(1);
    expect(asked).toContain('127.0.0.2');
  });

  test('the words of the egress policy pass through', async () => {
    const refused = new Error('This address is not allowed');
    const database = await open(1521, {}, { resolveHost: () => Promise.reject(refused) });
    await expect(database.version()).rejects.toBe(refused);
  });
});

describe('the connect descriptor', () => {
  test('holds the checked address', () => {
    const target = {
      address: '10.0.0.7',
      port: 1521,
      name: 'shop.example',
      nameKind: 'service',
      encrypted: true,
    } as const;
    expect(connectDescriptor(target)).toBe(
      '(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=10.0.0.7)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=shop.example)))',
    );
    expect(() => connectDescriptor({ ...target, address: 'a)(HOST=b' })).toThrow(RangeError);
  });

  test.each([
    'x)(SECURITY=(SSL_SERVER_DN_MATCH=no)',
    'a b',
    'x/y',
    'config-file:///etc/passwd',
    '中文',
    "x'",
  ])('takes no service name like %s', async (database) => {
    await expect(open(1521, { database })).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringContaining(database),
      hint: { zh: expect.any(String) },
    });
  });

  test('never holds a user name, a password or a host', async () => {
    const listener = await listen(() => refusal(12514));
    const change = { host: 'db.example', username: 'a)(HOST=evil)', password: ')(HOST=evil)("\'' };
    const database = await open(listener.port, change, { resolveHost: async () => '127.0.0.1' });
    await expect(database.version()).rejects.toMatchObject({ code: 'unknown_database' });
    expect(listener.requests).toHaveLength(1);
    expect(listener.requests[0]).not.toMatch(/evil|example/);
  });
});

test.each([
  'SELECT 1 FROM DUAL',
  '-- DROP\n/* CREATE */ (select 1 from dual)',
  'WITH a AS (SELECT 1 AS n FROM DUAL) SELECT n FROM a',
])('%s may run', (sql) => {
  expect(() => refuseWrites(sql)).not.toThrow();
});

test.each([
  ['CREATE TABLE sneaky (a NUMBER)', 'read_only'],
  ['/* SELECT */ DROP TABLE t', 'read_only'],
  ['BEGIN DELETE FROM t; COMMIT; END;', 'read_only'],
  ['WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; SELECT f FROM DUAL', 'read_only'],
  ['WITH /* a */ PROCEDURE p IS BEGIN NULL; END; SELECT 1 FROM DUAL', 'read_only'],
  ['SELEC 1', 'syntax'],
  ['', 'syntax'],
])('%s is refused before it is sent', (sql, code) => {
  expect(() => refuseWrites(sql)).toThrow(expect.objectContaining({ code }));
});
