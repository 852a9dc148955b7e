import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { groupDigits } from './format-number.ts';

/** Numbers that name something rather than count it: separators would make them harder to read. */
const namesSomething =
  /(^|[_\s])(id|no|code|year|zip|phone|uuid)$|(Id|No|Code|Year)$|编号|单号|年份|电话|邮编/;

export function isNumberColumn(column: Pick<ResultColumn, 'kind'>): boolean {
  return column.kind === 'integer' || column.kind === 'number';
}

/** A cell as the reader sees it; `NULL` is for the caller to dim. */
export function formatCell(cell: Cell, column: Pick<ResultColumn, 'kind' | 'name'>): string {
  if (cell === null) return 'NULL';
  if (isNumberColumn(column) && !namesSomething.test(column.name)) return groupDigits(String(cell));
  if (column.kind === 'datetime') return String(cell).replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ');
  return String(cell);
}

/** Rows as tab-separated text that spreadsheets take: tabs and line breaks inside a cell become spaces. */
export function toTabSeparated(columns: readonly { name: string }[], rows: readonly Cell[][]): string {
  const line = (cells: readonly unknown[]) =>
    cells.map((cell) => (cell === null ? '' : String(cell).replace(/[\t\r\n]+/g, ' '))).join('\t');
  return [line(columns.map(({ name }) => name)), ...rows.map(line)].join('\n');
}
