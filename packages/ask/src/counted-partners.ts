import type { ConditionDraft } from './draft.ts';
import { unexplained } from './failure.ts';
import { createFrame, frameQuery, joinTable } from './frame.ts';
import { measureBase } from './measure-base.ts';
import { addExtras, applyFilters, rowFilters } from './place-filters.ts';
import type { Plan } from './plan.ts';
import { measureOf } from './resolve-measures.ts';
import type { Measure, SemanticQuery } from './semantic-query.ts';

/** `how many authors have more than 5 books`: rows whose partners pass a condition are counted. */
export function countedGroups(plan: Plan): SemanticQuery | null {
  const [measure] = plan.measures;
  const [having, another] = plan.having;
  const isCount =
    plan.measures.length === 1 && measure?.aggregate === 'count' && plan.shown.columns.length === 0;
  if (
    !measure ||
    !having ||
    another ||
    !isCount ||
    plan.groupTables.length > 0 ||
    plan.groupColumns.length > 0 ||
    plan.draft.grains.length > 0
  )
    return null;
  const key = measure.table.primaryKey[0];
  if (!key || measure.table.primaryKey.length > 1 || having.measure.table === measure.table) return null;
  const settled = measureBase(plan, having.measure, [measure.table]);
  const inner = createFrame(plan.resolver, settled.base);
  joinTable(inner, measure.table);
  addExtras(plan, inner, [measure.table, having.measure.table]);
  applyFilters(plan, inner, rowFilters(plan, inner.base, having.measure.table));
  const groups = frameQuery(inner);
  groups.dimensions = [{ column: key.ref }];
  groups.having = havingOf(having.condition, measureOf(settled.measure));
  const query = frameQuery(createFrame(plan.resolver, measure.table));
  query.filters = [{ kind: 'in_query', column: key.ref, query: groups }];
  query.measures = [measureOf(measure)];
  return query;
}

/** The condition on a measure as the query holds it. */
export function havingOf(
  condition: ConditionDraft & { kind: 'compare' | 'between' },
  measure: Measure,
): SemanticQuery['having'] {
  if (condition.kind === 'compare')
    return [{ measure, operator: condition.operator, value: condition.value }];
  return [
    { measure, operator: '>=', value: condition.low },
    { measure, operator: '<=', value: condition.high },
  ];
}

/**
 * `who live in Oslo or have more than two orders`: a count of partners beside a condition on rows becomes a condition
 * on rows itself.
 */
export function turnAlternativeCounts(plan: Plan): void {
  const { entity } = plan.resolver;
  const turned = plan.having.filter((one) => one.condition.group > 0);
  if (turned.length === 0) return;
  const [key, another] = entity?.primaryKey ?? [];
  if (!entity || !key || another) unexplained(...turned.map((one) => one.condition.span));
  for (const { measure, condition } of turned) {
    if (measure.table === entity) unexplained(condition.span);
    const settled = measureBase(plan, measure, [entity]);
    const inner = createFrame(plan.resolver, settled.base);
    joinTable(inner, entity);
    const query = frameQuery(inner);
    query.dimensions = [{ column: key.ref }];
    query.having = havingOf(condition, measureOf(settled.measure));
    plan.countedFilters.push({
      table: entity,
      column: key,
      group: condition.group,
      negated: false,
      filter: { kind: 'in_query', column: key.ref, query },
    });
  }
  plan.having = plan.having.filter((one) => !turned.includes(one));
}
