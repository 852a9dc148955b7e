import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { expect, test } from 'vitest';
import { cellsAs, plainCells } from './copy-cells.ts';

const columns: ResultColumn[] = [
  { name: 'name', type: 'VARCHAR', kind: 'text' },
  { name: 'amount', type: 'DECIMAL', kind: 'number' },
];
const rows: Cell[][] = [
  ['O\'Neil, "Jr"\nA|B', '12.50'],
  [null, 3],
];

test('one cell is copied as it is, several as lines a spreadsheet takes', () => {
  expect(plainCells([['a\tb\nc']])).toBe('a\tb\nc');
  expect(plainCells(rows)).toBe('O\'Neil, "Jr" A|B\t12.50\n\t3');
});

test('every format keeps its own rules for quotes, breaks and NULL', () => {
  expect(cellsAs('csv', columns, rows)).toBe('name,amount\r\n"O\'Neil, ""Jr""\nA|B",12.50\r\n,3');
  expect(JSON.parse(cellsAs('json', columns, rows))).toEqual([
    { name: rows[0]?.[0], amount: '12.50' },
    { name: null, amount: 3 },
  ]);
  expect(cellsAs('markdown', columns, rows)).toBe(
    '| name | amount |\n| --- | ---: |\n| O\'Neil, "Jr"<br>A\\|B | 12.50 |\n| NULL | 3 |',
  );
});

test('a list for IN quotes texts, not figures, and holds each value once', () => {
  expect(cellsAs('sql', columns.slice(0, 1), [["O'Neil"], ["O'Neil"], ['b']])).toBe("('O''Neil', 'b')");
  expect(cellsAs('sql', columns, [['a', '12.50']])).toBe("(('a', 12.50))");
});
