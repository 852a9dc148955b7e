import type { Chart } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import { compactNumber, groupDigits } from '../../lib/format-number.ts';
import { columnCells, columnFigures, needsZoom, pivot } from './chart-data.ts';
import { chartPalette } from './chart-palette.ts';

/** Colours and type face of the surface that a chart is drawn on. */
export interface ChartInk {
  text: string;
  faint: string;
  line: string;
  surface: string;
  fontFamily: string;
}

export interface ChartContext {
  ink: ChartInk;
  language: Language;
  /** What the slices beyond the eighth are called together. */
  othersLabel: string;
  animate: boolean;
}

type Option = Record<string, unknown>;

const maxSlices = 8;
const animationMilliseconds = 140;

/** The ECharts option of a chart; made from its columns alone, never from code. KPI and table are not drawn here. */
export function chartOption(chart: Chart, context: ChartContext): Option {
  const shared = sharedOption(context);
  switch (chart.type) {
    case 'pie':
      return { ...shared, ...pieOption(chart, context) };
    case 'scatter':
      return { ...shared, ...scatterOption(chart, context) };
    case 'heatmap':
      return { ...shared, ...heatmapOption(chart, context) };
    default:
      return { ...shared, ...axisOption(chart, context) };
  }
}

function sharedOption({ ink, animate }: ChartContext): Option {
  return {
    color: [...chartPalette],
    animation: animate,
    animationDuration: animationMilliseconds,
    textStyle: { fontFamily: ink.fontFamily, color: ink.text },
    aria: { enabled: true },
    grid: {
      left: 12,
      right: 20,
      top: 36,
      bottom: 12,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      type: 'scroll',
      top: 0,
      textStyle: { color: ink.text },
      pageTextStyle: { color: ink.text },
      pageIconColor: ink.text,
      pageIconInactiveColor: ink.line,
    },
  };
}

function tooltip({ ink }: ChartContext, trigger: 'axis' | 'item', axisPointer?: 'shadow' | 'line'): Option {
  return {
    trigger,
    confine: true,
    axisPointer: axisPointer && { type: axisPointer },
    backgroundColor: ink.surface,
    borderColor: ink.line,
    textStyle: { color: ink.text, fontSize: 13 },
    valueFormatter: (value: unknown) => (value === null || value === undefined ? '–' : exact(value)),
  };
}

function exact(value: unknown): string {
  return Array.isArray(value) ? value.map(exact).join(', ') : groupDigits(String(value));
}

function valueAxis({ ink, language }: ChartContext, name?: string): Option {
  return {
    type: 'value',
    name,
    nameTextStyle: { color: ink.faint, align: 'left' },
    axisLabel: { color: ink.faint, formatter: (value: number) => compactNumber(value, language) },
    splitLine: { lineStyle: { color: ink.line } },
  };
}

function categoryAxis({ ink }: ChartContext, data: string[], boundaryGap: boolean): Option {
  return {
    type: 'category',
    data,
    boundaryGap,
    axisLabel: { color: ink.faint, hideOverlap: true, width: 120, overflow: 'truncate' },
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { show: false },
  };
}

function axisOption(chart: Chart, context: ChartContext): Option {
  const { categories, series } = pivot(chart);
  const bar = chart.type === 'bar';
  return {
    tooltip: tooltip(context, 'axis', bar ? 'shadow' : 'line'),
    legend: series.length > 1 ? (sharedOption(context).legend as Option) : { show: false },
    xAxis: categoryAxis(context, categories, bar),
    yAxis: {
      ...valueAxis(context, series.length === 1 ? series[0]?.name : undefined),
      // Counts have no halves.
      minInterval: series.every(({ values }) => values.every(isWhole)) ? 1 : undefined,
    },
    ...(needsZoom(chart) && { grid: { ...(sharedOption(context).grid as Option), bottom: 40 } }),
    dataZoom: needsZoom(chart) ? [{ type: 'inside' }, { type: 'slider', height: 18, bottom: 4 }] : undefined,
    series: series.map(({ name, values }) => ({
      name,
      type: bar ? 'bar' : 'line',
      data: values,
      barMaxWidth: 44,
      itemStyle: bar ? { borderRadius: [3, 3, 0, 0] } : undefined,
      showSymbol: categories.length <= 31,
      symbolSize: 6,
      areaStyle: chart.type === 'area' ? { opacity: 0.22 } : undefined,
    })),
  };
}

function isWhole(value: number | null): boolean {
  return value === null || Number.isInteger(value);
}

function pieOption(chart: Chart, context: ChartContext): Option {
  const { categories, series } = pivot(chart);
  const values = series[0]?.values ?? [];
  const slices = categories
    .map((name, at) => ({ name, value: values[at] ?? 0 }))
    .sort((one, other) => other.value - one.value);
  const shown = slices.length <= maxSlices ? slices : slices.slice(0, maxSlices - 1);
  const rest = slices.slice(shown.length).reduce((sum, { value }) => sum + value, 0);
  if (shown.length < slices.length) shown.push({ name: context.othersLabel, value: rest });
  return {
    tooltip: tooltip(context, 'item'),
    series: [
      {
        type: 'pie',
        animationDuration: animationMilliseconds,
        name: series[0]?.name,
        radius: ['42%', '70%'],
        center: ['50%', '56%'],
        data: shown,
        label: { color: context.ink.text, formatter: '{b} {d}%' },
        itemStyle: { borderColor: context.ink.surface, borderWidth: 2 },
      },
    ],
  };
}

function scatterOption(chart: Chart, context: ChartContext): Option {
  const [first, second] = chart.x === null ? chart.y : [chart.x, ...chart.y];
  const across = columnFigures(chart, first ?? '');
  const up = columnFigures(chart, second ?? '');
  return {
    tooltip: tooltip(context, 'item'),
    legend: { show: false },
    xAxis: { ...valueAxis(context, first), scale: true, nameLocation: 'middle', nameGap: 28 },
    yAxis: { ...valueAxis(context, second), scale: true },
    series: [{ type: 'scatter', symbolSize: 8, data: across.map((value, row) => [value, up[row]]) }],
  };
}

function heatmapOption(chart: Chart, context: ChartContext): Option {
  const { categories, series } = pivot(chart);
  const cells = series.flatMap(({ values }, y) => values.map((value, x) => [x, y, value]));
  const figures = columnFigures(chart, chart.y[0] ?? '').filter((value) => value !== null);
  return {
    tooltip: { ...tooltip(context, 'item'), position: 'top' },
    legend: { show: false },
    grid: {
      left: 12,
      right: 20,
      top: 12,
      bottom: 56,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: categoryAxis(context, categories, true),
    yAxis: categoryAxis(
      context,
      series.map(({ name }) => name),
      true,
    ),
    visualMap: {
      min: figures.reduce((low, value) => Math.min(low, value), 0),
      max: figures.reduce((high, value) => Math.max(high, value), 0),
      calculable: true,
      orient: 'horizontal',
      left: 'center',
      bottom: 4,
      textStyle: { color: context.ink.text },
      formatter: (value: number) => compactNumber(value, context.language),
      inRange: { color: ['#D9EEF3', '#58AFC4', '#0E7490', '#083F4E'] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells,
        name: columnCells(chart, chart.y[0] ?? '').length > 0 ? chart.y[0] : '',
      },
    ],
  };
}
