import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { ConditionDraft, Draft, Mention, Noun, OrderDraft } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { cannot, unexplained } from './failure.ts';
import {
  addFilter,
  addPresence,
  createFrame,
  type Frame,
  frameQuery,
  isParent,
  joinTable,
  pathTo,
} from './frame.ts';
import { reachesUp } from './join-path.ts';
import {
  canBeTable,
  columnExpression,
  periodColumn,
  resolveCondition,
  subjectColumn,
  type TableFilter,
} from './resolve-conditions.ts';
import { measureOf, type ResolvedMeasure, resolveMeasure } from './resolve-measures.ts';
import {
  columnOfConcept,
  needColumn,
  pickColumn,
  pickTable,
  type Resolver,
  timeColumnOf,
} from './resolver.ts';
import type { Dimension, Filter, Measure, Order, SemanticQuery } from './semantic-query.ts';
import { nearestOwner, settleContext, tablesNear } from './settle-context.ts';

interface Shown {
  columns: PreparedColumn[];
  /** Tables that are named but of which nothing is shown. */
  extras: { table: PreparedTable; at: number }[];
}

interface Plan {
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
}

const genericNames = /^(names?|名字|名称|姓名|名|titles?|full names?|叫什么名字|叫什么|名为)$/;

/** A person's name is all its parts unless one part was asked for. */
function expandName(noun: Noun, column: PreparedColumn): PreparedColumn[] {
  const generic =
    genericNames.test(noun.text) ||
    (/(names?|姓名|名字)$/.test(noun.text) &&
      !/(first|last|middle|family|given|sur|user|company|nick|full|fore)/.test(noun.text));
  const all = column.table.nameColumns;
  if (!generic || all.length < 2) return [column];
  return all.includes(column) ? all : [column];
}

function nameTable(resolver: Resolver, draft: Draft, mention: Mention): PreparedTable | null {
  if (!genericNames.test(mention.noun.text)) return null;
  return nearestOwner(resolver, draft, mention.at) ?? resolver.entity;
}

/** Whether a table is named in a list of columns to show: `the code and the channel`. */
function isListed(draft: Draft, at: number): boolean {
  const columnAt = (index: number) => draft.selects.some((mention) => mention.at === index && !namesTable(mention.noun));
  const joins = (index: number) => {
    const item = draft.items[index];
    return item?.kind === 'operation' && (item.operation.op === 'and' || item.operation.op === 'comma');
  };
  return joins(at - 1) && columnAt(at - 2) && !columnAt(at + 1) && !columnAt(at + 2);
}

function listedColumns(resolver: Resolver, noun: Noun, table: PreparedTable): PreparedColumn[] {
  const own = noun.candidates.find((candidate) => isColumn(candidate.thing) && candidate.thing.table === resolver.entity && candidate.score >= 0.8);
  return own && isColumn(own.thing) ? [own.thing] : table.nameColumns;
}

/** `depart`, `arriving`: a word near a foreign key that only says which key a value is about. */
function isKeyHint(draft: Draft, mention: Mention, column: PreparedColumn): boolean {
  if (!column.references) return false;
  const candidate = mention.noun.candidates.find((one) => one.thing === column);
  return (candidate?.score ?? 0) < 0.9 && draft.conditions.some((condition) => condition.kind === 'value' && condition.at > mention.at);
}

/** Whether first and last names are asked for apart. */
function saysNameParts(draft: Draft): boolean {
  return draft.selects.some((mention) => /(姓氏|中间名|last name|first name|middle name|surname)/.test(mention.noun.text));
}

function resolveShown(resolver: Resolver, draft: Draft): Shown {
  const shown: Shown = { columns: [], extras: [] };
  const push = (columns: PreparedColumn[]) => {
    for (const column of columns) if (!shown.columns.includes(column)) shown.columns.push(column);
  };
  for (const mention of draft.selects) {
    if (namesTable(mention.noun)) {
      const table = pickTable(resolver, mention.noun);
      if (table && isListed(draft, mention.at)) push(listedColumns(resolver, mention.noun, table));
      else if (table && table !== resolver.entity) shown.extras.push({ table, at: mention.at });
      continue;
    }
    const owner = nameTable(resolver, draft, mention);
    if (owner && owner.nameColumns.length > 0 && owner.nameColumns.every((column) => column.role !== 'key')) {
      push(owner.nameColumns);
      continue;
    }
    const column = needColumn(resolver, mention.noun, 'show', [
      nearestOwner(resolver, draft, mention.at),
      shown.columns.at(-1)?.table ?? null,
      resolver.entity,
    ]);
    if (isKeyHint(draft, mention, column)) continue;
    push(saysNameParts(draft) ? [column] : expandName(mention.noun, column));
  }
  return shown;
}

function resolveGroups(plan: Plan): void {
  const { resolver, draft } = plan;
  for (const group of draft.groups) {
    if (namesTable(group.noun)) {
      const table = pickTable(resolver, group.noun);
      if (table && !plan.groupTables.includes(table)) plan.groupTables.push(table);
      continue;
    }
    const column = pickColumn(resolver, group.noun, 'group', [resolver.entity, ...resolver.mentioned]);
    if (column) plan.groupColumns.push(column);
    else if (canBeTable(group.noun)) {
      const table = pickTable(resolver, group.noun);
      if (table) plan.groupTables.push(table);
    } else unexplained(group.noun);
  }
}

function dimensionTables(plan: Plan): PreparedTable[] {
  const tables = new Set<PreparedTable>(plan.groupTables);
  for (const column of plan.groupColumns) tables.add(column.table);
  for (const column of plan.shown.columns) tables.add(column.table);
  return [...tables];
}

function resolveOrders(plan: Plan): void {
  const { resolver, draft } = plan;
  for (const order of draft.orders) {
    const { subject } = order;
    const counted = plan.measures.find((measure) => measure.draft.aggregate === 'count');
    if (subject.measure && subject.measure.aggregate === 'count' && subject.measure.noun === null && counted) {
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

function spanOf(draft: Draft, at: number) {
  const item = draft.items[at];
  return { start: item?.start ?? 0, end: item?.end ?? 0, text: item?.text ?? '' };
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

/** Tables a measure must reach: what is shown and grouped, or the entity whose best rows are wanted. */
function measuredBy(plan: Plan): PreparedTable[] {
  const tables = dimensionTables(plan);
  if (tables.length > 0) return tables;
  return plan.resolver.entity ? [plan.resolver.entity] : [];
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
  const sum = { aggregate: 'sum' as const, noun, distinct: false, at: order.at };
  const entity = resolver.entity;
  const column = pickColumn(resolver, noun, 'number', [entity, nearestOwner(resolver, draft, order.at)]);
  const below = column && entity && column.table !== entity && !reachesUp(entity, column.table);
  if (column && !below) return { measure: null, column };
  return { measure: resolveMeasure(resolver, draft, sum, measuredBy(plan)), column: null };
}

function splitConditions(plan: Plan): void {
  for (const condition of plan.draft.conditions) {
    if ((condition.kind === 'compare' || condition.kind === 'between') && condition.subject.measure) {
      const measure = resolveMeasure(plan.resolver, plan.draft, condition.subject.measure, measuredBy(plan));
      plan.having.push({ measure, condition });
    } else plan.rowConditions.push(condition);
  }
}

/** Where rows come from when a measure is taken per row of other tables. */
function measureBase(
  plan: Plan,
  measure: ResolvedMeasure,
  dimensions: PreparedTable[],
): { base: PreparedTable; measure: ResolvedMeasure } {
  const blocked = dimensions.filter((table) => !reachesUp(measure.table, table));
  if (blocked.length === 0) return { base: measure.table, measure };
  if (measure.aggregate !== 'count')
    return cannot(
      '这个汇总会因连接而重复计算。',
      'Joining these tables would count values of this measure more than once.',
    );
  const target = blocked[0] as PreparedTable;
  const { steps } = pathTo(plan.resolver, measure.table, target);
  const down = steps[0];
  const rest = steps.slice(1);
  if (
    !down ||
    down.up ||
    !rest.every((step) => step.up) ||
    !dimensions.every((table) => reachesUp(down.to, table))
  )
    return cannot('无法按这些表分组计数。', 'Counting this per row of those tables is not supported.');
  const key = down.edge.childColumns[0];
  if (down.to.isBridge || !key) return { base: down.to, measure };
  return {
    base: down.to,
    measure: { ...measure, aggregate: 'count_distinct', expression: columnExpression(key) },
  };
}

/** The table most others can be joined to without multiplying rows. */
function listBase(tables: PreparedTable[]): PreparedTable | null {
  const first = tables[0];
  if (!first) return null;
  return tables.find((table) => tables.every((other) => reachesUp(table, other))) ?? first;
}

function keyDimensions(plan: Plan, columns: PreparedColumn[], tables: PreparedTable[]): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const table of tables) {
    for (const key of table.primaryKey) {
      if (!columns.includes(key)) dimensions.push({ column: key.ref, hidden: true });
    }
  }
  return [...dimensions, ...columns.map((column): Dimension => ({ column: column.ref }))];
}

/** Tables whose rows are told apart by their key although only names are shown. */
function keyedTables(plan: Plan, columns: PreparedColumn[]): PreparedTable[] {
  const { entity } = plan.resolver;
  const tables = new Set(plan.groupTables);
  for (const column of columns) {
    const { table } = column;
    const naming = table.nameColumns.includes(column) || table.primaryKey.includes(column);
    if (naming && !plan.groupColumns.includes(column)) tables.add(table);
    if (
      table === entity &&
      plan.measures.every((measure) => measure.table !== table) &&
      plan.orders.every((order) => order.measure?.table !== table) &&
      plan.having.every((one) => one.measure.table !== table)
    )
      tables.add(table);
  }
  return [...tables];
}

function rowFilters(plan: Plan, base: PreparedTable, measured: PreparedTable | null): TableFilter[] {
  const { resolver, draft } = plan;
  const others = [measured, base, resolver.entity, ...plan.shown.extras.map((one) => one.table), ...resolver.mentioned];
  return plan.rowConditions.map((condition) => {
    const near = tablesNear(resolver, draft, condition.at);
    const tables = [...new Set([...near, ...others].filter((table) => table !== null))];
    const ordered = measured ? [...new Set([measured, ...tables])] : tables;
    return resolveCondition(resolver, draft, condition, absentPeriodTables(plan, condition, ordered));
  });
}

/** A period in a question about what did not happen is a period of what did not happen. */
function absentPeriodTables(plan: Plan, condition: ConditionDraft, tables: PreparedTable[]): PreparedTable[] {
  if (condition.kind !== 'period' || plan.draft.absences.length === 0) return tables;
  const absent = plan.draft.absences
    .map((mention) => pickTable(plan.resolver, mention.noun))
    .filter((table) => table !== null);
  return [...absent, ...tables];
}

function applyFilters(plan: Plan, frame: Frame, filters: TableFilter[]): void {
  const absent = plan.draft.absences.map((mention) => ({
    table: pickTable(plan.resolver, mention.noun) ?? unexplained(mention.noun),
    at: mention.at,
  }));
  for (const { table, at } of absent) {
    if (table === frame.base || table === plan.resolver.entity) unexplained(spanOf(plan.draft, at));
    addPresence(frame, table, true);
  }
  filters = mergeRepeated(plan, frame, filters);
  const groups = new Map<number, TableFilter[]>();
  for (const filter of filters) {
    if (filter.group > 0) groups.set(filter.group, [...(groups.get(filter.group) ?? []), filter]);
    else
      placeFilter(
        plan,
        frame,
        filter,
        absent.map((one) => one.table),
      );
  }
  for (const group of groups.values())
    placeGroup(
      plan,
      frame,
      group,
      absent.map((one) => one.table),
    );
}

/** `A and B` of one column: either value for the row itself, a partner for each where partners are asked for. */
function mergeRepeated(plan: Plan, frame: Frame, filters: TableFilter[]): TableFilter[] {
  const result: TableFilter[] = [];
  let next = 1 + Math.max(0, ...filters.map((one) => one.group));
  for (const one of filters) {
    const twin = result.find((other) => other.column === one.column && isEquality(other.filter) && isEquality(one.filter) && !other.negated && !one.negated);
    if (!twin || (one.group > 0 && one.group === twin.group)) {
      result.push({ ...one });
      continue;
    }
    const own = frame.joined.has(one.table) || isParent(frame, one.table);
    if (own && plan.draft.both) return unexplained(...bothItems(plan.draft));
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

function isEquality(filter: Filter): boolean {
  return filter.kind === 'compare' && filter.operator === '=';
}

function placeFilter(plan: Plan, frame: Frame, one: TableFilter, absent: PreparedTable[]): void {
  const within = absent.some(
    (table) =>
      table !== frame.base &&
      (table === one.table || (!reachesUp(frame.base, one.table) && reachesUp(table, one.table))),
  );
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
  return filter;
}

function placeGroup(plan: Plan, frame: Frame, group: TableFilter[], absent: PreparedTable[]): void {
  const first = group[0];
  if (!first) return;
  const tables = [...new Set(group.map((one) => one.table))];
  const single = tables.length === 1;
  if (!single && !tables.every((table) => isParent(frame, table)))
    return cannot(
      '“或”两边的条件在不同的表上，暂不能合并。',
      'The two sides of "or" are about tables that cannot be combined yet.',
    );
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
  placeFilter(plan, frame, { ...first, filter }, absent);
}

function grainDimensions(plan: Plan, frame: Frame, measured: PreparedTable | null): Dimension[] {
  return plan.draft.grains.map((grain) => {
    const tables = [measured, frame.base, plan.resolver.entity].filter((table) => table !== null);
    const column =
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

function sameMeasure(left: ResolvedMeasure, right: ResolvedMeasure): boolean {
  return JSON.stringify(measureOf(left)) === JSON.stringify(measureOf(right)) && left.table === right.table;
}

/** `the average amount of each invoice`: a group of one row says nothing; the average is over all. */
function dropOwnGroups(plan: Plan, first: ResolvedMeasure, columns: PreparedColumn[]): void {
  const own = plan.groupTables.includes(first.table) && first.expression !== null && plan.shown.columns.length === 0;
  if (!own || plan.groupTables.length > 1 || first.aggregate === 'count_distinct') return;
  plan.groupTables = [];
  columns.length = 0;
}

/** A query with measures: grouped by what is shown, or one row of numbers. */
function planMeasured(plan: Plan): SemanticQuery {
  const { draft, resolver } = plan;
  const first =
    plan.measures[0] ?? plan.having[0]?.measure ?? plan.orders.find((order) => order.measure)?.measure;
  if (!first) return unexplained();
  let columns = [
    ...plan.groupColumns,
    ...plan.shown.columns.filter((column) => !plan.groupColumns.includes(column)),
  ];
  for (const table of plan.groupTables)
    if (!columns.some((column) => column.table === table)) columns = [...table.nameColumns, ...columns];
  const implicit =
    plan.having.length > 0 ||
    plan.orders.some((order) => order.measure && order.draft.isSuperlative) ||
    draft.limit !== null;
  const { entity } = resolver;
  if (columns.length === 0 && implicit && draft.measures.length === 0 && entity && entity !== first.table)
    columns = [...entity.nameColumns];
  if (columns.length === 0 && implicit && entity && draft.measures.length === 0 && entity === first.table)
    return unexplained(spanOf(draft, first.draft.at));
  if (columns.length === 0 && plan.measures.length === 0 && draft.grains.length === 0) return unexplained(spanOf(draft, first.draft.at));
  columns = columns.filter((column, index) => columns.findIndex((other) => rootOf(other) === rootOf(column)) === index);
  dropOwnGroups(plan, first, columns);
  const dimensions = [...new Set([...columns.map((column) => column.table), ...plan.groupTables])];
  const settled = measureBase(plan, first, dimensions);
  const frame = createFrame(resolver, settled.base);
  const shown = plan.measures.map((measure) =>
    measure === first ? settled.measure : adopt(plan, measure, settled.base, dimensions),
  );
  for (const table of dimensions) joinTable(frame, table);
  const grains = grainDimensions(plan, frame, first.table);
  addExtras(plan, frame, dimensions);
  applyFilters(plan, frame, rowFilters(plan, frame.base, first.table));
  const query = frameQuery(frame);
  query.dimensions = [...grains, ...keyDimensions(plan, columns, keyedTables(plan, columns))];
  query.measures = shown.map(measureOf);
  query.having = plan.having.flatMap((one) =>
    havingOf(one.condition, measureOf(adopt(plan, one.measure, settled.base, dimensions, settled.measure))),
  );
  placeOrders(plan, query, { ...settled, dimensions }, columns, grains.length);
  return query;
}

/** Fits a further measure onto the base of the first one. */
function adopt(
  plan: Plan,
  measure: ResolvedMeasure,
  base: PreparedTable,
  dimensions: PreparedTable[],
  first?: ResolvedMeasure,
): ResolvedMeasure {
  if (first && first.draft === measure.draft) return first;
  const own = measureBase(plan, measure, dimensions);
  if (own.base === base) return own.measure;
  const column = measure.aggregate === 'count' ? parentKey(base, measure.table) : null;
  if (column) return { ...measure, aggregate: 'count_distinct', expression: columnExpression(column) };
  return cannot(
    '这些数字出自不同的表，连接后会重复计算。',
    'These numbers come from different tables; joining them would count rows twice.',
  );
}

function parentKey(base: PreparedTable, parent: PreparedTable): PreparedColumn | null {
  return base.columns.find((column) => column.references?.table === parent) ?? null;
}

function havingOf(
  condition: ConditionDraft & { kind: 'compare' | 'between' },
  measure: Measure,
): SemanticQuery['having'] {
  if (condition.kind === 'compare')
    return [{ measure, operator: condition.operator, value: condition.value }];
  return [
    { measure, operator: '>=', value: condition.low },
    { measure, operator: '<=', value: condition.high },
  ];
}

interface Settled {
  base: PreparedTable;
  measure: ResolvedMeasure;
  dimensions: PreparedTable[];
}

function placeOrders(plan: Plan, query: SemanticQuery, settled: Settled, columns: PreparedColumn[], grains: number): void {
  const { limit } = plan.draft;
  for (const order of plan.orders) {
    query.order.push({ by: orderTarget(plan, query, settled, columns, grains, order), direction: order.direction });
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
  plan: Plan, query: SemanticQuery, settled: Settled, columns: PreparedColumn[], grains: number, order: Plan['orders'][number],
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

function rootOf(column: PreparedColumn): PreparedColumn {
  return column.references ?? column;
}

/** Tables that are named but not shown must have partners, unless a condition already ties them. */
function addExtras(plan: Plan, frame: Frame, dimensions: PreparedTable[]): void {
  for (const { table, at } of plan.shown.extras) {
    if (dimensions.includes(table) || table === frame.base || frame.joined.has(table)) continue;
    if (impliedByAbsence(plan, table, at)) continue;
    addPresence(frame, table, false);
  }
}

/** `no treatment on dogs`: what stands after the missing thing belongs to it. */
function impliedByAbsence(plan: Plan, table: PreparedTable, at: number): boolean {
  return plan.draft.absences.some((mention) => {
    const absent = pickTable(plan.resolver, mention.noun);
    return absent !== null && mention.at < at && reachesUp(absent, table);
  });
}

/** A list of rows. */
function planList(plan: Plan): SemanticQuery {
  const { resolver, draft, shown } = plan;
  const { entity } = resolver;
  const columns = shown.columns.length > 0 ? shown.columns : entity ? [...entity.nameColumns] : [];
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
  const query = frameQuery(frame);
  query.dimensions = columns.map((column): Dimension => ({ column: column.ref }));
  query.distinct = draft.distinct || isRepeating(plan, columns);
  for (const order of plan.orders) query.order.push(listOrder(plan, order, columns));
  const superlative = plan.orders.some((order) => order.draft.isSuperlative);
  if (limit !== null && plan.orders.length === 0) return unexplained();
  query.limit = superlative ? (limit ?? 1) : limit;
  return query;
}

/** Values of a parent shown for conditions on its children would repeat. */
function isRepeating(plan: Plan, columns: PreparedColumn[]): boolean {
  const tables = new Set(columns.map((column) => column.table));
  return (
    tables.size === 1 &&
    columns.length === 1 &&
    columns[0]?.role === 'category' &&
    !columns[0].table.nameColumns.includes(columns[0]) &&
    plan.orders.length === 0 &&
    plan.resolver.entity === null
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

/** A weak `by` after `top 5` orders rather than groups. */
function turnWeakGroups(plan: Plan): void {
  const { draft, resolver } = plan;
  if (draft.limit === null) return;
  for (const group of draft.groups.filter((one) => one.weak)) {
    const measure = group.noun.candidates.some(
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
  const weak = draft.measures.length === 1 && draft.groups.length === 0 && resolver.entity !== null;
  const first = draft.measures[0];
  if (
    weak &&
    first &&
    draft.orders.length === 0 &&
    first.noun !== null &&
    draft.selects.some((mention) => namesTable(mention.noun))
  ) {
    draft.orders.push({
      at: first.at,
      subject: { noun: null, measure: first, of: [], inverse: [] },
      direction: draft.limitDirection,
      limit: null,
      owner: null,
      isSuperlative: true,
    });
    draft.measures = [];
  }
}

/** `number of concerts in the stadium with the highest capacity`: one row is found first, then counted under. */
function nestSuperlatives(plan: Plan, query: SemanticQuery): void {
  void query;
  if (plan.measures.length === 0) return;
  const plain = plan.orders.find((order) => order.column && order.draft.isSuperlative);
  if (plain && plan.groupColumns.length === 0 && plan.groupTables.length === 0)
    unexplained(spanOf(plan.draft, plain.draft.at));
}

function bothItems(draft: Draft) {
  return draft.items.filter((item) => item.kind === 'operation' && item.operation.op === 'both');
}

/** Makes a semantic query of a draft, or ends with a failure that says why not. */
export function planQuery(resolver: Resolver, draft: Draft): SemanticQuery {
  settleContext(resolver, draft);
  if (draft.unexplained.length > 0) unexplained(...draft.unexplained);
  if (draft.ratio || draft.growth)
    unexplained(
      ...draft.items.filter(
        (item) => item.kind === 'operation' && ['ratio', 'growth'].includes(item.operation.op),
      ),
    );
  const plan: Plan = {
    resolver,
    draft,
    shown: { columns: [], extras: [] },
    groupTables: [],
    groupColumns: [],
    measures: [],
    orders: [],
    having: [],
    rowConditions: [],
  };
  turnWeakGroups(plan);
  plan.shown = resolveShown(resolver, draft);
  if (resolver.entity === null && plan.shown.columns[0]) resolver.entity = plan.shown.columns[0].table;
  resolveGroups(plan);
  if (resolver.entity === null && plan.groupColumns[0]) resolver.entity = plan.groupColumns[0].table;
  plan.measures = draft.measures.map((measure) => resolveMeasure(resolver, draft, measure, measuredBy(plan)));
  resolveOrders(plan);
  splitConditions(plan);
  const measured =
    plan.measures.length > 0 ||
    plan.having.length > 0 ||
    plan.orders.some((order) => order.measure) ||
    draft.grains.length > 0;
  if (draft.grains.length > 0 && plan.measures.length === 0)
    unexplained(...draft.grains.map((grain) => grain.span));
  const query = measured ? planMeasured(plan) : planList(plan);
  nestSuperlatives(plan, query);
  return query;
}
