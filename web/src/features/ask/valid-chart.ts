import { type Chart, chartSchema } from '@sextant/contract/chart';

/** The chart of an answer; null for one that does not pass the schema or draws columns that are not there. */
export function validChart(chart: unknown): Chart | null {
  const checked = chartSchema.safeParse(chart);
  if (!checked.success) return null;
  const { x, y, series, label, change, data } = checked.data;
  const used = [x, series, label, change?.column, ...y];
  return used.every((name) => name == null || data.columns.includes(name)) ? checked.data : null;
}
