import { type Cell, type Chart, chartSchema } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Language } from '@sextant/contract/text';
import { chooseSpec } from './chart-choice.ts';
import type { ChartSpec } from './chart-spec.ts';
import { type ColumnShape, columnShapes, numberOf, tellingFirst } from './column-shape.ts';
import { columnUnit } from './column-unit.ts';
import { recurringLabel } from './recurring-label.ts';
import type { SemanticQuery } from './semantic-query.ts';

/** As many as an answer reads. */
const mostRows = 2_000;
const mostTableRows = 500;

/** A statement like this may have left out groups, so that those shown are not the whole. */
const leavesOut = /\b(limit|top|fetch|rownum|having|qualify)\b/i;
const ordersRows = /\border\s+by\b/i;

/**
 * Chooses how to draw a result from the roles of its columns: time → line, a category → bars (lying for places and
 * long names), shares → pie, stages → funnel, two measures → scatter, one row → kpi with what it is compared with,
 * two categories → heatmap (`series` is its second axis), anything else → table. Null when there is nothing to draw.
 * Bars without an order of their own stand by size; lines run forward in time. `sql` tells what a result without a
 * query is made of.
 */
export function chooseChart(input: {
  columns: ResultColumn[];
  rows: Cell[][];
  question: string;
  query?: SemanticQuery;
  sql?: string;
  truncated?: boolean;
  language: Language;
  title?: string;
}): Chart | null {
  const { columns, rows, question, query, sql = '' } = input;
  if (columns.length === 0 || rows.length === 0) return null;
  const all = columnShapes(columns, rows, query);
  const shapes = tellingFirst(all.filter((shape) => shape.role === 'measure'));
  const measures = shapes.map((shape) => columnUnit(shape, rows, { query, sql }));
  const choice = chooseSpec({
    times: all.filter((shape) => shape.role === 'time'),
    categories: all.filter((shape) => shape.role === 'category'),
    shapes,
    measures,
    others: all.filter((shape) => shape.role === 'other'),
    rows,
    question,
    query,
  });
  const spec: ChartSpec = { series: null, ...choice, title: titleOf(input) };
  if (choice.type === 'table') return fillChart(spec, columns, rows.slice(0, mostTableRows));
  const isWhole = input.truncated !== true && !leavesOut.test(sql) && query?.limit == null;
  const ordered = inOrder(rows, spec, all, input);
  const named = withPeriodNames(ordered, all, input.language);
  return fillChart({ ...spec, measures, whole: isWhole }, columns, named.slice(0, mostRows));
}

/** The rows as they are best read: forward in time, by size where nothing else orders them. */
function inOrder(
  rows: Cell[][],
  { x, y, type, axis, layout }: ChartSpec,
  shapes: ColumnShape[],
  { query, sql = '' }: { query?: SemanticQuery; sql?: string },
): Cell[][] {
  const across = shapes.find(({ name }) => name === x);
  if (across === undefined) return rows;
  if (axis === 'time') {
    const forward = sorted(
      rows.filter((row) => row[across.index] !== null),
      (row) => String(row[across.index] ?? ''),
    );
    return type === 'kpi' ? forward.toReversed() : forward;
  }
  const asked = query === undefined ? ordersRows.test(sql) : query.order.length > 0;
  if (asked && layout !== 'funnel') return rows;
  if (across.role === 'category' && across.recurring)
    return sorted(rows, (row) => String(row[across.index] ?? ''));
  const measure = shapes.find(({ name }) => name === y[0])?.index ?? -1;
  const size = (row: Cell[]): number => -(numberOf(row[measure]) ?? Number.NEGATIVE_INFINITY);
  if (axis !== 'category' || (type !== 'bar' && type !== 'pie')) return rows;
  return sorted(rows, size);
}

function sorted<K extends string | number>(rows: Cell[][], key: (row: Cell[]) => K): Cell[][] {
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
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

/** Puts the rows into a chart: only the columns that it or another choice of measure draws, all for a table. */
function fillChart(spec: ChartSpec, columns: ResultColumn[], rows: Cell[][]): Chart {
  const measures = spec.measures?.map(({ name }) => name) ?? [];
  const drawn = new Set([spec.x, spec.series, spec.label, spec.change?.column, ...spec.y, ...measures]);
  const kept = columns
    .map((column, index) => ({ name: column.name, index }))
    .filter(({ name }) => spec.type === 'table' || drawn.has(name));
  const data = rows.map((row) => kept.map(({ index }) => row[index] ?? null));
  return chartSchema.parse({ ...spec, data: { columns: kept.map(({ name }) => name), rows: data } });
}
