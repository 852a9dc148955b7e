import { expect, it } from 'vitest';
import { pairsOf, paramsOf } from './pairs.ts';

it('reads typed values as numbers and true or false where they are written so', () => {
  const pairs = [
    { name: 'days', value: '30' },
    { name: 'code', value: '000001' },
    { name: 'dry', value: 'false' },
    { name: '', value: 'nobody' },
  ];
  expect(paramsOf(pairs)).toEqual({ days: 30, code: '000001', dry: false });
});

it('shows parameters as they would be typed', () => {
  expect(pairsOf({ days: 30, code: '000001', none: null })).toEqual([
    { name: 'days', value: '30' },
    { name: 'code', value: '000001' },
    { name: 'none', value: '' },
  ]);
});
