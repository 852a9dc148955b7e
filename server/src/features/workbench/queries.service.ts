import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { QueryStream } from '@sextant/engines/engine';
import { guard } from '@sextant/sql/guard';
import type { TableReference } from '@sextant/sql/verdict';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { queryFailure } from '../connections/engine-failure.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { QueryRunsRepository, QuerySource, QueryStatus } from './query-runs.repository.ts';
import { createQuerySlots } from './query-slots.ts';

export interface QueryInput {
  principal: Principal;
  connection: StoredConnection;
  sql: string;
  params?: readonly Cell[];
  source: QuerySource;
  maxRows?: number;
  /** About how many bytes of values are read at most; 64 MB unless told, without a cap for exports. */
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

export interface CollectedResult {
  columns: ResultColumn[];
  rows: Cell[][];
  truncated: boolean;
  truncatedBy: 'rows' | 'bytes' | 'time' | null;
  rowsCount: number;
  /** Seconds. */
  executionTime: number;
}

const defaultTimeoutMs = 60_000;
const defaultMaxBytes = 64 * 1024 * 1024;

/** Runs people's statements: guarded, capped, at most a few at a time, and recorded when they end. */
export function createQueriesService(deps: {
  connections: ConnectionsService;
  queryRuns: QueryRunsRepository;
  logger: Logger;
}) {
  const { connections, queryRuns, logger } = deps;
  const slots = createQuerySlots();

  async function record(
    input: QueryInput,
    status: QueryStatus,
    end: { rowsCount: number | null; durationMs: number; error: string | null },
  ): Promise<void> {
    const { principal, connection, source, sql } = input;
    try {
      await queryRuns.add({
        userId: principal.userId,
        connectionId: connection.id,
        source,
        sql,
        status,
        ...end,
      });
    } catch (error) {
      logger.error({ module: 'workbench', err: error }, 'a query run could not be recorded');
    }
  }

  async function check(input: QueryInput): Promise<TableReference[]> {
    const verdict = await guard(input.sql, input.connection.engine.dialect);
    if (verdict.allow) return verdict.tables;
    await record(input, 'refused', { rowsCount: null, durationMs: 0, error: verdict.reason.en });
    const details = { construct: verdict.construct, reason_code: verdict.code };
    throw new AppError('SQL_REFUSED', verdict.reason, { details });
  }

  return {
    /**
     * Starts a statement and gives its rows as they come. Rejects with `SQL_REFUSED`, `RATE_LIMITED`,
     * `SQL_FAILED`, `QUERY_TIMEOUT`, `CANCELLED`, `CONNECTION_FAILED` or `EGRESS_REFUSED`; so do the batches.
     * When time runs out after the first rows they end there, except in an export, which must be whole.
     */
    async run(input: QueryInput): Promise<QueryRun> {
      const { connection, sql, params, maxRows, signal, timeoutMs = defaultTimeoutMs } = input;
      const maxBytes = input.maxBytes ?? (input.source === 'export' ? undefined : defaultMaxBytes);
      const tables = await check(input);
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
      try {
        const database = await connections.database(connection);
        const stream = await database.query(sql, { params, maxRows, maxBytes, timeoutMs, signal });
        const keepPart = input.source !== 'export';
        return {
          columns: stream.columns,
          batches: watch.batches(stream, fail, { keepPart, signal }),
          truncatedBy: watch.truncatedBy,
          tables,
          elapsedMs: watch.elapsedMs,
        };
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

type OnEnd = (
  status: QueryStatus,
  end: { rowsCount: number; durationMs: number; error: string | null },
) => Promise<void>;

/** Watches one run: counts its rows and its time and tells its end exactly once. */
function createRunWatch(onEnd: OnEnd) {
  const startedAt = performance.now();
  let endedAt: number | null = null;
  let rowsCount = 0;
  let truncatedBy: 'rows' | 'bytes' | 'time' | null = null;

  const elapsedMs = () => (endedAt ?? performance.now()) - startedAt;

  async function end(status: QueryStatus, error: string | null = null): Promise<void> {
    if (endedAt !== null) return;
    endedAt = performance.now();
    await onEnd(status, { rowsCount, durationMs: elapsedMs(), error });
  }

  async function fail(error: unknown): Promise<void> {
    const cancelled = error instanceof AppError && error.code === 'CANCELLED';
    await end(cancelled ? 'cancelled' : 'failed', error instanceof Error ? error.message : String(error));
  }

  function batches(
    stream: QueryStream,
    reject: (error: unknown) => Promise<never>,
    { keepPart, signal }: { keepPart: boolean; signal: AbortSignal | undefined },
  ): AsyncIterable<Cell[][]> {
    const source = stream.batches[Symbol.asyncIterator]();
    const onAbort = () => void end('cancelled');
    signal?.addEventListener('abort', onAbort, { once: true });
    const leave = () => signal?.removeEventListener('abort', onAbort);

    async function next(): Promise<IteratorResult<Cell[][], undefined>> {
      try {
        const step = await source.next();
        if (!step.done) {
          rowsCount += step.value.length;
          return step;
        }
        truncatedBy = stream.truncatedBy();
      } catch (error) {
        leave();
        if (!keepPart || rowsCount === 0 || !isTimeout(error)) return reject(error);
        truncatedBy = 'time';
      }
      leave();
      await end(truncatedBy === null ? 'ok' : 'truncated');
      return { done: true, value: undefined };
    }

    async function stop(): Promise<IteratorResult<Cell[][], undefined>> {
      leave();
      await source.return?.();
      await end('cancelled');
      return { done: true, value: undefined };
    }

    return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
  }

  return { batches, fail, elapsedMs, truncatedBy: () => truncatedBy };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'timeout';
}
