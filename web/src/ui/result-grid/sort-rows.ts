import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { isNumberColumn } from '../../lib/format-cell.ts';

export interface Sort {
  column: number;
  direction: 'ascending' | 'descending';
}

const words = new Intl.Collator(['zh-CN', 'en'], { numeric: true });

/** The rows in order, NULL last either way; the given array is left as it is. */
export function sortRows(rows: Cell[][], columns: ResultColumn[], sort: Sort | null): Cell[][] {
  const column = sort === null ? undefined : columns[sort.column];
  if (sort === null || column === undefined) return rows;
  const at = sort.column;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const nulls = rows.filter((row) => (row[at] ?? null) === null);
  const filled = rows.filter((row) => (row[at] ?? null) !== null);
  const sorted = isNumberColumn(column)
    ? sortedByNumber(filled, at, sign)
    : filled.sort((one, other) => sign * words.compare(String(one[at]), String(other[at])));
  return [...sorted, ...nulls];
}

/** Figures are read once per row, not once per comparison: there may be a hundred thousand. */
function sortedByNumber(rows: Cell[][], at: number, sign: number): Cell[][] {
  const keyed = rows.map((row) => ({ row, figure: Number(row[at]) }));
  keyed.sort(
    (one, other) =>
      sign * (one.figure - other.figure || words.compare(String(one.row[at]), String(other.row[at]))),
  );
  return keyed.map(({ row }) => row);
}

/** Ascending, descending, then as the query gave it. */
export function nextSort(current: Sort | null, column: number): Sort | null {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : null;
}
