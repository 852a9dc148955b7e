import type { Cell, Chart, ChartMeasure } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import { isMeasure, isNaming, isNumberColumn } from '../../lib/format-cell.ts';
import { momentsOf, stepOf } from './period-axis.ts';

const timeKinds: readonly ColumnKind[] = ['date', 'time', 'datetime'];
const maxGuessedRows = 500;

/** A cell as a figure for drawing; null for what is none. */
export function figureOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string' || cell.trim() === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/**
 * The chart for a result: `wanted` drawn over the rows while its columns are there, else one guessed from the kinds
 * of the columns, which is only an offer; null when there is nothing to draw.
 */
export function chartOf(
  columns: ResultColumn[],
  rows: Cell[][],
  wanted: Chart | null,
): { chart: Chart; guessed: boolean } | null {
  const data = { columns: columns.map(({ name }) => name), rows };
  const has = (name: string | null | undefined) => name == null || data.columns.includes(name);
  if (wanted !== null && wanted.type !== 'table') {
    const { x, y, series, label, change } = wanted;
    if ([x, series, label, change?.column, ...y].every(has))
      return { chart: { ...wanted, data }, guessed: false };
  }
  const measures = columns.filter(isMeasure).map(({ name }) => name);
  if (measures.length === 0 || rows.length === 0 || rows.length > maxGuessedRows) return null;
  const base = { title: '', series: null, data };
  if (rows.length === 1 && measures.length === columns.length) {
    return { chart: { ...base, type: 'kpi', x: null, y: measures }, guessed: true };
  }
  const time = columns.find(({ kind }) => timeKinds.includes(kind));
  const category = time ?? columns.find((column) => !isNumberColumn(column)) ?? columns.find(isNaming);
  if (category === undefined) return null;
  const type = time === undefined ? 'bar' : 'line';
  return { chart: { ...base, type, x: category.name, y: measures.slice(0, 1) }, guessed: true };
}

/** What is known of a column of figures; null for charts that came without that. */
export function measureOf(chart: Chart, name: string | undefined): ChartMeasure | null {
  return chart.measures?.find((measure) => measure.name === name) ?? null;
}

/** What runs along x: as the chart says, else by the look of the labels. */
export function axisOf(chart: Chart): NonNullable<Chart['axis']> {
  if (chart.axis !== undefined) return chart.axis;
  if (chart.x === null) return 'category';
  const labels = columnCells(chart, chart.x)
    .filter((cell) => cell !== null)
    .map(labelOf);
  if (stepOf(labels) !== null || momentsOf(labels) !== null) return 'time';
  return labels.length > 0 && labels.every((label) => figureOf(label) !== null) ? 'number' : 'category';
}

export function columnCells(chart: Chart, name: string): Cell[] {
  const at = chart.data.columns.indexOf(name);
  return chart.data.rows.map((row) => row[at] ?? null);
}

export function columnFigures(chart: Chart, name: string): (number | null)[] {
  return columnCells(chart, name).map(figureOf);
}

export interface Series {
  name: string;
  values: (number | null)[];
}

/** The chart as lines of figures: the categories along x, and one series per measure or per value of `series`. */
export function pivot(chart: Chart): { categories: string[]; series: Series[] } {
  const labels = chart.x === null ? [] : columnCells(chart, chart.x).map(labelOf);
  if (chart.series === null) {
    return {
      categories: labels,
      series: chart.y.map((name) => ({ name, values: columnFigures(chart, name) })),
    };
  }
  const categories = [...new Set(labels)];
  const place = new Map(categories.map((label, at) => [label, at]));
  const measure = chart.y[0];
  const figures = measure === undefined ? [] : columnFigures(chart, measure);
  const byName = new Map<string, (number | null)[]>();
  columnCells(chart, chart.series).forEach((cell, row) => {
    const name = labelOf(cell);
    const values = byName.get(name) ?? categories.map(() => null);
    byName.set(name, values);
    values[place.get(labels[row] ?? '') ?? 0] = figures[row] ?? null;
  });
  return { categories, series: [...byName].map(([name, values]) => ({ name, values })) };
}

/** A moment without what is zero of it; midnight is the day. */
export function labelOf(cell: Cell): string {
  if (cell === null) return 'NULL';
  return String(cell)
    .replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?(Z|\+00:00)?$/, '$1')
    .replace(/^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?:(:\d{2})(?:\.\d+)?)?(?:Z|\+00:00)?$/, '$1 $2$3')
    .replace(/^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}):00$/, '$1');
}
