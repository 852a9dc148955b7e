import type { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import type { Text } from '@sextant/contract/text';
import pg from 'pg';
import { connectTimeout } from '../dial.ts';
import { guardSocket } from '../guarded-socket.ts';
import { hintedError } from '../hints.ts';
import type { Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';
import { cancelStatement } from './postgresql.cancel.ts';
import { startCopyRows } from './postgresql.copy-rows.ts';
import { startCursor } from './postgresql.cursor.ts';
import { describePostgresqlConnectError, describePostgresqlError } from './postgresql.errors.ts';
import type { PostgresqlProfile } from './postgresql.profile.ts';
import type { OwnType } from './postgresql.values.ts';

/** Where and as whom to log in; `address` is what is dialled. */
export interface PostgresqlLogin {
  address: string;
  port: number;
  username: string;
  password: string;
  database: string;
  /** The quoted search path, or null for the login's own. */
  searchPath: string | null;
  tls: TlsOptions | null;
  connectTimeoutMs: number;
}

/** What pg's client knows of its backend; not part of its published types. */
interface BackendKey {
  processID: number | null;
  secretKey: number | null;
}

/** pg's own connection, whose stream changes once TLS stands; not part of its published types. */
interface WireConnection {
  connection: EventEmitter & { stream: Socket };
}

const endLimitMs = 2000;

const setUp = `SELECT set_config('statement_timeout', $1, true),
  set_config('search_path', coalesce($2, current_setting('search_path')), true),
  set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true),
  set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`;

const ownTypesQuery = `SELECT oid::int8 AS oid, typarray::int8 AS array_oid, format_type(oid, NULL) AS name,
  typtype = 'e' AS is_enum
  FROM pg_type WHERE oid >= 16384 AND typtype IN ('e', 'b', 'r', 'm') AND typcategory <> 'A'`;

async function readOwnTypes(client: pg.Client): Promise<Map<number, OwnType>> {
  const found = new Map<number, OwnType>();
  const { rows } = await client.query<{ oid: string; array_oid: string; name: string; is_enum: boolean }>(
    ownTypesQuery,
  );
  for (const row of rows) {
    found.set(Number(row.oid), { name: row.name, isEnum: row.is_enum });
    found.set(Number(row.array_oid), { name: `${row.name}[]`, isEnum: false });
  }
  return found;
}

async function readOwnTypesWithin(client: pg.Client, timeoutMs: number): Promise<Map<number, OwnType>> {
  try {
    return await withTimeLimit(readOwnTypes(client), timeoutMs, () => connectTimeout(timeoutMs));
  } catch (error) {
    void client.end().catch(() => {});
    throw describePostgresqlError(error);
  }
}

/** A request that reaches the server between two messages of a statement is lost, so it is sent again. */
const repeatCancelMs = [150, 600];

/** Logs in; the connection may write whatever its login may. */
export async function connectClient(login: PostgresqlLogin, pluginHint: Text | null): Promise<pg.Client> {
  const client = new pg.Client({
    host: login.address,
    port: login.port,
    user: login.username,
    // A function, because pg reads PGPASSWORD and ~/.pgpass in place of an empty password.
    password: () => login.password,
    database: login.database,
    ssl: login.tls ?? false,
    connectionTimeoutMillis: login.connectTimeoutMs,
    stream: () => guardSocket(new Socket()),
    application_name: 'sextant',
    keepAlive: true,
  });
  try {
    client.on('error', () => {});
    const { connection } = client as unknown as WireConnection;
    connection.on('sslconnect', () => guardSocket(connection.stream));
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(() => {});
    throw describePostgresqlConnectError(error, login.connectTimeoutMs, pluginHint);
  }
}

/** Logs in and gives a session whose every statement runs in a read-only transaction of its own. */
export async function openPostgresqlSession(
  login: PostgresqlLogin,
  profile: Pick<PostgresqlProfile, 'resetQuery' | 'pluginHint'>,
): Promise<Session> {
  const client = await connectClient(login, profile.pluginHint);
  const ownTypes = await readOwnTypesWithin(client, login.connectTimeoutMs);
  let lost = false;
  let running = false;
  let discardCopy: (() => void) | null = null;
  client.on('end', () => {
    lost = true;
  });

  async function end(): Promise<void> {
    await withTimeLimit(client.end(), endLimitMs, () => connectTimeout(endLimitMs)).catch(() => {});
  }

  async function cancel(): Promise<void> {
    const { processID, secretKey } = client as unknown as BackendKey;
    if (processID === null || secretKey === null) return;
    const { address, port, tls } = login;
    await cancelStatement({ address, port, tls, processId: processID, secretKey });
  }

  async function begin(timeoutMs: number | null): Promise<void> {
    if (lost) throw hintedError('lost', 'The connection to the database is gone');
    running = true;
    await client.query('BEGIN READ ONLY');
    await client.query(setUp, [String(timeoutMs ?? 0), login.searchPath]);
  }

  return {
    async start(sql, params, timeoutMs) {
      await begin(timeoutMs);
      return startCursor(client, sql, params, ownTypes);
    },
    async startCopy(sql, timeoutMs) {
      await begin(timeoutMs);
      const started = await startCopyRows(client, sql, ownTypes);
      discardCopy = started?.discard ?? null;
      return started?.copy ?? null;
    },
    async stop() {
      discardCopy?.();
      if (running && !lost) {
        await cancel().catch(() => {});
        for (const pause of repeatCancelMs) setTimeout(() => void cancel().catch(() => {}), pause).unref();
      }
      await end();
    },
    async reset() {
      if (lost) throw hintedError('lost', 'The connection to the database is gone');
      await client.query('ROLLBACK');
      await client.query(profile.resetQuery);
      running = false;
      discardCopy = null;
    },
    async isAlive() {
      if (lost) return false;
      await client.query('SELECT 1');
      return !lost;
    },
    end,
  };
}
