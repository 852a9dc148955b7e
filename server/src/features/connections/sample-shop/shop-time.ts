const dayMs = 86_400_000;

/** Days since 1970 of an ISO date. Throws a `RangeError` for anything else. */
export function dayNumber(iso: string): number {
  const time = Date.parse(`${iso}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || Number.isNaN(time)) {
    throw new RangeError(`"${iso}" is not a date like 2026-03-05`);
  }
  return time / dayMs;
}

/** ISO date of a day number. */
export function isoDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** `2026-03-05 14:07:09` of a day number and a second of that day. */
export function isoTime(day: number, second: number): string {
  return new Date(day * dayMs + second * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The promotion that makes a day busy, if any. */
export function eventOf(day: number): string | null {
  const date = isoDay(day).slice(5);
  if (date >= '11-09' && date <= '11-12') return '双十一';
  if (date >= '06-16' && date <= '06-18') return '618 大促';
  if (date === '12-12') return '双十二';
  if (date >= '12-24' && date <= '12-25') return '圣诞节';
  if (date >= '10-01' && date <= '10-07') return '国庆节';
  if (date === '01-01') return '元旦';
  return null;
}
