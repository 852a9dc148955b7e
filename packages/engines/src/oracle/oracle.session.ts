import type { Cell } from '@sextant/contract/chart';
import type oracledb from 'oracledb';
import { uniqueColumns } from '../column-names.ts';
import { hintedError } from '../hints.ts';
import type { RunningStatement, Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import { connectOracle, type OracleConnection, type OracleLogin } from './oracle.connect.ts';
import { loadOracledb } from './oracle.driver.ts';
import { refuseWrites } from './oracle.read-only.ts';
import { type FetchForm, type OracleField, typeRule } from './oracle.values.ts';

const stopLimitMs = 2000;

type Oracledb = typeof oracledb;

/** Only Oracle 23 has booleans. */
function bindValues(params: readonly Cell[]): (string | number | null)[] {
  return params.map((value) => (typeof value === 'boolean' ? Number(value) : value));
}

function fetchForms(driver: Oracledb): Record<FetchForm, oracledb.FetchTypeResponse | undefined> {
  return { text: { type: driver.STRING }, bytes: { type: driver.BUFFER }, own: undefined };
}

/** Runs a query and gives its rows at the reader's pace. Parameters are `:1`, `:2` … */
async function startQuery(
  connection: oracledb.Connection,
  sql: string,
  params: readonly Cell[],
): Promise<RunningStatement> {
  const driver = await loadOracledb();
  const forms = fetchForms(driver);
  const fields: OracleField[] = [];
  const result = await connection.execute<unknown[]>(sql, bindValues(params), {
    resultSet: true,
    outFormat: driver.OUT_FORMAT_ARRAY,
    fetchTypeHandler: (field: OracleField) => {
      // The driver renames repeated names afterwards; ours come from here.
      fields.push({ ...field });
      return forms[typeRule(field).fetch];
    },
  });
  const rows = result.resultSet;
  if (!rows) throw hintedError('read_only', 'Only queries run here');
  const rules = rows.metaData.map((column, index) => typeRule(fields[index] ?? column));
  const named = rules.map(({ type, kind }, index) => ({ name: fields[index]?.name ?? '', type, kind }));
  return {
    columns: uniqueColumns(named),
    async read(count) {
      const batch = await rows.getRows(count);
      return batch.map((row) =>
        row.map((value, index) =>
          value === null || value === undefined ? null : (rules[index]?.cell(value) ?? null),
        ),
      );
    },
    async close() {
      await rows.close();
      return true;
    },
  };
}

/** A session over a connection that stands; every statement runs in a read-only transaction of its own. */
export function createOracleSession({ connection, destroy }: OracleConnection): Session {
  /** The call that is under way; the driver can only be stopped while there is one. */
  let pending: Promise<unknown> | null = null;

  async function during<T>(work: Promise<T>): Promise<T> {
    pending = work;
    try {
      return await work;
    } finally {
      if (pending === work) pending = null;
    }
  }

  async function breakOff(): Promise<void> {
    const call = pending;
    if (call) {
      await connection.break();
      await call.catch(() => {});
    }
    await connection.close({ drop: true });
  }

  async function end(): Promise<void> {
    const late = () => new Error('The server did not confirm the stop');
    await withTimeLimit(breakOff(), stopLimitMs, late).catch(() => {});
    destroy();
  }

  return {
    async start(sql, params, timeoutMs) {
      if (!connection.isHealthy()) throw hintedError('lost', 'The connection to the database is gone');
      refuseWrites(sql);
      connection.callTimeout = timeoutMs ?? 0;
      await during(connection.execute('SET TRANSACTION READ ONLY'));
      const statement = await during(startQuery(connection, sql, params));
      return { ...statement, read: (count) => during(statement.read(count)) };
    },
    stop: end,
    async reset() {
      connection.callTimeout = 0;
      await connection.rollback();
    },
    async isAlive() {
      if (!connection.isHealthy()) return false;
      await connection.ping();
      return true;
    },
    end,
  };
}

/** Logs in and gives a session whose every statement runs in a read-only transaction of its own. */
export async function openOracleSession(login: OracleLogin): Promise<Session> {
  return createOracleSession(await connectOracle(login));
}
