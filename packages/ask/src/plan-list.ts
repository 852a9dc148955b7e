import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { unexplained } from './failure.ts';
import { addPresence, createFrame, frameQuery, isParent, joinTable } from './frame.ts';
import { listBase } from './measure-base.ts';
import { addExtras, applyFilters, rowFilters } from './place-filters.ts';
import { asksWhichRow, type Plan, spanOf } from './plan.ts';
import { timeColumnOf } from './resolver.ts';
import type { Dimension, Order, SemanticQuery } from './semantic-query.ts';
import { withoutAnyPartner } from './shared-absence.ts';
import { wholeRow } from './whole-rows.ts';

/** What is shown of rows when the question names no column: when they happened, or what they are called. */
function defaultColumns(plan: Plan): PreparedColumn[] {
  const { entity } = plan.resolver;
  if (!entity) return [];
  const time = plan.draft.when ? timeColumnOf(entity) : null;
  return time && time !== 'several' ? [time] : [...entity.nameColumns];
}

/** `Which product has the highest price, and what is the price?` asks for the product first. */
function asksWhichOne(plan: Plan): boolean {
  const { draft, shown } = plan;
  const goesOn = /,?\s*\b(and|,) ?(what|how)\b|[,;].*(是多少|多少|是什么)/.test(draft.text);
  return (
    goesOn &&
    asksWhichRow(plan) &&
    shown.columns.length > 0 &&
    plan.orders.some((order) => order.draft.isSuperlative)
  );
}

/** The names of the entity, unless something of them is shown anyway. */
function nameless(plan: Plan): PreparedColumn[] {
  const names = plan.resolver.entity?.nameColumns ?? [];
  return names.some((column) => plan.shown.columns.includes(column)) ? [] : names;
}

/** A list of rows. */
export function planList(plan: Plan): SemanticQuery {
  const { resolver, draft, shown } = plan;
  const { entity } = resolver;
  refuseRankedOrder(plan);
  dropRankedNames(plan);
  if (asksWhichOne(plan)) shown.columns.unshift(...nameless(plan));
  const columns = shown.columns.length > 0 ? shown.columns : (wholeRow(plan) ?? defaultColumns(plan));
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
  refuseKnown(plan, query, columns);
  query.distinct = draft.distinct || (isRepeating(plan, columns) && !namesOneRow(query, frame.base));
  const bare = plan.orders.filter((order) => !order.column && !order.measure);
  for (const order of plan.orders.filter((one) => !bare.includes(one) || one === bare.at(-1)))
    query.order.push(listOrder(plan, order, columns));
  const superlative = plan.orders.some((order) => order.draft.isSuperlative);
  if (limit !== null && plan.orders.length === 0) return unexplained();
  query.limit = superlative ? (limit ?? 1) : limit;
  return query;
}

/** `names of the friends of Ann`: a list of nothing but the value that the question gives was not asked for. */
function refuseKnown(plan: Plan, query: SemanticQuery, columns: PreparedColumn[]): void {
  const isGiven = (column: PreparedColumn) =>
    query.filters.some(
      (filter) =>
        filter.kind === 'compare' &&
        filter.operator === '=' &&
        filter.left.kind === 'column' &&
        filter.left.column === column.ref,
    );
  if (plan.shown.columns.length > 0 && columns.every(isGiven))
    unexplained(...plan.draft.conditions.flatMap((one) => (one.kind === 'value' ? [one.value] : [])));
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
  const asksMoney = /\bhow much\b|多少钱/.test(draft.text);
  if (asksMoney && shown.columns.length === 0) shown.columns = [by];
  const between = draft.items[order.draft.at + 1];
  const next = between?.kind === 'operation' && between.operation.op === 'of' ? 2 : 1;
  const owned = draft.selects.filter((mention) => mention.at === order.draft.at + next);
  const named = shown.columns.filter((column) =>
    owned.some((mention) => mention.noun.candidates[0]?.thing === column),
  );
  if (named.length !== 1 || named[0] === by) return;
  if (asksMoney && shown.columns.length === 1) shown.columns = [by];
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

/** Whether the rows are those of one name, so that nothing repeats. */
function namesOneRow(query: SemanticQuery, table: PreparedTable): boolean {
  const { filters, joins } = query;
  return (
    joins.length === 0 &&
    filters.some(
      (filter) =>
        filter.kind === 'compare' &&
        filter.operator === '=' &&
        filter.left.kind === 'column' &&
        table.nameColumns.some((name) => filter.left.kind === 'column' && name.ref === filter.left.column),
    )
  );
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
