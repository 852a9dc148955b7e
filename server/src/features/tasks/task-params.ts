import type { TaskParams } from '@sextant/contract/tasks';
import { invalid } from '../../platform/errors/app-error.ts';
import { isSecretParameter, secretMask } from '../../platform/secrets/secret-names.ts';

/** What the placeholders of parameters stand for. */
export interface PlaceholderValues {
  now: Date;
  timezone: string;
  /** When the last successful execution began; null when there is none. */
  lastSuccess: Date | null;
}

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;
const form =
  /^(today|yesterday|now|last_success)(?:\s*([+-])\s*(\d{1,5})\s*([dwm]))?(?:\s*\|\s*(YYYY-MM-DD|YYYYMMDD|YYYY-MM|YYYY))?$/;

/** Puts the secrets of `before` where `***` came back. */
export function withKeptSecrets(given: TaskParams, before: TaskParams): TaskParams {
  const kept = ([name, value]: [string, TaskParams[string]]): [string, TaskParams[string]] => {
    if (value !== secretMask || !isSecretParameter(name)) return [name, value];
    if (before[name] !== undefined) return [name, before[name]];
    throw invalid(`params.${name}`, {
      zh: `参数 ${name}：*** 表示保持原值不变，而这里还没有值；请填写真正的值`,
      en: `Parameter ${name}: *** leaves a stored value as it is, and none is stored; give the value itself`,
    });
  };
  return Object.fromEntries(Object.entries(given).map(kept));
}

/** Refuses parameters with placeholders that mean nothing. */
export function checkPlaceholders(params: TaskParams): void {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string') continue;
    for (const [text, inner = ''] of value.matchAll(placeholder)) {
      if (form.test(inner)) continue;
      throw invalid('params', {
        zh: `参数 ${name}：不认识 ${text}。可用 {{today}}、{{yesterday}}、{{today-7d}}、{{today|YYYYMMDD}}、{{last_success}}、{{now}}`,
        en: `Parameter ${name}: ${text} is unknown. There are {{today}}, {{yesterday}}, {{today-7d}}, {{today|YYYYMMDD}}, {{last_success}} and {{now}}`,
      });
    }
  }
}

/**
 * Fills in `{{today}}` and its like, in the task's time zone; days are `YYYY-MM-DD`, `now` and `last_success` ISO times.
 * A text that is only `{{last_success}}` becomes null as long as there was none.
 */
export function fillPlaceholders(params: TaskParams, values: PlaceholderValues): TaskParams {
  const filled: TaskParams = {};
  for (const [name, value] of Object.entries(params)) {
    filled[name] = typeof value === 'string' ? fillText(value, values) : value;
  }
  return filled;
}

function fillText(text: string, values: PlaceholderValues): string | null {
  if (values.lastSuccess === null && /^\{\{\s*last_success[^{}]*\}\}$/.test(text.trim())) return null;
  return text.replaceAll(placeholder, (whole, inner: string) => {
    const match = form.exec(inner);
    return match ? standsFor(match, values) : whole;
  });
}

function standsFor(match: RegExpExecArray, { now, timezone, lastSuccess }: PlaceholderValues): string {
  const [, base, sign, count, unit, wanted] = match;
  const start = base === 'last_success' ? (lastSuccess ?? new Date(0)) : now;
  const timed = (base === 'now' || base === 'last_success') && wanted === undefined;
  if (timed && count === undefined) return start.toISOString();
  let days = base === 'yesterday' ? -1 : 0;
  let months = 0;
  const amount = Number(count ?? 0) * (sign === '-' ? -1 : 1);
  if (unit === 'd') days += amount;
  if (unit === 'w') days += amount * 7;
  if (unit === 'm') months = amount;
  return writeDay(moveDay(dayIn(start, timezone), days, months), wanted ?? 'YYYY-MM-DD');
}

type Day = [year: number, month: number, day: number];

/** The calendar day of a moment in a time zone. */
export function dayIn(moment: Date, timezone: string): Day {
  const text = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(moment);
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return [year, month, day];
}

function moveDay([year, month, day]: Day, days: number, months: number): Day {
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth) + days));
  return [moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate()];
}

export function writeDay([year, month, day]: Day, pattern: string): string {
  return pattern
    .replace('YYYY', String(year).padStart(4, '0'))
    .replace('MM', String(month).padStart(2, '0'))
    .replace('DD', String(day).padStart(2, '0'));
}
