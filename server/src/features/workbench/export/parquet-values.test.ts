import { describe, expect, it } from 'vitest';
import { parseDate, parseDecimal, parseTimestamp } from './parquet-values.ts';

describe('values of a Parquet file', () => {
  it('count days as the calendar does, from the year 0 on', () => {
    for (const day of [
      '0001-01-01',
      '0099-12-31',
      '1582-10-15',
      '1900-02-28',
      '1970-01-01',
      '2000-02-29',
      '9999-12-31',
    ]) {
      const time = new Date(0).setUTCFullYear(
        Number(day.slice(0, 4)),
        Number(day.slice(5, 7)) - 1,
        Number(day.slice(8)),
      );
      expect(parseDate(day), day).toBe(time / 86_400_000);
    }
  });

  it('take no day that is none', () => {
    for (const day of [
      '2023-02-29',
      '1900-02-29',
      '2024-13-01',
      '0000-00-00',
      '2024-00-10',
      '2024-4-1',
      'infinity',
      '',
    ]) {
      expect(parseDate(day), day).toBeUndefined();
    }
  });

  it('keep microseconds and bring zones to UTC', () => {
    const noon = BigInt(Date.UTC(2024, 1, 29, 12, 0, 0)) * 1000n;
    expect(parseTimestamp('2024-02-29 12:00:00')).toBe(noon);
    expect(parseTimestamp('2024-02-29T12:00:00.000001Z')).toBe(noon + 1n);
    expect(parseTimestamp('2024-02-29T20:00:00+08:00')).toBe(noon);
    expect(parseTimestamp('2024-02-29T06:30:00-0530')).toBe(noon);
    expect(parseTimestamp('2024-02-29 12:00:00.123456700')).toBeUndefined();
    expect(parseTimestamp('9999-12-31 23:59:59.999999')).toBe(253_402_300_799_999_999n);
    expect(parseTimestamp('2024-02-30 12:00:00')).toBeUndefined();
    expect(parseTimestamp('infinity')).toBeUndefined();
  });

  it('keep every digit of decimals, and take none with more than the column has', () => {
    expect(parseDecimal('12345678901234567890.1200', 2)).toBe(1234567890123456789012n);
    expect(parseDecimal('-0.05', 2)).toBe(-5n);
    expect(parseDecimal('1.5e-7', 8)).toBe(15n);
    expect(parseDecimal('1e3', 1)).toBe(10000n);
    expect(parseDecimal('0', 0)).toBe(0n);
    for (const text of ['0.123', 'NaN', '', '.', '1,5']) expect(parseDecimal(text, 2), text).toBeUndefined();
  });
});
