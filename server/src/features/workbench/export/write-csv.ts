import type { ResultColumn } from '@sextant/contract/result';
import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';
import type { Batches } from '../batch-stream.ts';

/**
 * A result as CSV after RFC 4180: UTF-8 with a byte order mark, CRLF, NULL as nothing and empty text as `""`.
 * Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export async function* writeCsv(columns: readonly ResultColumn[], batches: Batches): AsyncGenerator<string> {
  yield csvHeader(columns);
  const line = csvLineWriter(columns);
  for await (const batch of batches) {
    let text = '';
    for (const row of batch) text += line(row);
    yield text;
  }
}
