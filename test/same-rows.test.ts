import { expect, test } from 'vitest';
import { sameRows } from '../scripts/golden/same-rows.ts';

test('columns and rows may come in any order, but every row as often', () => {
  expect(
    sameRows(
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        [2, 'b'],
        [1, 'a'],
      ],
      false,
    ),
  ).toBe(true);
  expect(
    sameRows(
      [
        ['a', 1],
        ['a', 1],
      ],
      [
        ['a', 1],
        ['b', 2],
      ],
      false,
    ),
  ).toBe(false);
  expect(
    sameRows(
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        ['a', 2],
        ['b', 1],
      ],
      false,
    ),
  ).toBe(false);
});

test('a column more or less is another result', () => {
  expect(sameRows([['a', 1]], [['a', 1, 9]], false)).toBe(false);
  expect(sameRows([['a', 1, 9]], [['a', 1]], false)).toBe(false);
});

test('numbers count by value to seven digits, NULL is no text', () => {
  expect(sameRows([['2024', 1 / 3]], [[2024, 0.33333333]], false)).toBe(true);
  expect(sameRows([[100.1]], [[100.2]], false)).toBe(false);
  expect(sameRows([[null]], [['null']], false)).toBe(false);
  expect(sameRows([['01']], [[1]], false)).toBe(false);
});

test('where order is asked for, only ties may change places', () => {
  const expected = [
    ['a', 3],
    ['b', 3],
    ['c', 1],
  ];
  expect(
    sameRows(
      expected,
      [
        ['b', 3],
        ['a', 3],
        ['c', 1],
      ],
      true,
    ),
  ).toBe(true);
  expect(
    sameRows(
      expected,
      [
        ['c', 1],
        ['b', 3],
        ['a', 3],
      ],
      true,
    ),
  ).toBe(false);
  expect(sameRows([['a'], ['b']], [['b'], ['a']], true)).toBe(false);
});

test('wide rows are compared too', () => {
  const row = [1, 'x', 2, 'y', 3, 'z', 4, 'w', 5];
  expect(sameRows([row], [row.toReversed()], false)).toBe(true);
  expect(sameRows([row], [[...row.slice(1), 6]], false)).toBe(false);
});
