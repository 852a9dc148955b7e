import type { CapacityPoint, Forecast } from '@sextant/contract/capacity';
import type { Chart } from '@sextant/contract/chart';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** The unit in which the largest of these sizes reads best, and how many bytes it has. */
export function unitFor(sizes: readonly number[]): { unit: string; bytes: number } {
  const largest = sizes.reduce((high, size) => Math.max(high, size), 1);
  const power = Math.min(Math.floor(Math.log2(largest) / 10), units.length - 1);
  return { unit: units[power] ?? 'B', bytes: 1024 ** power };
}

/** Sizes by day with the forecast going on from the last one, as lines over one axis. */
export function capacityChart(
  points: readonly CapacityPoint[],
  forecast: Forecast | null,
  name: (line: 'actual' | 'forecast' | 'low' | 'high', unit: string) => string,
): Chart {
  const ahead = forecast?.points ?? [];
  const { unit, bytes: one } = unitFor([
    ...points.map(({ bytes }) => bytes),
    ...ahead.map(({ high_bytes }) => high_bytes),
  ]);
  const scaled = (bytes: number) => Math.round((bytes / one) * 1000) / 1000;
  const lines = ahead.length === 0 ? (['actual'] as const) : (['actual', 'forecast', 'low', 'high'] as const);
  const y = lines.map((line) => name(line, unit));
  const last = points.at(-1);
  const rows = [
    ...points.map(({ day, bytes }) => {
      const joint = ahead.length > 0 && day === last?.day ? scaled(bytes) : null;
      return [day, scaled(bytes), joint, joint, joint];
    }),
    ...ahead.map(({ day, bytes, low_bytes, high_bytes }) => [
      day,
      null,
      scaled(bytes),
      scaled(low_bytes),
      scaled(high_bytes),
    ]),
  ].map((row) => row.slice(0, 1 + y.length));
  return {
    type: 'line',
    title: y[0] ?? '',
    x: 'day',
    y,
    series: null,
    data: { columns: ['day', ...y], rows },
  };
}
