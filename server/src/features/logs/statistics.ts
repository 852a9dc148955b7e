import type { LogStatistics } from '@sextant/contract/logs';

const hourSeconds = 3_600;
const mostModules = 10;

type Counts = LogStatistics['levels'];
const noCounts = (): Counts => ({ debug: 0, info: 0, warn: 0, error: 0, fatal: 0 });

/** Counts of a window by level, module and time; the longer the window, the wider each part of it. */
export function countOverTime(input: {
  from: string;
  to: string;
  byTime: readonly { at: string; level: string; count: number }[];
  modules: readonly { module: string; count: number }[];
}): LogStatistics {
  const { from, to, byTime, modules } = input;
  const bucketSeconds = widthOf((Date.parse(to) - Date.parse(from)) / 1000);
  const levels = noCounts();
  const buckets = new Map(bucketStarts(from, to, bucketSeconds).map((at) => [at, noCounts()]));
  for (const { at, level, count } of byTime) {
    if (!(level in levels)) continue;
    const known = level as keyof Counts;
    levels[known] += Number(count);
    const bucket = buckets.get(startOf(Date.parse(at), bucketSeconds));
    if (bucket) bucket[known] += Number(count);
  }
  const total = Object.values(levels).reduce((sum, count) => sum + count, 0);
  const severe = levels.error + levels.fatal;
  return {
    from,
    to,
    total,
    levels,
    error_rate: total === 0 ? 0 : Math.round((severe / total) * 10_000) / 100,
    modules: modules.slice(0, mostModules).map(({ module, count }) => ({ module, count: Number(count) })),
    bucket_seconds: bucketSeconds,
    buckets: [...buckets].map(([at, counts]) => ({ at, ...counts })),
  };
}

function widthOf(seconds: number): number {
  if (seconds <= 6 * hourSeconds) return 300;
  if (seconds <= 3 * 24 * hourSeconds) return hourSeconds;
  if (seconds <= 31 * 24 * hourSeconds) return 6 * hourSeconds;
  return 24 * hourSeconds * Math.ceil(seconds / (200 * 24 * hourSeconds));
}

function startOf(time: number, seconds: number): string {
  return new Date(time - (time % (seconds * 1000))).toISOString();
}

function bucketStarts(from: string, to: string, seconds: number): string[] {
  const starts: string[] = [];
  const end = Date.parse(to);
  for (let at = Date.parse(startOf(Date.parse(from), seconds)); at < end; at += seconds * 1000) {
    starts.push(new Date(at).toISOString());
  }
  return starts;
}
