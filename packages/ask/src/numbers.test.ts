import { describe, expect, it } from 'vitest';
import { readNumber } from './numbers.ts';

describe('numbers as people write them', () => {
  it.each([
    ['1,234.5', 1234.5],
    ['1.5万', 15_000],
    ['2亿', 200_000_000],
    ['3k', 3000],
    ['2m', 2_000_000],
    ['三百二十', 320],
    ['两个', 2],
    ['十五个', 15],
    ['twenty five', 25],
    ['two hundred', 200],
    ['5 million', 5_000_000],
  ])('%s', (text, value) => {
    expect(readNumber(text, 0)?.value).toBe(value);
  });

  it('keeps per cent apart from the number', () => {
    expect(readNumber('50%', 0)).toMatchObject({ value: 50, percent: true });
    expect(readNumber('百分之五个', 0)).toMatchObject({ value: 5, percent: true });
  });

  it('takes no word for a number that only holds a numeral', () => {
    expect(readNumber('一般', 0)).toBeNull();
    expect(readNumber('tender', 0)).toBeNull();
  });
});
