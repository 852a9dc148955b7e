import type { Chart } from '@sextant/contract/chart';
import {
  barRoom,
  type ChartContext,
  categoryAxis,
  listAxis,
  type Option,
  tooltip,
  type Unit,
  valueAxis,
} from './chart-axes.ts';
import type { Series } from './chart-data.ts';
import { type ChartView, viewOf } from './chart-view.ts';
import { unitOf } from './figure-text.ts';

const mostUnzoomed = 60;
const mostMarked = 31;
const narrow = 480;
/** Where the name of the axis begins, about, and how wide its signs are. */
const nameBegins = 56;
const signPixels = { wide: 13, narrow: 8 };
/** Lines that stay this close to their highest are drawn without the zero, which would flatten them. */
const flat = 0.35;
const symbols = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'emptyCircle',
  'emptyRect',
  'emptyTriangle',
  'emptyDiamond',
];

/** Bars, lines and areas over one axis of figures. */
export function axisOption(chart: Chart, context: ChartContext, legend: Option): Option {
  const view = viewOf(chart, context.othersLabel, barRoom(chart, context));
  const unit = unitOf(chart);
  const isBar = chart.type === 'bar';
  const isLying = isBar && chart.layout === 'horizontal';
  const figures = view.series.flatMap(({ values }) => values.filter((value) => value !== null));
  const values = figureAxis(chart, context, unit, view.series, figures);
  const names = isLying ? listAxis(context, view.labels) : nameAxis(context, view, isBar);
  const below = figures.some((value) => value < 0);
  const across = below && isBar ? zeroLine(names) : names;
  const zoomed = !isLying && view.labels.length > mostUnzoomed && isBar;
  return {
    tooltip: tooltip(context, 'axis', unit, isBar ? 'shadow' : 'line'),
    legend:
      view.series.length > 1
        ? { ...legend, left: chart.series === null || context.width < narrow ? 'center' : besideName(chart) }
        : { show: false },
    xAxis: isLying ? values : across,
    yAxis: isLying ? across : values,
    ...(zoomed && { dataZoom: [{ type: 'inside' }, { type: 'slider', height: 18, bottom: 4 }] }),
    series: view.series.map((one, at) => (isBar ? barSeries(chart, one) : lineSeries(chart, view, one, at))),
  };
}

/** The legend leaves room for the name of the axis. */
function besideName(chart: Chart): number {
  const signs = [...(chart.layout === 'horizontal' ? '' : (chart.y[0] ?? ''))];
  return signs.reduce(
    (end, sign) => end + (sign > '\u2e80' ? signPixels.wide : signPixels.narrow),
    nameBegins,
  );
}

/** Whether a slider stands below the bars. */
export function hasSlider(option: Option): boolean {
  return option.dataZoom !== undefined;
}

function figureAxis(
  chart: Chart,
  context: ChartContext,
  unit: Unit,
  series: readonly Series[],
  figures: readonly number[],
): Option {
  const high = Math.max(...figures.slice(0, 5000), Number.NEGATIVE_INFINITY);
  const low = Math.min(...figures.slice(0, 5000), Number.POSITIVE_INFINITY);
  const isCount = unit.unit === 'number' && figures.every(Number.isInteger);
  const isNarrow = context.width < narrow;
  const shared = chart.series === null || isNarrow ? undefined : chart.y[0];
  const name = series.length === 1 ? series[0]?.name : shared;
  return {
    ...valueAxis(context, unit, figures, chart.layout === 'horizontal' ? undefined : name),
    splitNumber: isNarrow && chart.layout === 'horizontal' ? 3 : 5,
    // Counts have no halves.
    minInterval: isCount ? 1 : undefined,
    // Bars and areas begin at zero: their length is what is read.
    scale: chart.type === 'line' && low > 0 && high - low < high * flat,
  };
}

function nameAxis(context: ChartContext, { labels, moments }: ChartView, isBar: boolean): Option {
  if (moments === null) return categoryAxis(context, labels, isBar);
  const { ink } = context;
  return {
    type: 'time',
    axisLabel: { color: ink.faint, hideOverlap: true },
    axisLine: { lineStyle: { color: ink.faint } },
    axisTick: { show: false },
    splitLine: { show: false },
  };
}

/** Names at the edge and a line at zero, where bars go both ways. */
function zeroLine(names: Option): Option[] {
  const line = names.axisLine as Option;
  return [
    { ...names, axisLine: { show: false, onZero: false } },
    {
      ...names,
      position: undefined,
      axisLine: { ...line, onZero: true },
      axisLabel: { show: false },
      axisPointer: { show: false },
    },
  ];
}

function barSeries({ stacked }: Chart, { name, values }: Series): Option {
  return {
    name,
    type: 'bar',
    data: values,
    barMaxWidth: 44,
    stack: stacked ? 'all' : undefined,
    emphasis: { focus: 'series' },
  };
}

function lineSeries({ type, stacked }: Chart, view: ChartView, { name, values }: Series, at: number): Option {
  const { moments, series } = view;
  const isLonely = (place: number) =>
    values[place] !== null && (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null;
  const marked =
    values.length <= mostMarked || (moments === null && values.some((_, place) => isLonely(place)));
  return {
    name,
    type: 'line',
    data: moments === null ? values : values.map((value, place) => [moments[place], value]),
    stack: stacked ? 'all' : undefined,
    showSymbol: marked,
    showAllSymbol: marked,
    symbol: series.length > 1 ? symbols[at % symbols.length] : 'circle',
    symbolSize: 7,
    lineStyle: { width: 2, type: series.length > 4 && at >= 4 ? 'dashed' : 'solid' },
    sampling: values.length > 1000 ? 'lttb' : undefined,
    areaStyle: type === 'area' ? { opacity: stacked ? 0.55 : 0.22 } : undefined,
  };
}
