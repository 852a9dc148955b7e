import { Readable } from 'node:stream';
import type { Cell } from '@sextant/contract/chart';

export type Batches = AsyncIterable<Cell[][]>;

const highWaterMark = 256 * 1024;

/**
 * Waits for the first item and gives the same items again. A statement that fails usually does so before its first
 * rows, so the caller can still answer with an error.
 */
export async function withFirst<T>(items: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const source = items[Symbol.asyncIterator]();
  let first: IteratorResult<T> | null = await source.next();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!first) return source.next();
        const step = first;
        first = null;
        return step;
      },
      async return() {
        await source.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** A body of chunks at the reader's pace. */
export function bodyFrom(chunks: AsyncIterable<string | Uint8Array>): Readable {
  return Readable.from(chunks, { objectMode: false, highWaterMark });
}

/** A body of chunks written from a source. However the body ends, the source is ended with it. */
export function streamFrom(
  source: AsyncIterable<unknown>,
  chunks: AsyncIterable<string | Uint8Array>,
): Readable {
  const body = bodyFrom(chunks);
  body.once('close', () => {
    source[Symbol.asyncIterator]()
      .return?.()
      .catch(() => undefined);
  });
  return body;
}
