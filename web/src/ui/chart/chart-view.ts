import type { Chart } from '@sextant/contract/chart';
import { axisOf, measureOf, pivot, type Series } from './chart-data.ts';
import { chartPalette } from './chart-palette.ts';
import { momentsOf, stepOf, withGaps } from './period-axis.ts';

/** What is drawn of a chart: in order, without what there is no room for. */
export interface ChartView {
  labels: string[];
  series: Series[];
  /** Where along a time axis the labels are, for times that keep no step. */
  moments: number[] | null;
  /** How many groups and series are not drawn each. */
  left: { groups: number; series: number };
  /** What the groups that are not drawn come to, where that may be said and is too much to stand as a bar. */
  rest: number | null;
}

const mostBars = 20;
const mostSlices = 8;
/** A line has room for many periods, a row of bars only for so many times what there is. */
const gapsOfLines = 200;
const gapsOfBars = 3;
/** A bar of all others that is higher would flatten those that are told apart. */
const mostTimesLargest = 2;

/** Brings a chart's figures into the order and number in which they can be read; `bars` is how many have room. */
export function viewOf(chart: Chart, others: string, bars = mostBars): ChartView {
  const whole = pivot(chart);
  const axis = axisOf(chart);
  const { series, hidden } = largestSeries(chart, whole.series, others);
  const all = { labels: whole.categories, series, moments: null };
  const left = { left: { groups: 0, series: hidden }, rest: null };
  if (axis === 'time' && chart.type !== 'pie') return { ...inTime(chart, all), ...left };
  if (axis === 'number' && (chart.type === 'line' || chart.type === 'area'))
    return { ...ordered(all, (one, other) => Number(one) - Number(other)), ...left };
  const most = chart.type === 'pie' ? mostSlices : Math.max(5, Math.floor(bars / barsOfGroup(chart, series)));
  // Only names that are known to have no order of their own.
  const canCut = chart.type === 'pie' || (chart.type === 'bar' && chart.axis === 'category');
  if (!canCut || whole.categories.length <= most) return { ...all, ...left };
  return largestGroups(chart, all, most, others);
}

/** Whether what is left out may be summed up: only counts and sums, and only when all groups are there. */
function canSum(chart: Chart): boolean {
  // Who told a pie without more told parts of a whole.
  if (chart.type === 'pie' && chart.measures === undefined) return true;
  return chart.whole === true && chart.y.every((name) => measureOf(chart, name)?.additive === true);
}

function barsOfGroup(chart: Chart, series: readonly Series[]): number {
  return chart.stacked ? 1 : Math.max(1, series.length);
}

type Drawn = Omit<ChartView, 'left' | 'rest'>;

function inTime(chart: Chart, view: Drawn): Drawn {
  const isLine = chart.type === 'line' || chart.type === 'area';
  if (stepOf(view.labels) !== null)
    return placed(view, withGaps(view.labels, isLine ? gapsOfLines : gapsOfBars));
  if (momentsOf(view.labels) === null) return view;
  const dated = ordered(view, (one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return { ...dated, moments: isLine ? momentsOf(dated.labels) : null };
}

function ordered(view: Drawn, compare: (one: string, other: string) => number): Drawn {
  return placed(view, [...view.labels].sort(compare));
}

/** The same figures below other labels; nothing where a label has none. */
function placed(view: Drawn, labels: string[]): Drawn {
  const place = new Map(view.labels.map((label, at) => [label, at]));
  const values = (one: Series) => labels.map((label) => one.values[place.get(label) ?? -1] ?? null);
  return { labels, series: view.series.map((one) => ({ ...one, values: values(one) })), moments: null };
}

function size(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
}

function sumOf(values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null);
  return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0);
}

/** As many series as there are colours; the rest as one where they are stacked and may be summed. */
function largestSeries(chart: Chart, series: Series[], others: string): { series: Series[]; hidden: number } {
  if (chart.type === 'heatmap' || series.length <= chartPalette.length) return { series, hidden: 0 };
  const sums = (chart.stacked ?? false) && canSum(chart);
  const most = sums ? chartPalette.length - 1 : chartPalette.length;
  const largest = new Set(
    [...series].sort((one, other) => size(other.values) - size(one.values)).slice(0, most),
  );
  const kept = series.filter((one) => largest.has(one));
  const rest = series.filter((one) => !largest.has(one));
  const values = (kept[0]?.values ?? []).map((_, at) => sumOf(rest.map((one) => one.values[at] ?? null)));
  return { series: sums ? [...kept, { name: others, values }] : kept, hidden: rest.length };
}

function largestGroups(chart: Chart, view: Drawn, most: number, others: string): ChartView {
  const canBeSummed = canSum(chart);
  const places = view.labels.map((_, at) => at);
  const height = (at: number) => size(view.series.map((one) => one.values[at] ?? null));
  const bySize = [...places].sort((one, other) => height(other) - height(one));
  const largest = new Set(bySize.slice(0, canBeSummed ? most - 1 : most));
  const rest = places.filter((at) => !largest.has(at));
  const sums = view.series.map((one) => sumOf(rest.map((at) => one.values[at] ?? null)));
  const left = { groups: rest.length, series: 0 };
  const isTowering = size(sums) > mostTimesLargest * height(bySize[0] ?? 0);
  const asBar = canBeSummed && (chart.type === 'pie' || !isTowering);
  const kept = places.filter((at) => largest.has(at));
  const series = view.series.map((one, at) => ({
    ...one,
    values: [...kept.map((place) => one.values[place] ?? null), ...(asBar ? [sums[at] ?? null] : [])],
  }));
  const labels = [...kept.map((at) => view.labels[at] ?? ''), ...(asBar ? [others] : [])];
  return { labels, series, moments: null, left, rest: canBeSummed && !asBar ? sumOf(sums) : null };
}
