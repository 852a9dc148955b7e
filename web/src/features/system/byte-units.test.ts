import { expect, it } from 'vitest';
import { largestUnit } from './byte-units.ts';

it.each([
  [0, 'KiB'],
  [1024 ** 2, 'MiB'],
  [50 * 1024 ** 3, 'GiB'],
  [3 * 1024 ** 4, 'TiB'],
])('shows %d bytes in %s', (bytes, unit) => {
  expect(largestUnit(bytes)).toBe(unit);
});
