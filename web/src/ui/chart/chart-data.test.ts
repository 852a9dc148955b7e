import type { Chart } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { expect, test } from 'vitest';
import { chartOf, pivot } from './chart-data.ts';
import { kindsOf } from './chart-kinds.ts';

const country: ResultColumn = { name: 'country', type: 'VARCHAR', kind: 'text' };
const day: ResultColumn = { name: 'day', type: 'DATE', kind: 'date' };
const sales: ResultColumn = { name: 'sales', type: 'DECIMAL', kind: 'number' };

function chart(change: Partial<Chart>): Chart {
  return {
    type: 'bar',
    title: '',
    x: 'country',
    y: ['sales'],
    series: null,
    data: { columns: ['country', 'sales'], rows: [['中国', '1.5']] },
    ...change,
  };
}

test('a result without a chart of its own is offered one from the kinds of its columns', () => {
  const offered = (columns: ResultColumn[], row: (string | number)[]) => chartOf(columns, [row], null);
  expect(offered([country, sales], ['中国', '1.5'])).toMatchObject({
    guessed: true,
    chart: { type: 'bar', x: 'country', y: ['sales'] },
  });
  expect(offered([country, day, sales], ['中国', '2026-01-01', 1])).toMatchObject({
    chart: { type: 'line', x: 'day' },
  });
  expect(offered([sales], [7])).toMatchObject({ chart: { type: 'kpi', y: ['sales'] } });
  expect(offered([country], ['中国'])).toBeNull();
  const id: ResultColumn = { name: 'customer_id', type: 'BIGINT', kind: 'integer' };
  expect(offered([country, id], ['中国', 7])).toBeNull();
});

test('an edited query keeps its chart while the columns are there', () => {
  const kept = chartOf([country, sales], [['日本', 2]], chart({ type: 'pie' }));
  expect(kept).toMatchObject({ guessed: false, chart: { type: 'pie', data: { rows: [['日本', 2]] } } });
  expect(chartOf([day, sales], [['2026-01-01', 2]], chart({ type: 'pie' }))).toMatchObject({
    guessed: true,
    chart: { type: 'line' },
  });
});

test('decimals that travel as text are drawn as figures, and a column can split one measure into series', () => {
  const split = chart({
    x: 'day',
    series: 'country',
    data: {
      columns: ['day', 'country', 'sales'],
      rows: [
        ['2026-01-01T00:00:00Z', '中国', '1.5'],
        ['2026-01-01T00:00:00Z', '日本', 2],
        ['2026-01-02T00:00:00Z', '日本', null],
      ],
    },
  });
  expect(pivot(split)).toEqual({
    categories: ['2026-01-01', '2026-01-02'],
    series: [
      { name: '中国', values: [1.5, null] },
      { name: '日本', values: [2, null] },
    ],
  });
  expect(kindsOf(split)).not.toContain('pie');
  expect(kindsOf(split)).toContain('heatmap');
});
