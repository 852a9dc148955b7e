import type { ResultColumn } from '@sextant/contract/result';
import { expect, test } from 'vitest';
import { nextSort, sortRows } from './sort-rows.ts';

const columns: ResultColumn[] = [
  { name: 'name', type: 'VARCHAR', kind: 'text' },
  { name: 'amount', type: 'DECIMAL', kind: 'number' },
];
const rows = [
  ['b10', '9.5'],
  ['b9', null],
  ['a', '100.25'],
];

test('decimals that travel as text sort by value, NULL stays last', () => {
  expect(sortRows(rows, columns, { column: 1, direction: 'ascending' }).map(([name]) => name)).toEqual([
    'b10',
    'a',
    'b9',
  ]);
  expect(sortRows(rows, columns, { column: 1, direction: 'descending' }).map(([name]) => name)).toEqual([
    'a',
    'b10',
    'b9',
  ]);
});

test('words sort naturally and the third click restores the order of the query', () => {
  expect(sortRows(rows, columns, { column: 0, direction: 'ascending' }).map(([name]) => name)).toEqual([
    'a',
    'b9',
    'b10',
  ]);
  const first = nextSort(null, 0);
  const second = nextSort(first, 0);
  expect(second?.direction).toBe('descending');
  expect(nextSort(second, 0)).toBeNull();
  expect(sortRows(rows, columns, null)).toBe(rows);
});
