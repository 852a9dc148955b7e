import type { Chart } from '@sextant/contract/chart';
import { axisOf, columnFigures, measureOf, pivot } from './chart-data.ts';

/** The ways to draw among which a reader chooses. */
const chartKinds = [
  'bar',
  'stacked',
  'horizontal',
  'line',
  'area',
  'pie',
  'funnel',
  'scatter',
  'heatmap',
  'kpi',
  'table',
] as const;
export type ChartKind = (typeof chartKinds)[number];

const mostSlices = 60;
const mostUnknownSlices = 8;
const mostStages = 10;
const stageName = /(^|_)(stage|step|funnel|phase)(_name)?$|阶段|步骤|环节|漏斗/i;
const mostStacked = 50;

export function isChartKind(text: unknown): text is ChartKind {
  return chartKinds.some((kind) => kind === text);
}

/** How a chart is drawn. */
export function kindOf({ type, layout, stacked }: Chart): ChartKind {
  if (layout === 'funnel') return 'funnel';
  if (type !== 'bar') return type;
  if (stacked) return 'stacked';
  return layout === 'horizontal' ? 'horizontal' : 'bar';
}

/** The kinds that this chart's columns can be drawn as, the chosen one included; `table` always. */
export function kindsOf(chart: Chart): ChartKind[] {
  const own = kindOf(chart);
  return chartKinds.filter((kind) => kind === own || kind === 'table' || fits(grouped(chart), kind));
}

/** The chart drawn as another kind that fits it. */
export function withKind(chart: Chart, kind: ChartKind): Chart {
  if (kind === kindOf(chart)) return chart;
  const { layout: _layout, stacked: _stacked, ...base } = grouped(chart);
  const first = base.y.slice(0, 1);
  switch (kind) {
    case 'bar':
    case 'line':
    case 'heatmap':
    case 'table':
      return { ...base, type: kind };
    case 'stacked':
      return { ...base, type: 'bar', stacked: true };
    case 'horizontal':
      return { ...base, type: 'bar', layout: 'horizontal' };
    case 'area':
      return { ...base, type: 'area', stacked: isStackable(base) };
    case 'pie':
      return { ...base, type: 'pie', y: first };
    case 'funnel':
      return base.x === null
        ? { ...base, type: 'kpi', layout: 'funnel' }
        : { ...base, type: 'bar', layout: 'funnel', y: first };
    case 'scatter':
      return asScatter(base);
    case 'kpi':
      return asFigure(base);
  }
}

/** A scatter of named points as the figures of these names, which the other kinds draw. */
function grouped(chart: Chart): Chart {
  const { label, ...rest } = chart;
  if (chart.type !== 'scatter' || label === undefined || chart.x === null) return chart;
  return { ...rest, type: 'bar', axis: 'category', x: label, y: [chart.x, ...chart.y] };
}

function asScatter(chart: Chart): Chart {
  if (chart.x === null || axisOf(chart) === 'number') return { ...chart, type: 'scatter' };
  const [across, up] = scatterMeasures(chart);
  return { ...chart, type: 'scatter', axis: 'number', x: across ?? null, y: [up ?? ''], label: chart.x };
}

function scatterMeasures({ measures, y }: Chart): string[] {
  return [...new Set([...y, ...(measures ?? []).map(({ name }) => name)])].slice(0, 2);
}

function asFigure(chart: Chart): Chart {
  if (chart.data.rows.length === 1) return { ...chart, type: 'kpi' };
  const change = chart.change ?? { of: chart.y[0] ?? '', by: 'row' as const, column: null };
  return { ...chart, type: 'kpi', change };
}

function fits(chart: Chart, kind: ChartKind): boolean {
  const { x, y, series, data } = chart;
  if (y.length === 0) return false;
  const rows = data.rows.length;
  if (kind === 'kpi') return rows === 1 || (series === null && rows > 1 && axisOf(chart) === 'time');
  if (x === null) return false;
  const axis = axisOf(chart);
  switch (kind) {
    case 'bar':
      return true;
    case 'horizontal':
      return rows > 1 && axis !== 'time';
    case 'line':
    case 'area':
      return rows > 1 && axis !== 'category' && (kind === 'line' || isPositive(chart));
    case 'stacked':
      return isStackable(chart);
    case 'pie':
      return axis !== 'time' && rows > 1 && series === null && isSliceable(chart);
    case 'funnel':
      return stageName.test(x) && rows > 2 && rows <= mostStages && series === null && isSliceable(chart);
    case 'scatter':
      return series === null && rows > 2 && (axis === 'number' || scatterMeasures(chart).length > 1);
    case 'heatmap':
      return series !== null;
    default:
      return false;
  }
}

function isPositive(chart: Chart): boolean {
  return chart.y.every((name) =>
    columnFigures(chart, name).every((figure) => figure === null || figure >= 0),
  );
}

/** Whether the figures are parts of a whole, as far as is known. */
function isSliceable(chart: Chart): boolean {
  const measure = measureOf(chart, chart.y[0]);
  const most = measure !== null && chart.whole === true ? mostSlices : mostUnknownSlices;
  return (
    chart.y.length === 1 && chart.data.rows.length <= most && measure?.additive !== false && isPositive(chart)
  );
}

function isStackable(chart: Chart): boolean {
  const known = chart.y.every((name) => measureOf(chart, name)?.additive ?? chart.measures === undefined);
  if (!known || !isPositive(chart)) return false;
  const count = chart.series === null ? chart.y.length : pivot(chart).series.length;
  return count > 1 && count <= mostStacked;
}
