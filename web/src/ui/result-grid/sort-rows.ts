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
  const compare = isNumberColumn(column) ? compareNumbers : compareWords;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const left = one[sort.column] ?? null;
    const right = other[sort.column] ?? null;
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
}

function compareNumbers(left: Cell, right: Cell): number {
  return Number(left) - Number(right) || words.compare(String(left), String(right));
}

function compareWords(left: Cell, right: Cell): number {
  return words.compare(String(left), String(right));
}

/** Ascending, descending, then as the query gave it. */
export function nextSort(current: Sort | null, column: number): Sort | null {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : null;
}
