import { expect, it } from 'vitest';
import { chartOfResult } from './result-chart.ts';

it('draws what an extension tells in the form of Chart.js', () => {
  const chart = chartOfResult({
    chart_type: 'doughnut',
    chart_data: {
      labels: ['华东', '华南'],
      datasets: [{ label: '销售额', data: [3, 4] }, { data: [{ x: 0, y: 1 }] }],
    },
    options: {},
  });
  expect(chart).toMatchObject({ type: 'pie', x: 'x', y: ['销售额', '2'] });
  expect(chart.data).toEqual({
    columns: ['x', '销售额', '2'],
    rows: [
      ['华东', 3, 1],
      ['华南', 4, null],
    ],
  });
});

it('draws types that it does not know as bars, and tells datasets of one name apart', () => {
  const chart = chartOfResult({
    chart_type: 'radar',
    chart_data: {
      labels: [],
      datasets: [
        { label: 'a', data: [1] },
        { label: 'a', data: [2] },
      ],
    },
    options: {},
  });
  expect(chart).toMatchObject({ type: 'bar', y: ['a', 'a 2'], data: { rows: [[1, 1, 2]] } });
});
