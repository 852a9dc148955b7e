import { describe, expect, test } from 'vitest';
import { forecastOf, growthOf, neededPoints } from './capacity-trend.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number)).toISOString().slice(0, 10);
const points = (sizes: number[]) => sizes.map((bytes, at) => ({ day: day(at + 1), bytes }));

describe('The trend of a size', () => {
  test('growth is told from first to last, in bytes, percent and by day', () => {
    expect(growthOf(points([1000, 1500, 2000]))).toEqual({
      from_day: '2026-01-01',
      to_day: '2026-01-03',
      change_bytes: 1000,
      change_percent: 100,
      bytes_per_day: 500,
      trend: 'growing',
    });
    expect(growthOf(points([1000, 1001]))?.trend).toBe('stable');
    expect(growthOf(points([1000, 100]))?.trend).toBe('shrinking');
    expect(growthOf(points([0, 100]))?.change_percent).toBeNull();
    expect(growthOf(points([1000]))).toBeNull();
  });

  test('with too few points there is no forecast', () => {
    expect(forecastOf(points(Array.from({ length: neededPoints - 1 }, (_, at) => at)))).toBeNull();
  });

  test('a straight growth goes on, a restless one has a wide band', () => {
    const straight = forecastOf(points(Array.from({ length: 10 }, (_, at) => 1000 + at * 100)));
    expect(straight?.fit).toBe(1);
    expect(straight?.points[0]).toEqual({ day: day(11), bytes: 2000, low_bytes: 2000, high_bytes: 2000 });
    const restless = forecastOf(points([10, 900, 20, 800, 30, 700, 40, 600].map((size) => size * 1000)));
    expect(restless?.fit).toBeLessThan(0.2);
    const [next] = restless?.points ?? [];
    expect(next?.low_bytes).toBe(0);
    expect(next?.high_bytes).toBeGreaterThan(1_000_000);
  });

  test('nothing shrinks below nothing', () => {
    const last = forecastOf(points([70, 60, 50, 40, 30, 20, 10]))?.points.at(-1);
    expect(last?.bytes).toBe(0);
  });
});
