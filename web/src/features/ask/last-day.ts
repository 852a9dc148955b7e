/** The last day of a period that ends before `to`; anything else than a day's beginning is given as it is. */
export function lastDay(to: string): string {
  const day = /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00)?)?$/.exec(to)?.[1];
  if (day === undefined) return to;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
