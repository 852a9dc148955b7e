import { expect, test } from 'vitest';
import { formatCell, toTabSeparated } from './format-cell.ts';

test('figures get separators, numbers that name something do not', () => {
  expect(formatCell('1234567.50', { name: 'sales', kind: 'number' })).toBe('1,234,567.50');
  expect(formatCell(20241231, { name: 'order_id', kind: 'integer' })).toBe('20241231');
  expect(formatCell(2024, { name: 'year', kind: 'integer' })).toBe('2024');
  expect(formatCell(12345, { name: '订单编号', kind: 'integer' })).toBe('12345');
  expect(formatCell('2024-05-01T08:00:00', { name: 'at', kind: 'datetime' })).toBe('2024-05-01 08:00:00');
});

test('copied rows keep one line per row', () => {
  expect(toTabSeparated([{ name: 'a' }, { name: 'b' }], [['x\ty\nz', null]])).toBe('a\tb\nx y z\t');
});

test('binary shows its first bytes in hexadecimal', () => {
  const column = { name: 'data', kind: 'binary' } as const;
  expect(formatCell(btoa('\x00\xffA'), column)).toBe('0x00ff41');
  expect(formatCell(btoa('A'.repeat(100)), column)).toBe(`0x${'41'.repeat(18)}…`);
  expect(formatCell('not base64!', column)).toBe('not base64!');
});
