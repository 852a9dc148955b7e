import type { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Text } from '@sextant/contract/text';
import pg, { type FieldDef } from 'pg';
import Cursor from 'pg-cursor';
import { uniqueColumns } from '../column-names.ts';
import { connectTimeout } from '../dial.ts';
import { EngineError } from '../engine-error.ts';
import { guardSocket } from '../guarded-socket.ts';
import { hintedError } from '../hints.ts';
import type { RunningStatement, Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';
import { cancelStatement } from './postgresql.cancel.ts';
import { describePostgresqlConnectError, describePostgresqlError } from './postgresql.errors.ts';
import type { PostgresqlProfile } from './postgresql.profile.ts';
import { cellParser, type OwnType, resultType } from './postgresql.values.ts';

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

const firstRows = 32;
const endLimitMs = 2000;

const setUp = `SELECT set_config('statement_timeout', $1, true),
  set_config('search_path', coalesce($2, current_setting('search_path')), true),
  set_config('DateStyle', 'ISO', true), set_config('IntervalStyle', 'postgres', true),
  set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`;

const ownTypesQuery = `SELECT oid::int8 AS oid, typarray::int8 AS array_oid, format_type(oid, NULL) AS name,
  typtype = 'e' AS is_enum
  FROM pg_type WHERE oid >= 16384 AND typtype IN ('e', 'b', 'r', 'm') AND typcategory <> 'A'`;

const types = { getTypeParser: cellParser };

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

function readCursor(cursor: Cursor<Cell[]>, count: number): Promise<{ rows: Cell[][]; fields: FieldDef[] }> {
  return new Promise((resolve, reject) => {
    cursor.read(count, (error, rows, result) => {
      if (error) reject(error);
      else resolve({ rows, fields: result?.fields ?? [] });
    });
  });
}

function resultColumns(fields: FieldDef[], ownTypes: ReadonlyMap<number, OwnType>): ResultColumn[] {
  return uniqueColumns(
    fields.map((field) => ({
      name: field.name,
      ...resultType(field.dataTypeID, field.dataTypeModifier, ownTypes),
    })),
  );
}

/** A request that reaches the server between two messages of a statement is lost, so it is sent again. */
const repeatCancelMs = [150, 600];

const copyHint = { zh: '请改用 SELECT 查询数据。', en: 'Use a SELECT to read the data.' };

/**
 * A cursor speaks the extended protocol, in which the server itself refuses a second statement. pg hands COPY to it
 * as well, which pg-cursor does not know: `copying` rejects then, where an unhandled error would end the process.
 */
function openCursor(client: pg.Client, sql: string, params: readonly Cell[]) {
  const copying = Promise.withResolvers<never>();
  copying.promise.catch(() => {});
  const refuse = () => copying.reject(new EngineError('failed', 'COPY gives no rows', { hint: copyHint }));
  // The types of pg-cursor ask for an object of parsers with more than the one function that is used.
  const config = { rowMode: 'array', types } as unknown as ConstructorParameters<typeof Cursor>[2];
  const cursor = new Cursor<Cell[]>(sql, [...params], config);
  Object.assign(cursor, { handleCopyData: refuse, handleCopyInResponse: refuse });
  return { cursor: client.query(cursor), copying: copying.promise };
}

async function startCursor(
  client: pg.Client,
  sql: string,
  params: readonly Cell[],
  ownTypes: ReadonlyMap<number, OwnType>,
): Promise<RunningStatement> {
  const { cursor, copying } = openCursor(client, sql, params);
  const first = await Promise.race([readCursor(cursor, firstRows), copying]);
  let ahead: Cell[][] = first.rows;
  let drained = ahead.length < firstRows;
  return {
    columns: resultColumns(first.fields, ownTypes),
    async read(count) {
      if (ahead.length > 0) {
        const rows = ahead.slice(0, count);
        ahead = ahead.slice(count);
        return rows;
      }
      if (drained) return [];
      const { rows } = await readCursor(cursor, count);
      drained = rows.length < count;
      return rows;
    },
    async close() {
      await cursor.close();
      return true;
    },
  };
}

async function connectClient(login: PostgresqlLogin, pluginHint: Text | null): Promise<pg.Client> {
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

  return {
    async start(sql, params, timeoutMs) {
      if (lost) throw hintedError('lost', 'The connection to the database is gone');
      running = true;
      await client.query('BEGIN READ ONLY');
      await client.query(setUp, [String(timeoutMs ?? 0), login.searchPath]);
      return startCursor(client, sql, params, ownTypes);
    },
    async stop() {
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
    },
    async isAlive() {
      if (lost) return false;
      await client.query('SELECT 1');
      return !lost;
    },
    end,
  };
}
