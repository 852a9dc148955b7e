import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { expect, test } from 'vitest';
import { filterRows } from './filter-rows.ts';

const columns: ResultColumn[] = [
  { name: 'city', type: 'VARCHAR', kind: 'text' },
  { name: 'amount', type: 'DECIMAL', kind: 'number' },
];
const rows: Cell[][] = [
  ['北京', '9.5'],
  ['Shanghai', '1000'],
  [null, '-3'],
  ['shanghai west', null],
];
const cities = (filters: Record<number, string>) => filterRows(rows, columns, filters).map(([city]) => city);

test('plain text is looked for anywhere, without regard to case', () => {
  expect(cities({ 0: 'SHANG' })).toEqual(['Shanghai', 'shanghai west']);
  expect(cities({ 0: '京' })).toEqual(['北京']);
});

test('comparisons of figures go by value, and several filters all hold', () => {
  expect(cities({ 1: '>9' })).toEqual(['北京', 'Shanghai']);
  expect(cities({ 1: '= 1,000' })).toEqual(['Shanghai']);
  expect(cities({ 1: '<= 9.5', 0: '!null' })).toEqual(['北京']);
  expect(cities({ 0: '!=shanghai' })).toEqual(['北京', 'shanghai west']);
});

test('NULL is found by its name, and an unfinished filter hides nothing', () => {
  expect(cities({ 0: 'null' })).toEqual([null]);
  expect(cities({ 1: '!NULL' })).toHaveLength(3);
  expect(filterRows(rows, columns, { 1: '>', 0: ' ' })).toBe(rows);
});
