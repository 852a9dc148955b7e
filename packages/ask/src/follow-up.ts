import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { sameColumn } from './column-ref.ts';
import type { Draft } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { unexplained } from './failure.ts';
import { addFilter, createFrame, type Frame, frameQuery, isParent, joinTable } from './frame.ts';
import { measureBase } from './measure-base.ts';
import { emptyPlan, type Plan, spanOf } from './plan.ts';
import { resolveCondition } from './resolve-conditions.ts';
import { measureOf, resolveMeasure } from './resolve-measures.ts';
import { periodColumn } from './resolve-periods.ts';
import { pickColumn, pickTable, type Resolver } from './resolver.ts';
import type { ColumnRef, Dimension, Filter, Measure, SemanticQuery } from './semantic-query.ts';

const marks =
  /^(那|那么|再|然后|换成|改成|改为|改按|只看|只要|仅看|只|仅|按|and\b|what about|how about|only\b|just\b|now\b|same\b|but\b|make it|instead)|呢\s*[?.]*$|\binstead\b|换成|改成|改为|\btoo\s*[?.]*$/;

/** Whether a normalised question asks to change the answer before it rather than for something new. */
export function soundsLikeFollowUp(text: string): boolean {
  return marks.test(text.trim());
}

function tableNamed(resolver: Resolver, ref: { schema: string | null; table: string }): PreparedTable | null {
  return (
    resolver.prepared.tables.find((table) => table.name === ref.table && table.schema === ref.schema) ?? null
  );
}

/** The previous query's tables as a frame that further tables can be joined to. */
function reopen(resolver: Resolver, previous: SemanticQuery): Frame {
  const base = tableNamed(resolver, previous.from) ?? unexplained();
  const frame = createFrame(resolver, base);
  frame.joins.push(...previous.joins);
  for (const join of previous.joins) {
    const table = join.to[0] ? tableNamed(resolver, join.to[0]) : null;
    if (table) frame.joined.add(table);
  }
  return frame;
}

function columnsOf(filter: Filter): ColumnRef[] {
  switch (filter.kind) {
    case 'compare':
    case 'compare_query':
      return filter.left.kind === 'column' ? [filter.left.column] : [];
    case 'and':
    case 'or':
      return filter.filters.flatMap(columnsOf);
    case 'not':
      return columnsOf(filter.filter);
    default:
      return [filter.column];
  }
}

/** A new condition takes the place of the old ones on the same column. */
function replaceFilter(frame: Frame, table: PreparedTable, column: PreparedColumn, filter: Filter): void {
  frame.filters = frame.filters.filter((old) => !columnsOf(old).some((ref) => sameColumn(ref, column.ref)));
  if (!frame.joined.has(table) && isParent(frame, table)) joinTable(frame, table);
  addFilter(frame, table, filter);
}

function previousTime(previous: SemanticQuery): ColumnRef | null {
  for (const filter of previous.filters) if (filter.kind === 'period') return filter.column;
  return previous.dimensions.find((dimension) => dimension.grain)?.column ?? null;
}

function editConditions(frame: Frame, resolver: Resolver, draft: Draft, previous: SemanticQuery): void {
  for (const condition of draft.conditions) {
    if (condition.kind === 'period' && condition.noun === null) {
      const known = previousTime(previous);
      const table = known ? tableNamed(resolver, known) : null;
      const column = table?.columns.find((one) => known !== null && sameColumn(one.ref, known));
      if (table && column && column.role === 'time') {
        replaceFilter(frame, table, column, {
          kind: 'period',
          column: column.ref,
          from: condition.from,
          to: condition.to,
        });
        continue;
      }
    }
    const one = resolveCondition(resolver, draft, condition, [frame.base, ...frame.joined]);
    replaceFilter(frame, one.table, one.column, one.filter);
  }
}

function newDimensions(frame: Frame, resolver: Resolver, draft: Draft): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const grain of draft.grains) {
    const column =
      periodColumn(resolver, draft, null, grain.at, [frame.base, ...frame.joined]) ?? unexplained(grain.span);
    if (!isParent(frame, column.table)) unexplained(grain.span);
    joinTable(frame, column.table);
    dimensions.push({ column: column.ref, grain: grain.grain });
  }
  for (const group of [...draft.groups, ...draft.selects]) {
    const table = namesTable(group.noun) ? pickTable(resolver, group.noun) : null;
    const known = table !== null && frame.joined.has(table) && draft.conditions.length > 0;
    if (known && !draft.groups.some((one) => one.noun === group.noun)) continue;
    const column = table ? null : pickColumn(resolver, group.noun, 'group', [frame.base, ...frame.joined]);
    const owner = table ?? column?.table;
    if (!owner || !isParent(frame, owner)) return unexplained(group.noun);
    joinTable(frame, owner);
    if (column) dimensions.push({ column: column.ref });
    else {
      for (const key of owner.primaryKey)
        if (!owner.nameColumns.includes(key)) dimensions.push({ column: key.ref, hidden: true });
      dimensions.push(...owner.nameColumns.map((name): Dimension => ({ column: name.ref })));
    }
  }
  return dimensions;
}

function newMeasures(frame: Frame, resolver: Resolver, draft: Draft, plan: Plan): Measure[] {
  return draft.measures.map((measure) => {
    const resolved = resolveMeasure(resolver, draft, measure, [...frame.joined]);
    const settled = measureBase(
      plan,
      resolved,
      [...frame.joined].filter((table) => table !== frame.base),
    );
    if (settled.base !== frame.base) unexplained(spanOf(draft, measure.at));
    return measureOf(settled.measure);
  });
}

function visible(query: SemanticQuery): number {
  return query.dimensions.filter((dimension) => !dimension.hidden).length;
}

function orderByMeasure(query: SemanticQuery, direction: 'asc' | 'desc'): void {
  if (query.measures.length === 0) return;
  query.order = [{ by: { kind: 'output', index: visible(query) }, direction }];
}

/** Orders by something that is still shown; a change of what is shown may have taken it away. */
function settleOrder(query: SemanticQuery, previous: SemanticQuery, reshaped: boolean): void {
  if (!reshaped) return;
  const wasRanked = previous.order[0];
  const time = query.dimensions.findIndex((dimension) => dimension.grain !== undefined);
  query.order = [];
  if (wasRanked && previous.limit !== null) orderByMeasure(query, wasRanked.direction);
  else if (time >= 0) query.order = [{ by: { kind: 'output', index: 0 }, direction: 'asc' }];
}

function changes(draft: Draft): boolean {
  return (
    draft.groups.length +
      draft.grains.length +
      draft.conditions.length +
      draft.orders.length +
      draft.measures.length +
      draft.selects.length >
      0 || draft.limit !== null
  );
}

/** A share or growth that is asked for now, and is not what the answer before told already. */
function asksForMore(draft: Draft, previous: SemanticQuery): boolean {
  const kept = draft.measures.length === 0 ? previous.measures : [];
  const tells = (kind: Measure['kind']) => kept.some((one) => one.kind === kind || one.kind === 'ratio');
  return (draft.share && !tells('share')) || (draft.growth !== null && !tells('growth'));
}

/** Changes the previous query as the words say: another grouping, period, condition, measure, order or limit. */
export function followUp(resolver: Resolver, draft: Draft, previous: SemanticQuery): SemanticQuery {
  if (draft.unexplained.length > 0) unexplained(...draft.unexplained);
  if (!changes(draft) || previous.combine || draft.absences.length > 0) return unexplained();
  if (asksForMore(draft, previous)) return unexplained();
  const frame = reopen(resolver, previous);
  resolver.entity = frame.base;
  resolver.mentioned.push(...frame.joined);
  frame.filters.push(...previous.filters);
  editConditions(frame, resolver, draft, previous);
  const dimensions = previous.measures.length > 0 ? newDimensions(frame, resolver, draft) : [];
  const plan = emptyPlan(resolver, draft);
  const measures = newMeasures(frame, resolver, draft, plan);
  const query: SemanticQuery = {
    ...previous,
    ...frameQuery(frame),
    dimensions: dimensions.length > 0 ? dimensions : previous.dimensions,
    measures: measures.length > 0 ? measures : previous.measures,
    distinct: previous.distinct,
    having: previous.having,
    order: previous.order,
    limit: draft.limit ?? previous.limit,
    offset: 0,
  };
  settleOrder(query, previous, dimensions.length > 0 || measures.length > 0);
  const [order] = draft.orders;
  if (order && order.subject.noun === null && order.subject.measure === null) {
    query.order =
      query.order.length > 0 ? query.order.map((one) => ({ ...one, direction: order.direction })) : [];
    if (query.order.length === 0) orderByMeasure(query, order.direction);
  }
  if (draft.limit !== null && query.order.length === 0) orderByMeasure(query, draft.limitDirection);
  return query;
}
