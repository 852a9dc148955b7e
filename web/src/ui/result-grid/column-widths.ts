import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { formatCell } from '../../lib/format-cell.ts';

/** How many rows are looked at. */
export const sampleRows = 100;
const unitPixels = 8.4;
const paddingPixels = 24;
const headerExtraPixels = 20;
const minPixels = 72;
const maxPixels = 340;

/** Column widths in pixels from the header and the first rows; wide (Chinese) characters count twice. */
export function columnWidths(columns: ResultColumn[], rows: Cell[][]): number[] {
  return columns.map((column, at) => {
    const cells = rows.slice(0, sampleRows).map((row) => textUnits(formatCell(row[at] ?? null, column)));
    const content = cells.reduce((widest, units) => Math.max(widest, units), 0) * unitPixels + paddingPixels;
    const header = textUnits(column.name) * unitPixels + paddingPixels + headerExtraPixels;
    const kind = textUnits(column.type) * 7 + paddingPixels;
    return Math.round(Math.min(maxPixels, Math.max(minPixels, content, header, kind)));
  });
}

function textUnits(text: string): number {
  let units = 0;
  for (const character of text.slice(0, 60)) units += character.charCodeAt(0) > 0x2e7f ? 1.9 : 1;
  return units;
}
