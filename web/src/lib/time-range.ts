/** The periods that a list offers, in milliseconds. */
export const periods = {
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '6h': 6 * 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
} as const;

export type Period = keyof typeof periods;

/** A time range as it stands in an address: a period up to now, or two times of which either may be missing. */
export interface TimeRangeValues {
  range: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

export function isPeriod(text: string | undefined): text is Period {
  return text !== undefined && Object.hasOwn(periods, text);
}

/** The times that a range means now, for the API; what cannot be read as a time is left out. */
export function windowOf(
  { range, from, to }: TimeRangeValues,
  now = Date.now(),
): { from?: string; to?: string } {
  if (isPeriod(range)) return { from: new Date(now - periods[range]).toISOString() };
  return { ...(isTime(from) && { from }), ...(isTime(to) && { to }) };
}

export function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
