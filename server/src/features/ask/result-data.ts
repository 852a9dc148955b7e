import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';

const previewRows = 200;
const previewBytes = 256 * 1024;

/** Rows as the document's `data` has them: one object per row, keys are the unique column names. */
export function rowObjects(
  columns: readonly ResultColumn[],
  rows: readonly Cell[][],
): Record<string, Cell>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}

/** The first rows, as many as may be kept with a message: 200, or fewer when they are large. */
export function previewOf(rows: readonly Cell[][]): Cell[][] {
  const kept: Cell[][] = [];
  let bytes = 0;
  for (const row of rows.slice(0, previewRows)) {
    bytes += Buffer.byteLength(JSON.stringify(row));
    if (bytes > previewBytes) break;
    kept.push(row);
  }
  return kept;
}
