import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DatabaseSize, TableSize } from './database-sizes.ts';

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

/** The size of a database file with its write-ahead log, and of the tables in it. */
export async function fileSize(
  path: string,
  logSuffix: string,
  tables: TableSize[],
): Promise<DatabaseSize[]> {
  const bytes = (await sizeOf(path)) + (await sizeOf(path + logSuffix));
  return [{ database: basename(path), bytes, dataBytes: null, indexBytes: null, tables }];
}
