import { Worker } from 'node:worker_threads';
import type { ResultColumn } from '@sextant/contract/result';
import { AppError } from '../../../platform/errors/app-error.ts';
import type { Batches } from '../batch-stream.ts';
import type { ParquetReply, ParquetRequest } from './parquet.worker.ts';

const memoryMb = 256;

/**
 * A result as a Parquet file with typed columns, written row group by row group while its rows arrive. A thread of
 * its own does it, since a row group takes longer than other requests may wait.
 */
export async function* writeParquet(
  columns: readonly ResultColumn[],
  batches: Batches,
): AsyncGenerator<Uint8Array> {
  const file = openFile(columns);
  try {
    let ahead = Promise.resolve<Uint8Array | null>(null);
    for await (const batch of batches) {
      const ready = ahead;
      ahead = file.ask(batch);
      const bytes = await ready;
      if (bytes) yield bytes;
    }
    for (const ready of [ahead, file.ask(null)]) {
      const bytes = await ready;
      if (bytes) yield bytes;
    }
  } finally {
    await file.close();
  }
}

function openFile(columns: readonly ResultColumn[]) {
  const worker = new Worker(new URL('./parquet.worker.ts', import.meta.url), {
    workerData: columns,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const waiting: PromiseWithResolvers<Uint8Array | null>[] = [];
  let failure: unknown = null;

  worker.on('message', (reply: ParquetReply) => {
    if ('bytes' in reply) waiting.shift()?.resolve(reply.bytes);
    else waiting.shift()?.reject(unfit(reply.unfit));
  });
  const end = (error: unknown) => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The thread that writes Parquet has ended')));

  return {
    /** Hands over rows, or the end; resolves with the bytes that are ready when they were taken in. */
    ask(request: ParquetRequest): Promise<Uint8Array | null> {
      const reply = Promise.withResolvers<Uint8Array | null>();
      // A reader who left does not wait for the reply any more.
      reply.promise.catch(() => undefined);
      if (failure !== null) reply.reject(failure);
      else {
        waiting.push(reply);
        worker.postMessage(request);
      }
      return reply.promise;
    },
    async close(): Promise<void> {
      if (failure !== null) return;
      await worker.terminate();
    },
  };
}

function unfit({ column, row, value }: { column: string; row: number; value: string }): AppError {
  return new AppError(
    'SQL_FAILED',
    {
      zh: `第 ${row} 行「${column}」的值「${value}」与该列的类型不符，Parquet 无法保存；请在 SQL 中把它转换为文本，或导出为 CSV`,
      en: `The value "${value}" of "${column}" in row ${row} does not fit the type of its column, so Parquet cannot keep it; cast it to text in the SQL, or export CSV`,
    },
    { details: { column, row } },
  );
}
