import { connect as connectSocket, isIP } from 'node:net';
import type { Cell } from '@sextant/contract/chart';
import { type Connection, createConnection, type Query } from 'mysql2';
import { connectTimeout } from '../dial.ts';
import { guardSocket } from '../guarded-socket.ts';
import { hintedError } from '../hints.ts';
import type { RunningStatement, Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';
import { describeMysqlConnectError, describeMysqlError } from './mysql.errors.ts';
import { type MysqlRows, pullRows } from './mysql.rows.ts';

/** Where and as whom to log in; `address` is what is dialled, `host` what the certificate is checked against. */
export interface MysqlLogin {
  host: string;
  address: string;
  port: number;
  username: string;
  password: string;
  database: string | null;
  tls: TlsOptions | null;
  connectTimeoutMs: number;
}

const killTimeoutMs = 2000;

/**
 * Read-only by the session and not only by the transaction, because MariaDB commits before a DROP or TRUNCATE and
 * then forgets the transaction's word; and the server's own time limit, which MariaDB counts in seconds for every
 * statement, MySQL in milliseconds for SELECT.
 */
const setUps = {
  mariadb: {
    sql: 'SET NAMES utf8mb4, SESSION tx_read_only = 1, SESSION max_statement_time = ?',
    unitMs: 1000,
  },
  mysql: {
    sql: 'SET NAMES utf8mb4, SESSION transaction_read_only = 1, SESSION max_execution_time = ?',
    unitMs: 1,
  },
};

function connectOptions(login: MysqlLogin, timeoutMs: number) {
  return {
    host: isIP(login.host) ? login.address : login.host,
    port: login.port,
    stream: () =>
      guardSocket(connectSocket({ host: login.address, port: login.port, noDelay: true, keepAlive: true })),
    user: login.username,
    password: login.password,
    database: login.database ?? undefined,
    ssl: login.tls
      ? {
          ca: login.tls.ca,
          rejectUnauthorized: login.tls.rejectUnauthorized,
          verifyIdentity: login.tls.rejectUnauthorized,
        }
      : undefined,
    connectTimeout: timeoutMs,
    charset: 'utf8mb4',
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: false,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
  };
}

async function logIn(login: MysqlLogin, timeoutMs: number): Promise<Connection> {
  const connection = createConnection(connectOptions(login, timeoutMs));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.on('error', reject);
  connection.connect((error) => (error ? reject(error) : resolve()));
  try {
    // mysql2's own limit ends with the first byte of the server; a server that greets and then hangs needs ours.
    await withTimeLimit(promise, timeoutMs, () => connectTimeout(timeoutMs));
    return connection;
  } catch (error) {
    connection.destroy();
    throw describeMysqlConnectError(error, timeoutMs);
  }
}

function command(connection: Connection, sql: string, params: readonly Cell[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(sql, [...params], (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}

function byCallback(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

/** mysql2 also takes the options here, without which it does not find the statement again; its types know only text. */
interface PreparingDriver {
  prepare(options: object, done: (error: Error | null, statement: { columns: unknown[] }) => void): void;
  unprepare(options: object): void;
}

function preparing(connection: Connection): PreparingDriver {
  return connection as unknown as PreparingDriver;
}

/** The driver finds a prepared statement again by its text together with these options. */
function preparable(sql: string) {
  return { sql, rowsAsArray: true };
}

/** How many columns the server says a statement will give; the statement stays prepared for `execute`. */
function prepareColumns(connection: Connection, sql: string): Promise<number> {
  return new Promise((resolve, reject) => {
    preparing(connection).prepare(preparable(sql), (error, statement) => {
      if (error) reject(error);
      else resolve(statement.columns.length);
    });
  });
}

const unpreparable = 1295;
const readsAsText = /^\s*(show|explain|describe|desc)\s/i;

/**
 * Statements are prepared on the server, so that parameters are never pasted into text and floats keep all digits;
 * a SHOW that cannot be prepared runs as text. What gives no rows is refused before it runs: SET GLOBAL, INTO OUTFILE
 * and MariaDB's BEGIN NOT ATOMIC are no business of a transaction, read-only or not.
 */
async function startCommand(
  connection: Connection,
  sql: string,
  params: readonly Cell[],
): Promise<MysqlRows> {
  const columns = await prepareColumns(connection, sql).catch((error: { errno?: number }) => {
    if (error.errno === unpreparable) return 0;
    throw error;
  });
  if (columns > 0) return pullRows(connection, connection.execute(preparable(sql), [...params]) as Query);
  if (readsAsText.test(sql)) return pullRows(connection, connection.query(preparable(sql)));
  throw hintedError('read_only', 'Only statements that give rows run in a read-only session');
}

async function chooseSetUp(connection: Connection, timeoutMs: number) {
  try {
    const answer = command(connection, 'SELECT VERSION()');
    const rows = await withTimeLimit(answer, timeoutMs, () => connectTimeout(timeoutMs));
    return /mariadb/i.test(String(rows)) ? setUps.mariadb : setUps.mysql;
  } catch (error) {
    connection.destroy();
    throw describeMysqlError(error);
  }
}

/** Logs in and gives a session whose every statement runs in a read-only transaction of its own. */
export async function openMysqlSession(login: MysqlLogin): Promise<Session> {
  const connection = await logIn(login, login.connectTimeoutMs);
  let lost = false;
  let running: string | null = null;
  const lose = () => {
    lost = true;
  };
  connection.on('error', lose);
  connection.on('end', lose);
  const setUp = await chooseSetUp(connection, login.connectTimeoutMs);

  function refuseWhenLost(): void {
    if (lost) throw hintedError('lost', 'The connection to the database is gone');
  }

  async function kill(): Promise<void> {
    const killer = await logIn(login, killTimeoutMs);
    try {
      const killed = command(killer, 'KILL QUERY ?', [connection.threadId]);
      await withTimeLimit(killed, killTimeoutMs, () => connectTimeout(killTimeoutMs));
    } finally {
      killer.destroy();
    }
  }

  async function start(
    sql: string,
    params: readonly Cell[],
    timeoutMs: number | null,
  ): Promise<RunningStatement> {
    refuseWhenLost();
    running = sql;
    await command(connection, setUp.sql, [(timeoutMs ?? 0) / setUp.unitMs]);
    await command(connection, 'START TRANSACTION READ ONLY');
    const rows = await startCommand(connection, sql, params);
    const columns = await rows.columns;
    return {
      columns,
      read: (count) => rows.read(count),
      async close() {
        return rows.ended();
      },
    };
  }

  return {
    start,
    async stop() {
      if (running !== null && !lost) await kill().catch(() => {});
      connection.destroy();
    },
    async reset() {
      refuseWhenLost();
      await command(connection, 'ROLLBACK');
      if (running !== null) preparing(connection).unprepare(preparable(running));
      await byCallback((done) => connection.reset(done));
      running = null;
    },
    async isAlive() {
      if (lost) return false;
      await byCallback((done) => connection.ping(done));
      return true;
    },
    async end() {
      connection.destroy();
    },
  };
}
