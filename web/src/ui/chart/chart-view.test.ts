import type { Chart } from '@sextant/contract/chart';
import { expect, test } from 'vitest';
import { kindsOf, withKind } from './chart-kinds.ts';
import { viewOf } from './chart-view.ts';
import { exactFigure, shortFigure } from './figure-text.ts';
import { kpiFigures } from './kpi-figures.ts';
import { withGaps } from './period-axis.ts';

function chart(rows: Chart['data']['rows'], change: Partial<Chart> = {}): Chart {
  const base = { type: 'bar', title: '', x: 'k', y: ['n'], series: null, axis: 'category' } as const;
  return { ...base, ...change, y: change.y ?? ['n'], data: { columns: ['k', 'n', 'm'], rows } };
}
const counted = { name: 'n', unit: 'number', additive: true } as const;
const many = Array.from({ length: 24 }, (_, at) => [`k${at}`, 24 - at]);

test.each([
  ['sums, all groups there', { measures: [counted], whole: true }, ['k18', 'other']],
  ['sums of the best only', { measures: [counted], whole: false }, ['k18', 'k19']],
  ['averages', { measures: [{ ...counted, additive: false }], whole: true }, ['k18', 'k19']],
  ['nothing known', {}, ['k18', 'k19']],
])('twenty of 24 bars have room; the rest is summed up only where it may be: %s', (_says, more, last) => {
  const { labels, series, left } = viewOf(chart(many, more), 'other');
  expect(labels).toHaveLength(20);
  expect(labels.slice(-2)).toEqual(last);
  expect(left.groups).toBe(last[1] === 'other' ? 5 : 4);
  const total = (series[0]?.values ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
  expect(total).toBe(last[1] === 'other' ? 300 : 290);
});

test('others that would tower over all bars are said instead of drawn', () => {
  const flat = Array.from({ length: 600 }, (_, at) => [`k${at}`, 1]);
  const { labels, rest, left } = viewOf(chart(flat, { measures: [counted], whole: true }), 'other');
  expect([labels.length, labels.includes('other'), left.groups, rest]).toEqual([19, false, 581, 581]);
});

test.each([
  [
    ['2024-11', '2025-02'],
    ['2024-11', '2024-12', '2025-01', '2025-02'],
  ],
  [
    ['2024-Q3', '2025-Q1'],
    ['2024-Q3', '2024-Q4', '2025-Q1'],
  ],
  [
    ['2020-W52', '2021-W01'],
    ['2020-W52', '2020-W53', '2021-W01'],
  ],
  [
    ['2024-02-28', '2024-03-01'],
    ['2024-02-28', '2024-02-29', '2024-03-01'],
  ],
  [
    ['2024-01-01', '2024-02-01', '2024-04-01'],
    ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'],
  ],
  [
    ['2024-01-29', '2024-01-01', '2024-01-08'],
    ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22', '2024-01-29'],
  ],
  [
    ['2024-01-01 22:00', '2024-01-02 00:00'],
    ['2024-01-01 22:00', '2024-01-01 23:00', '2024-01-02 00:00'],
  ],
  [
    ['b', 'a'],
    ['a', 'b'],
  ],
])('%j has the periods %j', (labels, filled) => {
  expect(withGaps(labels, 5)).toEqual(filled);
});

test('a period without a row is a gap in the line, never a zero, and times stand in order', () => {
  const { labels, series } = viewOf(
    chart(
      [
        ['2024-03', 3],
        ['2024-01', 1],
      ],
      { type: 'line', axis: 'time' },
    ),
    'other',
  );
  expect(labels).toEqual(['2024-01', '2024-02', '2024-03']);
  expect(series[0]?.values).toEqual([1, null, 3]);
});

test.each<[string, Chart, string[]]>([
  [
    'counts by name',
    chart(
      [
        ['a', 1],
        ['b', 2],
      ],
      { measures: [counted] },
    ),
    ['bar', 'horizontal', 'pie', 'table'],
  ],
  [
    'averages by name',
    chart(
      [
        ['a', 1],
        ['b', 2],
      ],
      { measures: [{ ...counted, additive: false }] },
    ),
    ['bar', 'horizontal', 'table'],
  ],
  [
    'negative figures',
    chart(
      [
        ['a', -1],
        ['b', 2],
      ],
      { measures: [counted] },
    ),
    ['bar', 'horizontal', 'table'],
  ],
  [
    'months',
    chart(
      [
        ['2024-01', 1],
        ['2024-02', 2],
      ],
      { axis: 'time', measures: [counted] },
    ),
    ['bar', 'line', 'area', 'kpi', 'table'],
  ],
  [
    'parts by name',
    chart(
      [
        ['a', 1, 'x'],
        ['a', 2, 'y'],
      ],
      { series: 'm', measures: [counted] },
    ),
    ['bar', 'stacked', 'horizontal', 'heatmap', 'table'],
  ],
  [
    'two figures by name',
    chart(
      [
        ['a', 1, 9],
        ['b', 2, 8],
        ['c', 3, 7],
      ],
      { y: ['n', 'm'], measures: [counted, { ...counted, name: 'm' }] },
    ),
    ['bar', 'stacked', 'horizontal', 'scatter', 'table'],
  ],
])('a reader of %s chooses among what fits', (_says, drawn, kinds) => {
  expect(kindsOf(drawn)).toEqual(kinds);
  for (const kind of kindsOf(drawn)) expect(kindsOf(withKind(drawn, kind))).toContain(kind);
});

test('the latest of several periods is a figure with its change against the one before', () => {
  const figure = withKind(
    chart(
      [
        ['2024-01', 8],
        ['2024-02', 10],
      ],
      { axis: 'time', type: 'line' },
    ),
    'kpi',
  );
  expect(kpiFigures(figure)).toMatchObject([
    { cell: 10, of: '2024-02', change: { difference: 2, part: 0.25, previous: 8, against: '2024-01' } },
  ]);
  const fromNothing = withKind(
    chart(
      [
        ['2024-01', 0],
        ['2024-02', 10],
      ],
      { axis: 'time', type: 'line' },
    ),
    'kpi',
  );
  expect(kpiFigures(fromNothing)[0]?.change).toMatchObject({ difference: 10, part: null });
});

test.each([
  [0.1234, { unit: 'fraction' }, '12.3%', '12.34%'],
  [0.05, { unit: 'change' }, '+5%', '+5%'],
  [43.21, { unit: 'percent' }, '43.2%', '43.21%'],
  [-12_345, { unit: 'number', currency: 'CNY' }, '−¥1.23万', '−¥12,345'],
  [123_456_789, { unit: 'number' }, '1.23亿', '123,456,789'],
] as const)('%d as %j is %s, exactly %s', (value, unit, short, exact) => {
  expect(shortFigure(value, unit, 'zh')).toBe(short);
  expect(exactFigure(value, unit, 'zh')).toBe(exact);
});

test('bars of names that may have an order, such as days without a year, are all drawn', () => {
  expect(viewOf(chart(many, { axis: undefined }), 'other').labels).toHaveLength(24);
});
