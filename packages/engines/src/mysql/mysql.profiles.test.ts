import { afterEach, expect, test } from 'vitest';
import { doris } from '../doris/doris.engine.ts';
import type { Engine } from '../engine.ts';
import { oceanbase } from '../oceanbase/oceanbase.engine.ts';
import { starrocks } from '../starrocks/starrocks.engine.ts';
import { tidb } from '../tidb/tidb.engine.ts';
import { mysql } from './mysql.engine.ts';
import { type ScriptedAnswer, startScriptedServer } from './scripted-server.ts';

let stop = () => {};
afterEach(() => stop());

async function opened(engine: Engine, script: (sql: string) => ScriptedAnswer, plugin?: string) {
  const server = await startScriptedServer(script, plugin);
  const settings = {
    host: '127.0.0.1',
    port: server.port,
    username: 'u',
    password: 'p',
    database: 'd',
    options: {},
  };
  const database = await engine.open(settings, { resolveHost: async (host) => host, connectTimeoutMs: 2000 });
  stop = () => {
    void database.close();
    server.stop();
  };
  return { database, heard: server.heard };
}

function hello(version: string, comment: string) {
  return (sql: string): ScriptedAnswer => {
    if (sql === 'SELECT VERSION(), CONNECTION_ID()')
      return { columns: ['v', 'c'], rows: [[version, '9007199254740993']] };
    if (sql.startsWith('SELECT VERSION()')) return { columns: ['v', 'c'], rows: [[version, comment]] };
    return null;
  };
}

test.each([
  [tidb, '8.0.11-TiDB-v7.5.0', 'TiDB Server', 'TiDB 7.5.0'],
  [oceanbase, '5.7.25-OceanBase_CE-v4.2.1.0', 'OceanBase_CE 4.2.1.0 (r1)', 'OceanBase 4.2.1.0'],
  [oceanbase, '5.7.25', 'OceanBase 3.2.3.0 (r2)', 'OceanBase 3.2.3.0'],
  [doris, '5.7.99', 'Doris version doris-2.1.3-rc1-28bd', 'Doris 2.1.3'],
  [starrocks, '8.0.33', 'StarRocks version 3.2.1-79ee91d', 'StarRocks 3.2.1'],
])('$id tells its own version: %s', async (engine, version, comment, told) => {
  const { database } = await opened(engine, hello(version, comment));
  expect(await database.version()).toBe(told);
});

test('TiDB reads a snapshot, in which the server refuses writes, and asks for no read-only transaction', async () => {
  const known = hello('8.0.11-TiDB-v7.5.0', 'TiDB Server');
  const { database, heard } = await opened(tidb, (sql) => {
    if (/READ ONLY|_read_only/.test(sql)) {
      return { errno: 1235, message: 'function READ ONLY has only noop implementation in tidb now' };
    }
    if (sql.startsWith('DELETE')) {
      return { errno: 1105, message: "can not execute write statement when 'tidb_snapshot' is set" };
    }
    return sql.startsWith('SELECT a') ? { columns: ['a'], rows: [['文'], [null]] } : known(sql);
  });
  const { batches } = await database.query('SELECT a FROM t', { timeoutMs: 1500 });
  expect((await Array.fromAsync(batches)).flat()).toEqual([['文'], [null]]);
  expect(heard.find((line) => line.includes('tidb_snapshot'))).toMatch(/max_execution_time = 1500\b/);
  await expect(database.query('DELETE FROM t')).rejects.toMatchObject({ code: 'read_only' });
});

test('TiDB stops a statement by its whole connection id, which a handshake has no room for', async () => {
  const known = hello('8.0.11-TiDB-v6.1.0', 'TiDB Server');
  const { database, heard } = await opened(tidb, (sql) =>
    sql.startsWith('SELECT a')
      ? { columns: ['a'], rows: Array.from({ length: 500 }, () => ['x']) }
      : known(sql),
  );
  const { batches } = await database.query('SELECT a FROM t');
  const rows = batches[Symbol.asyncIterator]();
  await rows.next();
  await rows.return?.();
  await expect.poll(() => heard).toContain('text: KILL TIDB QUERY 9007199254740993');
});

test('OceanBase counts its time limit in microseconds', async () => {
  const known = hello('5.7.25-OceanBase-v4.2.1.0', '');
  const { database, heard } = await opened(oceanbase, (sql) => {
    if (sql.startsWith('SELECT slow'))
      return { errno: 4012, message: 'Timeout, query has reached the maximum' };
    return sql.startsWith('SELECT a') ? { columns: ['a'], rows: [] } : known(sql);
  });
  await Array.fromAsync((await database.query('SELECT a', { timeoutMs: 2000 })).batches);
  expect(heard.some((line) => line.includes('ob_query_timeout = 2000000'))).toBe(true);
  expect(heard).toContain('text: START TRANSACTION READ ONLY');
  await expect(database.query('SELECT slow')).rejects.toMatchObject({ code: 'timeout' });
});

test.each([doris, starrocks])(
  '$id runs text without transaction or preparation, and only what reads',
  async (engine) => {
    const known = hello('5.7.99', 'Doris version doris-2.1.3');
    const { database, heard } = await opened(engine, (sql) => {
      if (/TRANSACTION|read_only/i.test(sql)) return { errno: 1064, message: 'not supported' };
      if (sql.includes('nowhere'))
        return {
          errno: 1105,
          message: 'errCode = 2, detailMessage = Table [nowhere] does not exist in database [d].',
        };
      return /^SELECT [?'a]/.test(sql) ? { columns: ['a'], rows: [['1']] } : known(sql);
    });
    const params = ["x'; DROP TABLE t; -- \\", 7, null, true];
    const stream = await database.query("SELECT ?, ?, ?, ? /* ? */ FROM t WHERE a = '?'", {
      params,
      timeoutMs: 1200,
    });
    expect((await Array.fromAsync(stream.batches)).flat()).toEqual([['1']]);
    expect(heard).toContain(
      "text: SELECT 'x''; DROP TABLE t; -- \\\\', 7, NULL, TRUE /* ? */ FROM t WHERE a = '?'",
    );
    expect(heard).toContain('text: SET SESSION query_timeout = 2');
    expect(heard.filter((line) => line.startsWith('prepared'))).toEqual([]);

    for (const sql of [
      'DROP TABLE t',
      'WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c',
      "SELECT 1 INTO OUTFILE 's3://x'",
      'EXPLAIN ANALYZE INSERT INTO t SELECT 1',
      'SET GLOBAL a = 1',
    ]) {
      await expect(database.query(sql)).rejects.toMatchObject({ code: 'read_only' });
      expect(heard).not.toContain(`text: ${sql}`);
    }
    await expect(database.query('SELECT 1; DROP TABLE t')).rejects.toMatchObject({ code: 'syntax' });
    await expect(database.query('SELECT * FROM nowhere')).rejects.toMatchObject({ code: 'unknown_table' });
    await expect(database.query('SELECT ?', { params: [] })).rejects.toMatchObject({ code: 'syntax' });
  },
);

test('a login that the driver does not speak is named, with the next step', async () => {
  const { database } = await opened(mysql, hello('8.0.36', ''), 'authentication_ldap_sasl_client');
  await expect(database.version()).rejects.toMatchObject({
    code: 'plugin',
    message: expect.stringContaining('authentication_ldap_sasl_client'),
    hint: { zh: expect.stringContaining('mysql_native_password') },
  });
});
