import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell } from '@sextant/contract/chart';
import { type Connection, createConnection } from 'mysql2';
import { connectTimeout } from '../dial.ts';
import { guardSocket } from '../guarded-socket.ts';
import { hintedError } from '../hints.ts';
import type { RunningStatement, Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';
import { describeMysqlConnectError, describeMysqlError } from './mysql.errors.ts';
import type { MysqlProfile } from './mysql.profile.ts';
import { command, forgetStatement, startCopy, startStatement } from './mysql.statement.ts';

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
const endLimitMs = 250;

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
    // Without IGNORE_SPACE, which a reset takes back: the first statement of a session is read as all others are.
    flags: ['-LOCAL_FILES', '-IGNORE_SPACE'],
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: false,
    dateStrings: true,
    jsonStrings: true,
    rowsAsArray: true,
  };
}

/**
 * Waits a moment for the server to end a connection that was killed: until then it counts among the connections that
 * the server allows, which many cancels in a row would use up.
 */
async function serverHangsUp(connection: Connection): Promise<void> {
  const { stream } = connection as unknown as { stream: Socket };
  if (stream.destroyed || stream.readableEnded) return;
  const gone = new Promise<void>((resolve) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
  });
  await Promise.race([gone, sleep(endLimitMs, undefined, { ref: false })]);
}

/** The driver ends only its half of the socket, which a server in the middle of sending rows never notices. */
export function hangUp(connection: Connection): void {
  connection.destroy();
  (connection as unknown as { stream: Socket }).stream.destroy();
}

/** Logs in; the connection may write whatever its login may. */
export async function logIn(
  login: MysqlLogin,
  timeoutMs: number,
  messages: MysqlProfile['messages'],
): Promise<Connection> {
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
    throw describeMysqlConnectError(error, timeoutMs, messages);
  }
}

function byCallback(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

/** The set-up that fits the server, and the id under which others can stop this connection's statements. */
async function learnServer(connection: Connection, profile: MysqlProfile, timeoutMs: number) {
  try {
    const answer = command(connection, 'SELECT VERSION(), CONNECTION_ID()');
    const rows = (await withTimeLimit(answer, timeoutMs, () => connectTimeout(timeoutMs))) as [
      [string, string],
    ];
    const [[version, id]] = rows;
    return { setUp: profile.setUp(String(version)), connectionId: BigInt(id) };
  } catch (error) {
    connection.destroy();
    throw describeMysqlError(error, profile.messages);
  }
}

/** Logs in and gives a session whose every statement runs in a read-only transaction of its own, where the server has such. */
export async function openMysqlSession(login: MysqlLogin, profile: MysqlProfile): Promise<Session> {
  const connection = await logIn(login, login.connectTimeoutMs, profile.messages);
  let lost = false;
  let running: string | null = null;
  const lose = () => {
    lost = true;
  };
  connection.on('error', lose);
  connection.on('end', lose);
  const { setUp, connectionId } = await learnServer(connection, profile, login.connectTimeoutMs);

  function refuseWhenLost(): void {
    if (lost) throw hintedError('lost', 'The connection to the database is gone');
  }

  async function kill(): Promise<void> {
    const killer = await logIn(login, killTimeoutMs, profile.messages);
    try {
      const killed = command(killer, [setUp.kill, connectionId].join(' '));
      await withTimeLimit(killed, killTimeoutMs, () => connectTimeout(killTimeoutMs));
    } finally {
      hangUp(killer);
    }
  }

  async function begin(sql: string, timeoutMs: number | null): Promise<void> {
    refuseWhenLost();
    running = sql;
    await command(connection, setUp.sql, [setUp.timeLimit(timeoutMs)]);
    if (setUp.begin) await command(connection, setUp.begin);
  }

  async function start(
    sql: string,
    params: readonly Cell[],
    timeoutMs: number | null,
  ): Promise<RunningStatement> {
    await begin(sql, timeoutMs);
    const rows = await startStatement(connection, setUp, sql, params);
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
    async startCopy(sql, timeoutMs) {
      await begin(sql, timeoutMs);
      return startCopy(connection, setUp, sql);
    },
    async stop() {
      if (running !== null && !lost) {
        await kill().catch(() => {});
        await serverHangsUp(connection);
      }
      hangUp(connection);
    },
    async reset() {
      refuseWhenLost();
      if (setUp.begin) await command(connection, 'ROLLBACK');
      if (running !== null && setUp.prepares) forgetStatement(connection, running);
      if (setUp.resets) await byCallback((done) => connection.reset(done));
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
