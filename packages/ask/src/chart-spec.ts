import { type Chart, chartSchema } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';

/** A chart without its rows. */
export type ChartSpec = Omit<Chart, 'data'>;

/** What a model may propose; what is known of the columns is never taken from it. */
const proposedSchema = chartSchema.pick({
  type: true,
  title: true,
  x: true,
  y: true,
  series: true,
  layout: true,
  stacked: true,
});

const mostMeasures = 12;
const alone: readonly Chart['type'][] = ['pie', 'scatter', 'heatmap'];

/**
 * Checks a chart that a model proposes against the columns of the result. Answers with the specification, or
 * with the first thing that is wrong with it, in words for the model.
 */
export function validateChart(
  proposed: unknown,
  columns: ResultColumn[],
): { valid: true; spec: ChartSpec } | { valid: false; problem: string } {
  const parsed = proposedSchema.safeParse(proposed);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { valid: false, problem: `${issue?.path.join('.') || 'chart'}: ${issue?.message ?? 'invalid'}` };
  }
  const problem = specProblem(parsed.data, columns);
  return problem === null ? { valid: true, spec: parsed.data } : { valid: false, problem };
}

function specProblem(spec: ChartSpec, columns: ResultColumn[]): string | null {
  if (spec.type === 'table') return null;
  return columnProblem(spec, columns) ?? shapeProblem(spec);
}

function columnProblem({ x, y, series, type }: ChartSpec, columns: ResultColumn[]): string | null {
  const names = columns.map((column) => column.name);
  for (const name of [x, series, ...y]) {
    if (name !== null && !names.includes(name))
      return `The result has no column "${name}"; it has ${names.join(', ')}`;
  }
  const numeric = ['integer', 'number', 'other'];
  const drawn = type === 'scatter' && x !== null ? [x, ...y] : y;
  const text = drawn.find((name) => !numeric.includes(columns.find((one) => one.name === name)?.kind ?? ''));
  return text === undefined ? null : `The column "${text}" holds no numbers and cannot be drawn as a measure`;
}

function shapeProblem({ type, x, y, series, layout, stacked }: ChartSpec): string | null {
  if (y.length === 0) return `A ${type} chart needs at least one measure in y`;
  if (y.length > mostMeasures) return `A chart draws at most ${mostMeasures} measures; y has ${y.length}`;
  const named = [x, series, ...y].filter((name) => name !== null);
  if (new Set(named).size < named.length) return 'Each of x, y and series must name a column of its own';
  if (x === null && type !== 'kpi') return `A ${type} chart needs a column in x`;
  if (series === null && type === 'heatmap') return 'A heatmap needs its second category in series';
  if (y.length > 1 && (alone.includes(type) || series !== null))
    return `A ${type} chart ${series === null ? '' : 'with series '}draws one measure; y has ${y.length}`;
  if (series !== null && type === 'pie') return 'A pie has no series';
  if (layout === 'horizontal' && type !== 'bar') return `Only bars can be horizontal, not a ${type}`;
  if (layout === 'funnel' && type !== 'bar' && type !== 'kpi')
    return `A funnel is drawn from bars or figures, not from a ${type}`;
  if (stacked && type !== 'bar' && type !== 'area') return `A ${type} cannot be stacked`;
  return null;
}
