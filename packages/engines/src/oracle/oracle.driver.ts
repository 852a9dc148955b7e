import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type oracledb from 'oracledb';
import { guardSocket } from '../guarded-socket.ts';
import { hintedError } from '../hints.ts';
import type { TlsOptions } from '../tls.ts';
import { oracleDateText } from './oracle.dates.ts';

type Oracledb = typeof oracledb;

/** How the driver gets to a server while it logs in; notes what went wrong on the way. */
export interface OracleRoute {
  dial(host: string, port: number): Promise<Socket>;
  /** For the name of the server; ignored where that is an address. */
  host: string;
  tls: TlsOptions | null;
  sockets: Set<Socket>;
  failure: unknown;
}

/** The driver's adapter of the network, as far as it is replaced; not part of its published types. */
interface NetworkAdapter {
  stream: Socket;
  connStream: Socket;
  connected: boolean;
}

/** What the driver reads values from; it knows the zone of the database as an offset in minutes or as a region. */
interface WireBuffer {
  caps?: { dbTzOffset?: number | null; dbTzRegion?: string | null };
}

interface DriverParts {
  adapter: { prototype: object };
  buffer: { prototype: WireBuffer };
}

const endedEarly = 'The server ended the connection while encryption was agreed on';

const routes = new AsyncLocalStorage<OracleRoute>();
let loaded: Promise<Oracledb> | null = null;

function currentRoute(): OracleRoute {
  const route = routes.getStore();
  if (!route) throw new Error('The driver wants to connect outside a login');
  return route;
}

async function noting<T>(route: OracleRoute, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    route.failure = error;
    throw error;
  }
}

/** A listener may send the driver on to any address; each one is dialled under the egress policy. */
async function connectPlain(this: NetworkAdapter, to: { host: string; port?: number }): Promise<void> {
  const route = currentRoute();
  const socket = guardSocket(await noting(route, route.dial(to.host, Number(to.port ?? 1521))));
  // The driver sets its own listener a little later.
  socket.on('error', () => {});
  route.sockets.add(socket);
  this.stream = socket;
  this.connected = true;
}

async function connectSecure(this: NetworkAdapter, _context: unknown, plain: Socket): Promise<void> {
  const route = currentRoute();
  const secure = connectTls({ ...route.tls, socket: plain, host: route.host });
  this.stream = guardSocket(secure);
  this.connStream = plain;
  const ended = once(plain, 'close').then(() => Promise.reject(hintedError('tls', endedEarly)));
  await noting(route, Promise.race([once(secure, 'secureConnect'), ended]));
}

function parseDate(this: WireBuffer, bytes: Buffer, _local: boolean, inDatabaseZone: boolean): string {
  const { dbTzOffset, dbTzRegion } = this.caps ?? {};
  return oracleDateText(bytes, inDatabaseZone && !dbTzRegion ? (dbTzOffset ?? 0) : null);
}

function adapt(parts: DriverParts): void {
  Object.assign(parts.adapter.prototype, { ntConnect: connectPlain, tlsConnect: connectSecure });
  Object.assign(parts.buffer.prototype, { parseOracleDate: parseDate });
}

async function load(): Promise<Oracledb> {
  const { default: driver } = await import('oracledb');
  const inside = createRequire(import.meta.url);
  const { BaseBuffer } = inside('oracledb/lib/impl/datahandlers/buffer.js');
  adapt({ adapter: inside('oracledb/lib/thin/sqlnet/ntTcp.js'), buffer: BaseBuffer });
  return driver;
}

/**
 * The driver, loaded with the first connection, with three of its parts replaced for which it has no option: it dials
 * by itself, wherever a listener sends it; it takes certificates only from a wallet with a private key; and it turns
 * dates into JavaScript's, which lose zone and fraction. Tests fail when a newer version has these parts elsewhere.
 */
export function loadOracledb(): Promise<Oracledb> {
  loaded ??= load();
  return loaded;
}

/** Runs a login whose every connection goes by `route`. */
export function along<T>(route: OracleRoute, work: () => Promise<T>): Promise<T> {
  return routes.run(route, work);
}
