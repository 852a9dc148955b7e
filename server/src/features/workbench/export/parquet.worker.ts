import { parentPort, workerData } from 'node:worker_threads';
import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { createParquetFile, UnfitValue } from './parquet-file.ts';

/** Rows to add, or null for the end of the file. */
export type ParquetRequest = Cell[][] | null;

/** The bytes that are ready after each request, in order; or why the file cannot be written. */
export type ParquetReply =
  | { bytes: Uint8Array<ArrayBuffer> | null }
  | { unfit: { column: string; row: number; value: string } };

const file = createParquetFile(workerData as readonly ResultColumn[]);

function answer(request: ParquetRequest): ParquetReply {
  try {
    return { bytes: request === null ? file.finish() : file.add(request) };
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error;
    const { column, row, value } = error;
    return { unfit: { column, row, value } };
  }
}

parentPort?.on('message', (request: ParquetRequest) => {
  const reply = answer(request);
  const transfer = 'bytes' in reply && reply.bytes ? [reply.bytes.buffer] : [];
  parentPort?.postMessage(reply, transfer);
});
