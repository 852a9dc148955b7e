/** A calendar day; `month` is 1–12. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** `2024-03-05`. */
export function isoDay(day: Day): string {
  return `${pad(day.year, 4)}-${pad(day.month, 2)}-${pad(day.day, 2)}`;
}

function fromUtc(date: Date): Day {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function toUtc(day: Day): Date {
  return new Date(Date.UTC(day.year, day.month - 1, day.day));
}

/** The day some days later (negative: earlier). */
export function addDays(day: Day, days: number): Day {
  return fromUtc(new Date(toUtc(day).getTime() + days * 86_400_000));
}

/** The same day some months later, cut to the month's last day. */
export function addMonths(day: Day, months: number): Day {
  const first = new Date(Date.UTC(day.year, day.month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: Math.min(day.day, last) };
}

/** Monday of the day's week. */
export function startOfWeek(day: Day): Day {
  return addDays(day, -((toUtc(day).getUTCDay() + 6) % 7));
}

/** First day of the quarter, 1–4. */
export function startOfQuarter(year: number, quarter: number): Day {
  return { year, month: quarter * 3 - 2, day: 1 };
}

/** The quarter of a month, 1–4. */
export function quarterOf(month: number): number {
  return Math.ceil(month / 3);
}

/** Whether the calendar has the day: 2月30日 it has not. */
export function isRealDay(day: Day): boolean {
  const back = fromUtc(toUtc(day));
  return back.year === day.year && back.month === day.month && back.day === day.day;
}

/** Reads the day of an ISO local date-time. */
export function dayOf(iso: string): Day {
  const [year = 1970, month = 1, day = 1] = iso.slice(0, 10).split('-').map(Number);
  return { year, month, day };
}
