import { setImmediate } from 'node:timers/promises';
import { invalid } from '../../platform/errors/app-error.ts';
import { scheduleOf } from './scheduler.ts';
import type { TaskRow } from './tasks.repository.ts';

const longestDays = 42;
const timesOfDay = 24;
/** Fire times that are worked out for one calendar; tasks beyond them are left out. */
const mostTimes = 20_000;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export interface CalendarEntry {
  day: string;
  task: TaskRow;
  times: string[];
  hasMore: boolean;
}

/** A day of the calendar from its first moment to the first of the next, which a clock change may move. */
interface CalendarDay {
  day: string;
  start: number;
  end: number;
}

/**
 * When tasks run on the days from `from` to `to` of a time zone, from now on. A task that runs more than 24 times on a
 * day is told with the first 24.
 */
export async function taskCalendar(
  tasks: readonly TaskRow[],
  range: { from: string; to: string },
  timezone: string,
): Promise<{ entries: CalendarEntry[]; isTruncated: boolean }> {
  const days = daysOf(range, timezone);
  const entries: CalendarEntry[] = [];
  let left = mostTimes;
  for (const task of tasks) {
    if (left <= 0) return { entries: sorted(entries), isTruncated: true };
    const ofTask = entriesOf(task, days, timezone);
    left -= ofTask.reduce((sum, { times }) => sum + times.length, 1);
    entries.push(...ofTask);
    await setImmediate();
  }
  return { entries: sorted(entries), isTruncated: false };
}

function entriesOf(task: TaskRow, days: readonly CalendarDay[], timezone: string): CalendarEntry[] {
  const schedule = scheduleOf(task, timezone);
  const anchor = new Date(task.created_at);
  const now = Date.now();
  const entries: CalendarEntry[] = [];
  let next: Date | null = new Date(0);
  for (const { day, start, end } of days) {
    if (next === null) break;
    if (next.getTime() < start) next = schedule.next(new Date(Math.max(start - 1, now)), anchor);
    const times: string[] = [];
    while (next !== null && next.getTime() < end && times.length < timesOfDay) {
      times.push(next.toISOString());
      next = schedule.next(next, anchor);
    }
    if (times.length > 0) {
      entries.push({ day, task, times, hasMore: next !== null && next.getTime() < end });
    }
  }
  return entries;
}

const sorted = (entries: CalendarEntry[]) =>
  entries.sort((a, b) => ((a.times[0] ?? '') < (b.times[0] ?? '') ? -1 : 1));

function daysOf({ from, to }: { from: string; to: string }, timezone: string): CalendarDay[] {
  const count = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (count < 1 || count > longestDays) throw wrongRange(from, to, count);
  const names = Array.from({ length: count + 1 }, (_, at) =>
    new Date(Date.parse(from) + at * dayMs).toISOString().slice(0, 10),
  );
  const starts = firstMoments(names, timezone);
  return names
    .slice(0, count)
    .map((day, at) => ({ day, start: starts[at] as number, end: starts[at + 1] as number }));
}

/** The first moment of each day, found by halves between the earliest and the latest place on earth. */
function firstMoments(days: readonly string[], timezone: string): number[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  return days.map((day) => {
    let [before, within] = [Date.parse(day) - 15 * hourMs, Date.parse(day) + 15 * hourMs];
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2);
      if (format.format(middle) < day) before = middle;
      else within = middle;
    }
    return within;
  });
}

function wrongRange(from: string, to: string, count: number) {
  return invalid('to', {
    zh: `日历一次可看 1 到 ${longestDays} 天，${from} 到 ${to} 是 ${count} 天`,
    en: `A calendar takes 1 to ${longestDays} days; ${from} to ${to} is ${count}`,
  });
}
