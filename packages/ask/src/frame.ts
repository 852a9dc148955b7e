import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { cannot, FailureSignal } from './failure.ts';
import { findPath, type JoinPath, reachesUp, type Step } from './join-path.ts';
import { chooseKey, type Resolver } from './resolver.ts';
import type { Filter, Join, SemanticQuery } from './semantic-query.ts';

/** A query being put together: a base table, what is joined to it, and the partners its rows must (not) have. */
export interface Frame {
  resolver: Resolver;
  base: PreparedTable;
  joins: Join[];
  joined: Set<PreparedTable>;
  filters: Filter[];
  /** Semi-joins by the foreign key they start with, so that two conditions on one partner mean the same partner. */
  partners: Map<
    string,
    { frame: Frame; keys: PreparedColumn[]; foreign: PreparedColumn[]; negated: boolean }
  >;
}

export function createFrame(resolver: Resolver, base: PreparedTable): Frame {
  return { resolver, base, joins: [], joined: new Set([base]), filters: [], partners: new Map() };
}

/** The path to a table; ends the interpretation when there is none or two keys lead there. */
export function pathTo(resolver: Resolver, from: PreparedTable, to: PreparedTable): JoinPath {
  const result = findPath(from, to, chooseKey(resolver));
  if (!result)
    return cannot(
      `表 ${from.name} 与 ${to.name} 之间没有关联。`,
      `There is no relationship between ${from.name} and ${to.name}.`,
    );
  if ('ambiguous' in result) {
    const names = result.ambiguous.map((edge) => edge.childColumns[0]?.name ?? '');
    throw new FailureSignal({
      kind: 'tie',
      span: { start: 0, end: 0, text: '' },
      options: names.map((name) => ({ label: name, replacement: name })),
    });
  }
  return result.path;
}

function joinStep(frame: Frame, step: Step): void {
  if (frame.joined.has(step.to)) return;
  const child = step.edge.childColumns.map((column) => column.ref);
  const parent = step.edge.parentColumns.map((column) => column.ref);
  frame.joins.push({ from: step.up ? child : parent, to: step.up ? parent : child, kind: 'inner' });
  frame.joined.add(step.to);
}

/** Joins a table, whichever way the keys lead. */
export function joinTable(frame: Frame, table: PreparedTable): void {
  if (frame.joined.has(table)) return;
  for (const step of pathTo(frame.resolver, frame.base, table).steps) joinStep(frame, step);
}

/** Whether the table can be joined without multiplying rows of the base. */
export function isParent(frame: Frame, table: PreparedTable): boolean {
  return reachesUp(frame.base, table);
}

function partner(frame: Frame, table: PreparedTable, negated: boolean, apart: number): Frame {
  const { steps } = pathTo(frame.resolver, frame.base, table);
  const firstDown = steps.findIndex((step) => !step.up);
  const down = steps[firstDown];
  if (!down) return frame;
  for (const step of steps.slice(0, firstDown)) joinStep(frame, step);
  const foreign = down.edge.childColumns;
  const key = `${down.to.id}:${foreign.map((column) => column.name).join()}:${negated}:${apart}`;
  const existing = frame.partners.get(key);
  if (existing) return existing.frame;
  const inner = createFrame(frame.resolver, down.to);
  frame.partners.set(key, { frame: inner, keys: down.edge.parentColumns, foreign, negated });
  return inner;
}

/** Adds a condition on a table: joined where that keeps rows single, else as a semi-join. */
export function addFilter(
  frame: Frame,
  table: PreparedTable,
  filter: Filter,
  negated = false,
  apart = 0,
): void {
  if (frame.joined.has(table) && !negated) frame.filters.push(filter);
  else if (isParent(frame, table) && !negated) {
    joinTable(frame, table);
    frame.filters.push(filter);
  } else {
    const inner = partner(frame, table, negated, apart);
    if (inner === frame) frame.filters.push({ kind: 'not', filter });
    else addFilter(inner, table, filter);
  }
}

/** Asks that rows of the base have (or have not) a partner in the table. */
export function addPresence(frame: Frame, table: PreparedTable, negated: boolean): void {
  if (frame.joined.has(table)) return;
  const path = pathTo(frame.resolver, frame.base, table);
  const first = path.steps[0];
  if (path.upOnly && first) {
    const column = first.edge.childColumns[0];
    if (negated && column) frame.filters.push({ kind: 'null', column: column.ref });
    else joinTable(frame, table);
    return;
  }
  const inner = partner(frame, table, negated, 0);
  if (inner !== frame && inner.base !== table) addPresence(inner, table, false);
}

function partnerFilter(
  keys: PreparedColumn[],
  foreign: PreparedColumn[],
  inner: Frame,
  negated: boolean,
): Filter {
  const key = keys[0];
  const column = foreign[0];
  if (!key || !column || keys.length > 1)
    return cannot(
      '多列外键暂不能用于这种条件。',
      'A key of several columns cannot be used for this condition yet.',
    );
  const query = frameQuery(inner);
  query.dimensions = [{ column: column.ref }];
  return { kind: 'in_query', column: key.ref, query, negated };
}

/** The frame's tables and conditions as a query that shows nothing yet. */
export function frameQuery(frame: Frame): SemanticQuery {
  const filters = [...frame.filters];
  for (const { frame: inner, keys, foreign, negated } of frame.partners.values()) {
    filters.push(partnerFilter(keys, foreign, inner, negated));
  }
  return {
    from: { schema: frame.base.schema, table: frame.base.name },
    joins: [...frame.joins],
    dimensions: [],
    measures: [],
    distinct: false,
    filters,
    having: [],
    order: [],
    limit: null,
  };
}
