import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import { csvField, csvHeader, disarmed } from '@sextant/engines/csv-text';
import type { Batches } from '../batch-stream.ts';

/** A time or a year before our era, which begin with a minus. Some engines keep any text in a typed column. */
const plainTime = /^-?\d[\d:. -]*$/;
const timeKinds: ReadonlySet<ColumnKind> = new Set(['date', 'time', 'datetime']);

/**
 * A result as CSV after RFC 4180: UTF-8 with a byte order mark, CRLF, NULL as nothing and empty text as `""`.
 * Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export async function* writeCsv(columns: readonly ResultColumn[], batches: Batches): AsyncGenerator<string> {
  yield csvHeader(columns);
  const timed = columns.map(({ kind }) => timeKinds.has(kind));
  for await (const batch of batches) {
    let text = '';
    for (const row of batch) text += `${writeRow(row, timed)}\r\n`;
    yield text;
  }
}

function writeRow(row: readonly Cell[], timed: readonly boolean[]): string {
  let line = '';
  for (let index = 0; index < row.length; index += 1) {
    if (index > 0) line += ',';
    const cell = row[index];
    if (cell === null || cell === undefined) continue;
    if (typeof cell !== 'string') line += cell;
    else line += csvField(timed[index] && plainTime.test(cell) ? cell : disarmed(cell));
  }
  return line;
}
