import type { Cell, Chart, ChartType } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import { isMeasure, isNaming, isNumberColumn } from '../../lib/format-cell.ts';

const timeKinds: readonly ColumnKind[] = ['date', 'time', 'datetime'];
const maxBarRows = 60;
const maxPieSlices = 24;
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
  const has = (name: string | null) => name === null || data.columns.includes(name);
  if (wanted !== null && has(wanted.x) && has(wanted.series) && wanted.y.every(has)) {
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

/** The types that this chart's columns can be drawn as, the chosen one included. */
export function typesFor(chart: Chart): ChartType[] {
  const types = new Set<ChartType>([chart.type]);
  const { x, y, series, data } = chart;
  if (x !== null && y.length > 0) {
    for (const type of ['bar', 'line', 'area'] as const) types.add(type);
    if (series === null && data.rows.length <= maxPieSlices) types.add('pie');
    if (series !== null) types.add('heatmap');
    if (columnFigures(chart, x).every((value) => value !== null)) types.add('scatter');
  }
  if (data.rows.length === 1 && y.length > 0) types.add('kpi');
  types.delete('table');
  return [...types];
}

/** Where a bar chart would be a comb, the reader gets a slider. */
export function needsZoom(chart: Chart): boolean {
  return chart.data.rows.length > maxBarRows;
}

export function columnCells(chart: Chart, name: string): Cell[] {
  const at = chart.data.columns.indexOf(name);
  return chart.data.rows.map((row) => row[at] ?? null);
}

export function columnFigures(chart: Chart, name: string): (number | null)[] {
  return columnCells(chart, name).map(figureOf);
}

/** The chart as lines of figures: the categories along x, and one series per measure or per value of `series`. */
export function pivot(chart: Chart): {
  categories: string[];
  series: { name: string; values: (number | null)[] }[];
} {
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

export function labelOf(cell: Cell): string {
  if (cell === null) return 'NULL';
  return String(cell).replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00:00(\.0+)?(Z|\+00:00)?$/, '$1');
}
