import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { namesTable } from './draft-reader.ts';
import { unexplained } from './failure.ts';
import { createFrame, type Frame, frameQuery, joinTable } from './frame.ts';
import { reachesUp } from './join-path.ts';
import { listBase, measureBase } from './measure-base.ts';
import { applyFilters, rowFilters } from './place-filters.ts';
import { type Plan, spanOf } from './plan.ts';
import { measureOf, type ResolvedMeasure } from './resolve-measures.ts';
import { pickTable } from './resolver.ts';
import type { Dimension, SemanticQuery } from './semantic-query.ts';

interface Ranking {
  group: PreparedColumn;
  /** The table whose best rows are wanted in each group. */
  ranked: PreparedTable;
  order: Plan['orders'][number];
}

function strongGroup(plan: Plan): PreparedColumn | null {
  if (plan.draft.groups.some((group) => group.weak)) return null;
  const [column, ...others] = [
    ...plan.groupColumns,
    ...plan.groupTables.flatMap((table) => table.nameColumns.slice(0, 1)),
  ];
  return column && others.length === 0 ? column : null;
}

/** Every row has a key and mostly a name of its own: neither makes groups of its table. */
function isOwnName(column: PreparedColumn, table: PreparedTable): boolean {
  return column.table === table && (column.role === 'key' || table.nameColumns.includes(column));
}

function rankingOf(plan: Plan): Ranking | null {
  const { draft, resolver } = plan;
  const group = strongGroup(plan);
  const [order, another] = plan.orders;
  if (!group || !order || another || !order.draft.isSuperlative || plan.measures.length > 0) return null;
  if (!order.measure && !order.column) return null;
  const tables = draft.selects
    .filter((mention) => namesTable(mention.noun))
    .map((mention) => pickTable(resolver, mention.noun));
  const ranked = tables.find((table) => table !== null && !plan.groupTables.includes(table));
  if (!ranked || ranked === order.measure?.table || isOwnName(group, ranked)) return null;
  return { group, ranked, order };
}

function dimensionsOf(ranking: Ranking, shown: PreparedColumn[]): Dimension[] {
  const { group, ranked } = ranking;
  const columns = [group, ...shown.filter((column) => column !== group)];
  const keys = ranked.primaryKey.filter((key) => !columns.includes(key));
  return [
    ...keys.map((key): Dimension => ({ column: key.ref, hidden: true })),
    ...columns.map((column): Dimension => ({ column: column.ref })),
  ];
}

function openFrame(
  plan: Plan,
  base: PreparedTable,
  tables: PreparedTable[],
  measured: PreparedTable | null,
): Frame {
  const frame = createFrame(plan.resolver, base);
  for (const table of tables) joinTable(frame, table);
  applyFilters(plan, frame, rowFilters(plan, frame.base, measured));
  return frame;
}

/** `the best 3 products in each category`: a ranking within every group, not one over the groups. */
function ranksWithinGroups(plan: Plan): boolean {
  const { draft, resolver } = plan;
  const strong = draft.groups.some((group) => !group.weak);
  const ranked = plan.orders.some((order) => order.draft.isSuperlative);
  const others = draft.selects.some(
    (mention) =>
      namesTable(mention.noun) && !draft.groups.some((group) => group.noun.text === mention.noun.text),
  );
  return strong && ranked && others && resolver.entity !== null;
}

/** The best rows of each group: `top 3 products by sales in each category`, 每个大区订单数最多的门店. */
export function planTopPerGroup(plan: Plan): SemanticQuery | null {
  const ranking = rankingOf(plan);
  if (!ranking)
    return ranksWithinGroups(plan) ? unexplained(...plan.draft.groups.map((one) => one.noun)) : null;
  const { group, ranked, order } = ranking;
  if (plan.having.length > 0 || plan.draft.grains.length > 0 || plan.draft.share)
    return unexplained(spanOf(plan.draft, order.draft.at));
  const shown = [
    ...ranked.nameColumns,
    ...plan.shown.columns.filter((column) => !ranked.nameColumns.includes(column)),
  ];
  const query = order.measure
    ? measuredRanking(plan, ranking, order.measure, shown)
    : listedRanking(plan, ranking, order.column ?? group, shown);
  const visible = query.dimensions.filter((dimension) => !dimension.hidden).length;
  query.order = [
    { by: { kind: 'output', index: 0 }, direction: 'asc' },
    { by: { kind: 'output', index: order.measure ? visible : visible - 1 }, direction: order.direction },
  ];
  query.limitPer = { dimension: 0, limit: plan.draft.limit ?? 1 };
  return query;
}

function measuredRanking(
  plan: Plan,
  ranking: Ranking,
  measure: ResolvedMeasure,
  shown: PreparedColumn[],
): SemanticQuery {
  const tables = [...new Set([ranking.ranked, ranking.group.table, ...shown.map((column) => column.table)])];
  const settled = measureBase(plan, measure, tables);
  const query = frameQuery(openFrame(plan, settled.base, tables, measure.table));
  query.dimensions = dimensionsOf(ranking, shown);
  query.measures = [measureOf(settled.measure)];
  return query;
}

function listedRanking(
  plan: Plan,
  ranking: Ranking,
  by: PreparedColumn,
  shown: PreparedColumn[],
): SemanticQuery {
  const tables = [
    ...new Set([ranking.ranked, ranking.group.table, by.table, ...shown.map((column) => column.table)]),
  ];
  const base = listBase(tables);
  if (!base || !tables.every((table) => reachesUp(base, table)))
    return unexplained(spanOf(plan.draft, ranking.order.draft.at));
  const query = frameQuery(openFrame(plan, base, tables, null));
  query.dimensions = dimensionsOf(ranking, [...shown.filter((column) => column !== by), by]).filter(
    (dimension) => !dimension.hidden,
  );
  return query;
}
