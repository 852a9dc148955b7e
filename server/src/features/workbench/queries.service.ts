import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { guard } from '@sextant/sql/guard';
import type { TableReference } from '@sextant/sql/verdict';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { queryFailure } from '../connections/engine-failure.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { bindStatement } from './bound-statement.ts';
import type { QueryRunsRepository, QuerySource, QueryStatus } from './query-runs.repository.ts';
import { createQuerySlots } from './query-slots.ts';
import { createRunWatch, type RunWatch } from './run-watch.ts';

export interface QueryInput {
  principal: Principal;
  connection: StoredConnection;
  sql: string;
  params?: readonly Cell[];
  /** Values of the `:name` parameters of the statement; absent where a statement has none by agreement. */
  namedParams?: Readonly<Record<string, Cell>>;
  /** Statements of `golden` questions are on record, but in nobody's history. */
  source: QuerySource | 'golden';
  maxRows?: number;
  /** About how many bytes of values are read at most; 64 MB unless told, without a cap for exports and scripts. */
  maxBytes?: number;
  /** 60 seconds unless told. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** A statement that runs. `batches` must be read to the end or returned; only then the run has ended. */
export interface QueryRun {
  columns: ResultColumn[];
  batches: AsyncIterable<Cell[][]>;
  /** Why the rows ended early; null until the end and when all were read. */
  truncatedBy(): 'rows' | 'bytes' | 'time' | null;
  tables: TableReference[];
  /** From the start to now, or to the end once it has ended. */
  elapsedMs(): number;
}

/** A statement that the guard let through and that has its place among the user's. */
export interface StartedQuery {
  tables: TableReference[];
  run: Promise<QueryRun>;
}

/** The rows of a statement as CSV that the database itself writes; `chunks` must be read to the end or returned. */
export interface CsvRun {
  chunks: AsyncIterable<Uint8Array>;
  rowsCount(): number;
}

/** What goes to the database once the guard has let it through. */
interface CheckedStatement {
  sql: string;
  params: readonly Cell[];
  tables: TableReference[];
}

interface OpenedRun {
  watch: RunWatch;
  /** Ends the run with an error of the engine and throws it as the caller shall see it. */
  fail: (error: unknown) => Promise<never>;
  /** Gives the place back for a run that never began. */
  drop: () => void;
}

export interface CollectedResult {
  columns: ResultColumn[];
  rows: Cell[][];
  truncated: boolean;
  truncatedBy: 'rows' | 'bytes' | 'time' | null;
  rowsCount: number;
  /** Seconds. */
  executionTime: number;
}

const mostSqlRecorded = 20_000;
const defaultTimeoutMs = 60_000;
const defaultMaxBytes = 64 * 1024 * 1024;
/** Whose rows are no use in part. */
const mustBeWhole: ReadonlySet<QueryInput['source']> = new Set(['export', 'script']);

/** Runs people's statements: guarded, capped, at most a few at a time, and recorded when they end. */
export function createQueriesService(deps: {
  connections: ConnectionsService;
  queryRuns: Pick<QueryRunsRepository, 'add'>;
  audit: Audit;
  logger: Logger;
}) {
  const { connections, queryRuns, audit, logger } = deps;
  const slots = createQuerySlots();

  async function record(
    input: QueryInput,
    status: QueryStatus,
    end: { rowsCount: number | null; durationMs: number; error: string | null },
  ): Promise<void> {
    const { principal, connection, source, sql } = input;
    try {
      await Promise.all([
        source !== 'golden' &&
          queryRuns.add({
            userId: principal.userId,
            connectionId: connection.id,
            source,
            sql,
            status,
            ...end,
          }),
        audit.record(principal, {
          action: status === 'refused' ? 'query.refused' : 'query.run',
          objectType: 'connection',
          objectId: connection.id,
          details: {
            name: connection.name,
            sql: sql.slice(0, mostSqlRecorded),
            source,
            status,
            rows: end.rowsCount,
            duration_ms: Math.round(end.durationMs),
            ...(end.error !== null && { error: end.error }),
          },
        }),
      ]);
    } catch (error) {
      logger.error({ module: 'workbench', err: error }, 'a query run could not be recorded');
    }
  }

  async function check(input: QueryInput): Promise<CheckedStatement> {
    const { dialect } = input.connection.engine;
    const statement = bindStatement(dialect, input);
    const verdict = await guard(statement.sql, dialect);
    if (verdict.allow) return { ...statement, tables: verdict.tables };
    await record(input, 'refused', { rowsCount: null, durationMs: 0, error: verdict.reason.en });
    const details = { construct: verdict.construct, reason_code: verdict.code };
    throw new AppError('SQL_REFUSED', verdict.reason, { details });
  }

  /** Takes one of the user's places for a run; both end together. */
  function open(input: QueryInput): OpenedRun {
    const { timeoutMs = defaultTimeoutMs } = input;
    const release = slots.take(input.principal.userId);
    const watch = createRunWatch(async (status, end) => {
      release();
      await record(input, status, end);
    });
    const fail = async (error: unknown): Promise<never> => {
      const failure = queryFailure(error, { elapsedMs: watch.elapsedMs(), timeoutMs });
      await watch.fail(failure);
      throw failure;
    };
    return { watch, fail, drop: release };
  }

  async function start(input: QueryInput, statement: CheckedStatement, opened: OpenedRun): Promise<QueryRun> {
    const { connection, maxRows, signal, timeoutMs = defaultTimeoutMs } = input;
    const { watch, fail } = opened;
    const { sql, params, tables } = statement;
    const isWhole = mustBeWhole.has(input.source);
    const maxBytes = input.maxBytes ?? (isWhole ? undefined : defaultMaxBytes);
    try {
      const database = await connections.database(connection);
      const stream = await database.query(sql, { params, maxRows, maxBytes, timeoutMs, signal });
      const batches = watch.follow({
        items: stream.batches,
        rowsIn: (batch) => batch.length,
        truncatedBy: stream.truncatedBy,
        keepPart: !isWhole,
        signal,
        reject: fail,
      });
      const { truncatedBy, elapsedMs } = watch;
      return { columns: stream.columns, batches, truncatedBy, tables, elapsedMs };
    } catch (error) {
      return fail(error);
    }
  }

  /** Rejects with what stands before a run: `SQL_REFUSED`, `VALIDATION_ERROR`, `RATE_LIMITED`. */
  async function begin(input: QueryInput): Promise<StartedQuery> {
    const statement = await check(input);
    const run = start(input, statement, open(input));
    run.catch(() => undefined);
    return { tables: statement.tables, run };
  }

  return {
    check,
    begin,

    /**
     * Starts a statement and gives its rows as they come. Rejects with `SQL_REFUSED`, `RATE_LIMITED`,
     * `SQL_FAILED`, `QUERY_TIMEOUT`, `CANCELLED`, `CONNECTION_FAILED` or `EGRESS_REFUSED`; so do the batches.
     * When time runs out after the first rows they end there, except in an export and for a script, which must be whole.
     */
    run: async (input: QueryInput): Promise<QueryRun> => (await begin(input)).run,

    /** As `run`, with the rows as CSV of the database's own making; null where there is no such way. */
    async runAsCsv(input: QueryInput): Promise<CsvRun | null> {
      const { connection, signal, timeoutMs = defaultTimeoutMs } = input;
      const database = await connections.database(connection);
      if (!database.copyCsv) return null;
      const { sql, params } = await check(input);
      if (params.length > 0) return null;
      const { watch, fail, drop } = open(input);
      try {
        const stream = await database.copyCsv(sql, { timeoutMs, signal });
        if (!stream) {
          drop();
          return null;
        }
        let seen = 0;
        const rowsIn = () => {
          const before = seen;
          seen = stream.rowsCount();
          return seen - before;
        };
        const watched = { items: stream.chunks, rowsIn, truncatedBy: () => null, keepPart: false };
        return { chunks: watch.follow({ ...watched, signal, reject: fail }), rowsCount: stream.rowsCount };
      } catch (error) {
        return fail(error);
      }
    },

    /** Reads a run to its end. */
    async collect(run: QueryRun): Promise<CollectedResult> {
      const rows: Cell[][] = [];
      for await (const batch of run.batches) for (const row of batch) rows.push(row);
      const truncatedBy = run.truncatedBy();
      return {
        columns: run.columns,
        rows,
        truncated: truncatedBy !== null,
        truncatedBy,
        rowsCount: rows.length,
        executionTime: Math.round(run.elapsedMs()) / 1000,
      };
    },
  };
}

export type QueriesService = ReturnType<typeof createQueriesService>;
