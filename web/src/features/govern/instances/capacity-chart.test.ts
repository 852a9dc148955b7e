import { expect, test } from 'vitest';
import { capacityChart } from './capacity-chart.ts';

const mebibyte = 1024 ** 2;
const name = (line: string, unit: string) => `${line} ${unit}`;

test('sizes are drawn in the unit that suits the largest, and the forecast goes on from the last of them', () => {
  const chart = capacityChart(
    [
      { day: '2026-01-01', bytes: 512 * 1024 },
      { day: '2026-01-02', bytes: 2 * mebibyte },
    ],
    {
      fit: 0.9,
      points: [{ day: '2026-01-03', bytes: 3 * mebibyte, low_bytes: mebibyte, high_bytes: 5 * mebibyte }],
    },
    name,
  );
  expect(chart.y).toEqual(['actual MiB', 'forecast MiB', 'low MiB', 'high MiB']);
  expect(chart.data.rows).toEqual([
    ['2026-01-01', 0.5, null, null, null],
    ['2026-01-02', 2, 2, 2, 2],
    ['2026-01-03', null, 3, 1, 5],
  ]);
});

test('without a forecast there is only what was measured', () => {
  const chart = capacityChart([{ day: '2026-01-01', bytes: 10 }], null, name);
  expect(chart.data).toEqual({ columns: ['day', 'actual B'], rows: [['2026-01-01', 10]] });
});
