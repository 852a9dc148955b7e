import type oracledb from 'oracledb';
import { expect, test } from 'vitest';
import { createPool } from '../pool.ts';
import { runQuery } from '../query-run.ts';
import { describeOracleError } from './oracle.errors.ts';
import { createOracleSession } from './oracle.session.ts';
import type { OracleField } from './oracle.values.ts';

interface Options {
  fetchTypeHandler?: (field: OracleField) => unknown;
}

const columns: OracleField[] = [
  { name: 'N', dbTypeName: 'NUMBER', precision: 38, scale: 0 },
  { name: 'N', dbTypeName: 'DATE' },
];

/** Stands in for the driver's connection: gives rows as text, notes every call, hangs until a break when told to. */
function scriptedConnection(rowCount: number, hangs = false) {
  const calls: string[] = [];
  let sent = 0;
  let broken: ((error: Error) => void) | null = null;
  const stopped = Object.assign(new Error('ORA-01013: user requested cancel of current operation'), {
    code: 'ORA-01013',
  });

  async function getRows(count: number): Promise<unknown[][]> {
    calls.push('getRows');
    const from = sent;
    sent = Math.min(rowCount, sent + count);
    return Array.from({ length: sent - from }, (_, index) => [
      String(from + index + 1),
      '2024-02-29 00:00:00',
    ]);
  }

  const connection = {
    callTimeout: 0,
    isHealthy: () => true,
    async execute(sql: string, binds: unknown = [], options: Options = {}) {
      calls.push(`${sql} ${JSON.stringify(binds)} ${connection.callTimeout}`);
      if (hangs && sql.startsWith('SELECT')) {
        await new Promise((_, reject) => {
          broken = reject;
        });
      }
      for (const column of columns) options.fetchTypeHandler?.(column);
      if (!sql.startsWith('SELECT')) return {};
      const metaData = columns.map(({ name }, index) => ({ name: index === 0 ? name : `${name}_${index}` }));
      return { resultSet: { metaData, getRows, close: async () => void calls.push('close rows') } };
    },
    async break() {
      calls.push('break');
      broken?.(stopped);
    },
    rollback: async () => void calls.push('rollback'),
    ping: async () => void calls.push('ping'),
    close: async () => void calls.push('close'),
  };
  const destroy = () => void calls.push('destroy');
  return { calls, session: { connection: connection as unknown as oracledb.Connection, destroy } };
}

function poolOver(session: ReturnType<typeof scriptedConnection>['session']) {
  return createPool(async () => createOracleSession(session), { max: 1, idleMs: 60_000 });
}

test('a query runs in a read-only transaction that is rolled back, with its rows at the reader’s pace', async () => {
  const { calls, session } = scriptedConnection(100);
  const pool = poolOver(session);
  const options = { params: [true, 'a', null], timeoutMs: 5000 };
  const stream = await runQuery(pool, describeOracleError, 'SELECT n, n FROM t', options);
  expect(stream.columns).toEqual([
    { name: 'N', type: 'NUMBER(38,0)', kind: 'integer' },
    { name: 'N_2', type: 'DATE', kind: 'datetime' },
  ]);
  expect(calls).toEqual(['SET TRANSACTION READ ONLY [] 5000', 'SELECT n, n FROM t [1,"a",null] 5000']);
  const rows = (await Array.fromAsync(stream.batches)).flat();
  expect(rows).toHaveLength(100);
  expect(rows.at(-1)).toEqual([100, '2024-02-29 00:00:00']);
  await expect.poll(() => calls.slice(-2)).toEqual(['close rows', 'rollback']);
  await pool.close();
  expect(calls.slice(-2)).toEqual(['close', 'destroy']);
});

test('an abort breaks the call that is under way and gives up the session', async () => {
  const { calls, session } = scriptedConnection(0, true);
  const abort = new AbortController();
  const running = runQuery(poolOver(session), describeOracleError, 'SELECT endless FROM t', {
    signal: abort.signal,
  });
  running.catch(() => {});
  await expect.poll(() => calls.at(-1)).toContain('endless');
  abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect(calls.slice(-3)).toEqual(['break', 'close', 'destroy']);
});

test('a statement that is late is broken off and said to be late', async () => {
  const { calls, session } = scriptedConnection(0, true);
  const running = runQuery(poolOver(session), describeOracleError, 'SELECT endless FROM t', {
    timeoutMs: 100,
  });
  await expect(running).rejects.toMatchObject({ code: 'timeout' });
  expect(calls).toContain('break');
});

test('what is no query never reaches the server', async () => {
  const { calls, session } = scriptedConnection(0);
  const running = runQuery(poolOver(session), describeOracleError, 'DROP TABLE t', {});
  await expect(running).rejects.toMatchObject({ code: 'read_only' });
  expect(calls.filter((call) => call !== 'rollback')).toEqual([]);
});

test.each([
  ['ORA-00942: table or view does not exist', 'unknown_table'],
  ['ORA-00904: "X": invalid identifier', 'unknown_column'],
  ['ORA-01456: may not perform insert/delete/update operation inside a READ ONLY transaction', 'read_only'],
  ['ORA-00933: SQL command not properly ended', 'syntax'],
  ['ORA-01031: insufficient privileges', 'denied'],
  ['ORA-01017: invalid username/password; logon denied', 'auth'],
  ['ORA-03113: end-of-file on communication channel', 'lost'],
  ['NJS-500: connection to the Oracle Database was broken', 'lost'],
  ['NJS-123: call timeout of 300 ms exceeded', 'timeout'],
  ['ORA-01476: divisor is equal to zero', 'failed'],
])('%s has code %s', (message, code) => {
  const error = Object.assign(new Error(`${message}\nHelp: https://docs.oracle.com/error-help/`), {
    code: message.slice(0, message.indexOf(':')),
  });
  expect(describeOracleError(error)).toMatchObject({ code, message });
});
