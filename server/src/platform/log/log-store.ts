import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MetadataDatabase } from '../db/open-database.ts';
import { isSevere, type LogEntry } from './log-entry.ts';
import { writeLogEntries } from './log-writer.ts';

const batchSize = 250;
const queueLimit = 5_000;
/** Errors are let in beyond the limit, up to this. */
const severeLimit = 6_000;
/** Requests that went well are written one by one only up to this many in each half second. */
const requestsPerFlush = 500;
const flushEveryMs = 500;

/**
 * Keeps log entries in the metadata database, in batches, so that a busy server does not wait for its log. When
 * entries come faster than they can be written the newest are dropped, errors last; how many is an entry itself.
 */
export function createLogStore(db: MetadataDatabase) {
  let queue: LogEntry[] = [];
  let requestsWaiting = 0;
  let requestsLeftOut = 0;
  let unsaid = { dropped: 0, failed: 0 };
  const totals = { written: 0, dropped: 0, failed: 0 };
  let writing: Promise<void> = Promise.resolve();
  let pending = 0;
  let timer: NodeJS.Timeout | null = null;
  let logRequests = true;

  function drop(count: number): void {
    unsaid.dropped += count;
    totals.dropped += count;
  }

  async function write(entries: readonly LogEntry[]): Promise<void> {
    for (let start = 0; start < entries.length; start += batchSize) {
      const batch = entries.slice(start, start + batchSize);
      try {
        await writeLogEntries(db, batch);
        totals.written += batch.length;
      } catch {
        totals.failed += batch.length;
        unsaid.failed += batch.length;
      }
      pending -= batch.length;
      // SQLite writes on this thread: requests get their turn between batches.
      await nextTurn();
    }
  }

  function flush(): Promise<void> {
    queue.push(...confessions());
    const entries = queue;
    queue = [];
    requestsWaiting = 0;
    pending += entries.length;
    if (entries.length > 0) writing = writing.then(() => write(entries));
    return writing;
  }

  /** What the log says of its own gaps. */
  function confessions(): LogEntry[] {
    const said: LogEntry[] = [];
    const { dropped, failed } = unsaid;
    if (dropped > 0)
      said.push(entryNow('warn', 'log entries were dropped, too many came at once', { dropped }));
    if (failed > 0) said.push(entryNow('error', 'log entries could not be stored', { failed }));
    if (requestsLeftOut > 0) {
      const context = { requests: requestsLeftOut };
      said.push(entryNow('info', 'more requests went well than are logged one by one', context));
    }
    unsaid = { dropped: 0, failed: 0 };
    requestsLeftOut = 0;
    return said;
  }

  return {
    /** Whether there is room for an entry of this level; when not it counts as dropped. Spares making the entry. */
    hasRoom(level: string): boolean {
      if (queue.length + pending < (isSevere(level) ? severeLimit : queueLimit)) return true;
      drop(1);
      return false;
    },
    add(entry: LogEntry): void {
      queue.push(entry);
    },
    /** A request that went well: logged while there are not too many of them. */
    addRequest(entry: () => LogEntry): void {
      if (!logRequests) return;
      if (requestsWaiting >= requestsPerFlush || queue.length + pending >= queueLimit) requestsLeftOut += 1;
      else {
        requestsWaiting += 1;
        queue.push(entry());
      }
    },
    configure(settings: { logRequests: boolean }): void {
      logRequests = settings.logRequests;
    },
    /** Since the start of this process. */
    state: () => ({ ...totals, waiting: queue.length + pending }),
    flush,
    start(): void {
      timer = setInterval(() => void flush(), flushEveryMs);
      timer.unref();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await flush();
    },
  };
}

function entryNow(level: string, message: string, context: Record<string, unknown>): LogEntry {
  const at = new Date().toISOString();
  return { at, level, module: 'log', message, requestId: null, user: null, durationMs: null, context };
}

export type LogStore = ReturnType<typeof createLogStore>;
