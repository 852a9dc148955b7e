import type { Chart, ChartType } from '@sextant/contract/chart';
import type { ExtensionResult } from '@sextant/contract/extensions';
import { cellOf } from '../../lib/rows-as-grid.ts';

type ChartResult = Extract<ExtensionResult, { type: 'chart' }>['data'];

const typeOf: Record<string, ChartType> = {
  line: 'line',
  area: 'area',
  bar: 'bar',
  horizontalBar: 'bar',
  pie: 'pie',
  doughnut: 'pie',
  polarArea: 'pie',
  scatter: 'scatter',
};

/** A chart that an extension told in the form of Chart.js, as our own; types that we do not draw become bars. */
export function chartOfResult({ chart_type, chart_data: { labels, datasets } }: ChartResult): Chart {
  const names = datasets.map(({ label }, at) =>
    typeof label === 'string' && label !== '' ? label : `${at + 1}`,
  );
  const y = names.map((name, at) => (names.indexOf(name) === at ? name : `${name} ${at + 1}`));
  const length = Math.max(
    labels.length,
    ...datasets.map(({ data }) => (Array.isArray(data) ? data.length : 0)),
  );
  const rows = Array.from({ length }, (_, row) => [
    cellOf(labels[row] ?? row + 1),
    ...datasets.map(({ data }) => (Array.isArray(data) ? pointOf(data[row]) : null)),
  ]);
  const x = y.includes('x') ? ' ' : 'x';
  return {
    type: typeOf[chart_type] ?? 'bar',
    title: '',
    x,
    y,
    series: null,
    data: { columns: [x, ...y], rows },
  };
}

/** A point is a figure, or `{x, y}` of which the height counts. */
function pointOf(point: unknown) {
  if (typeof point === 'object' && point !== null && 'y' in point) return cellOf(point.y);
  return cellOf(point);
}
