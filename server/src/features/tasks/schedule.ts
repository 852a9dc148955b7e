import type { Text } from '@sextant/contract/text';
import { Cron } from 'croner';
import { invalid } from '../../platform/errors/app-error.ts';
import { describeCron } from './describe-cron.ts';

export type ScheduleType = 'cron' | 'interval' | 'daily' | 'weekly' | 'monthly' | 'once' | 'manual';

export interface ScheduleInput {
  type: ScheduleType;
  expression: string;
  /** IANA name. */
  timezone: string;
}

export interface Schedule {
  /** The first fire time after `after`; null when there is none. Intervals count from `anchor`. */
  next(after: Date, anchor: Date): Date | null;
  words: Text;
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const unitWords: Record<string, Text> = {
  s: { zh: '秒', en: 'second' },
  m: { zh: '分钟', en: 'minute' },
  h: { zh: '小时', en: 'hour' },
  d: { zh: '天', en: 'day' },
};
const longestIntervalMs = 366 * 86_400_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekdayCharacters = '日一二三四五六';
const never: Schedule = { next: () => null, words: { zh: '只手动执行', en: 'Only by hand' } };

function refuse(expression: string, expected: Text): never {
  throw invalid('schedule_expression', {
    zh: `「${expression}」不是有效的执行时间：${expected.zh}`,
    en: `"${expression}" is no valid schedule: ${expected.en}`,
  });
}

/** Reads a schedule. Throws `VALIDATION_ERROR` that names the expression and the form that is expected. */
export function readSchedule(input: ScheduleInput): Schedule {
  checkTimezone(input.timezone);
  const expression = input.expression.trim();
  switch (input.type) {
    case 'manual':
      return never;
    case 'interval':
      return everyInterval(expression);
    case 'once':
      return once(expression, input.timezone);
    case 'cron':
      return cron(expression, expression, input.timezone);
    default:
      return cron(toCron(input.type, expression), expression, input.timezone);
  }
}

/** The next fire times, soonest first. */
export function nextFireTimes(schedule: Schedule, count: number, from: Date): Date[] {
  const times: Date[] = [];
  for (let after = from; times.length < count; ) {
    const next = schedule.next(after, from);
    if (next === null) break;
    times.push(next);
    after = next;
  }
  return times;
}

function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalid('timezone', {
      zh: `没有「${timezone}」这个时区，请用 Asia/Shanghai 这样的名称`,
      en: `There is no time zone "${timezone}"; use a name such as Asia/Shanghai`,
    });
  }
}

function cron(pattern: string, shown: string, timezone: string): Schedule {
  const expected = {
    zh: '需要 5 段（分 时 日 月 周）或 6 段（秒在最前），例如 0 15 * * 1-5',
    en: '5 fields (minute hour day month weekday), or 6 with seconds first, e.g. 0 15 * * 1-5',
  };
  const fields = pattern.split(/\s+/).length;
  if (fields !== 5 && fields !== 6) refuse(shown, expected);
  try {
    const job = new Cron(pattern, { timezone, paused: true });
    const words = describeCron(pattern);
    return { next: (after) => job.nextRun(after), words };
  } catch {
    return refuse(shown, {
      zh: '有一段写错或超出范围（分 0–59，时 0–23，日 1–31，月 1–12，周 0–7）',
      en: 'a field is wrong or out of range (minute 0–59, hour 0–23, day 1–31, month 1–12, weekday 0–7)',
    });
  }
}

function toCron(type: 'daily' | 'weekly' | 'monthly', expression: string): string {
  const expected = {
    daily: { zh: '需要 时:分，例如 18:30', en: 'hour:minute, e.g. 18:30' },
    weekly: { zh: '需要 星期 时:分，例如 MON,FRI 18:30', en: 'weekdays and hour:minute, e.g. MON,FRI 18:30' },
    monthly: {
      zh: '需要 日 时:分，例如 1,15 08:00；L 表示月末',
      en: 'days and hour:minute, e.g. 1,15 08:00; L is the last',
    },
  }[type];
  const parts = expression.split(/\s+/);
  const time = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(parts.at(-1) ?? '');
  if (!time || parts.length !== (type === 'daily' ? 1 : 2)) return refuse(expression, expected);
  const clock = `${Number(time[3] ?? 0)} ${Number(time[2])} ${Number(time[1])}`;
  if (type === 'daily') return `${clock} * * *`;
  const days = (parts[0] ?? '')
    .split(',')
    .map((day) => (type === 'weekly' ? weekdayOf(day) : monthDayOf(day)));
  if (days.includes(null)) return refuse(expression, expected);
  return type === 'weekly' ? `${clock} * * ${days.join()}` : `${clock} ${days.join()} * *`;
}

function weekdayOf(text: string): number | null {
  const character = /^(?:周|星期)(.)$/.exec(text)?.[1]?.replace('天', '日');
  if (character !== undefined) return indexOrNull(weekdayCharacters.indexOf(character));
  if (/^[0-7]$/.test(text)) return Number(text) % 7;
  return indexOrNull(weekdays.indexOf(text.toLowerCase().slice(0, 3)));
}

const indexOrNull = (index: number) => (index < 0 ? null : index);

function monthDayOf(text: string): string | null {
  if (text.toUpperCase() === 'L') return 'L';
  return /^([1-9]|[12]\d|3[01])$/.test(text) ? text : null;
}

function everyInterval(expression: string): Schedule {
  const match = /^(\d{1,9})\s*([smhd])?$/i.exec(expression);
  const unit = (match?.[2] ?? 'm').toLowerCase();
  const count = Number(match?.[1] ?? 0);
  const every = count * (unitMs[unit] ?? 0);
  if (every < 1000 || every > longestIntervalMs) {
    return refuse(expression, {
      zh: '需要 30s、5m、1h、1d 这样的间隔',
      en: 'an interval such as 30s, 5m, 1h or 1d',
    });
  }
  const word = unitWords[unit] as Text;
  return {
    next: (after, anchor) => {
      const passed = Math.max(0, Math.floor((after.getTime() - anchor.getTime()) / every));
      return new Date(anchor.getTime() + (passed + 1) * every);
    },
    words: { zh: `每 ${count} ${word.zh}`, en: `Every ${count} ${word.en}${count === 1 ? '' : 's'}` },
  };
}

function once(expression: string, timezone: string): Schedule {
  const local = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(expression);
  const text = expression.replace(' ', 'T');
  const at = local ? localTime(text, timezone) : new Date(text);
  if (at === null || Number.isNaN(at.getTime())) {
    return refuse(expression, {
      zh: '需要一个时间，例如 2027-01-31 08:00',
      en: 'a time, e.g. 2027-01-31 08:00',
    });
  }
  return {
    next: (after) => (at > after ? at : null),
    words: { zh: `一次：${expression}`, en: `Once: ${expression}` },
  };
}

function localTime(text: string, timezone: string): Date | null {
  try {
    return new Cron(text.length === 16 ? `${text}:00` : text, { timezone, paused: true }).nextRun(
      new Date(0),
    );
  } catch {
    return null;
  }
}
