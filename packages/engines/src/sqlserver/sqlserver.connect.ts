import type { Socket } from 'node:net';
import type { Connection, Request } from 'tedious';
import { guardSocket } from '../guarded-socket.ts';
import { hintedError } from '../hints.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';
import { loadTedious } from './sqlserver.driver.ts';
import { describeSqlserverConnectError } from './sqlserver.errors.ts';

/** Where and as whom to log in. */
export interface SqlserverLogin {
  /** As the person typed it: the certificate is checked against it. */
  host: string;
  port: number;
  username: string;
  password: string;
  database: string | null;
  tls: TlsOptions | null;
  connectTimeoutMs: number;
  /** The one way to a server: resolves the name under the egress policy and connects to what it resolved. */
  dial(host: string, port: number): Promise<Socket>;
}

/** Where tedious wants to go; a server may send it on to another one. Not part of its published types. */
interface Target {
  host: string;
  port: number;
}

/** A listener of an availability group sends readers on once; more would be a server that leads us in circles. */
const maxDials = 3;
const cancelLimitMs = 2500;

/** Dials for the driver and keeps the reason of a refusal, which tedious would wrap. */
function createConnector(login: SqlserverLogin) {
  let dials = 0;
  let failure: unknown = null;

  async function connect(target: Target): Promise<Socket> {
    dials += 1;
    try {
      if (dials > maxDials)
        throw hintedError('network', 'The server sends the connection on again and again');
      return guardSocket(await login.dial(target.host, target.port));
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { connect, failure: () => failure };
}

function driverOptions(login: SqlserverLogin, connect: (target: Target) => Promise<Socket>) {
  const { tls } = login;
  return {
    server: login.host,
    authentication: {
      type: 'default' as const,
      options: { userName: login.username, password: login.password },
    },
    options: {
      port: login.port,
      // Its type has no parameters, but the driver passes where it wants to go, which a redirect changes.
      connector: connect as unknown as () => Promise<Socket>,
      database: login.database ?? undefined,
      connectTimeout: login.connectTimeoutMs,
      // Time limits are the session's business, one statement at a time.
      requestTimeout: 0,
      cancelTimeout: cancelLimitMs,
      maxRetriesOnTransientErrors: 0,
      encrypt: tls !== null,
      trustServerCertificate: tls ? !tls.rejectUnauthorized : true,
      cryptoCredentialsDetails: tls?.ca ? { ca: tls.ca } : {},
      readOnlyIntent: true,
      abortTransactionOnError: true,
      appName: 'sextant',
      textsize: -1,
      useUTC: true,
    },
  };
}

/** Logs in. Rejects with an `EngineError`, or with the egress policy's own error. */
export async function connectSqlserver(login: SqlserverLogin): Promise<Connection> {
  const tedious = await loadTedious();
  const connector = createConnector(login);
  const connection = new tedious.Connection(driverOptions(login, connector.connect));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let number: number | null = null;
  connection.on('error', () => {});
  connection.on('errorMessage', (message: { number: number }) => {
    number = message.number;
  });
  connection.connect((error) => (error ? reject(error) : resolve()));
  try {
    await withTimeLimit(promise, login.connectTimeoutMs + 500, () =>
      Object.assign(new Error('The driver did not answer'), { code: 'ETIMEOUT' }),
    );
    return connection;
  } catch (error) {
    connection.close();
    throw connector.failure() ?? describeSqlserverConnectError(error, number, login.connectTimeoutMs);
  }
}

/** Runs statements of our own as one batch and gives the values of all rows of all results. */
export async function runBatch(connection: Connection, sql: string): Promise<unknown[][]> {
  const tedious = await loadTedious();
  const rows: unknown[][] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request: Request = new tedious.Request(sql, (error) => (error ? reject(error) : resolve()));
  request.on('row', (columns: { value: unknown }[]) => rows.push(columns.map((column) => column.value)));
  connection.execSqlBatch(request);
  await promise;
  return rows;
}
