import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';

const byteOrderMark = '\ufeff';
const needsQuotes = /[",\r\n]/;
/** What a spreadsheet may take for a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A time or a year before our era, which begin with a minus. Some engines keep any text in a typed column. */
const plainTime = /^-?\d[\d:. -]*$/;
const timeKinds: ReadonlySet<ColumnKind> = new Set(['date', 'time', 'datetime']);

/** A text that a spreadsheet shows and never runs: what looks like a formula gets an apostrophe before it. */
function disarmed(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** A text as a field of CSV after RFC 4180; an empty text is `""`, which tells it from NULL. */
function csvField(text: string): string {
  if (text === '') return '""';
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of a CSV file, byte order mark and line end included. */
export function csvHeader(columns: readonly ResultColumn[]): string {
  return `${byteOrderMark}${columns.map(({ name }) => csvField(disarmed(name))).join(',')}\r\n`;
}

/** A value as a field of CSV, disarmed where it is text; nothing for NULL. */
export function csvCell(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return csvField(timeKinds.has(kind) && plainTime.test(cell) ? cell : disarmed(cell));
}

/** What writes the rows of these columns as lines of CSV: NULL as nothing, texts that look like formulas disarmed. */
export function csvLineWriter(columns: readonly ResultColumn[]): (row: readonly Cell[]) => string {
  const kinds = columns.map(({ kind }) => kind);
  return (row) => {
    let line = '';
    for (let index = 0; index < row.length; index += 1) {
      if (index > 0) line += ',';
      line += csvCell(row[index] ?? null, kinds[index] ?? 'other');
    }
    return `${line}\r\n`;
  };
}
