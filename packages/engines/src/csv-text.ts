import type { ResultColumn } from '@sextant/contract/result';

const byteOrderMark = '\ufeff';
const needsQuotes = /[",\r\n]/;
/** What a spreadsheet may take for a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A text that a spreadsheet shows and never runs: what looks like a formula gets an apostrophe before it. */
export function disarmed(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** A text as a field of CSV after RFC 4180; an empty text is `""`, which tells it from NULL. */
export function csvField(text: string): string {
  if (text === '') return '""';
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of a CSV file, byte order mark and line end included. */
export function csvHeader(columns: readonly ResultColumn[]): string {
  return `${byteOrderMark}${columns.map(({ name }) => csvField(disarmed(name))).join(',')}\r\n`;
}
