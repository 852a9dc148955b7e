import type { SemanticQuery } from './semantic-query.ts';

/**
 * The query with the figure its groups are ranked by beside them, where only the groups were asked for: the press
 * with the highest average price is told with that price.
 */
export function showRanked(query: SemanticQuery): SemanticQuery {
  const [order, another] = query.order;
  const bare = query.measures.length === 0 && !query.distinct && !query.combine && !query.limitPer;
  if (!bare || another || order?.by.kind !== 'measure') return query;
  const index = query.dimensions.filter((dimension) => !dimension.hidden).length;
  return {
    ...query,
    measures: [order.by.measure],
    order: [{ by: { kind: 'output', index }, direction: order.direction }],
  };
}
