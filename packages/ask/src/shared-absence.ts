import type { PreparedColumn } from './catalog-index.ts';
import { type Frame, frameQuery } from './frame.ts';
import type { Plan } from './plan.ts';
import type { SemanticQuery } from './semantic-query.ts';

/**
 * `cities without any order`: many customers share a city, and none of them may have one. The values are listed that
 * no row with a partner has. Null when the column shown is a row's own, or when nothing is missing.
 */
export function withoutAnyPartner(plan: Plan, frame: Frame, columns: PreparedColumn[]): SemanticQuery | null {
  const [column, another] = columns;
  const shared = column && (column.role === 'category' || column.references !== null);
  const { entity } = plan.resolver;
  const ofRows =
    entity === column?.table &&
    plan.draft.selects.some((mention) => mention.noun.candidates[0]?.thing === entity);
  if (!column || another || !shared || column.isPrimary || ofRows || plan.orders.length > 0) return null;
  if (column.table !== frame.base || plan.draft.limit !== null) return null;
  const missing = [...frame.partners.values()].filter((partner) => partner.negated);
  if (missing.length !== 1 || frame.filters.length > 0 || frame.partners.size > 1) return null;
  for (const partner of missing) partner.negated = false;
  const having = frameQuery(frame);
  having.dimensions = [{ column: column.ref }];
  const query: SemanticQuery = { ...having, joins: [], distinct: true };
  query.filters = [{ kind: 'in_query', column: column.ref, query: having, negated: true }];
  return query;
}
