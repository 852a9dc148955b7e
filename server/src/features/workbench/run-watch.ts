import { AppError } from '../../platform/errors/app-error.ts';
import type { QueryStatus } from './query-runs.repository.ts';

export interface RunEnd {
  rowsCount: number;
  durationMs: number;
  error: string | null;
}

/** What of a run is watched: its items as they come, and what to do when they break off. */
interface Watched<T> {
  items: AsyncIterable<T>;
  /** Rows in an item. */
  rowsIn: (item: T) => number;
  truncatedBy: () => 'rows' | 'bytes' | null;
  /** When time runs out after the first rows, these are the result. */
  keepPart: boolean;
  signal: AbortSignal | undefined;
  /** Ends the run with an error and throws it as the caller shall see it. */
  reject: (error: unknown) => Promise<never>;
}

/** Watches one run: counts its rows and its time and tells its end exactly once. */
export function createRunWatch(onEnd: (status: QueryStatus, end: RunEnd) => Promise<void>) {
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

  /** The same items, watched; they must be read to the end or returned. */
  function follow<T>(watched: Watched<T>): AsyncIterable<T> {
    const { rowsIn, keepPart, signal, reject } = watched;
    const source = watched.items[Symbol.asyncIterator]();
    const onAbort = () => void end('cancelled');
    signal?.addEventListener('abort', onAbort, { once: true });
    const leave = () => signal?.removeEventListener('abort', onAbort);

    async function next(): Promise<IteratorResult<T, undefined>> {
      try {
        const step = await source.next();
        if (!step.done) {
          rowsCount += rowsIn(step.value);
          return step;
        }
        truncatedBy = watched.truncatedBy();
      } catch (error) {
        leave();
        if (!keepPart || rowsCount === 0 || !isTimeout(error)) return reject(error);
        truncatedBy = 'time';
      }
      leave();
      await end(truncatedBy === null ? 'ok' : 'truncated');
      return { done: true, value: undefined };
    }

    async function stop(): Promise<IteratorResult<T, undefined>> {
      leave();
      await source.return?.();
      await end('cancelled');
      return { done: true, value: undefined };
    }

    return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
  }

  return { follow, fail, elapsedMs, truncatedBy: () => truncatedBy };
}

export type RunWatch = ReturnType<typeof createRunWatch>;

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'timeout';
}
