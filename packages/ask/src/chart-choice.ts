import type { Cell, ChartMeasure } from '@sextant/contract/chart';
import { chartChange } from './chart-change.ts';
import type { ChartSpec } from './chart-spec.ts';
import { type ColumnShape, type MeasureShape, numberOf } from './column-shape.ts';
import type { SemanticQuery } from './semantic-query.ts';

const mostSlices = 8;
const mostSeries = 50;
const mostBarsPerRow = 60;
const mostStages = 10;
const mostHeatRows = 40;
/** Of half-width characters that fit below bars side by side. */
const labelRoom = 84;
/** Figures this many times smaller would lie flat on the axis of the larger ones. */
const mostTimesApart = 50;

const aboutShares = /占比|比例|构成|百分比|分布|\b(share|proportion|percentage|breakdown|distribution)\b/i;
const aboutRelation = /关系|相关|散点|\b(correlat\w*|relationship|scatter|versus|vs)\b/i;
const aboutChange =
  /对比|相比|比较|同比|环比|增长|变化|涨|跌|\b(compar\w*|versus|vs|growth|grew|change[ds]?|against)\b/i;
const aboutStages = /漏斗|转化|\b(funnel|conversion)\b/i;
const stageName = /(^|_)(stage|step|funnel|phase)(_name)?$|阶段|步骤|环节/i;
const placeName =
  /(^|_)(country|province|state|city|region|district|county)(_name)?$|国家|省|城市|地区|区域|大区|区县/i;
const startsWithNumber = /^[<>≤≥~]?\s*\d/;

type Choice = Pick<ChartSpec, 'type' | 'x' | 'y'> & Partial<ChartSpec>;

/** The columns of a result by what they are good for, and what is known of the result. */
interface ChartInput {
  times: ColumnShape[];
  categories: Extract<ColumnShape, { role: 'category' }>[];
  /** The telling ones first. */
  shapes: MeasureShape[];
  /** In the order of `shapes`. */
  measures: ChartMeasure[];
  others: ColumnShape[];
  rows: Cell[][];
  question: string;
  query: SemanticQuery | undefined;
}

const asTable: Choice = { type: 'table', x: null, y: [] };

function distinct(rows: Cell[][], index: number): number {
  return new Set(rows.map((row) => row[index] ?? null)).size;
}

function figures(rows: Cell[][], index: number): number[] {
  return rows.map((row) => numberOf(row[index])).filter((figure) => figure !== null);
}

function isNowhereNegative(rows: Cell[][], index: number): boolean {
  const found = figures(rows, index);
  return found.length > 0 && found.every((figure) => figure >= 0);
}

/** The measures that can share one axis with the first: of its unit, and not lost beside it. */
function onOneAxis({ shapes, measures, rows }: ChartInput): string[] {
  const [first] = measures;
  const height = (at: number) =>
    figures(rows, shapes[at]?.index ?? -1).reduce((top, figure) => Math.max(top, Math.abs(figure)), 0);
  const top = height(0);
  return measures
    .filter((measure, at) => {
      if (measure.unit !== first?.unit || measure.currency !== first.currency) return at === 0;
      const own = height(at);
      return own === top || (own * mostTimesApart > top && own < top * mostTimesApart);
    })
    .map(({ name }) => name);
}

function overTime(input: ChartInput, time: ColumnShape): Choice {
  const { categories, measures, shapes, rows, question } = input;
  const [category, second] = categories;
  const [measure] = measures;
  const [shape] = shapes;
  if (!measure || !shape || second) return asTable;
  const times = distinct(rows, time.index);
  if (!category) {
    if (times !== rows.length) return asTable;
    const y = onOneAxis(input);
    if (rows.length === 2 && measure.unit === 'number' && aboutChange.test(question)) {
      return {
        type: 'kpi',
        x: time.name,
        y,
        axis: 'time',
        change: { of: y[0] ?? '', by: 'row', column: null },
      };
    }
    return { type: times > 1 ? 'line' : 'bar', x: time.name, y, axis: 'time' };
  }
  if (times === 1) return overCategory(input, category);
  if (distinct(rows, category.index) > mostSeries) return asTable;
  const line: Omit<Choice, 'type'> = { x: time.name, y: [measure.name], series: category.name, axis: 'time' };
  const isPart = measure.additive && (measure.unit === 'fraction' || aboutShares.test(question));
  return isPart && isNowhereNegative(rows, shape.index)
    ? { type: 'area', stacked: true, ...line }
    : { type: 'line', ...line };
}

/** The measure whose slices make a whole, when that is what was asked for. */
function slicesOf({ measures, shapes, rows, question }: ChartInput): string | null {
  const at = measures.findIndex(({ unit, additive }) => unit === 'fraction' && additive);
  const chosen = at >= 0 ? at : aboutShares.test(question) && measures[0]?.unit !== 'change' ? 0 : -1;
  const fits = rows.length > 1 && rows.length <= mostSlices;
  const positive = rows.every((row) => (numberOf(row[shapes[chosen]?.index ?? -1]) ?? -1) >= 0);
  return fits && positive ? (measures[chosen]?.name ?? null) : null;
}

function isFunnel({ shapes, rows, question }: ChartInput, category: ColumnShape): boolean {
  const at = shapes[0]?.index ?? -1;
  if (shapes.length !== 1 || rows.length < 3 || rows.length > mostStages) return false;
  if (!isNowhereNegative(rows, at)) return false;
  if (aboutStages.test(question)) return true;
  const found = figures(rows, at);
  return (
    stageName.test(category.name) &&
    found.every((figure, row) => row === 0 || figure <= (found[row - 1] ?? 0))
  );
}

function width(cell: Cell): number {
  return Array.from(String(cell ?? 'NULL')).reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0);
}

/** Whether names below the bars would run into each other, or are of places, which are read as a list. */
function readsAsList(rows: Cell[][], category: ColumnShape): boolean {
  const labels = rows.map((row) => row[category.index] ?? null);
  const room = labels.reduce<number>((sum, label) => sum + Math.min(width(label), 20) + 2, 0);
  return rows.length > 3 && (room > labelRoom || placeName.test(category.name));
}

function isOrdinal(rows: Cell[][], category: Extract<ColumnShape, { role: 'category' }>): boolean {
  if (category.recurring) return true;
  const labels = rows.map((row) => row[category.index] ?? null).filter((label) => label !== null);
  return labels.length > 1 && labels.every((label) => startsWithNumber.test(String(label)));
}

function overCategory(input: ChartInput, category: ChartInput['categories'][number]): Choice {
  const { measures, rows, question } = input;
  const [measure, other] = measures;
  if (!measure) return asTable;
  if (other && measures.length === 2 && rows.length > 2 && aboutRelation.test(question)) {
    return { type: 'scatter', x: measure.name, y: [other.name], axis: 'number', label: category.name };
  }
  const axis = isOrdinal(rows, category) ? 'ordinal' : 'category';
  const slices = slicesOf(input);
  if (slices) return { type: 'pie', x: category.name, y: [slices], axis };
  const bars = { type: 'bar', x: category.name, y: onOneAxis(input), axis } as const;
  if (isFunnel(input, category)) return { ...bars, layout: 'funnel' };
  return axis === 'category' && readsAsList(rows, category) ? { ...bars, layout: 'horizontal' } : bars;
}

function oneRow(input: ChartInput): Choice {
  const { categories, times, measures, shapes, question, query } = input;
  const x = (categories[0] ?? times[0])?.name ?? null;
  const change = chartChange(measures, shapes, query);
  if (change === null) {
    const y = measures.map(({ name }) => name);
    const stages =
      x === null && y.length > 2 && onOneAxis(input).length === y.length && aboutStages.test(question);
    return { type: 'kpi', x, y, ...(stages && { layout: 'funnel' }) };
  }
  const y = [change.of, ...measures.map(({ name }) => name).filter((name) => name !== change.of)];
  return { type: 'kpi', x, y, change };
}

function overTwoCategories(input: ChartInput, x: string, series: string): Choice {
  const { measures, rows, categories } = input;
  const [measure] = measures;
  const most = Math.max(...categories.map(({ index }) => distinct(rows, index)));
  if (!measure || most > mostHeatRows) return asTable;
  const axis = categories[0] && isOrdinal(rows, categories[0]) ? 'ordinal' : 'category';
  return { type: 'heatmap', x, y: [measure.name], series, axis };
}

/** How the columns are best drawn; a table where nothing fits. */
export function chooseSpec(input: ChartInput): Choice {
  const { times, categories, measures, others, rows, query } = input;
  const isList = query !== undefined && query.measures.length === 0;
  const [category, second, third] = categories;
  const [measure, other] = measures;
  if (!measure || (isList && others.length + times.length > 0)) return asTable;
  if (rows.length === 1) return oneRow(input);
  if (isList && (rows.length > mostBarsPerRow || categories.length > 1)) return asTable;
  if (isList && category && distinct(rows, category.index) < rows.length) return asTable;
  const [time] = times;
  if (time) return times.length === 1 ? overTime(input, time) : asTable;
  if (category && !second) return overCategory(input, category);
  if (category && second && !third) return overTwoCategories(input, category.name, second.name);
  if (!category && other && rows.length > 2)
    return { type: 'scatter', x: measure.name, y: [other.name], axis: 'number' };
  return asTable;
}
