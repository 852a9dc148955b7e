import type { Language } from '@sextant/contract/text';
import { localeOf } from './texts.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `3 分钟前`, `2 days ago`; beyond a month the date. `time` is ISO 8601. */
export function relativeTime(time: string, language: Language, now = Date.now()): string {
  const difference = new Date(time).getTime() - now;
  const size = Math.abs(difference);
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  if (size < 45 * second) return format.format(0, 'second');
  if (size < hour) return format.format(Math.round(difference / minute), 'minute');
  if (size < day) return format.format(Math.round(difference / hour), 'hour');
  if (size < 30 * day) return format.format(Math.round(difference / day), 'day');
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium' }).format(new Date(time));
}

/** Date and time to the second in the user's zone. */
export function exactTime(time: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(time),
  );
}

/** A duration in words from milliseconds: `41 毫秒`, `1.2 s`, `3 min 5 s`. */
export function formatDuration(milliseconds: number, language: Language): string {
  const zh = language === 'zh';
  if (milliseconds < second) return `${Math.round(milliseconds)} ${zh ? '毫秒' : 'ms'}`;
  if (milliseconds < minute) return `${(milliseconds / second).toFixed(1)} ${zh ? '秒' : 's'}`;
  const minutes = Math.floor(milliseconds / minute);
  const seconds = Math.round((milliseconds % minute) / second);
  return zh ? `${minutes} 分 ${seconds} 秒` : `${minutes} min ${seconds} s`;
}
