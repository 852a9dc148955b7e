const dayMs = 86_400_000;
const forms = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?!\d)/;
const compact = /^(\d{4})(\d{2})(\d{2})/;

/**
 * Reads a date as `YYYY-MM-DD` from `2024-01-05`, `20240105`, `2024/1/5`, `2024年1月5日`, each with or without a time
 * behind it. Gives null for nothing; throws a `TypeError` for what is no date.
 */
export function dayOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  if (text === '' || text === '-' || text === '--') return null;
  const match = compact.exec(text) ?? forms.exec(text);
  const day = match && `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
  if (!day || !isDay(day)) throw new TypeError(`"${text.slice(0, 60)}" is not a date`);
  return day;
}

/** `01/05/2024`, month first, as `2024-01-05`. */
export function americanDay(text: string): string | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  return dayOf(match ? `${match[3]}-${match[1]}-${match[2]}` : text);
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** `2024-01-05` as `20240105`. */
export function compactDay(day: string): string {
  return day.replaceAll('-', '');
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The date that an instant (milliseconds) has in a time zone. */
export function dayIn(timeZone: string, ms: number = Date.now()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(ms);
}

/** The instant at which a clock in a time zone shows `2024-01-05 15:00:00`, as ISO 8601 in UTC. */
export function instantIn(timeZone: string, clock: string): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})[T ]?(\d{2}):?(\d{2}):?(\d{2})?/.exec(clock.trim());
  if (!match) throw new TypeError(`"${clock.slice(0, 60)}" is not a date with a time`);
  const [, year, month, day, hour, minute, second = '00'] = match;
  const asUtc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(asUtc)) throw new TypeError(`"${clock.slice(0, 60)}" is not a date with a time`);
  // Twice, for clocks near a change to or from summer time.
  const guess = asUtc - offsetMs(timeZone, asUtc);
  return new Date(asUtc - offsetMs(timeZone, guess)).toISOString();
}

function offsetMs(timeZone: string, ms: number): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(ms);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000;
}

export interface DaySpan {
  start: string;
  end: string;
}

/**
 * The span of days that a run is about: what was given, else the last `days` until today in the time zone. Throws when
 * it ends before it starts.
 */
export function daySpan(
  given: { start_date: string | null; end_date: string | null },
  otherwise: { days: number; timeZone: string },
): DaySpan {
  const end = given.end_date ?? dayIn(otherwise.timeZone);
  const start = given.start_date ?? addDays(end, -otherwise.days);
  if (start > end) throw new RangeError(`start_date ${start} is after end_date ${end}`);
  return { start, end };
}

/** Cuts a span into spans of at most so many days, for sources that give no more at once. */
export function spansOf({ start, end }: DaySpan, days: number): DaySpan[] {
  const spans: DaySpan[] = [];
  for (let from = start; from <= end; from = addDays(from, days)) {
    const to = addDays(from, days - 1);
    spans.push({ start: from, end: to < end ? to : end });
  }
  return spans;
}
