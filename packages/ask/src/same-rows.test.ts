import { expect, test } from 'vitest';
import { sameRows } from './same-rows.ts';

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

test('columns are told by what they hold, not by their place', () => {
  expect(
    sameRows(
      [
        ['Turin', 2],
        ['Lyon', 1],
      ],
      [
        [2, 'Turin'],
        [1, 'Lyon'],
      ],
      false,
    ),
  ).toBe(true);
  expect(
    sameRows(
      [
        [1, 2],
        [2, 1],
      ],
      [
        [2, 1],
        [1, 2],
      ],
      true,
    ),
  ).toBe(true);
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

test('rows count as often as they stand, and every column counts', () => {
  expect(sameRows([[1], [1], [2]], [[1], [2], [2]], false)).toBe(false);
  expect(sameRows([[1]], [[1, 'more']], false)).toBe(false);
  expect(sameRows([], [], true)).toBe(true);
  expect(sameRows([], [[1]], false)).toBe(false);
});

test('order counts only where it is asked for, and ties may stand either way', () => {
  const best = [
    ['a', 9],
    ['b', 5],
    ['c', 5],
  ];
  expect(
    sameRows(
      best,
      [
        ['a', 9],
        ['c', 5],
        ['b', 5],
      ],
      true,
    ),
  ).toBe(true);
  expect(
    sameRows(
      best,
      [
        ['b', 5],
        ['a', 9],
        ['c', 5],
      ],
      true,
    ),
  ).toBe(false);
  expect(
    sameRows(
      best,
      [
        ['b', 5],
        ['a', 9],
        ['c', 5],
      ],
      false,
    ),
  ).toBe(true);
});

test('numbers are one however they are written', () => {
  expect(sameRows([[0.1 + 0.2, '2024', true]], [['0.3', 2024, 1]], false)).toBe(true);
  expect(sameRows([['007']], [[7]], false)).toBe(false);
});

test('many columns of like content end in an answer', () => {
  const wide = Array.from({ length: 30 }, () => Array.from({ length: 12 }, () => 1));
  expect(sameRows(wide, wide, true)).toBe(true);
});
