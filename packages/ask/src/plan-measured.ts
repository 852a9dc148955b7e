import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import { countedGroups, havingOf } from './counted-partners.ts';
import type { Draft, Noun } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { cannot, unexplained } from './failure.ts';
import { createFrame, type Frame, frameQuery, isParent, joinTable } from './frame.ts';
import { reachesUp } from './join-path.ts';
import { ownKey } from './key-graph.ts';
import {
  adopt,
  dropOwnGroups,
  keyDimensions,
  keyedTables,
  measureBase,
  sameMeasure,
} from './measure-base.ts';
import { addExtras, applyFilters, rowFilters } from './place-filters.ts';
import { asksWhichRow, type Plan, rootOf, spanOf } from './plan.ts';
import { measureOf, type ResolvedMeasure } from './resolve-measures.ts';
import { periodColumn } from './resolve-periods.ts';
import type { Dimension, Filter, Measure, Order, RowExpression, SemanticQuery } from './semantic-query.ts';

function grainDimensions(plan: Plan, frame: Frame, measured: PreparedTable | null): Dimension[] {
  return plan.draft.grains.map((grain) => {
    const tables = [measured, frame.base, plan.resolver.entity].filter((table) => table !== null);
    const column =
      plan.time ??
      periodColumn(plan.resolver, plan.draft, timeNoun(plan.draft, grain.at), grain.at, tables) ??
      unexplained(grain.span);
    if (!isParent(frame, column.table)) return unexplained(grain.span);
    joinTable(frame, column.table);
    if (column.role === 'year')
      return grain.grain === 'year' ? { column: column.ref } : unexplained(grain.span);
    return { column: column.ref, grain: grain.grain };
  });
}

function timeNoun(draft: Draft, at: number): Noun | null {
  const before = draft.items[at - 1];
  if (before?.kind !== 'noun') return null;
  return before.candidates.some(
    (candidate) => isColumn(candidate.thing) && candidate.thing.role === 'time' && candidate.score >= 0.7,
  ) && !namesTable(before)
    ? before
    : null;
}

/** A query with measures: grouped by what is shown, or one row of numbers. */
export function planMeasured(plan: Plan): SemanticQuery {
  const { draft, resolver } = plan;
  const timed = draft.grains.length > 0 ? plan.shown.columns.filter((column) => column.role === 'time') : [];
  plan.shown.columns = plan.shown.columns.filter((column) => !timed.includes(column));
  const cut = draft.grains.length > 0 ? plan.groupColumns.filter((column) => column.role === 'time') : [];
  plan.groupColumns = plan.groupColumns.filter((column) => !cut.includes(column));
  plan.time = timed[0] ?? cut[0] ?? null;
  plan.measures = plan.measures.filter(
    (measure, index) => plan.measures.findIndex((other) => sameMeasure(other, measure)) === index,
  );
  const counted = countedGroups(plan);
  if (counted) return counted;
  const first =
    lowest(plan.measures) ?? plan.having[0]?.measure ?? plan.orders.find((order) => order.measure)?.measure;
  if (!first) return unexplained();
  let columns = [
    ...plan.groupColumns,
    ...plan.shown.columns.filter((column) => !plan.groupColumns.includes(column)),
  ];
  for (const table of plan.groupTables)
    if (!columns.some((column) => column.table === table)) columns = [...table.nameColumns, ...columns];
  const implicit =
    draft.grains.length === 0 &&
    (plan.having.length > 0 ||
      plan.orders.some((order) => order.measure && order.draft.isSuperlative) ||
      draft.limit !== null);
  const { entity } = resolver;
  const named = draft.measures.length === 0 || asksWhichRow(plan);
  if (columns.length === 0 && implicit && named && entity && entity !== first.table)
    columns = [...entity.nameColumns];
  if (columns.length === 0 && implicit && entity && draft.measures.length === 0 && entity === first.table)
    return unexplained(spanOf(draft, first.draft.at));
  if (columns.length === 0 && plan.measures.length === 0 && draft.grains.length === 0)
    return unexplained(spanOf(draft, first.draft.at));
  columns = columns.filter(
    (column, index) => columns.findIndex((other) => rootOf(other) === rootOf(column)) === index,
  );
  columns = withEntity(plan, first, columns);
  dropOwnGroups(plan, first, columns);
  refuseTrivial(plan, columns);
  const dimensions = [...new Set([...columns.map((column) => column.table), ...plan.groupTables])];
  const settled = measureBase(plan, first, dimensions);
  const frame = createFrame(resolver, settled.base);
  const shown = plan.measures.map((measure) =>
    measure === first ? settled.measure : adopt(plan, measure, settled.base, dimensions),
  );
  for (const table of [
    ...dimensions,
    ...plan.measures.flatMap((measure) => measure.parents ?? []),
    ...(first.parents ?? []),
    ...(settled.measure.parents ?? []),
  ])
    joinTable(frame, table);
  const grains = grainDimensions(plan, frame, first.table);
  addExtras(plan, frame, dimensions);
  applyFilters(plan, frame, rowFilters(plan, frame.base, first.table));
  const query = frameQuery(frame);
  refuseSummedQuotients(plan);
  refuseKnownCounts(plan, query);
  query.dimensions = [...grains, ...keyDimensions(columns, keyedTables(plan, columns))];
  tellValuesApart(plan, query);
  query.measures = measuresOf(plan, shown, query);
  query.having = plan.having.flatMap((one) =>
    havingOf(one.condition, measureOf(adopt(plan, one.measure, settled.base, dimensions, settled.measure))),
  );
  placeOrders(plan, query, { ...settled, dimensions }, columns, grains.length);
  return query;
}

/** 男病人和女病人各有多少: each of the values that were named has a number of its own. */
function tellValuesApart(plan: Plan, query: SemanticQuery): void {
  const each = /(各自?|分别)(有|是|为|占)?(多少|几|是)|\brespectively\b/.test(plan.draft.text);
  const several = query.filters.filter((filter) => filter.kind === 'in' && !filter.negated);
  const [values, another] = several;
  if (!each || query.dimensions.length > 0 || values?.kind !== 'in' || another) return;
  query.dimensions = [{ column: values.column }];
}

/** The measure whose rows lead up to those of all others, which then can be counted over it. */
function lowest(measures: ResolvedMeasure[]): ResolvedMeasure | undefined {
  const under = measures.find((measure) =>
    measures.every((other) => other.table === measure.table || reachesUp(measure.table, other.table)),
  );
  return under ?? measures[0];
}

/** Whose numbers these are is shown even where other columns are asked for. */
function withEntity(plan: Plan, first: ResolvedMeasure, columns: PreparedColumn[]): PreparedColumn[] {
  const { entity, chinese } = plan.resolver;
  const named =
    entity !== null &&
    plan.draft.selects.some(
      ({ noun }) => noun.candidates[0]?.thing === entity && noun.candidates[0].score >= 0.8,
    );
  if (
    !named ||
    chinese ||
    columns.length === 0 ||
    entity === first.table ||
    columns.some((column) => column.table === entity)
  )
    return columns;
  const ranked =
    plan.orders.some((order) => order.measure && order.draft.isSuperlative) || plan.having.length > 0;
  return ranked ? [...entity.nameColumns, ...columns] : columns;
}

/** Counting rows per key of their own table is always one, and a ranking needs something to rank. */
function refuseTrivial(plan: Plan, columns: PreparedColumn[]): void {
  const counts = [
    ...plan.measures,
    ...plan.having.map((one) => one.measure),
    ...plan.orders.flatMap((order) => (order.measure ? [order.measure] : [])),
  ].filter((measure) => measure.aggregate === 'count');
  for (const { table, draft } of counts) {
    const byKey = table.primaryKey.length > 0 && table.primaryKey.every((key) => columns.includes(key));
    if (byKey || plan.groupTables.includes(table)) unexplained(spanOf(plan.draft, draft.at));
  }
  const ranked = plan.orders.find((order) => order.measure && order.draft.isSuperlative);
  if (ranked && columns.length === 0 && plan.draft.grains.length === 0)
    unexplained(spanOf(plan.draft, ranked.draft.at));
}

/** `the efficiency of each vehicle`, a quotient per trip: adding quotients up says nothing, only their average does. */
function refuseSummedQuotients(plan: Plan): void {
  for (const { aggregate, expression, table, draft } of plan.measures) {
    const isQuotient =
      expression?.kind === 'arithmetic' && expression.operator === '/' && expression.right.kind !== 'number';
    if (aggregate === 'sum' && isQuotient && !plan.groupTables.includes(table))
      unexplained(spanOf(plan.draft, draft.at));
  }
}

/** Different values of a column that must hold one value are one: something else was to be counted. */
function refuseKnownCounts(plan: Plan, query: SemanticQuery): void {
  for (const { aggregate, column, draft } of plan.measures) {
    const isKnown = query.filters.some(
      (filter) =>
        filter.kind === 'compare' &&
        filter.operator === '=' &&
        filter.left.kind === 'column' &&
        filter.left.column === column?.ref,
    );
    if (aggregate === 'count_distinct' && isKnown) unexplained(spanOf(plan.draft, draft.at));
  }
}

/** 数量及占比: the numbers are wanted beside their shares. */
const asksForBoth =
  /(数|量|额|费)(和|与|及|以及|,|及其|以及其)(其|所|各自的?)?(占比|比例|百分比|份额|比重)|\band (their |its |the )?(share|percentage|proportion)\b/;

/** Shares of the groups in the whole; without groups, of the rows that meet the conditions in all rows. */
function shareOf(plan: Plan, shown: ResolvedMeasure[], query: SemanticQuery): Measure[] {
  const [first, second] = shown;
  const one = first && !second && !first.per && !first.formula ? first : null;
  const plain = query.joins.length === 0 && query.filters.length > 0;
  if (!one || (query.dimensions.length === 0 && !plain))
    return unexplained(
      ...plan.draft.items.filter((item) => item.kind === 'operation' && item.operation.op === 'share'),
    );
  const own = measureOf(one);
  if (query.dimensions.length > 0)
    return [...(asksForBoth.test(plan.draft.text) ? [own] : []), { kind: 'share', of: own }];
  const values = query.filters.filter((filter) => filter.kind !== 'period');
  const [several] = values;
  if (several?.kind === 'in' && !several.negated && values.length === 1) {
    query.dimensions = [{ column: several.column }];
    return [{ kind: 'share', of: measureOf(one) }];
  }
  const where: Filter = { kind: 'and', filters: values.length > 0 ? values : query.filters };
  query.filters = values.length > 0 ? query.filters.filter((filter) => filter.kind === 'period') : [];
  const whole: Measure = { kind: 'aggregate', aggregate: one.aggregate, of: one.expression };
  return [{ kind: 'ratio', numerator: { ...whole, where }, denominator: whole, label: 'share' }];
}

/** `the ratio of weight to height for each patient`: a group by the rows' own key is the row itself. */
function isPerRow(
  plan: Plan,
  first: ResolvedMeasure,
  second: ResolvedMeasure,
  query: SemanticQuery,
): boolean {
  const key = ownKey(first.table);
  return (
    key !== null &&
    first.table === second.table &&
    plan.measures.length === 2 &&
    plan.having.length === 0 &&
    query.dimensions.every(({ column, grain }) => !grain && column.table === first.table.name) &&
    query.dimensions.some(({ column }) => column === key.ref)
  );
}

/** The first two measures divided; an average of ratios divides row by row. */
function ratioOf(plan: Plan, shown: ResolvedMeasure[], query: SemanticQuery): Measure[] {
  const [first, second, ...others] = shown;
  if (!first || !second) return unexplained();
  const partly = shown.some((measure, index) => measure.expression && !plan.measures[index]?.expression);
  if (partly && query.dimensions.length === 0)
    cannot(
      '两边的行数出自不同的表，相除会漏掉没有对应行的部分。',
      'The two sides are counted in different tables; dividing them would leave out rows without a partner.',
    );
  const measured = others.map(measureOf);
  const left = first.expression;
  const right = second.expression;
  const perRow = isPerRow(plan, first, second, query);
  if (perRow && left && right)
    return [{ kind: 'row', of: { kind: 'arithmetic', operator: '/', left, right }, label: 'ratio' }];
  if (!plan.draft.ratioOf?.averaged)
    return [
      { kind: 'ratio', numerator: measureOf(first), denominator: measureOf(second), label: 'ratio' },
      ...measured,
    ];
  if (!left || !right || first.table !== second.table || first.per || second.per) return unexplained();
  const of: RowExpression = { kind: 'arithmetic', operator: '/', left, right };
  return [{ kind: 'aggregate', aggregate: 'avg', of, label: 'average_ratio' }, ...measured];
}

function differenceOf(plan: Plan, [left, right, ...others]: Measure[]): Measure[] {
  if (!left || !right || others.length > 0)
    return unexplained(spanOf(plan.draft, plan.draft.measures[0]?.at ?? 0));
  return [{ kind: 'difference', left, right, label: 'difference' }];
}

/** The measures of a grouped query, with their growth where that is asked for. */
function measuresOf(plan: Plan, shown: ResolvedMeasure[], query: SemanticQuery): Measure[] {
  if (plan.draft.ratioOf) return ratioOf(plan, shown, query);
  if (plan.draft.share) return shareOf(plan, shown, query);
  const measures = shown.map(measureOf);
  const { growth } = plan.draft;
  if (plan.draft.difference) return differenceOf(plan, measures);
  const [first] = measures;
  if (!growth || !first) return measures;
  if (growth === 'other' || measures.length > 1) return unexplained();
  return [first, { kind: 'growth', of: first, against: growth, relative: true }];
}

interface Settled {
  base: PreparedTable;
  measure: ResolvedMeasure;
  dimensions: PreparedTable[];
}

function placeOrders(
  plan: Plan,
  query: SemanticQuery,
  settled: Settled,
  columns: PreparedColumn[],
  grains: number,
): void {
  const { limit } = plan.draft;
  for (const order of plan.orders) {
    query.order.push({
      by: orderTarget(plan, query, settled, columns, grains, order),
      direction: order.direction,
    });
    if (order.draft.isSuperlative) query.limit = limit ?? 1;
  }
  const visible = grains + columns.length;
  if (limit !== null && query.limit === null) {
    query.limit = limit;
    if (query.order.length === 0 && query.measures.length === 0) unexplained();
    if (query.order.length === 0)
      query.order.push({ by: { kind: 'output', index: visible }, direction: plan.draft.limitDirection });
  }
  if (query.order.length === 0 && grains > 0)
    query.order.push({ by: { kind: 'output', index: 0 }, direction: 'asc' });
}

/** What a grouped query is ordered by: a measure, shown or not, or one of the columns it is grouped by. */
function orderTarget(
  plan: Plan,
  query: SemanticQuery,
  settled: Settled,
  columns: PreparedColumn[],
  grains: number,
  order: Plan['orders'][number],
): Order['by'] {
  const visible = grains + columns.length;
  if (order.measure) {
    const { measure } = order;
    const fitted = adopt(plan, measure, settled.base, settled.dimensions, settled.measure);
    const shownAt = plan.measures.findIndex((other) => sameMeasure(other, measure));
    if (shownAt >= 0) return { kind: 'output', index: visible + shownAt };
    if ((plan.draft.limit ?? 1) === 1) return { kind: 'measure', measure: measureOf(fitted) };
    query.measures.push(measureOf(fitted));
    return { kind: 'output', index: visible + query.measures.length - 1 };
  }
  if (order.column) {
    const wanted = order.column;
    const at = columns.findIndex((column) => column === wanted || rootOf(column) === rootOf(wanted));
    if (at < 0) return unexplained(spanOf(plan.draft, order.draft.at));
    return { kind: 'output', index: grains + at };
  }
  const byMeasure = query.measures.length > 0 && columns.length + grains > 0 && order.direction === 'desc';
  return { kind: 'output', index: byMeasure ? visible : 0 };
}
