import { expect, test } from 'vitest';
import { dialects } from './dialect.ts';
import { quoteIdentifier } from './identifier.ts';

test('a quoted identifier doubles its own quote mark', () => {
  expect(quoteIdentifier('postgresql', 'a"b')).toBe('"a""b"');
  expect(quoteIdentifier('mysql', 'a`b"c')).toBe('`a``b"c`');
  expect(quoteIdentifier('sqlite', '订单 明细')).toBe('"订单 明细"');
  expect(quoteIdentifier('duckdb', 'x"; DROP TABLE t; --')).toBe('"x""; DROP TABLE t; --"');
  expect(quoteIdentifier('tsql', 'a[b]c"d')).toBe('[a[b]]c"d]');
  expect(quoteIdentifier('oracle', '订单 明细')).toBe('"订单 明细"');
  expect(quoteIdentifier('clickhouse', 'a`b"c')).toBe('`a\\`b"c`');
});

test('a backslash cannot end a quoted name early in ClickHouse', () => {
  expect(quoteIdentifier('clickhouse', 'a\\')).toBe('`a\\\\`');
});

test('Oracle refuses a quote mark in a name, which it has no way to write', () => {
  expect(() => quoteIdentifier('oracle', 'a"b')).toThrow(RangeError);
});

test.each(dialects)('%s refuses names that no database accepts', (dialect) => {
  for (const name of ['', 'a\0b', '\ud800']) {
    expect(() => quoteIdentifier(dialect, name)).toThrow(RangeError);
  }
});
