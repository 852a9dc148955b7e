const dayMs = 86_400_000;

const nameOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The day `count` days after another; days are `YYYY-MM-DD`. */
export function dayAfter(day: string, count: number): string {
  return nameOf(Date.parse(day) + count * dayMs);
}

/** The week of a day, from Monday. */
export function weekOf(day: string): string[] {
  const monday = dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, at) => dayAfter(monday, at));
}

/** The weeks that hold the month of a day, from Monday to Sunday. */
export function monthOf(day: string): string[] {
  const first = `${day.slice(0, 7)}-01`;
  const last = dayAfter(monthAfter(day, 1), -1);
  const days = weekOf(first);
  while ((days.at(-1) as string) < last) days.push(...weekOf(dayAfter(days.at(-1) as string, 1)));
  return days;
}

/** The first day of the month `count` months after that of a day. */
export function monthAfter(day: string, count: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return nameOf(Date.UTC(year, month - 1 + count, 1));
}

/** The day of a moment in a time zone. */
export function dayIn(time: Date, timezone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(time);
}
