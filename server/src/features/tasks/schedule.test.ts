import { describe, expect, test } from 'vitest';
import { AppError } from '../../platform/errors/app-error.ts';
import { nextFireTimes, readSchedule, type ScheduleInput } from './schedule.ts';

const timesOf = (
  input: Partial<ScheduleInput> & Pick<ScheduleInput, 'type' | 'expression'>,
  from: string,
  count = 3,
) =>
  nextFireTimes(readSchedule({ timezone: 'Asia/Shanghai', ...input }), count, new Date(from)).map((time) =>
    time.toISOString(),
  );

describe('a schedule', () => {
  test.each([
    [
      'cron',
      '0 15 * * 1-5',
      ['2026-11-23T07:00:00.000Z', '2026-11-24T07:00:00.000Z', '2026-11-25T07:00:00.000Z'],
    ],
    [
      'cron',
      '*/20 * * * * *',
      ['2026-11-21T00:00:20.000Z', '2026-11-21T00:00:40.000Z', '2026-11-21T00:01:00.000Z'],
    ],
    ['daily', '18:30', ['2026-11-21T10:30:00.000Z', '2026-11-22T10:30:00.000Z', '2026-11-23T10:30:00.000Z']],
    [
      'weekly',
      'MON,周五 08:00',
      ['2026-11-23T00:00:00.000Z', '2026-11-27T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ],
    [
      'monthly',
      '1,L 08:00',
      ['2026-11-30T00:00:00.000Z', '2026-12-01T00:00:00.000Z', '2026-12-31T00:00:00.000Z'],
    ],
    ['interval', '90m', ['2026-11-21T01:30:00.000Z', '2026-11-21T03:00:00.000Z', '2026-11-21T04:30:00.000Z']],
    ['interval', '10', ['2026-11-21T00:10:00.000Z', '2026-11-21T00:20:00.000Z', '2026-11-21T00:30:00.000Z']],
    ['once', '2027-01-31 08:00', ['2027-01-31T00:00:00.000Z']],
    ['once', '2027-01-31T08:00:00+01:00', ['2027-01-31T07:00:00.000Z']],
    ['once', '2020-01-31 08:00', []],
    ['manual', '', []],
    ['cron', '0 0 30 2 *', []],
  ] as const)('%s %s fires in its time zone', (type, expression, times) => {
    expect(timesOf({ type, expression }, '2026-11-21T00:00:00Z')).toEqual(times);
  });

  test('fires once on the days when the clock changes', () => {
    const spring = timesOf(
      { type: 'daily', expression: '02:30', timezone: 'America/New_York' },
      '2027-03-13T12:00:00Z',
    );
    expect(spring).toEqual([
      '2027-03-14T07:00:00.000Z',
      '2027-03-15T06:30:00.000Z',
      '2027-03-16T06:30:00.000Z',
    ]);
    const autumn = timesOf(
      { type: 'daily', expression: '01:30', timezone: 'America/New_York' },
      '2026-10-31T12:00:00Z',
    );
    expect(autumn).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
      '2026-11-03T06:30:00.000Z',
    ]);
  });

  test('counts intervals from its beginning, so that they do not drift', () => {
    const schedule = readSchedule({ type: 'interval', expression: '1h', timezone: 'UTC' });
    const anchor = new Date('2026-01-01T00:10:00Z');
    expect(schedule.next(new Date('2026-01-01T05:42:00Z'), anchor)?.toISOString()).toBe(
      '2026-01-01T06:10:00.000Z',
    );
  });

  test.each([
    ['cron', '0 15 * * 1-5', '星期一至星期五 15:00', 'At 15:00, Monday through Friday'],
    ['cron', '30 18 * * *', '每天 18:30', 'At 18:30'],
    ['cron', '0 9,12,18 * * *', '每天 09:00、12:00 和 18:00', 'At 09:00, 12:00 and 18:00'],
    ['cron', '0 9 1,15 * *', '每月 1 号和 15 号 09:00', 'At 09:00, on day 1 and 15 of the month'],
    [
      'cron',
      '*/15 9-17 * * 1-5',
      '每隔 15 分钟，09:00 到 17:59，星期一至星期五',
      'Every 15 minutes, between 09:00 and 17:59, Monday through Friday',
    ],
    ['cron', '0 18 1 1 *', '一月份 1 号 18:00', 'At 18:00, on day 1 of the month, only in January'],
    [
      'monthly',
      '1,15,L 20:00',
      '每月 1 号、15 号和最后一天 20:00',
      'At 20:00, on day 1, 15, and the last day of the month',
    ],
    ['interval', '1d', '每 1 天', 'Every 1 day'],
    ['manual', '', '只手动执行', 'Only by hand'],
  ] as const)('%s %s is told in words', (type, expression, zh, en) => {
    expect(readSchedule({ type, expression, timezone: 'UTC' }).words).toEqual({ zh, en });
  });

  test.each([
    ['cron', '1 2 3'],
    ['cron', '99 * * * *'],
    ['cron', '* * * * * * *'],
    ['cron', 'every day'],
    ['daily', '25:00'],
    ['daily', ''],
    ['weekly', 'XX 08:00'],
    ['monthly', '32 08:00'],
    ['interval', '0s'],
    ['interval', '999d'],
    ['once', 'soon'],
  ] as const)('%s "%s" is refused by name, with the form that is expected', (type, expression) => {
    const read = () => readSchedule({ type, expression, timezone: 'UTC' });
    expect(read).toThrow(AppError);
    expect(read).toThrow(expression);
  });

  test('a time zone that does not exist is refused by name', () => {
    expect(() => readSchedule({ type: 'daily', expression: '08:00', timezone: 'Asia/Peking' })).toThrow(
      'Asia/Peking',
    );
  });
});
