import { describe, expect, test } from 'vitest';
import { createRowShaper } from './row-shaper.ts';
import { joinTypes, typeOfCell } from './stored-values.ts';
import { type ColumnType, RowRefused } from './table-writer.ts';

const limits = { maxColumns: 10, refuseName: () => null };

function shape(cells: unknown[], declared?: ColumnType) {
  const shaper = createRowShaper({ key: null, columns: declared ? { a: declared } : {} }, limits);
  const { values, hashes } = shaper.shape({ columns: ['a'], cells: [cells] });
  return { type: shaper.columns()[0]?.type ?? null, values: values[0] ?? [], hashes };
}

describe('The type of a column', () => {
  test.each<[unknown[], ColumnType | null]>([
    [[1, null, -2], 'integer'],
    [[1, 1.5], 'number'],
    [[{ $integer: '9223372036854775807' }], 'integer'],
    [[{ $integer: '9223372036854775808' }], 'decimal'],
    [[1, { $integer: '18446744073709551615' }], 'decimal'],
    [[{ $integer: '1'.repeat(30) }], 'text'],
    [['000001', '600000'], 'text'],
    [['2026-02-28', null], 'date'],
    [['2026-02-28', '2026-02-30'], 'text'],
    [['2024-02-29'], 'date'],
    [['2023-02-29'], 'text'],
    [['2026-02-28', '2026-02-28T10:00:00Z'], 'timestamp'],
    [['2026-02-28T25:00:00Z'], 'text'],
    [[true, false], 'boolean'],
    [[true, 1], 'text'],
    [[1.5, 'n/a'], 'text'],
    [[{ $json: '{"a":1}' }], 'json'],
    [[{ $json: '[1]' }, 'x'], 'text'],
    [[null, null], null],
  ])('of %j is %s', (cells, type) => {
    expect(shape(cells).type).toBe(type);
  });

  test('joins the same whichever comes first, and never narrows', () => {
    const types = ['text', 'integer', 'number', 'decimal', 'boolean', 'date', 'timestamp', 'json'] as const;
    for (const one of types) {
      for (const other of types) {
        const joined = joinTypes(one, other);
        expect(joinTypes(other, one)).toBe(joined);
        expect(joinTypes(joined, one)).toBe(joined);
      }
    }
  });

  test('is told by a value alone', () => {
    expect(typeOfCell(1e21)).toBe('number');
    expect(typeOfCell('')).toBe('text');
    expect(typeOfCell('2026-01-01 09:30')).toBe('timestamp');
  });
});

describe('A declared column', () => {
  test.each<[ColumnType, unknown, unknown]>([
    ['text', 5, '5'],
    ['integer', '007', 7],
    ['number', '1.50', 1.5],
    ['decimal', '1.50', '1.50'],
    ['decimal', 1e-7, '0.000000100000000000'],
    ['boolean', 1, true],
    ['date', '20260228', '2026-02-28'],
    ['date', '2026-02-28T10:00:00Z', '2026-02-28'],
    ['timestamp', '2026-02-28T09:30:00.250+08:00', '2026-02-28 01:30:00.25'],
    ['timestamp', '2026-01-01T00:30:00+01:00', '2025-12-31 23:30:00'],
    ['timestamp', '2026-02-28', '2026-02-28 00:00:00'],
    ['json', '{"a":1}', '{"a":1}'],
  ])('of %s takes %j', (type, cell, value) => {
    expect(shape([cell], type).values).toEqual([value]);
  });

  test.each<[ColumnType, unknown]>([
    ['integer', 1.5],
    ['integer', { $integer: '9223372036854775808' }],
    ['integer', ''],
    ['number', '1,5'],
    ['number', ' '],
    ['decimal', '1e5'],
    ['boolean', 'yes'],
    ['date', '2026-02-30'],
    ['timestamp', 'soon'],
    ['json', '{a}'],
  ])('of %s refuses %j, naming row and column', (type, cell) => {
    const refusal = () => shape([null, cell], type);
    expect(refusal).toThrow(RowRefused);
    expect(refusal).toThrow('Row 2, column "a"');
  });
});

describe('What makes a row itself', () => {
  const hashOf = (row: Record<string, unknown>, key: string[] | null = null) => {
    const shaper = createRowShaper({ key, columns: {} }, limits);
    return shaper.shape({ columns: Object.keys(row), cells: Object.values(row).map((cell) => [cell]) })
      .hashes[0];
  };

  test('depends on names and values alone', () => {
    const hash = hashOf({ a: 1, b: 'x' });
    expect(hashOf({ b: 'x', a: 1 })).toBe(hash);
    expect(hashOf({ b: 'x', a: '1', c: null })).toBe(hash);
    expect(hashOf({ b: 'x', a: { $integer: '1' } })).toBe(hash);
    expect(hashOf({ b: 'x', a: 2 })).not.toBe(hash);
    expect(hashOf({ ab: 'x', a: 1 })).not.toBe(hash);
    expect(hashOf({ a: '1b', b: 'x' })).not.toBe(hashOf({ a: '1', b: 'bx' }));
  });

  test('is its key alone where it has one', () => {
    expect(hashOf({ a: 1, b: 'x' }, ['a'])).toBe(hashOf({ a: 1, b: 'y' }, ['a']));
    expect(hashOf({ a: 1, b: 'x' }, ['a', 'b'])).not.toBe(hashOf({ a: 1, b: 'y' }, ['a', 'b']));
  });
});

describe('Rows that no warehouse takes', () => {
  test.each([
    [['a', 'A'], [1, 2], 'in case only'],
    [['_Row_Hash'], [1], 'Sextant uses this name'],
    [['a'], [Number.NaN], 'NaN is no number'],
    [['a'], ['x\0'], 'NUL'],
    [Array.from({ length: 11 }, (_, at) => `c${at}`), new Array(11).fill(1), 'more than 10 columns'],
  ])('%j with %j', (columns, row, message) => {
    const shaper = createRowShaper({ key: null, columns: {} }, limits);
    expect(() => shaper.shape({ columns, cells: row.map((cell) => [cell]) })).toThrow(message);
  });

  test('are named by their number in the whole run', () => {
    const shaper = createRowShaper({ key: ['a'], columns: {} }, limits);
    shaper.shape({ columns: ['a'], cells: [[1, 2]] });
    expect(() => shaper.shape({ columns: ['a'], cells: [[3, null]] })).toThrow('Row 4, column "a"');
  });
});
