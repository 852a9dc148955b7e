import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { groupDigits } from './format-number.ts';

const namesSomething =
  /(^|[_\s])(id|no|code|year|zip|phone|uuid)$|(Id|No|Code|Year)$|编号|单号|年份|电话|邮编/;

/** True for a column of numbers that are names (ids, years, codes): not to be summed, drawn or grouped in thousands. */
export function isNaming(column: Pick<ResultColumn, 'name'>): boolean {
  return namesSomething.test(column.name);
}

export function isNumberColumn(column: Pick<ResultColumn, 'kind'>): boolean {
  return column.kind === 'integer' || column.kind === 'number';
}

/** Whether a column holds figures worth drawing or adding up. */
export function isMeasure(column: Pick<ResultColumn, 'kind' | 'name'>): boolean {
  return isNumberColumn(column) && !isNaming(column);
}

/** A cell as the reader sees it; `NULL` is for the caller to dim. */
export function formatCell(cell: Cell, column: Pick<ResultColumn, 'kind' | 'name'>): string {
  if (cell === null) return 'NULL';
  if (isMeasure(column)) return groupDigits(String(cell));
  if (column.kind === 'datetime') return String(cell).replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ');
  if (column.kind === 'binary') return shortHex(String(cell));
  return String(cell);
}

/** The first bytes of base64 as `0x…`. */
function shortHex(base64: string): string {
  const start = base64.slice(0, 24);
  try {
    const hex = Array.from(atob(start), (sign) => sign.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    return `0x${hex}${start.length < base64.length ? '…' : ''}`;
  } catch {
    return base64;
  }
}

/** Rows as tab-separated text that spreadsheets take: tabs and line breaks inside a cell become spaces. */
export function toTabSeparated(columns: readonly { name: string }[], rows: readonly Cell[][]): string {
  const line = (cells: readonly unknown[]) =>
    cells.map((cell) => (cell === null ? '' : String(cell).replace(/[\t\r\n]+/g, ' '))).join('\t');
  return [line(columns.map(({ name }) => name)), ...rows.map(line)].join('\n');
}
