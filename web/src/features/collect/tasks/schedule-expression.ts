import type { ScheduleType } from '@sextant/contract/tasks';

type Weekday = 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT' | 'SUN';
export const weekdayNames: readonly Weekday[] = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
export const intervalUnits = ['s', 'm', 'h', 'd'] as const;
export type IntervalUnit = (typeof intervalUnits)[number];

/** What a schedule of a type begins with when it is chosen. */
export const firstExpression: Record<ScheduleType, string> = {
  cron: '30 18 * * 1-5',
  interval: '1h',
  daily: '18:30',
  weekly: 'MON 18:30',
  monthly: '1 08:00',
  once: '',
  manual: '',
};

/** `30m` as its parts; one hour for what is none. */
export function readInterval(expression: string): { count: number; unit: IntervalUnit } {
  const match = /^(\d{1,9})\s*([smhd])$/i.exec(expression.trim());
  const unit = intervalUnits.find((one) => one === match?.[2]?.toLowerCase());
  return match === null || unit === undefined ? { count: 1, unit: 'h' } : { count: Number(match[1]), unit };
}

/** `MON,FRI 18:30` or `1,L 08:00` as days and a time of day. */
export function readDays(expression: string): { days: string[]; time: string } {
  const [days = '', time = ''] = expression.trim().split(/\s+/);
  return { days: days.split(',').filter((day) => day !== ''), time };
}

/** Days in the order of the week or month, and a time, as the server reads them. */
export function writeDays(days: readonly string[], time: string): string {
  const place = (day: string) => {
    const weekday = (weekdayNames as readonly string[]).indexOf(day);
    if (weekday >= 0) return weekday;
    return day === 'L' ? 32 : Number(day);
  };
  return `${[...days].sort((one, other) => place(one) - place(other)).join(',')} ${time}`.trim();
}
