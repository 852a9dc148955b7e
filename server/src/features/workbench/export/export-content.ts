import type { ResultColumn } from '@sextant/contract/result';
import type { ExportFormat } from '@sextant/contract/workbench';
import { type Batches, withFirst } from '../batch-stream.ts';
import type { QueriesService, QueryInput } from '../queries.service.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeParquet } from './write-parquet.ts';
import { writeXlsx } from './write-xlsx.ts';

type Chunks = AsyncIterable<string | Uint8Array>;

interface Format {
  type: string;
  write(columns: readonly ResultColumn[], batches: Batches): Chunks;
}

const formats: Record<ExportFormat, Format> = {
  csv: { type: 'text/csv; charset=utf-8', write: writeCsv },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: writeXlsx },
  json: { type: 'application/json; charset=utf-8', write: writeJson },
  parquet: { type: 'application/vnd.apache.parquet', write: writeParquet },
};

/** A result as a file that is being written. `source` must be ended when the chunks are not read to theirs. */
export interface ExportContent {
  type: string;
  chunks: Chunks;
  source: AsyncIterable<unknown>;
  /** Rows written so far. */
  rowsCount(): number;
}

/**
 * Runs a statement and gives its whole result as a file, once its first rows are there; rejects as
 * `QueriesService.run` does. CSV comes from the database itself where it can write it.
 */
export async function openExportContent(
  queries: QueriesService,
  input: QueryInput,
  format: ExportFormat,
): Promise<ExportContent> {
  const { type, write } = formats[format];
  const csv = format === 'csv' ? await queries.runAsCsv(input) : null;
  if (csv) {
    const chunks = await withFirst(csv.chunks);
    return { type, chunks, source: chunks, rowsCount: csv.rowsCount };
  }
  const run = await queries.run(input);
  const source = await withFirst(run.batches);
  let rowsCount = 0;
  async function* counted() {
    for await (const batch of source) {
      rowsCount += batch.length;
      yield batch;
    }
  }
  return { type, chunks: write(run.columns, counted()), source, rowsCount: () => rowsCount };
}
