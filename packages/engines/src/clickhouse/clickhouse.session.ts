import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connectTimeout } from '../dial.ts';
import type { Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import { describeClickhouseError } from './clickhouse.errors.ts';
import { type ClickhouseHttp, type ClickhouseLogin, openClickhouseHttp } from './clickhouse.http.ts';
import { parameterSettings, withCasts } from './clickhouse.parameters.ts';
import { pullRows } from './clickhouse.rows.ts';

/** What a server can do and a login's profile lets be set. */
interface Server {
  /** First part of the version. */
  major: number;
  /** The profile's `readonly`: 0 nothing is fixed, 1 no setting may travel, 2 all but `readonly` itself may. */
  readonly: number;
}

const killTimeoutMs = 2000;
const repeatKillMs = [50, 150, 400, 800];
const firstWithStreamingFormat = 21;
const firstWithParameters = 20;

const exactValues = {
  output_format_json_quote_64bit_integers: '0',
  output_format_json_quote_denormals: '1',
  output_format_json_escape_forward_slashes: '0',
};

/** Statements mean what standard SQL says: no partner is NULL, no rows have no sum, UNION leaves out doubles. */
const standardSql = {
  aggregate_functions_null_for_empty: '1',
  prefer_column_name_to_alias: '1',
  union_default_mode: 'DISTINCT',
};

async function learnServer(http: ClickhouseHttp, timeoutMs: number): Promise<Server> {
  const sql = "SELECT version(), value FROM system.settings WHERE name = 'readonly'";
  try {
    const answer = http.ask(sql, { default_format: 'TabSeparated' });
    const row = await withTimeLimit(answer, timeoutMs, () => connectTimeout(timeoutMs));
    const [version = '', readonly = '0'] = row.trim().split('\t');
    return { major: Number.parseInt(version, 10) || 0, readonly: Number(readonly) };
  } catch (error) {
    http.destroy();
    throw describeClickhouseError(error);
  }
}

/** `readonly` goes last: a server applies settings in their order and takes none after it. */
function statementSettings(server: Server, timeoutMs: number | null): Record<string, string> {
  if (server.readonly === 1) return {};
  return {
    ...exactValues,
    join_use_nulls: '1',
    ...(timeoutMs ? { max_execution_time: String(Math.ceil(timeoutMs / 1000)) } : {}),
    ...(server.major >= firstWithStreamingFormat
      ? {
          ...standardSql,
          cancel_http_readonly_queries_on_client_close: '1',
          output_format_json_validate_utf8: '0',
        }
      : {}),
    ...(server.readonly === 0 ? { readonly: '1' } : {}),
  };
}

/** Stops a statement from a second connection; false when the server does not know it (yet, or any more). */
async function killStatement(login: ClickhouseLogin, queryId: string): Promise<boolean> {
  const http = openClickhouseHttp(login);
  const kill = http
    .ask(['KILL QUERY WHERE query_id =', `'${queryId}'`, 'ASYNC'].join(' '), {
      default_format: 'TabSeparated',
    })
    // A profile may keep a login from killing, but a statement may always be replaced by another one of its id.
    .catch(() => http.ask('SELECT 1', { query_id: queryId, replace_running_query: '1' }));
  try {
    return (await withTimeLimit(kill, killTimeoutMs, () => connectTimeout(killTimeoutMs))) !== '';
  } finally {
    http.destroy();
  }
}

/** A statement that was sent but not yet begun is not known to the server, so it is asked for again. */
async function killUntilKnown(login: ClickhouseLogin, queryId: string): Promise<void> {
  for (const pause of [0, ...repeatKillMs]) {
    if (pause > 0) await delay(pause, undefined, { ref: false });
    if (await killStatement(login, queryId).catch(() => false)) return;
  }
}

/** Logs in and gives a session: one HTTP connection, whose every statement is sent as read-only under an id of ours. */
export async function openClickhouseSession(login: ClickhouseLogin): Promise<Session> {
  const http = openClickhouseHttp(login);
  const server = await learnServer(http, login.connectTimeoutMs);
  const format =
    server.major >= firstWithStreamingFormat ? 'JSONCompactEachRowWithNamesAndTypes' : 'JSONCompact';
  let running: string | null = null;
  let begun = false;

  return {
    async start(sql, params, timeoutMs) {
      const queryId = randomUUID();
      running = queryId;
      begun = false;
      const bound = server.major >= firstWithParameters;
      const response = await http.send(bound ? sql : withCasts(sql, params), {
        default_format: format,
        query_id: queryId,
        ...(bound ? parameterSettings(params) : {}),
        ...statementSettings(server, timeoutMs),
      });
      begun = true;
      const rows = await pullRows(response);
      return {
        columns: rows.columns,
        read: (count) => rows.read(count),
        close: async () => rows.ended(),
      };
    },
    async stop() {
      http.destroy();
      if (!running) return;
      if (begun) await killStatement(login, running).catch(() => {});
      else await killUntilKnown(login, running);
    },
    async reset() {
      running = null;
    },
    isAlive: () => http.isAlive(),
    async end() {
      http.destroy();
    },
  };
}
