import { setTimeout as delay } from 'node:timers/promises';
import type { CsvStream, Database, QueryOptions } from '@sextant/engines/engine';

/** An unused database is closed after this time; no statement may run as long. */
const idleMs = 15 * 60_000;
/** How long an answer proves that a database can be reached. */
const freshMs = 5 * 60_000;
const drainMs = 5_000;

interface Entry {
  database: Promise<Database>;
  active: number;
  closed: boolean;
  answeredAt: number;
  timer: NodeJS.Timeout;
}

/**
 * The databases that are open in this process, one per connection: opened on first use, closed when idle, when
 * told so, or at the end.
 */
export function createOpenDatabases(open: (connectionId: string) => Promise<Database>) {
  const entries = new Map<string, Entry>();
  const exclusive = new Map<string, Promise<unknown>>();

  function openEntry(id: string): Entry {
    const entry: Entry = {
      database: open(id).then((database) => watch(database, entry, () => get(id))),
      active: 0,
      closed: false,
      answeredAt: 0,
      timer: setTimeout(() => closeWhenIdle(id, entry), idleMs).unref(),
    };
    entries.set(id, entry);
    entry.database.catch(() => forget(id, entry));
    return entry;
  }

  function forget(id: string, entry: Entry): void {
    clearTimeout(entry.timer);
    entry.closed = true;
    if (entries.get(id) === entry) entries.delete(id);
  }

  function closeWhenIdle(id: string, entry: Entry): void {
    if (entry.active > 0) entry.timer.refresh();
    else if (entries.get(id) === entry) void close(id);
  }

  async function close(id: string): Promise<void> {
    const entry = entries.get(id);
    if (!entry) return;
    forget(id, entry);
    const database = await entry.database.catch(() => null);
    await database?.close();
  }

  /** Closes at a moment without running statements, or after a while in spite of them. */
  async function closeWhenQuiet(id: string): Promise<void> {
    const deadline = Date.now() + drainMs;
    while ((entries.get(id)?.active ?? 0) > 0 && Date.now() < deadline) await delay(20);
    await close(id);
  }

  async function get(id: string): Promise<Database> {
    while (exclusive.has(id)) await exclusive.get(id);
    const entry = entries.get(id) ?? openEntry(id);
    entry.timer.refresh();
    return entry.database;
  }

  return {
    /** The open database of a connection; rejects with what `open` rejects with. */
    get,

    /** Whether the connection is open and its database answered lately. */
    isConnected(id: string): boolean {
      const entry = entries.get(id);
      return entry !== undefined && Date.now() - entry.answeredAt < freshMs;
    },

    /** Closes a connection's database; statements that still run are stopped. */
    close,

    /**
     * Does work while nothing else has the connection's database open: waits a few seconds for running
     * statements, closes it, and lets new callers of `get` wait until the work is done.
     */
    async exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
      const previous = exclusive.get(id) ?? Promise.resolve();
      const turn = previous.then(async () => {
        await closeWhenQuiet(id);
        return work();
      });
      const settled = turn.catch(() => undefined);
      exclusive.set(id, settled);
      try {
        return await turn;
      } finally {
        if (exclusive.get(id) === settled) exclusive.delete(id);
      }
    },

    async closeAll(): Promise<void> {
      await Promise.all([...entries.keys()].map(close));
    },
  };
}

/** The same database with its use counted; once it was closed, callers who still hold it get it opened again. */
function watch(database: Database, entry: Entry, reopen: () => Promise<Database>): Database {
  async function during<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (entry.closed) return work(await reopen());
    entry.active += 1;
    try {
      return answered(await work(database));
    } finally {
      entry.active -= 1;
    }
  }

  function answered<T>(value: T): T {
    entry.answeredAt = Date.now();
    entry.timer.refresh();
    return value;
  }

  /** As `during`, for work that goes on until what it gave was read. */
  async function streaming<T extends object | null>(
    start: (database: Database) => Promise<T>,
    counted: (stream: T & object, onEnd: () => void) => T,
  ): Promise<T> {
    if (entry.closed) return start(await reopen());
    entry.active += 1;
    const end = () => {
      entry.active -= 1;
    };
    try {
      const stream = answered(await start(database));
      if (stream !== null) return counted(stream, end);
      end();
      return stream;
    } catch (error) {
      end();
      throw error;
    }
  }

  async function copyCsv(sql: string, options?: QueryOptions): Promise<CsvStream | null> {
    const start = (one: Database) => one.copyCsv?.(sql, options) ?? Promise.resolve(null);
    return streaming(start, (csv, end) => ({ ...csv, chunks: countedReads(csv.chunks, end) }));
  }

  return {
    version: () => during((one) => one.version()),
    catalog: (signal) => during((one) => one.catalog(signal)),
    explain: (sql, options) => during((one) => one.explain(sql, options)),
    definition: (table) => during((one) => one.definition(table)),
    rights: () => during((one) => one.rights()),
    close: () => database.close(),
    query: (sql, options) =>
      streaming(
        (one) => one.query(sql, options),
        (stream, end) => ({ ...stream, batches: countedReads(stream.batches, end) }),
      ),
    ...(database.copyCsv && { copyCsv }),
    ...(database.sizes && {
      sizes: (signal?: AbortSignal) => during((one) => one.sizes?.(signal) ?? Promise.resolve([])),
    }),
  };
}

function countedReads<T>(reads: AsyncIterable<T>, onEnd: () => void): AsyncIterable<T> {
  const source = reads[Symbol.asyncIterator]();
  let ended = false;
  const end = () => {
    if (!ended) onEnd();
    ended = true;
  };
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          const step = await source.next();
          if (step.done) end();
          return step;
        } catch (error) {
          end();
          throw error;
        }
      },
      async return() {
        await source.return?.();
        end();
        return { done: true, value: undefined };
      },
    }),
  };
}
