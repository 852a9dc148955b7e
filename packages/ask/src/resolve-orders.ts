import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import { definedMeasure } from './defined-measure.ts';
import type { ConditionDraft, Draft, MeasureDraft, Noun, OrderDraft } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { unexplained } from './failure.ts';
import { reachesUp } from './join-path.ts';
import { meansSales } from './metric.ts';
import { measuredBy, type Plan, spanOf } from './plan.ts';
import { canBeTable, subjectColumn } from './resolve-conditions.ts';
import { additive, type ResolvedMeasure, resolveMeasure } from './resolve-measures.ts';
import { columnOfConcept, pickColumn, pickTable, type Resolver, timeColumnOf } from './resolver.ts';
import { nearestOwner } from './settle-context.ts';
import { splitWords } from './split-words.ts';

/** Tables that the measures of the question outright name or name columns of. */
function measuredTables(resolver: Resolver, draft: Draft): PreparedTable[] {
  return draft.measures.flatMap((measure) => {
    if (measure.noun) {
      const defined = definedMeasure(resolver, measure, measure.noun, []);
      if (defined) return [defined.table, ...(defined.parents ?? [])];
    }
    const best = measure.noun?.candidates[0];
    if (!best || best.score < 0.8) return [];
    return [isColumn(best.thing) ? best.thing.table : best.thing];
  });
}

export function resolveGroups(plan: Plan): void {
  const { resolver, draft } = plan;
  for (const group of draft.groups) {
    if (namesTable(group.noun)) {
      const table = pickTable(resolver, group.noun);
      if (table && !plan.groupTables.includes(table)) plan.groupTables.push(table);
      continue;
    }
    const column = pickColumn(resolver, group.noun, 'group', [
      ...measuredTables(resolver, draft),
      resolver.entity,
      ...resolver.mentioned,
    ]);
    if (column) plan.groupColumns.push(column);
    else if (canBeTable(group.noun)) {
      const table = pickTable(resolver, group.noun);
      if (table) plan.groupTables.push(table);
    } else unexplained(group.noun);
  }
}

export function resolveOrders(plan: Plan): void {
  const { resolver, draft } = plan;
  for (const order of draft.orders) {
    const { subject } = order;
    const counted = plan.measures.find((measure) => measure.draft.aggregate === 'count');
    if (
      subject.measure &&
      subject.measure.aggregate === 'count' &&
      subject.measure.noun === null &&
      counted
    ) {
      plan.orders.push({ draft: order, measure: counted, column: null, direction: order.direction });
    } else if (subject.measure) {
      plan.orders.push({
        draft: order,
        measure: resolveMeasure(resolver, draft, subject.measure, measuredBy(plan)),
        column: null,
        direction: order.direction,
      });
    } else if (subject.noun) {
      plan.orders.push({
        draft: order,
        ...orderByNoun(plan, order, subject.noun),
        direction: order.direction,
      });
    } else if (subject.of.length > 0) {
      const owner =
        order.owner && namesTable(order.owner) ? pickTable(resolver, order.owner) : resolver.entity;
      const found = owner
        ? adjectiveColumn(owner, subject.of, subject.inverse)
        : subjectColumn(resolver, draft, subject, order.at);
      if (!found) unexplained(spanOf(draft, order.at));
      plan.orders.push({
        draft: order,
        measure: null,
        column: found.column,
        direction: found.inverse ? flip(order.direction) : order.direction,
      });
    } else plan.orders.push({ draft: order, measure: null, column: null, direction: order.direction });
  }
}

function flip(direction: 'asc' | 'desc'): 'asc' | 'desc' {
  return direction === 'asc' ? 'desc' : 'asc';
}

function adjectiveColumn(
  table: PreparedTable,
  of: string[],
  inverse: string[],
): { column: PreparedColumn; inverse: boolean } | null {
  if (of.includes('date')) {
    const time = timeColumnOf(table);
    return time && time !== 'several' ? { column: time, inverse: false } : null;
  }
  const direct = columnOfConcept(table, of);
  if (direct) return { column: direct, inverse: false };
  const upside = columnOfConcept(table, inverse);
  return upside ? { column: upside, inverse: true } : null;
}

function orderByNoun(
  plan: Plan,
  order: OrderDraft,
  noun: Noun,
): { measure: ResolvedMeasure | null; column: PreparedColumn | null } {
  const { resolver, draft } = plan;
  const measured = draft.measures.find(
    (measure) => measure.noun?.text === noun.text && measure.aggregate !== 'count',
  );
  if (measured) return { measure: resolveMeasure(resolver, draft, measured, measuredBy(plan)), column: null };
  const counted = plan.measures.find(
    ({ aggregate, draft: count }) => aggregate.startsWith('count') && count.noun?.text === noun.text,
  );
  if (counted) return { measure: counted, column: null };
  const sum = { aggregate: 'sum' as const, noun, distinct: false, at: order.at };
  const entity = resolver.entity;
  const column = pickColumn(resolver, noun, 'number', [entity, nearestOwner(resolver, draft, order.at)]);
  const below = column && entity && column.table !== entity && !reachesUp(entity, column.table);
  const perPeriod = order.isSuperlative && draft.grains.length > 0 && column !== null && additive(column);
  if (column && !below && !perPeriod) return { measure: null, column };
  return { measure: resolveMeasure(resolver, draft, sum, measuredBy(plan)), column: null };
}

type Compared = ConditionDraft & { kind: 'compare' | 'between' };

function isCompared(condition: ConditionDraft): condition is Compared {
  return condition.kind === 'compare' || condition.kind === 'between';
}

/** 销售额超过10万的门店: sales of a store are the sum over rows below it. */
function sumsBelow(plan: Plan, noun: Noun | null): boolean {
  const { entity, metrics } = plan.resolver;
  if (noun && metrics.some(({ term, isColumn: isOne }) => term === noun.text && !isOne)) return true;
  if (!noun || !entity || !meansSales(splitWords(noun.text))) return false;
  return !noun.candidates.some(
    (candidate) => isColumn(candidate.thing) && candidate.thing.table === entity && candidate.score >= 0.8,
  );
}

export function splitConditions(plan: Plan): void {
  for (const condition of plan.draft.conditions) {
    if ((condition.kind === 'compare' || condition.kind === 'between') && condition.subject.measure) {
      const measure = resolveMeasure(plan.resolver, plan.draft, condition.subject.measure, measuredBy(plan));
      plan.having.push({ measure, condition });
    } else if (isCompared(condition) && sumsBelow(plan, condition.subject.noun)) {
      const sum = {
        aggregate: 'sum' as const,
        noun: condition.subject.noun,
        distinct: false,
        at: condition.at,
      };
      plan.having.push({
        measure: resolveMeasure(plan.resolver, plan.draft, sum, measuredBy(plan)),
        condition,
      });
    } else plan.rowConditions.push(condition);
  }
}

function isAfterBy(draft: Draft, measure: MeasureDraft): boolean {
  const before = draft.items[measure.at - 1];
  return before?.kind === 'operation' && before.operation.op === 'by';
}

/** A weak `by` after `top 5` orders rather than groups. */
export function turnWeakGroups(plan: Plan): void {
  const { draft, resolver } = plan;
  if (draft.limit === null) return;
  for (const group of draft.groups.filter((one) => one.weak)) {
    const sales = meansSales(splitWords(group.noun.text));
    const measure =
      sales ||
      group.noun.candidates.some(
        (candidate) =>
          isColumn(candidate.thing) && candidate.thing.role === 'measure' && candidate.score >= 0.5,
      );
    if (!measure || namesTable(group.noun)) continue;
    draft.groups = draft.groups.filter((one) => one !== group);
    draft.orders.push({
      at: group.at,
      subject: { noun: group.noun, measure: null, of: [], inverse: [] },
      direction: draft.limitDirection,
      limit: null,
      owner: null,
      isSuperlative: true,
    });
  }
  const named = draft.measures.find((measure) => isAfterBy(draft, measure));
  const first = named ?? (draft.measures.length === 1 ? draft.measures[0] : undefined);
  const shown = draft.selects.length > 0 && resolver.entity !== null;
  if (
    first &&
    (shown || named) &&
    draft.groups.every((group) => !group.weak) &&
    draft.orders.length === 0 &&
    (first.noun !== null || named)
  ) {
    draft.orders.push({
      at: first.at,
      subject: { noun: null, measure: first, of: [], inverse: [] },
      direction: draft.limitDirection,
      limit: null,
      owner: null,
      isSuperlative: true,
    });
    draft.measures = draft.measures.filter((measure) => measure !== first);
  }
}
