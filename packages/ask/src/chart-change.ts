import type { ChartChange, ChartMeasure } from '@sextant/contract/chart';
import type { MeasureShape } from './column-shape.ts';
import type { Measure, SemanticQuery } from './semantic-query.ts';

const before =
  /^(previous|prev|last|prior|before)([_ ]|$)|([_ ])(previous|prev|prior|last_\w+|before)$|^(上|去年|前一|同期|往年)|(上期|上月|上年|去年|同期)/i;
const now =
  /^(current|this|now|present)([_ ]|$)|([_ ])(current|this_\w+|now)$|^(本|当|今年|这)|(本期|本月|本年|今年|当期)/i;
const relative = /(同比|环比|率|幅|(^|_)(growth|yoy|mom|qoq|wow|pct|percent|rate)(_|$))/i;
const absolute = /(差额|差值|增量|增长额|变化量|(^|_)(diff|difference|delta|change)(_|$))/i;

function same(one: Measure, other: Measure): boolean {
  return JSON.stringify({ ...one, label: undefined }) === JSON.stringify({ ...other, label: undefined });
}

/** What a query with a comparison shows beside the figure itself. */
function changeOfQuery(query: SemanticQuery, shapes: readonly MeasureShape[]): ChartChange | null {
  const shown = query.dimensions.filter((part) => !part.hidden).length;
  const nameOf = (measure: Measure): string | undefined =>
    shapes.find((shape) => {
      const own = query.measures[shape.index - shown];
      return own !== undefined && same(own, measure);
    })?.name;
  for (const measure of query.measures) {
    const column = nameOf(measure) ?? null;
    if (measure.kind === 'growth') {
      const of = nameOf(measure.of);
      if (of !== undefined) return { of, by: measure.relative ? 'relative' : 'difference', column };
    }
    if (measure.kind === 'difference') {
      const of = nameOf(measure.left);
      const earlier = nameOf(measure.right);
      if (of !== undefined && earlier !== undefined) return { of, by: 'previous', column: earlier };
      if (of !== undefined) return { of, by: 'difference', column };
    }
  }
  return null;
}

/** What the names of a single row's figures tell: this month beside last month, or sales beside their growth. */
function changeOfNames(measures: readonly ChartMeasure[]): ChartChange | null {
  const plain = measures.filter(({ name, unit }) => unit === 'number' && !relative.test(name));
  const earlier = plain.filter(({ name }) => before.test(name));
  const later = plain.filter(({ name }) => !before.test(name) && !absolute.test(name));
  const current = later.find(({ name }) => now.test(name)) ?? (later.length === 1 ? later[0] : undefined);
  if (current === undefined) return null;
  const of = current.name;
  if (earlier.length === 1 && earlier[0] !== undefined)
    return { of, by: 'previous', column: earlier[0].name };
  const part = measures.find(({ name, unit }) => relative.test(name) && unit !== 'number');
  if (part !== undefined && later.length === 1) return { of, by: 'relative', column: part.name };
  const difference = measures.find(({ name, unit }) => absolute.test(name) && unit === 'number');
  if (difference !== undefined && later.length === 1)
    return { of, by: 'difference', column: difference.name };
  return null;
}

/** What the figure of a single row is compared with; null where neither the query nor the names tell. */
export function chartChange(
  measures: readonly ChartMeasure[],
  shapes: readonly MeasureShape[],
  query: SemanticQuery | undefined,
): ChartChange | null {
  return query === undefined ? changeOfNames(measures) : changeOfQuery(query, shapes);
}
