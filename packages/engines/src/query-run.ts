import type { Cell } from '@sextant/contract/chart';
import type { QueryOptions, QueryStream } from './engine.ts';
import type { EngineError } from './engine-error.ts';
import { hintedError } from './hints.ts';
import type { Pool } from './pool.ts';
import type { RunningStatement } from './session.ts';
import { leaseSession, type SessionLease } from './session-lease.ts';

const firstBatchRows = 32;
const batchBytes = 256 * 1024;
const maxBatchRows = 2000;

function rowBytes(row: Cell[]): number {
  let bytes = 0;
  for (const cell of row) bytes += typeof cell === 'string' ? cell.length : 8;
  return bytes;
}

/** Counts what was read, decides how much to read next and where the caps end the rows. */
function createMeter(options: QueryOptions) {
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY;
  let rowsSeen = 0;
  let bytesSeen = 0;
  let truncatedBy: 'rows' | 'bytes' | null = null;

  return {
    truncatedBy: () => truncatedBy,
    /** The cap that was reached, so that one more row would be too many. */
    reached: (): 'rows' | 'bytes' | null =>
      rowsSeen >= maxRows ? 'rows' : bytesSeen >= maxBytes ? 'bytes' : null,
    nextCount(): number {
      if (rowsSeen === 0) return Math.min(firstBatchRows, maxRows + 1);
      const perRow = Math.max(1, bytesSeen / rowsSeen);
      const roomy = Math.min(batchBytes, maxBytes - bytesSeen) / perRow;
      return Math.ceil(Math.max(1, Math.min(roomy, maxBatchRows, maxRows + 1 - rowsSeen)));
    },
    truncate(by: 'rows' | 'bytes'): void {
      truncatedBy = by;
    },
    /** Counts a batch and cuts what is over the row cap. */
    take(rows: Cell[][]): Cell[][] {
      const kept = rows.length > maxRows - rowsSeen ? rows.slice(0, maxRows - rowsSeen) : rows;
      if (kept.length < rows.length) truncatedBy = 'rows';
      rowsSeen += kept.length;
      for (const row of kept) bytesSeen += rowBytes(row);
      return kept;
    },
  };
}

function createBatches(
  statement: RunningStatement,
  lease: SessionLease,
  meter: ReturnType<typeof createMeter>,
): AsyncIterableIterator<Cell[][]> {
  let reading = false;
  let ended = false;

  async function read(count: number): Promise<Cell[][]> {
    reading = true;
    try {
      return await lease.during(statement.read(count));
    } catch (error) {
      ended = true;
      throw error;
    } finally {
      reading = false;
    }
  }

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    await lease.finish(statement);
  }

  async function nextBatch(): Promise<Cell[][] | null> {
    if (ended) return null;
    const reached = meter.reached();
    if (reached) {
      if ((await read(1)).length > 0) meter.truncate(reached);
      await end();
      return null;
    }
    const rows = await read(meter.nextCount());
    const kept = meter.take(rows);
    if (rows.length === 0 || meter.truncatedBy()) await end();
    return kept.length > 0 ? kept : null;
  }

  return {
    async next() {
      const batch = await nextBatch();
      return batch ? { done: false, value: batch } : { done: true, value: undefined };
    },
    async return() {
      if (reading) await lease.stop(hintedError('cancelled', 'The reader of the rows went away'));
      else await end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/**
 * Runs one statement in a session of the pool and streams its rows under the caps of `options`. The session goes
 * back to the pool once all rows were read or the iterator was returned; one of the two must happen.
 */
export async function runQuery(
  pool: Pool,
  describeError: (error: unknown) => EngineError,
  sql: string,
  options: QueryOptions,
): Promise<QueryStream> {
  const { session, lease } = await leaseSession(pool, describeError, options);
  const statement = await lease.during(session.start(sql, options.params ?? [], options.timeoutMs ?? null));
  const meter = createMeter(options);
  return {
    columns: statement.columns,
    batches: createBatches(statement, lease, meter),
    truncatedBy: meter.truncatedBy,
  };
}
