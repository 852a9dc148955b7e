import type { MetadataDatabase } from '../db/open-database.ts';

export interface LogEntry {
  at: string;
  level: string;
  module: string;
  message: string;
  requestId: string | null;
  context: Record<string, unknown>;
}

const batchSize = 200;
const queueLimit = 5_000;
const flushEveryMs = 500;
const keepDays = 14;

/**
 * Keeps log entries in the metadata database, in batches, so that a busy server does not wait for its log.
 * When entries come faster than they can be written the oldest waiting ones are dropped and counted.
 */
export function createLogStore(db: MetadataDatabase) {
  let queue: LogEntry[] = [];
  let dropped = 0;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;

  async function writeBatch(entries: LogEntry[]): Promise<void> {
    const rows = entries.map(({ requestId, context, ...entry }) => ({
      ...entry,
      request_id: requestId,
      context: JSON.stringify(context),
    }));
    for (let start = 0; start < rows.length; start += batchSize) {
      await db
        .insertInto('log_entries')
        .values(rows.slice(start, start + batchSize))
        .execute();
    }
  }

  function flush(): Promise<void> {
    const entries = queue;
    queue = [];
    if (entries.length > 0) writing = writing.then(() => writeBatch(entries)).catch(() => undefined);
    return writing;
  }

  return {
    add(entry: LogEntry): void {
      if (queue.length >= queueLimit) {
        queue.shift();
        dropped += 1;
      }
      queue.push(entry);
    },
    /** Starts writing; entries older than 14 days are removed once at the start and then daily. */
    start(): void {
      const prune = async () => {
        const limit = new Date(Date.now() - keepDays * 86_400_000).toISOString();
        await db.deleteFrom('log_entries').where('at', '<', limit).execute();
      };
      let lastPrune = 0;
      timer = setInterval(() => {
        if (dropped > 0) {
          const message = `${dropped} log entries were dropped`;
          dropped = 0;
          queue.push(entryNow('warn', 'log', message));
        }
        void flush();
        if (Date.now() - lastPrune > 86_400_000) {
          lastPrune = Date.now();
          void prune().catch(() => undefined);
        }
      }, flushEveryMs);
      timer.unref();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await flush();
    },
  };
}

function entryNow(level: string, module: string, message: string): LogEntry {
  return { at: new Date().toISOString(), level, module, message, requestId: null, context: {} };
}

export type LogStore = ReturnType<typeof createLogStore>;
