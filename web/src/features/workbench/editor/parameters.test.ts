import { expect, test } from 'vitest';
import { parametersOf, parameterValue, valuesOf } from './parameters.ts';

test('numbers beyond what JSON carries exactly travel as text', () => {
  const number = (value: string) => parameterValue({ type: 'number', value });
  expect([number('12'), number(' -0.5 '), number('9007199254740993'), number('1e3'), number('')]).toEqual([
    12,
    -0.5,
    '9007199254740993',
    '1e3',
    '',
  ]);
});

test('only the named values are sent, and those never filled in are empty texts', () => {
  const filled = { a: { type: 'boolean', value: 'true' }, b: { type: 'null', value: 'x' } } as const;
  expect(valuesOf(['a', 'c'], filled)).toEqual({ a: true, c: '' });
  expect(valuesOf(['b'], filled)).toEqual({ b: null });
});

test('saved values come back as the fields they were', () => {
  const values = { text: 'x', date: '2026-02-28', number: 1.5, flag: false, none: null };
  expect(valuesOf(Object.keys(values), parametersOf(values))).toEqual(values);
});
