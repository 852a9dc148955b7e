import { expect, test } from 'vitest';
import { decimalCell, floatCell, integerCell, integerTextCell } from './numbers.ts';

test('whole numbers are numbers as far as a double is exact', () => {
  expect(integerCell(9007199254740991n)).toBe(9007199254740991);
  expect(integerCell(9007199254740992n)).toBe('9007199254740992');
  expect(integerTextCell('-9007199254740991')).toBe(-9007199254740991);
  expect(integerTextCell('-9007199254740993')).toBe('-9007199254740993');
});

test.each([
  ['0', 0],
  ['-0.10', -0.1],
  ['999999999999999', 999999999999999],
  ['0.000000000123456789012345', 0.000000000123456789012345],
  ['123456789012345.000', 123456789012345],
  ['1234567890123456', '1234567890123456'],
  ['12345678901234567890', '12345678901234567890'],
  ['0.1234567890123456', '0.1234567890123456'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
])('the decimal %s becomes %j', (text, cell) => {
  expect(decimalCell(text)).toBe(cell);
});

test('no decimal of up to fifteen digits changes its value', () => {
  for (let digits = 1; digits <= 15; digits++) {
    for (const lead of [1, 3, 7, 9]) {
      const text = String(lead).repeat(digits);
      const placed = digits > 3 ? `${text.slice(0, -3)}.${text.slice(-3)}` : text;
      expect(String(decimalCell(placed))).toBe(placed);
    }
  }
});

test('a 32-bit float is the shortest number that means it', () => {
  expect(floatCell(Math.fround(1.1))).toBe(1.1);
  expect(floatCell(Math.fround(16777217))).toBe(16777216);
  expect(floatCell(Math.fround(0.1234567))).toBe(0.1234567);
  expect(floatCell(Number.NaN)).toBe('NaN');
});
