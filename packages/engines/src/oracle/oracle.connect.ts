import type { Socket } from 'node:net';
import type oracledb from 'oracledb';
import { connectTimeout } from '../dial.ts';
import { networkError } from '../network-error.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';
import { connectDescriptor } from './oracle.descriptor.ts';
import { along, loadOracledb, type OracleRoute } from './oracle.driver.ts';
import { describeOracleConnectError } from './oracle.errors.ts';

/** Where and as whom to log in. */
export interface OracleLogin {
  /** As the person typed it: the certificate is checked against it. */
  host: string;
  port: number;
  username: string;
  password: string;
  /** Service name or SID. */
  name: string;
  nameKind: 'service' | 'sid';
  tls: TlsOptions | null;
  connectTimeoutMs: number;
  /** The address of a host under the egress policy. */
  resolve(host: string): Promise<string>;
  /** The one way to a server: resolves the name under the egress policy and connects to what it resolved. */
  dial(host: string, port: number): Promise<Socket>;
}

/** A session with the server and the means to end it when the driver does not. */
export interface OracleConnection {
  connection: oracledb.Connection;
  destroy(): void;
}

function destroySockets(route: OracleRoute): void {
  for (const socket of route.sockets) socket.destroy();
}

async function logIn(login: OracleLogin, route: OracleRoute): Promise<oracledb.Connection> {
  const driver = await loadOracledb();
  const { port, name, nameKind, tls } = login;
  const address = await login.resolve(login.host);
  const connectString = connectDescriptor({ address, port, name, nameKind, encrypted: tls !== null });
  // The driver counts in whole seconds; the limit of `connectOracle` comes first.
  const seconds = Math.ceil(login.connectTimeoutMs / 1000) + 1;
  const credentials = {
    user: login.username,
    password: login.password,
    connectString,
    connectTimeout: seconds,
    transportConnectTimeout: seconds,
    stmtCacheSize: 0,
  };
  return along(route, () => driver.getConnection(credentials));
}

/** Logs in. Rejects with an `EngineError`, or with the egress policy's own error. */
export async function connectOracle(login: OracleLogin): Promise<OracleConnection> {
  const { host, tls, connectTimeoutMs } = login;
  const route: OracleRoute = { host, tls, dial: login.dial, sockets: new Set(), failure: null };
  const address = login.resolve(host);
  // Refusals of the policy pass through as they are.
  await address;
  const late = () => connectTimeout(connectTimeoutMs);
  const work = logIn({ ...login, resolve: () => address }, route);
  try {
    const connection = await withTimeLimit(work, connectTimeoutMs, late);
    return { connection, destroy: () => destroySockets(route) };
  } catch (error) {
    work.then((connection) => connection.close({ drop: true })).catch(() => {});
    destroySockets(route);
    throw describeConnectFailure(error, route, connectTimeoutMs);
  }
}

/** What stopped the driver on its way says more than what the driver made of it; the policy's words are kept. */
function describeConnectFailure(error: unknown, route: OracleRoute, timeoutMs: number): unknown {
  if (route.failure === null) return describeOracleConnectError(error, timeoutMs);
  const known = networkError(route.failure);
  return known ? describeOracleConnectError(known, timeoutMs) : route.failure;
}
