const firstMs = 1000;
const longestMs = 30_000;

/** Whether a request that got this status may succeed later. */
export function isWorthRetrying(status: number): boolean {
  return status === 429 || status === 408 || status === 425 || status >= 500;
}

/** The pause after so many failed tries: it doubles, and half of it is chance so that clients part. */
export function backoffMs(tried: number, random: () => number = Math.random): number {
  const most = Math.min(longestMs, firstMs * 2 ** (tried - 1));
  return Math.round(most / 2 + (most / 2) * random());
}

/** What a `Retry-After` says, in seconds or as a date, as milliseconds from now; null when it says nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
