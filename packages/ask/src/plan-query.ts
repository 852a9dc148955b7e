import type { PreparedColumn } from './catalog-index.ts';
import { turnAlternativeCounts } from './counted-partners.ts';
import type { Draft } from './draft.ts';
import { unexplained } from './failure.ts';
import { listOwnRows } from './own-rows.ts';
import { bothItems, emptyPlan, measuredBy, type Plan, spanOf } from './plan.ts';
import { planGrowth } from './plan-growth.ts';
import { planList } from './plan-list.ts';
import { planMeasured } from './plan-measured.ts';
import { planShared } from './plan-shared.ts';
import { planTopPerGroup } from './plan-top-per-group.ts';
import { resolveMeasure } from './resolve-measures.ts';
import { resolveGroups, resolveOrders, splitConditions, turnWeakGroups } from './resolve-orders.ts';
import { resolveShown } from './resolve-shown.ts';
import type { Resolver } from './resolver.ts';
import type { Filter, SemanticQuery } from './semantic-query.ts';
import { settleContext } from './settle-context.ts';

/** `number of loans of the book with the most pages`: one row is found first, then counted under. */
function nestSuperlatives(plan: Plan): void {
  if (plan.measures.length === 0 || plan.groupColumns.length > 0 || plan.groupTables.length > 0) return;
  for (const order of plan.orders.filter((one) => one.column && one.draft.isSuperlative)) {
    const { column } = order;
    const key = column?.table.primaryKey[0];
    if (!column || !key || column.table.primaryKey.length > 1 || (plan.draft.limit ?? 1) > 1)
      unexplained(spanOf(plan.draft, order.draft.at));
    plan.picked.push({ table: column.table, filter: pickedRow(column, key, order.direction) });
    plan.orders = plan.orders.filter((one) => one !== order);
  }
}

function pickedRow(column: PreparedColumn, key: PreparedColumn, direction: 'asc' | 'desc'): Filter {
  const { table } = column;
  const query: SemanticQuery = {
    from: { schema: table.schema, table: table.name },
    joins: [],
    dimensions: [{ column: key.ref }],
    measures: [],
    distinct: false,
    filters: [{ kind: 'null', column: column.ref, negated: true }],
    having: [],
    order: [{ by: { kind: 'column', column: column.ref }, direction }],
    limit: 1,
  };
  return { kind: 'compare_query', left: { kind: 'column', column: key.ref }, operator: '=', query };
}

/** `how many members have renewed a card`: a column after the count that nothing asks to show is a condition we do not know. */
function refuseStrayColumns(plan: Plan): void {
  const { draft, resolver } = plan;
  const [measure] = draft.measures;
  if (resolver.chinese || measure?.aggregate !== 'count' || draft.orders.length > 0) return;
  for (const mention of draft.selects) {
    const before = draft.items[mention.at - 1];
    const listed = before?.kind === 'operation' && ['and', 'comma', 'of', 'by'].includes(before.operation.op);
    const shown = plan.shown.columns.some((column) =>
      mention.noun.candidates.some((candidate) => candidate.thing === column),
    );
    if (mention.at > measure.at && !listed && shown && !followsStop(draft, measure.at, mention.at))
      unexplained(mention.noun);
  }
}

/** A new sentence lists what to show. */
function followsStop(draft: Draft, from: number, to: number): boolean {
  return draft.items.slice(from, to).some((item) => item.kind === 'stop');
}

function without(draft: Draft, ...names: string[]) {
  return draft.items.filter((item) => item.kind === 'operation' && names.includes(item.operation.op));
}

/** `which month had the most orders`: the periods themselves are ranked, nothing else is shown. */
function asksWhichPeriod(plan: Plan): boolean {
  const { draft } = plan;
  const [grain, another] = draft.grains;
  const asked =
    grain !== undefined && another === undefined && /^(in |on )?(which|what) |^哪/.test(grain.span.text);
  return (
    asked && draft.selects.length + draft.groups.length === 0 && plan.orders.some((order) => order.measure)
  );
}

/** Makes a semantic query of a draft, or ends with a failure that says why not. */
export function planQuery(resolver: Resolver, draft: Draft): SemanticQuery {
  settleContext(resolver, draft);
  if (draft.unexplained.length > 0) unexplained(...draft.unexplained);
  if (draft.ratio && !draft.ratioOf) unexplained(...without(draft, 'ratio'));
  const shared = planShared(resolver, draft);
  if (shared) return shared;
  const plan = emptyPlan(resolver, draft);
  turnWeakGroups(plan);
  plan.shown = resolveShown(resolver, draft);
  if (resolver.entity === null && plan.shown.columns[0]) resolver.entity = plan.shown.columns[0].table;
  if (resolver.entity === null && plan.shown.upward) resolver.entity = plan.shown.upward.column.table;
  resolveGroups(plan);
  if (resolver.entity === null && plan.groupColumns[0]) resolver.entity = plan.groupColumns[0].table;
  plan.measures = draft.measures.map((measure) => resolveMeasure(resolver, draft, measure, measuredBy(plan)));
  resolveOrders(plan);
  splitConditions(plan);
  turnAlternativeCounts(plan);
  if (resolver.entity === null && plan.orders[0]?.column) resolver.entity = plan.orders[0].column.table;
  listOwnRows(plan);
  const best = draft.skipped === 0 ? planTopPerGroup(plan) : null;
  if (best) return best;
  const measured =
    plan.measures.length > 0 ||
    plan.having.length > 0 ||
    plan.orders.some((order) => order.measure) ||
    draft.grains.length > 0;
  const repeated = draft.grains.filter(
    (grain, index) => draft.grains.findIndex((other) => other.grain === grain.grain) < index,
  );
  if (repeated.length > 0) unexplained(...repeated.map((grain) => grain.span));
  if (draft.grains.length > 0 && plan.measures.length === 0 && !asksWhichPeriod(plan))
    unexplained(...draft.grains.map((grain) => grain.span));
  if (!measured && draft.share) unexplained(...without(draft, 'share'));
  if (!measured && draft.groups.length > 0) unexplained(...draft.groups.map((group) => group.noun));
  if (draft.both && plan.shown.extras.length > 0 && draft.conditions.length === 0)
    unexplained(...bothItems(draft));
  refuseStrayColumns(plan);
  nestSuperlatives(plan);
  if (draft.growth && draft.grains.length === 0) return planGrowth(plan);
  return afterSkipped(draft, measured ? planMeasured(plan) : planList(plan));
}

/** `the second highest`: the one row after those before it. */
function afterSkipped(draft: Draft, query: SemanticQuery): SemanticQuery {
  if (draft.skipped === 0) return query;
  if (query.limit !== 1 || query.order.length === 0 || draft.limit !== null)
    return unexplained(
      ...draft.items.filter((item) => /^(second|third|fourth|fifth|\d+(nd|rd|th|st))$/.test(item.text)),
    );
  return { ...query, offset: draft.skipped };
}
