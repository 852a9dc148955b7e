import { expect, test } from 'vitest';
import { rowsAsGrid } from './rows-as-grid.ts';

test('columns come in the order in which rows first have them, and what a row lacks is null', () => {
  const { columns, rows } = rowsAsGrid([
    { 代码: '000001', 收盘: 10 },
    { 代码: '000002', 收盘: 10.5, 备注: { a: 1 } },
  ]);
  expect(columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    '代码 text',
    '收盘 number',
    '备注 json',
  ]);
  expect(rows).toEqual([
    ['000001', 10, null],
    ['000002', 10.5, '{"a":1}'],
  ]);
});

test('a column with values of several kinds is text, and one without values too', () => {
  const { columns } = rowsAsGrid([
    { mixed: 1, day: '2026-01-31', nothing: null },
    { mixed: 'x', day: null, nothing: null },
  ]);
  expect(columns.map(({ kind }) => kind)).toEqual(['text', 'date', 'text']);
});
