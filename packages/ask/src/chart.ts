import { type Cell, type Chart, chartSchema } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Language } from '@sextant/contract/text';
import { type ColumnShape, columnShapes, type MeasureShape, numberOf, tellingFirst } from './column-shape.ts';
import { recurringLabel } from './recurring-label.ts';
import type { SemanticQuery } from './semantic-query.ts';

const mostRows = 500;
const mostSlices = 8;
const mostSeries = 20;
const mostBarsPerRow = 60;

const aboutShares = /占比|比例|构成|百分比|分布|\b(share|proportion|percentage|breakdown|distribution)\b/i;
const aboutRelation = /关系|相关|散点|\b(correlat\w*|relationship|scatter|versus|vs)\b/i;

/** A chart without its rows, as a model may propose it. */
export const chartSpecSchema = chartSchema.omit({ data: true });
export type ChartSpec = Omit<Chart, 'data'>;

type Choice = Pick<ChartSpec, 'type' | 'x' | 'y'> & { series?: string | null };

interface Roles {
  times: ColumnShape[];
  categories: ColumnShape[];
  measures: MeasureShape[];
  others: ColumnShape[];
}

function distinct(rows: Cell[][], index: number): number {
  return new Set(rows.map((row) => row[index] ?? null)).size;
}

/** The measures that can share one axis with the first. */
function sameUnit(measures: MeasureShape[]): string[] {
  return measures.filter((measure) => measure.unit === measures[0]?.unit).map((measure) => measure.name);
}

const asTable: Choice = { type: 'table', x: null, y: [] };

function overTime(roles: Roles, time: ColumnShape, rows: Cell[][]): Choice {
  const [category] = roles.categories;
  const [measure] = roles.measures;
  if (!measure || roles.categories.length > 1) return asTable;
  if (!category) {
    const type = distinct(rows, time.index) > 1 ? 'line' : 'bar';
    return distinct(rows, time.index) === rows.length
      ? { type, x: time.name, y: sameUnit(roles.measures) }
      : asTable;
  }
  if (distinct(rows, time.index) === 1) return { type: 'bar', x: category.name, y: sameUnit(roles.measures) };
  if (distinct(rows, category.index) > mostSeries) return asTable;
  return { type: 'line', x: time.name, y: [measure.name], series: category.name };
}

function overCategory(roles: Roles, category: ColumnShape, rows: Cell[][], question: string): Choice {
  const [measure] = roles.measures;
  if (!measure) return asTable;
  if (roles.measures.length === 2 && rows.length > 2 && aboutRelation.test(question)) {
    return { type: 'scatter', x: measure.name, y: sameUnit(roles.measures.slice(1)) };
  }
  const share = roles.measures.find((part) => part.unit === 'fraction' && part.additive);
  const slices = share ?? (aboutShares.test(question) ? measure : undefined);
  const positive = rows.every((row) => (numberOf(row[slices?.index ?? -1]) ?? -1) >= 0);
  if (slices && positive && rows.length > 1 && rows.length <= mostSlices && measure.unit !== 'change') {
    return { type: 'pie', x: category.name, y: [slices.name] };
  }
  return { type: 'bar', x: category.name, y: sameUnit(roles.measures) };
}

function choose(roles: Roles, rows: Cell[][], question: string, isList: boolean): Choice {
  const [time] = roles.times;
  const [category, second] = roles.categories;
  const [measure, otherMeasure] = roles.measures;
  if (!measure || (isList && roles.others.length + roles.times.length > 0)) return asTable;
  if (rows.length === 1)
    return { type: 'kpi', x: (category ?? time)?.name ?? null, y: roles.measures.map(({ name }) => name) };
  if (isList && (rows.length > mostBarsPerRow || roles.categories.length > 1)) return asTable;
  if (isList && category && distinct(rows, category.index) < rows.length) return asTable;
  if (time && roles.times.length === 1) return overTime(roles, time, rows);
  if (time) return asTable;
  if (category && !second) return overCategory(roles, category, rows, question);
  if (category && second && roles.categories.length === 2) {
    return { type: 'heatmap', x: category.name, y: [measure.name], series: second.name };
  }
  if (!category && otherMeasure && rows.length > 2)
    return { type: 'scatter', x: measure.name, y: [otherMeasure.name] };
  return asTable;
}

/**
 * Chooses how to draw a result from the roles of its columns: time → line, a category → bar, shares → pie,
 * two measures → scatter, one row → kpi, two categories → heatmap (`series` is its second axis), anything else
 * → table. Null when there is nothing to draw. At most 500 rows are kept, in the order given; lines run
 * forward in time.
 */
export function chooseChart(input: {
  columns: ResultColumn[];
  rows: Cell[][];
  question: string;
  query?: SemanticQuery;
  language: Language;
  title?: string;
}): Chart | null {
  const { columns, rows, question, query } = input;
  if (columns.length === 0 || rows.length === 0) return null;
  const shapes = columnShapes(columns, rows, query);
  const roles: Roles = {
    times: shapes.filter((shape) => shape.role === 'time'),
    categories: shapes.filter((shape) => shape.role === 'category'),
    measures: tellingFirst(shapes.filter((shape) => shape.role === 'measure')),
    others: shapes.filter((shape) => shape.role === 'other'),
  };
  const isList = query !== undefined && query.measures.length === 0;
  const choice = choose(roles, rows, question, isList);
  const drawn = choice.type === 'table' ? rows : withPeriodNames(rows, shapes, input.language);
  return fillChart({ series: null, ...choice, title: titleOf(input) }, columns, drawn);
}

function withPeriodNames(rows: Cell[][], shapes: ColumnShape[], language: Language): Cell[][] {
  if (!shapes.some((shape) => shape.role === 'category' && shape.recurring)) return rows;
  return rows.map((row) =>
    row.map((cell, index) => {
      const shape = shapes[index];
      return shape?.role === 'category' && shape.recurring
        ? recurringLabel(shape.recurring, cell, language)
        : cell;
    }),
  );
}

function titleOf(input: { title?: string; question: string; language: Language }): string {
  const text = (input.title ?? input.question).trim().replace(/[?？。.!！]+$/, '');
  if (text === '') return input.language === 'zh' ? '查询结果' : 'Result';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Puts the rows into a chart: only the columns it draws (all for a table), at most 500 rows. */
export function fillChart(spec: ChartSpec, columns: ResultColumn[], rows: Cell[][]): Chart {
  const drawn = new Set([spec.x, spec.series, ...spec.y].filter((name) => name !== null));
  const kept = columns
    .map((column, index) => ({ name: column.name, index }))
    .filter(({ name }) => spec.type === 'table' || drawn.has(name));
  const time =
    spec.type === 'line' || spec.type === 'area' ? columns.findIndex(({ name }) => name === spec.x) : -1;
  const forward = time < 0 ? rows : inTimeOrder(rows, time);
  const data = forward.slice(0, mostRows).map((row) => kept.map(({ index }) => row[index] ?? null));
  return chartSchema.parse({ ...spec, data: { columns: kept.map(({ name }) => name), rows: data } });
}

function inTimeOrder(rows: Cell[][], time: number): Cell[][] {
  const key = (row: Cell[]): string => String(row[time] ?? '');
  return rows
    .filter((row) => row[time] !== null)
    .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * Checks a chart that a model proposes against the columns of the result. Answers with the specification, or
 * with the first thing that is wrong with it, in words for the model.
 */
export function validateChart(
  proposed: unknown,
  columns: ResultColumn[],
): { valid: true; spec: ChartSpec } | { valid: false; problem: string } {
  const parsed = chartSpecSchema.safeParse(proposed);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { valid: false, problem: `${issue?.path.join('.') || 'chart'}: ${issue?.message ?? 'invalid'}` };
  }
  const problem = specProblem(parsed.data, columns);
  return problem === null ? { valid: true, spec: parsed.data } : { valid: false, problem };
}

function specProblem(spec: ChartSpec, columns: ResultColumn[]): string | null {
  if (spec.type === 'table') return null;
  const names = columns.map((column) => column.name);
  for (const name of [spec.x, spec.series, ...spec.y]) {
    if (name !== null && !names.includes(name))
      return `The result has no column "${name}"; it has ${names.join(', ')}`;
  }
  if (spec.y.length === 0) return `A ${spec.type} chart needs at least one measure in y`;
  if (spec.x === null && spec.type !== 'kpi') return `A ${spec.type} chart needs a column in x`;
  if (spec.series === null && spec.type === 'heatmap') return 'A heatmap needs its second category in series';
  const numeric = ['integer', 'number', 'other'];
  const text = spec.y.find(
    (name) => !numeric.includes(columns.find((column) => column.name === name)?.kind ?? ''),
  );
  return text === undefined ? null : `The column "${text}" holds no numbers and cannot be drawn as a measure`;
}
