import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { ConditionDraft, Mention } from './draft.ts';
import { cannot, unexplained } from './failure.ts';
import { addFilter, addPresence, createFrame, type Frame, frameQuery, isParent, joinTable } from './frame.ts';
import { reachesUp } from './join-path.ts';
import { isTransaction } from './metric.ts';
import { filterByNearKey, filtersByOwnKeys, wordsNear } from './near-key.ts';
import { bothItems, type Plan, spanOf } from './plan.ts';
import { resolveCondition } from './resolve-conditions.ts';
import { pickTable } from './resolver.ts';
import type { Filter, Literal } from './semantic-query.ts';
import { tablesNear } from './settle-context.ts';
import type { TableFilter } from './table-filter.ts';

export function rowFilters(plan: Plan, base: PreparedTable, measured: PreparedTable | null): TableFilter[] {
  const { resolver, draft } = plan;
  const others = [
    measured,
    base,
    resolver.entity,
    ...plan.shown.extras.map((one) => one.table),
    ...resolver.mentioned,
  ];
  const onRows = plan.rowConditions.map((condition): TableFilter => {
    const near = tablesNear(resolver, draft, condition.at);
    const tables = [...new Set([...near, ...others].filter((table) => table !== null))];
    const ordered = measured ? [...new Set([measured, ...tables])] : tables;
    const timed = condition.kind === 'period' || condition.kind === 'weekdays';
    const events = timed ? eventTables(plan, measured ?? resolver.entity) : [];
    const acted = timed && isActed(plan, condition) && resolver.entity ? [resolver.entity] : [];
    const preferred = [...new Set([...acted, ...events, ...ordered])];
    const resolved = resolveCondition(
      resolver,
      draft,
      condition,
      absentPeriodTables(plan, condition, preferred),
    );
    return { ...resolved, at: condition.at, near: wordsNear(draft, condition.at) };
  });
  return [...onRows, ...plan.countedFilters];
}

/** `orders of customers in Oslo placed in 2024`: what was done then is what the question is about. */
function isActed(plan: Plan, condition: ConditionDraft): boolean {
  const { entity } = plan.resolver;
  const before = plan.draft.text.slice(0, condition.span.start);
  return (
    entity !== null &&
    isTransaction(entity) &&
    /\b(placed|made|issued|taken|completed|processed|submitted|received)\s*(in|on|during|within|between|since|before|after)?\s*$/.test(
      before,
    )
  );
}

/** `customers who ordered last month`: the period is of what customers did, not of the customers. */
function eventTables(plan: Plan, about: PreparedTable | null): PreparedTable[] {
  if (!about || isTransaction(about)) return [];
  return plan.shown.extras
    .map((extra) => extra.table)
    .filter((table) => isTransaction(table) && !reachesUp(about, table) && reachesUp(table, about));
}

/** A period in a question about what did not happen is a period of what did not happen. */
function absentPeriodTables(plan: Plan, condition: ConditionDraft, tables: PreparedTable[]): PreparedTable[] {
  if (!['period', 'weekdays'].includes(condition.kind) || plan.draft.absences.length === 0) return tables;
  const absent = missingTables(plan)
    .map((mention) => pickTable(plan.resolver, mention.noun))
    .filter((table) => table !== null);
  return [...absent, ...tables];
}

export function applyFilters(plan: Plan, frame: Frame, filters: TableFilter[]): void {
  const absent = missingTables(plan).map((mention) => ({
    table: pickTable(plan.resolver, mention.noun) ?? unexplained(mention.noun),
    at: mention.at,
  }));
  for (const { table, at } of absent) {
    if (table === frame.base || table === plan.resolver.entity) unexplained(spanOf(plan.draft, at));
    addPresence(frame, table, true);
  }
  const above = aboveFilter(plan, filters);
  if (above) {
    filters = filters.filter((one) => !above.used.includes(one));
    addFilter(frame, above.table, above.filter);
  }
  const keyed = filtersByOwnKeys(frame, filters);
  frame.filters.push(...keyed.values());
  filters = filters.filter((one) => !keyed.has(one));
  filters = [...mergeRepeated(plan, frame, filters), ...flagFilters(plan)];
  for (const { table, filter } of plan.picked) addFilter(frame, table, filter);
  refuseContradictions(filters);
  refuseApartPeriods(filters);
  const groups = new Map<number, TableFilter[]>();
  for (const filter of filters) {
    if (filter.group > 0) groups.set(filter.group, [...(groups.get(filter.group) ?? []), filter]);
    else
      placeFilter(
        frame,
        filter,
        absent.map((one) => one.table),
      );
  }
  for (const group of groups.values())
    placeGroup(
      frame,
      group,
      absent.map((one) => one.table),
    );
}

/** `the document id with text 'A' and 'B'`: the document has both, though no one row has. */
function asksForPartners(plan: Plan): boolean {
  const { columns } = plan.shown;
  return (
    columns.length > 0 && columns.every((column) => column.references !== null) && !plan.resolver.chinese
  );
}

/** `A and B` of one column: either value for the row itself, a partner for each where partners are asked for. */
function mergeRepeated(plan: Plan, frame: Frame, filters: TableFilter[]): TableFilter[] {
  const result: TableFilter[] = [];
  let next = 1 + Math.max(0, ...filters.map((one) => one.group));
  for (const one of filters) {
    const twin = result.find(
      (other) =>
        other.column === one.column &&
        isEquality(other.filter) &&
        isEquality(one.filter) &&
        !other.negated &&
        !one.negated,
    );
    if (!twin || (one.group > 0 && one.group === twin.group)) {
      result.push({ ...one });
      continue;
    }
    const own = frame.joined.has(one.table) || isParent(frame, one.table);
    if (own && plan.draft.both) return unexplained(...bothItems(plan.draft));
    if (own && one.group === 0 && asksForPartners(plan)) return unexplained(spanOf(plan.draft, one.at ?? 0));
    if (own) {
      twin.group = twin.group || next;
      next += 1;
      result.push({ ...one, group: twin.group });
    } else {
      plan.draft.both = false;
      result.push({ ...one, apart: next });
      next += 1;
    }
  }
  return result;
}

/** One key cannot be two: `home_depot = 'A'` and `depots.code = 'B'` of the depot that it points to. */
function refuseTwoKeys(one: TableFilter, other: TableFilter): void {
  if (one.column.references !== other.column || !isEquality(one.filter) || !isEquality(other.filter)) return;
  if (one.filter.kind !== 'compare' || other.filter.kind !== 'compare' || one.negated || other.negated)
    return;
  if (one.filter.value !== other.filter.value)
    cannot(`${one.column.name} 不能同时等于两个值。`, `${one.column.name} cannot hold two values at once.`);
}

/** `over 40 and under 30`: no row is both, so something else was meant. */
function refuseContradictions(filters: TableFilter[]): void {
  const bounds = filters.filter((one) => one.group === 0 && !one.apart && one.filter.kind === 'compare');
  for (const low of bounds) {
    for (const high of bounds) {
      refuseTwoKeys(low, high);
      if (low.column !== high.column || low.filter.kind !== 'compare' || high.filter.kind !== 'compare')
        continue;
      const from = low.filter.value;
      const to = high.filter.value;
      if (
        !low.filter.operator.startsWith('>') ||
        !high.filter.operator.startsWith('<') ||
        high.filter.operator === '<>'
      )
        continue;
      if (typeof from === 'number' && typeof to === 'number' && from > to)
        cannot(
          `${low.column.name} 不能同时大于 ${from} 又小于 ${to}。`,
          `${low.column.name} cannot be over ${from} and under ${to} at once.`,
        );
    }
  }
}

/** `in January and in March`: no row falls into both. */
function refuseApartPeriods(filters: TableFilter[]): void {
  const periods = filters.filter((one) => one.group === 0 && !one.apart && !one.negated);
  for (const { column, filter } of periods)
    for (const other of periods) {
      if (other.column !== column || filter.kind !== 'period' || other.filter.kind !== 'period') continue;
      const { to } = filter;
      const { from } = other.filter;
      if (to && from && from >= to)
        cannot(
          `${column.name} 不能同时在两个不相交的时间段内。`,
          `${column.name} cannot lie in two periods that do not meet.`,
        );
    }
}

function isEquality(filter: Filter): boolean {
  return filter.kind === 'compare' && filter.operator === '=';
}

function placeFilter(frame: Frame, one: TableFilter, absent: PreparedTable[]): void {
  const within = absent.some(
    (table) =>
      table !== frame.base &&
      (table === one.table || (!reachesUp(frame.base, one.table) && reachesUp(table, one.table))),
  );
  const keyed = one.negated ? null : filterByNearKey(frame, one);
  if (keyed) {
    frame.filters.push(keyed);
    return;
  }
  const below = !frame.joined.has(one.table) && !isParent(frame, one.table);
  if (one.negated && below && !within) {
    addFilter(frame, one.table, positive(one.filter), true);
    return;
  }
  addFilter(frame, one.table, one.filter, within, one.apart ?? 0);
}

function positive(filter: Filter): Filter {
  if (filter.kind === 'compare' && filter.operator === '<>') return { ...filter, operator: '=' };
  if ((filter.kind === 'in' || filter.kind === 'like') && filter.negated)
    return { ...filter, negated: false };
  return filter.kind === 'not' ? filter.filter : filter;
}

/** The condition as one on rows of the base: met by a row, or by a partner of it. */
function onRowsOf(frame: Frame, one: TableFilter): Filter {
  const apart: Frame = { ...frame, filters: [], partners: new Map() };
  addFilter(apart, one.table, one.negated ? positive(one.filter) : one.filter, one.negated);
  const [filter, another] = frameQuery(apart).filters;
  if (!filter || another)
    return cannot(
      '“或”两边的条件在不同的表上，暂不能合并。',
      'The two sides of "or" are about tables that cannot be combined yet.',
    );
  return filter;
}

function placeGroup(frame: Frame, group: TableFilter[], absent: PreparedTable[]): void {
  const first = group[0];
  if (!first) return;
  const tables = [...new Set(group.map((one) => one.table))];
  const single = tables.length === 1;
  if (!single && !tables.every((table) => isParent(frame, table))) {
    frame.filters.push({ kind: 'or', filters: group.map((one) => onRowsOf(frame, one)) });
    return;
  }
  for (const table of single ? [] : tables) joinTable(frame, table);
  const values = group.map((one) => one.filter);
  const sameColumn = group.every((one) => one.column === first.column);
  const literals = values.map((filter) =>
    filter.kind === 'compare' && filter.operator === '=' && typeof filter.value !== 'object'
      ? filter.value
      : null,
  );
  const filter: Filter =
    sameColumn && literals.every((value) => value !== null)
      ? { kind: 'in', column: first.column.ref, values: literals }
      : { kind: 'or', filters: values };
  placeFilter(frame, { ...first, filter }, absent);
}

/** Tables that are named but not shown must have partners, unless a condition already ties them. */
export function addExtras(plan: Plan, frame: Frame, dimensions: PreparedTable[]): void {
  for (const { table, at } of plan.shown.extras) {
    if (dimensions.includes(table) || table === frame.base || frame.joined.has(table)) continue;
    if (impliedByAbsence(plan, table, at)) continue;
    addPresence(frame, table, false);
  }
}

/** `no repair of cars`: what stands after the missing thing belongs to it. */
function impliedByAbsence(plan: Plan, table: PreparedTable, at: number): boolean {
  return missingTables(plan).some((mention) => {
    const absent = pickTable(plan.resolver, mention.noun);
    return absent !== null && mention.at < at && (reachesUp(absent, table) || reachesUp(table, absent));
  });
}

function flagFilters(plan: Plan): TableFilter[] {
  return plan.shown.flags.map(({ column, on }) => ({
    table: column.table,
    column,
    group: 0,
    negated: false,
    filter: {
      kind: 'compare',
      left: { kind: 'column', column: column.ref },
      operator: '=',
      value: flagValue(plan, column, on),
    },
  }));
}

const yesWords = /^(y|yes|true|t|1|是|有)$/i;
const noWords = /^(n|no|false|f|0|否|无)$/i;

/** How a column writes yes or no: as its kind has it, or as its values show. */
function flagValue(plan: Plan, column: PreparedColumn, on: boolean): Literal {
  if (column.kind === 'boolean') return on;
  if (column.kind === 'integer' || column.kind === 'number') return on ? 1 : 0;
  const written = plan.resolver.values
    .valuesOf(column.ref)
    .find((value) => (on ? yesWords : noWords).test(value));
  return (
    written ??
    cannot(`${column.name} 没有写明是与否的值。`, `${column.name} holds no value that says yes or no.`)
  );
}

/** What must have no partner; a yes/no column that must be no is not among them. */
function missingTables(plan: Plan): Mention[] {
  return plan.draft.absences.filter((mention) => !plan.draft.selects.includes(mention));
}

/** `employees who report to X`: X is a row of the same table, found by a query of its own. */
function aboveFilter(
  plan: Plan,
  filters: TableFilter[],
): { table: PreparedTable; filter: Filter; used: TableFilter[] } | null {
  const { upward } = plan.shown;
  const key = upward?.column.references;
  if (!upward || !key) return null;
  const { table } = upward.column;
  const used = filters.filter(
    (one) => one.table === table && one.group === 0 && !one.negated && (one.at ?? -1) > upward.at,
  );
  if (used.length === 0) return cannot('没有看懂与谁相比。', 'It is not clear whom this is about.');
  const inner = frameQuery(createFrame(plan.resolver, table));
  inner.dimensions = [{ column: key.ref }];
  inner.filters = used.map((one) => one.filter);
  return { table, filter: { kind: 'in_query', column: upward.column.ref, query: inner }, used };
}
