import { Readable } from 'node:stream';
import type { Cell } from '@sextant/contract/chart';

export type Batches = AsyncIterable<Cell[][]>;

const highWaterMark = 256 * 1024;

/**
 * Waits for the first rows and gives the same batches again. A statement that fails usually does so before them,
 * so the caller can still answer with an error.
 */
export async function withFirstBatch(batches: Batches): Promise<Batches> {
  const source = batches[Symbol.asyncIterator]();
  let first: IteratorResult<Cell[][]> | null = await source.next();
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

/** A body of chunks written from batches. However the body ends, the batches are ended with it. */
export function streamFrom(batches: Batches, chunks: AsyncIterable<string | Uint8Array>): Readable {
  const body = Readable.from(chunks, { objectMode: false, highWaterMark });
  body.once('close', () => {
    batches[Symbol.asyncIterator]()
      .return?.()
      .catch(() => undefined);
  });
  return body;
}
