import { expect, test } from 'vitest';
import { ApiError } from '../../../lib/api-error.ts';
import { placeOfError } from './error-place.ts';

const sql = 'select a,\n  nope\nfrom t';
const failed = (message: string, details = {}) =>
  new ApiError(message, { status: 422, code: 'SQL_FAILED', details });

test('a position is taken from the details, else from what the engine wrote', () => {
  expect(placeOfError(failed('x', { position: 13 }), sql)).toBe(12);
  expect(placeOfError(failed('column "nope" does not exist (at character 13)'), sql)).toBe(12);
  expect(placeOfError(failed("syntax to use near 'x' at line 2"), sql)).toBe(10);
  expect(placeOfError(failed('near "nope": syntax error'), sql)).toBe(12);
  expect(placeOfError(failed('no such column: nope'), 'select nopes, nope')).toBe(14);
});

test('a place outside of the statement, or none, is no place', () => {
  expect(placeOfError(failed('at character 400'), sql)).toBeNull();
  expect(placeOfError(failed('at line 9'), sql)).toBeNull();
  expect(placeOfError(failed('something else'), sql)).toBeNull();
  expect(placeOfError(new Error('at line 1'), sql)).toBeNull();
});
