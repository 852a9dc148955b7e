import { expect, it } from 'vitest';
import { dayAfter, dayIn, monthAfter, monthOf, weekOf } from './calendar-days.ts';

it('begins weeks on Monday', () => {
  expect(weekOf('2026-11-22')).toEqual(weekOf('2026-11-16'));
  expect(weekOf('2026-11-22').at(0)).toBe('2026-11-16');
});

it('shows a month in whole weeks', () => {
  const november = monthOf('2026-11-21');
  expect([november.at(0), november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(monthOf('2027-02-14')).toHaveLength(28);
});

it('goes over the ends of months and years', () => {
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(monthAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(monthAfter('2026-01-31', -1)).toBe('2025-12-01');
});

it('knows the day of a moment in a time zone', () => {
  expect(dayIn(new Date('2026-11-21T20:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-22');
});
