import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';

/** Indexes into the cell formats of `xlsx-parts.ts`. */
export const cellStyles = { plain: 0, header: 1, date: 2, datetime: 3 } as const;

const maxTextLength = 32_767;
/** A spreadsheet keeps 15 digits of a number. */
const safeInteger = 999_999_999_999_999;
const shortDecimal = /^-?\d{1,15}(\.\d{1,15})?$/;
const datePattern = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?)?$/;
const dayMs = 86_400_000;
const epochMs = Date.UTC(1899, 11, 30);
/** Before 1 March 1900 spreadsheets count a day that never was. */
const firstSerial = 61;

/** One cell of a sheet, typed by its column; empty for NULL. `reference` is its address, e.g. `B7`. */
export function writeCell(cell: Cell | undefined, kind: ColumnKind, reference: string): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number') {
    return fitsNumber(cell) ? numberCell(cell, reference) : textCell(String(cell), reference);
  }
  if ((kind === 'integer' || kind === 'number') && isShortDecimal(cell)) return numberCell(cell, reference);
  if (kind === 'date' || kind === 'datetime') return dateCell(cell, reference);
  return textCell(cell, reference);
}

/** Text as it is, whatever it begins with: it never becomes a formula. */
export function textCell(text: string, reference: string, style: number = cellStyles.plain): string {
  const format = style === cellStyles.plain ? '' : ` s="${style}"`;
  return `<c r="${reference}"${format} t="inlineStr"><is><t xml:space="preserve">${escapeXml(
    text.slice(0, maxTextLength),
  )}</t></is></c>`;
}

function numberCell(value: number | string, reference: string): string {
  return `<c r="${reference}"><v>${value}</v></c>`;
}

function fitsNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Math.abs(value) <= safeInteger);
}

function isShortDecimal(text: string): boolean {
  return shortDecimal.test(text) && text.replace(/[-.]/g, '').length <= 15;
}

function dateCell(text: string, reference: string): string {
  if (!datePattern.test(text)) return textCell(text, reference);
  const days = (Date.parse(text.slice(0, 10)) - epochMs) / dayMs;
  if (!(days >= firstSerial)) return textCell(text, reference);
  if (text.length === 10) return `<c r="${reference}" s="${cellStyles.date}"><v>${days}</v></c>`;
  const seconds =
    Number(text.slice(11, 13)) * 3600 + Number(text.slice(14, 16)) * 60 + Number(text.slice(17));
  return `<c r="${reference}" s="${cellStyles.datetime}"><v>${days + seconds / 86_400}</v></c>`;
}

/** Nearly all text is without these, and this test is quicker than the replacement. */
const maybeSpecial = /[^\x20-\x25\x27-\x3b\x3d\x3f-\x5e\x60-\x7e\u00a0-\ud7ff]/;
const special = /[&<>\p{Surrogate}\ufffe\uffff]|(?![\t\n])\p{Cc}|_x[\dA-Fa-f]{4}_/gu;

/** Characters that XML cannot hold are written as `_xHHHH_`, the form that spreadsheets read back. */
export function escapeXml(text: string): string {
  if (!maybeSpecial.test(text)) return text;
  return text.replace(special, (found) => {
    if (found === '&') return '&amp;';
    if (found === '<') return '&lt;';
    if (found === '>') return '&gt;';
    if (found.length > 1) return `_x005F${found}`;
    return `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}
