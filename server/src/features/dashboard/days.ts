const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a moment in a time zone, as `2026-01-05`. */
export function dayOf(moment: Date, timezone: string): string {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
    formats.set(timezone, format);
  }
  return format.format(moment);
}

/** The last days with today, oldest first. */
export function lastDays(count: number, timezone: string): string[] {
  const today = new Date(`${dayOf(new Date(), timezone)}T00:00:00Z`).getTime();
  return Array.from({ length: count }, (_, index) =>
    new Date(today - (count - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}

/** Sums counts of ten minutes each (`2026-01-05T08:3`, UTC) for these days of a time zone. */
export function perDay(
  counts: readonly { slot: string; count: number }[],
  days: readonly string[],
  timezone: string,
): number[] {
  const sums = new Map(days.map((day) => [day, 0]));
  for (const { slot, count } of counts) {
    const day = dayOf(new Date(`${slot}0:00Z`), timezone);
    const sum = sums.get(day);
    if (sum !== undefined) sums.set(day, sum + Number(count));
  }
  return days.map((day) => sums.get(day) ?? 0);
}
