import { sameColumn } from './column-ref.ts';
import type { Filter, Measure, SemanticQuery } from './semantic-query.ts';

type Aggregated = Extract<Measure, { kind: 'aggregate' }>;

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function only(query: SemanticQuery): Aggregated | null {
  const [measure, another] = query.measures;
  const isPlain =
    query.having.length === 0 && query.limit === null && !query.combine && !query.limitPer && !query.distinct;
  return isPlain && measure?.kind === 'aggregate' && !another ? measure : null;
}

function restricted(measure: Aggregated, own: Filter[]): Measure {
  const [first] = own;
  if (!first) return measure;
  return { ...measure, where: own.length === 1 ? first : { kind: 'and', filters: own } };
}

/** Two numbers over the same rows: what only one of them asks of its rows is asked within its aggregate. */
function overSameRows(
  left: SemanticQuery,
  right: SemanticQuery,
  top: Aggregated,
  bottom: Aggregated,
): SemanticQuery {
  const shared = left.filters.filter((filter) => right.filters.some((other) => same(filter, other)));
  const rest = (query: SemanticQuery) =>
    query.filters.filter((filter) => !shared.some((other) => same(filter, other)));
  const label = rest(right).length === 0 && same(top, bottom) ? 'share' : 'ratio';
  return {
    ...left,
    filters: shared,
    measures: [
      {
        kind: 'ratio',
        numerator: restricted(top, rest(left)),
        denominator: restricted(bottom, rest(right)),
        label,
      },
    ],
  };
}

function orderedAlike(left: SemanticQuery, right: SemanticQuery): boolean {
  return same(left.order, right.order) && left.dimensions.length === right.dimensions.length;
}

/**
 * One query for the quotient of two numbers: over the same rows as conditional aggregates, over different tables as
 * a number and a subquery. Null where they are broken down by different things, or rows would be left out.
 */
export function divideQueries(left: SemanticQuery, right: SemanticQuery): SemanticQuery | null {
  const top = only(left);
  const bottom = only(right);
  if (!top || !bottom || !orderedAlike(left, right)) return null;
  const groups = left.dimensions.every((dimension, index) => {
    const other = right.dimensions[index];
    return other && sameColumn(dimension.column, other.column) && dimension.grain === other.grain;
  });
  if (!groups) return null;
  if (same(left.from, right.from) && same(left.joins, right.joins))
    return overSameRows(left, right, top, bottom);
  if (left.dimensions.length > 0) return null;
  return {
    ...left,
    measures: [
      { kind: 'ratio', numerator: top, denominator: { kind: 'value', query: right }, label: 'ratio' },
    ],
  };
}
