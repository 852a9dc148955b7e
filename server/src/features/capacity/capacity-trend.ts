import type { CapacityPoint, Forecast, Growth } from '@sextant/contract/capacity';

/** With fewer daily points a line says nothing about days to come. */
export const neededPoints = 7;
const stablePercent = 1;
const dayMs = 86_400_000;
/** Of a normal distribution, 95 of 100 lie within so many deviations. */
const spread = 1.96;

const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
const dayText = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);

/** How a size moved from the first to the last of its points, which are in order; null with fewer than two. */
export function growthOf(points: readonly CapacityPoint[]): Growth | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first.day === last.day) return null;
  const change = last.bytes - first.bytes;
  const days = dayNumber(last.day) - dayNumber(first.day);
  const percent = first.bytes === 0 ? null : Math.round((change / first.bytes) * 10_000) / 100;
  const isStable = change === 0 || (percent !== null && Math.abs(percent) < stablePercent);
  return {
    from_day: first.day,
    to_day: last.day,
    change_bytes: change,
    change_percent: percent,
    bytes_per_day: Math.round(change / days),
    trend: isStable ? 'stable' : change > 0 ? 'growing' : 'shrinking',
  };
}

/**
 * A straight line through the points, drawn on for as long as they reach back but at most 90 days, with the band in
 * which 95 of 100 days would lie if the size went on as it did. Null with too few points.
 */
export function forecastOf(points: readonly CapacityPoint[]): Forecast | null {
  if (points.length < neededPoints) return null;
  const xs = points.map(({ day }) => dayNumber(day));
  const ys = points.map(({ bytes }) => bytes);
  const count = points.length;
  const meanX = xs.reduce((sum, x) => sum + x, 0) / count;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / count;
  const sxx = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  const sxy = xs.reduce((sum, x, at) => sum + (x - meanX) * ((ys[at] ?? 0) - meanY), 0);
  const slope = sxx === 0 ? 0 : sxy / sxx;
  const lineAt = (x: number) => meanY + slope * (x - meanX);
  const residual = xs.reduce((sum, x, at) => sum + ((ys[at] ?? 0) - lineAt(x)) ** 2, 0);
  const total = ys.reduce((sum, y) => sum + (y - meanY) ** 2, 0);
  const deviation = Math.sqrt(residual / (count - 2));
  const last = xs.at(-1) ?? 0;
  const ahead = Math.min(90, Math.max(7, last - (xs[0] ?? last)));
  const at = (x: number) => {
    const band = spread * deviation * Math.sqrt(1 + 1 / count + (sxx === 0 ? 0 : (x - meanX) ** 2 / sxx));
    const bytes = lineAt(x);
    return {
      day: dayText(x),
      bytes: Math.max(0, Math.round(bytes)),
      low_bytes: Math.max(0, Math.round(bytes - band)),
      high_bytes: Math.max(0, Math.round(bytes + band)),
    };
  };
  return {
    points: Array.from({ length: ahead }, (_, step) => at(last + step + 1)),
    fit: total === 0 ? 1 : Math.max(0, Math.round((1 - residual / total) * 1000) / 1000),
  };
}
