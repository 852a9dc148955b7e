import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { ConditionDraft, Draft, OrderDraft } from './draft.ts';
import type { ResolvedMeasure } from './resolve-measures.ts';
import type { Resolver } from './resolver.ts';
import type { Filter } from './semantic-query.ts';
import type { TableFilter } from './table-filter.ts';

export interface Shown {
  columns: PreparedColumn[];
  /** Tables that are named but of which nothing is shown. */
  extras: { table: PreparedTable; at: number }[];
  /** Yes/no columns that only rows with (or without) the mark are wanted of. */
  flags: { column: PreparedColumn; on: boolean }[];
  /** A key from a table to itself, such as whom someone reports to, that the values after it are about. */
  upward: { column: PreparedColumn; at: number } | null;
}

export interface Plan {
  resolver: Resolver;
  draft: Draft;
  shown: Shown;
  /** Tables the answer is broken down by, and those grouped columns that stand for themselves. */
  groupTables: PreparedTable[];
  groupColumns: PreparedColumn[];
  measures: ResolvedMeasure[];
  orders: {
    draft: OrderDraft;
    measure: ResolvedMeasure | null;
    column: PreparedColumn | null;
    direction: 'asc' | 'desc';
  }[];
  having: { measure: ResolvedMeasure; condition: ConditionDraft & { kind: 'compare' | 'between' } }[];
  rowConditions: ConditionDraft[];
  /** Conditions on counts of partners that another condition may stand in for. */
  countedFilters: TableFilter[];
  /** The time column that is named beside a grain. */
  time: PreparedColumn | null;
  /** Single rows found by a query of their own. */
  picked: { table: PreparedTable; filter: Filter }[];
}

/** A plan in which nothing is resolved yet. */
export function emptyPlan(resolver: Resolver, draft: Draft): Plan {
  return {
    resolver,
    draft,
    shown: { columns: [], extras: [], flags: [], upward: null },
    groupTables: [],
    groupColumns: [],
    measures: [],
    orders: [],
    having: [],
    rowConditions: [],
    countedFilters: [],
    time: null,
    picked: [],
  };
}

function dimensionTables(plan: Plan): PreparedTable[] {
  const tables = new Set<PreparedTable>(plan.groupTables);
  for (const column of plan.groupColumns) tables.add(column.table);
  for (const column of plan.shown.columns) tables.add(column.table);
  return [...tables];
}

export function spanOf(draft: Draft, at: number) {
  const item = draft.items[at];
  return { start: item?.start ?? 0, end: item?.end ?? 0, text: item?.text ?? '' };
}

/** Tables a measure must reach: what is shown and grouped, or the entity whose best rows are wanted. */
export function measuredBy(plan: Plan): PreparedTable[] {
  const tables = dimensionTables(plan);
  if (tables.length > 0) return tables;
  return plan.resolver.entity ? [plan.resolver.entity] : [];
}

/** `Which customer has the most …`: the question opens with the rows it is about. */
export function asksWhichRow(plan: Plan): boolean {
  const [first] = plan.draft.selects;
  return (
    /^(which|what|who)\b|^(请问)?哪[个位家款种]?/.test(plan.draft.text.trim()) &&
    first?.noun.candidates[0]?.thing === plan.resolver.entity
  );
}

export function rootOf(column: PreparedColumn): PreparedColumn {
  return column.references ?? column;
}

export function bothItems(draft: Draft) {
  return draft.items.filter((item) => item.kind === 'operation' && item.operation.op === 'both');
}
