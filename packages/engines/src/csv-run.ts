import { csvHeader } from './csv-text.ts';
import type { CsvStream, QueryOptions } from './engine.ts';
import type { EngineError } from './engine-error.ts';
import { hintedError } from './hints.ts';
import type { Pool } from './pool.ts';
import type { RunningCopy } from './session.ts';
import { leaseSession, type SessionLease } from './session-lease.ts';

function createChunks(copy: RunningCopy, lease: SessionLease): AsyncIterableIterator<Uint8Array> {
  let header: Uint8Array | null = Buffer.from(csvHeader(copy.columns));
  let reading = false;
  let ended = false;

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    await lease.finish(copy);
  }

  async function read(): Promise<Uint8Array | null> {
    reading = true;
    try {
      return await lease.during(copy.read());
    } catch (error) {
      ended = true;
      throw error;
    } finally {
      reading = false;
    }
  }

  async function nextChunk(): Promise<Uint8Array | null> {
    if (ended) return null;
    const first = header;
    header = null;
    if (first) return first;
    const bytes = await read();
    if (!bytes) await end();
    return bytes;
  }

  return {
    async next() {
      const value = await nextChunk();
      return value ? { done: false, value } : { done: true, value: undefined };
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
 * As `runQuery`, with the rows as CSV that the database makes; null when it cannot make CSV of the statement, which
 * has not run then.
 */
export async function runCsv(
  pool: Pool,
  describeError: (error: unknown) => EngineError,
  sql: string,
  options: Pick<QueryOptions, 'timeoutMs' | 'signal'>,
): Promise<CsvStream | null> {
  const { session, lease } = await leaseSession(pool, describeError, options);
  const starting = session.startCopy?.(sql, options.timeoutMs ?? null);
  const copy = await lease.during(starting ?? Promise.resolve(null));
  if (copy) return { chunks: createChunks(copy, lease), rowsCount: copy.rowsCount };
  await lease.finish({ close: async () => true });
  return null;
}
