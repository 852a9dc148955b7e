import { expect, test } from 'vitest';
import { readDays, readInterval, writeDays } from './schedule-expression.ts';

test('days are written in the order of the week and of the month, the last day at the end', () => {
  expect(writeDays(['FRI', 'MON'], '18:30')).toBe('MON,FRI 18:30');
  expect(writeDays(['L', '15', '1'], '08:00')).toBe('1,15,L 08:00');
});

test('what was written is read back', () => {
  expect(readDays('MON,FRI 18:30')).toEqual({ days: ['MON', 'FRI'], time: '18:30' });
  expect(readDays('')).toEqual({ days: [], time: '' });
  expect(readInterval('30m')).toEqual({ count: 30, unit: 'm' });
  expect(readInterval('nonsense')).toEqual({ count: 1, unit: 'h' });
});
