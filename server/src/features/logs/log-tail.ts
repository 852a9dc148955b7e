import type { LogEntriesRepository, LogRow } from './log-entries.repository.ts';

const lookEveryMs = 700;
const mostAtOnce = 1_000;
/** Numbers are given before they are committed, so that a lower one may become visible after a higher one. */
const settledMs = 5_000;

export interface TailListener {
  entries(rows: readonly LogRow[]): void;
  skipped(count: number): void;
}

/**
 * Follows the log of all processes for those who watch it live: looks for new numbers while anybody listens, once for
 * all of them.
 */
export function createLogTail(entries: LogEntriesRepository) {
  const listeners = new Set<TailListener>();
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  /** Everything up to here was seen, and nothing more can come. */
  let settled = 0;
  let seen = new Map<number, number>();

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const now = Date.now();
      const rows = (await entries.numberedAfter(settled, mostAtOnce + seen.size)).filter(
        ({ number }) => !seen.has(number),
      );
      for (const { number } of rows) seen.set(number, now);
      if (rows.length >= mostAtOnce) await skipAhead();
      else settle(now);
      if (rows.length > 0) for (const listener of listeners) listener.entries(rows);
    } catch {
      // The store cannot be read now; the next look tries again.
    } finally {
      looking = false;
    }
  }

  async function skipAhead(): Promise<void> {
    const last = await entries.lastNumber();
    const highest = Math.max(...seen.keys());
    settled = last;
    seen = new Map();
    if (last > highest) for (const listener of listeners) listener.skipped(last - highest);
  }

  function settle(now: number): void {
    for (const [number, at] of seen) {
      if (now - at < settledMs) continue;
      settled = Math.max(settled, number);
      seen.delete(number);
    }
    for (const number of seen.keys()) if (number <= settled) seen.delete(number);
  }

  return {
    /** Returns the function that ends listening. */
    async listen(listener: TailListener): Promise<() => void> {
      if (listeners.size === 0) {
        settled = await entries.lastNumber();
        seen = new Map();
      }
      listeners.add(listener);
      timer ??= setInterval(() => void look(), lookEveryMs).unref();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

export type LogTail = ReturnType<typeof createLogTail>;
