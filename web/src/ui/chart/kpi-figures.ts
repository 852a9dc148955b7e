import type { Chart } from '@sextant/contract/chart';
import { axisOf, columnCells, figureOf, labelOf, measureOf } from './chart-data.ts';

/** How a figure changed against an earlier one; null where that cannot be told, `part` too when it was 0 or less. */
export interface KpiChange {
  difference: number | null;
  part: number | null;
  previous: number | null;
  /** What it is compared with: a period or the name of a column; null when only the change is known. */
  against: string | null;
}

export interface KpiFigure {
  name: string;
  /** The cell as it came, so that long numbers stay exact. */
  cell: string | number | null;
  /** The period or group that the figure is of. */
  of: string | null;
  change: KpiChange | null;
}

/** The figures of a KPI card, the one that is compared with its change; the column of the change is no figure itself. */
export function kpiFigures(chart: Chart): KpiFigure[] {
  const { change, x } = chart;
  const order = rowsByRecency(chart);
  const at = (name: string, row: number) => columnCells(chart, name)[order[row] ?? -1] ?? null;
  const names = chart.y.filter((name) => name !== change?.column);
  return names.map((name) => {
    const cell = at(name, 0);
    return {
      name,
      cell: typeof cell === 'boolean' ? String(cell) : cell,
      of: x === null ? null : labelOf(at(x, 0)),
      change: change?.of === name ? changeOf(chart, figureOf(cell), at) : null,
    };
  });
}

/** The places of the rows, the latest period first. */
function rowsByRecency(chart: Chart): number[] {
  const places = chart.data.rows.map((_, at) => at);
  if (chart.change?.by !== 'row' || chart.x === null || axisOf(chart) !== 'time') return places;
  const labels = columnCells(chart, chart.x).map(labelOf);
  const key = (at: number) => labels[at] ?? '';
  return places.sort((one, other) => (key(one) > key(other) ? -1 : key(one) < key(other) ? 1 : 0));
}

function changeOf(
  chart: Chart,
  value: number | null,
  at: (name: string, row: number) => Chart['data']['rows'][number][number],
): KpiChange | null {
  const { change, x } = chart;
  if (change === undefined || value === null) return null;
  const told = change.column === null ? null : figureOf(at(change.column, 0));
  switch (change.by) {
    case 'row':
      return since(value, figureOf(at(change.of, 1)), x === null ? null : labelOf(at(x, 1)));
    case 'previous':
      return since(value, told, change.column);
    case 'difference':
      return { ...since(value, told === null ? null : value - told, null), difference: told };
    case 'relative': {
      const unit = measureOf(chart, change.column ?? '')?.unit;
      const part = told === null || unit !== 'percent' ? told : told / 100;
      // A rounded part tells nothing exact of the figure that it is a part of.
      const isExact = told !== null && String(told).replace(/^-?0?\.?0*|e.*$/g, '').length > 6;
      const previous = part === null || part === -1 || !isExact ? null : value / (1 + part);
      return { difference: previous === null ? null : value - previous, part, previous, against: null };
    }
  }
}

function since(value: number, previous: number | null, against: string | null): KpiChange {
  const difference = previous === null ? null : value - previous;
  const part = difference === null || previous === null || previous <= 0 ? null : difference / previous;
  return { difference, part, previous, against };
}
