import type { Duplex } from 'node:stream';

/** CSV bytes that a database sends, at the reader's pace. */
export interface CopyBytes {
  /** The next bytes; null once all were read. */
  read(): Promise<Buffer | null>;
  /** Rows that came so far. */
  rowsCount(): number;
  /** Whether all came without an error. */
  ended(): boolean;
  /** Reads on without keeping anything: a server that waits for its reader does not notice a cancel. */
  discard(): void;
}

/** What an engine calls while the rows come. */
interface CopyQueue extends CopyBytes {
  push(bytes: Buffer): void;
  /** A row is complete; its bytes are pushed or can be taken. */
  countRow(): void;
  /** No more rows come; an error is told once all bytes were read. */
  finish(error: unknown): void;
}

const highWaterBytes = 512 * 1024;

/**
 * Bytes that wait for their reader; the stream they come from waits in turn when they get many. `take` gives what
 * the engine has gathered and not pushed yet.
 */
export function createCopyQueue(source: { stream(): Duplex | null; take(): Buffer }): CopyQueue {
  let ready: Buffer[] = [];
  let readyBytes = 0;
  let rows = 0;
  let over = false;
  let discarding = false;
  let flushing = false;
  let failure: unknown = null;
  let wake: (() => void) | null = null;

  function push(bytes: Buffer): void {
    if (bytes.length === 0 || discarding) return;
    ready.push(bytes);
    readyBytes += bytes.length;
    if (readyBytes > highWaterBytes) source.stream()?.pause();
    wake?.();
  }

  /** A reader who has nothing gets what has come, however little it is. */
  function flushSoon(): void {
    flushing = true;
    setImmediate(() => {
      flushing = false;
      push(source.take());
    });
  }

  return {
    push,
    countRow(): void {
      rows += 1;
      if (wake && !flushing) flushSoon();
    },
    rowsCount: () => rows,
    finish(error): void {
      if (over) return;
      push(source.take());
      over = true;
      failure = error;
      wake?.();
    },
    async read(): Promise<Buffer | null> {
      if (ready.length === 0) push(source.take());
      while (ready.length === 0 && !over) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
        wake = null;
      }
      const bytes = ready.shift();
      if (!bytes && failure) throw failure;
      readyBytes -= bytes?.length ?? 0;
      if (readyBytes <= highWaterBytes / 2) source.stream()?.resume();
      return bytes ?? null;
    },
    ended: () => over && failure === null,
    discard(): void {
      discarding = true;
      ready = [];
      source.stream()?.resume();
    },
  };
}
