import { expect, test } from 'vitest';
import { compactNumber, formatBytes, groupDigits } from './format-number.ts';

test('Chinese figures are shortened by 万 and 亿', () => {
  expect(compactNumber(9_999, 'zh')).toBe('9,999');
  expect(compactNumber(12_345, 'zh')).toBe('1.23万');
  expect(compactNumber(-4_567_000_00, 'zh')).toBe('-4.57亿');
  expect(compactNumber(2.5e12, 'zh')).toBe('2.5万亿');
});

test('English figures are shortened by k, M and B', () => {
  expect(compactNumber(999, 'en')).toBe('999');
  expect(compactNumber(1_234, 'en')).toBe('1.23k');
  expect(compactNumber(98_211_230, 'en')).toBe('98.2M');
  expect(compactNumber(7e9, 'en')).toBe('7B');
});

test('small fractions keep three significant digits', () => {
  expect(compactNumber(0.012345, 'en')).toBe('0.0123');
  expect(compactNumber(0, 'zh')).toBe('0');
});

test('separators keep numbers exact that do not fit into a double', () => {
  expect(groupDigits('9223372036854775807')).toBe('9,223,372,036,854,775,807');
  expect(groupDigits('-1234567.8900')).toBe('-1,234,567.8900');
  expect(groupDigits('1e21')).toBe('1e21');
  expect(groupDigits('NaN')).toBe('NaN');
});

test('bytes are written in binary units', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(1536)).toBe('1.5 KiB');
  expect(formatBytes(50 * 1024 * 1024)).toBe('50 MiB');
});
