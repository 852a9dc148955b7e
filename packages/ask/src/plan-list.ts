import type { PreparedColumn } from './catalog-index.ts';
import { unexplained } from './failure.ts';
import { addPresence, createFrame, frameQuery, isParent, joinTable } from './frame.ts';
import { listBase } from './measure-base.ts';
import { addExtras, applyFilters, rowFilters } from './place-filters.ts';
import { type Plan, spanOf } from './plan.ts';
import { timeColumnOf } from './resolver.ts';
import type { Dimension, Order, SemanticQuery } from './semantic-query.ts';
import { withoutAnyPartner } from './shared-absence.ts';

/** What is shown of rows when the question names no column: when they happened, or what they are called. */
function defaultColumns(plan: Plan): PreparedColumn[] {
  const { entity } = plan.resolver;
  if (!entity) return [];
  const time = plan.draft.when ? timeColumnOf(entity) : null;
  return time && time !== 'several' ? [time] : [...entity.nameColumns];
}

/** A list of rows. */
export function planList(plan: Plan): SemanticQuery {
  const { resolver, draft, shown } = plan;
  const { entity } = resolver;
  refuseRankedOrder(plan);
  dropRankedNames(plan);
  const columns = shown.columns.length > 0 ? shown.columns : defaultColumns(plan);
  if (columns.length === 0)
    return unexplained(...draft.items.filter((item) => item.kind === 'noun').slice(0, 3));
  const limit = draft.limit;
  for (const order of plan.orders) {
    if (
      order.column &&
      shown.columns.length === 0 &&
      (limit ?? 1) > 1 &&
      order.draft.isSuperlative &&
      !columns.includes(order.column)
    )
      columns.push(order.column);
  }
  const tables = [
    ...new Set([
      ...columns.map((column) => column.table),
      ...plan.orders.flatMap((order) => (order.column ? [order.column.table] : [])),
    ]),
  ];
  const base = listBase(tables);
  if (!base) return unexplained();
  const frame = createFrame(resolver, base);
  for (const table of tables) joinTable(frame, table);
  if (entity && !frame.joined.has(entity) && isParent(frame, entity)) joinTable(frame, entity);
  else if (entity && !frame.joined.has(entity)) addPresence(frame, entity, false);
  addExtras(plan, frame, tables);
  applyFilters(plan, frame, rowFilters(plan, frame.base, null));
  const single = withoutAnyPartner(plan, frame, columns);
  if (single) return single;
  const query = frameQuery(frame);
  query.dimensions = columns.map((column): Dimension => ({ column: column.ref }));
  query.distinct = draft.distinct || isRepeating(plan, columns);
  const bare = plan.orders.filter((order) => !order.column && !order.measure);
  for (const order of plan.orders.filter((one) => !bare.includes(one) || one === bare.at(-1)))
    query.order.push(listOrder(plan, order, columns));
  const superlative = plan.orders.some((order) => order.draft.isSuperlative);
  if (limit !== null && plan.orders.length === 0) return unexplained();
  query.limit = superlative ? (limit ?? 1) : limit;
  return query;
}

/** `the shortest …, sorted in ascending order`: one row needs no order, so that more was meant than one. */
function refuseRankedOrder(plan: Plan): void {
  const sorted = plan.orders.find((order) => !order.draft.isSuperlative && order.column === null);
  const ranked = plan.orders.some((order) => order.draft.isSuperlative);
  if (sorted && ranked && plan.draft.limit === null) unexplained(spanOf(plan.draft, sorted.draft.at));
}

/** `the price of the most expensive course`: what is ranked is asked for its number, not for its name. */
function dropRankedNames(plan: Plan): void {
  const { draft, shown } = plan;
  const [order, another] = plan.orders;
  const by = order?.column;
  if (!order?.draft.isSuperlative || another || !by || (draft.limit ?? 1) > 1) return;
  const owned = draft.selects.filter((mention) => mention.at === order.draft.at + 1);
  const named = shown.columns.filter((column) =>
    owned.some((mention) => mention.noun.candidates[0]?.thing === column),
  );
  if (named.length !== 1 || named[0] === by) return;
  const asksMoney = /\bhow much\b|多少钱/.test(draft.text) && shown.columns.length === 1;
  if (asksMoney) shown.columns = [by];
  else if (shown.columns.length === 2 && shown.columns.includes(by)) shown.columns = [by];
}

/** Values of a parent shown for conditions on its children would repeat. */
function isRepeating(plan: Plan, columns: PreparedColumn[]): boolean {
  const [column, another] = columns;
  const asked =
    plan.draft.asksWhich !== null &&
    plan.draft.selects.some((mention) => mention.noun === plan.draft.asksWhich);
  if (!column || another || !asked || plan.orders.length > 0) return false;
  return column.kind === 'text' && !column.isPrimary && !column.table.nameColumns.includes(column);
}

function listOrder(plan: Plan, order: Plan['orders'][number], columns: PreparedColumn[]): Order {
  if (order.measure) return unexplained(spanOf(plan.draft, order.draft.at));
  if (!order.column) return { by: { kind: 'output', index: 0 }, direction: order.direction };
  const index = columns.indexOf(order.column);
  return {
    by: index >= 0 ? { kind: 'output', index } : { kind: 'column', column: order.column.ref },
    direction: order.direction,
  };
}
