import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { cannot } from './failure.ts';
import { pathTo } from './frame.ts';
import { reachesUp, type Step } from './join-path.ts';
import type { Plan } from './plan.ts';
import { measureOf, type ResolvedMeasure } from './resolve-measures.ts';
import type { Dimension } from './semantic-query.ts';
import { columnExpression } from './table-filter.ts';

/** Where rows come from when a measure is taken per row of other tables. */
export function measureBase(
  plan: Plan,
  measure: ResolvedMeasure,
  dimensions: PreparedTable[],
): { base: PreparedTable; measure: ResolvedMeasure } {
  const blocked = dimensions.filter((table) => !reachesUp(measure.table, table));
  if (blocked.length === 0) return { base: measure.table, measure };
  const target = blocked[0] as PreparedTable;
  const { steps } = pathTo(plan.resolver, measure.table, target);
  if (measure.spread)
    return cannot(
      '这样的平均个数需要逐级计数，暂不支持。',
      'An average of these counts needs counting in steps, which is not supported.',
    );
  if (measure.formula)
    return cannot('这个指标不能按这些表分组。', 'This metric cannot be broken down by those tables.');
  if (measure.aggregate !== 'count') return summedFromBelow(measure, steps, dimensions);
  const turn = steps.findIndex((step) => step.up);
  const downs = turn < 0 ? steps : steps.slice(0, turn);
  const rest = turn < 0 ? [] : steps.slice(turn);
  const last = downs.at(-1);
  if (!last || !rest.every((step) => step.up) || !dimensions.every((table) => reachesUp(last.to, table)))
    return cannot('无法按这些表分组计数。', 'Counting this per row of those tables is not supported.');
  if (downs.length > 1) return countedFromFar(measure, last.to);
  const key = last.edge.childColumns[0];
  if (last.to.isBridge || !key) return { base: last.to, measure };
  return {
    base: last.to,
    measure: { ...measure, aggregate: 'count_distinct', expression: columnExpression(key) },
  };
}

/**
 * Values of rows above the ones that know the groups: an extreme stays the same however often a value is met, and
 * over a table of pairs each row of the one side is met once per row of the other.
 */
function summedFromBelow(
  measure: ResolvedMeasure,
  steps: Step[],
  dimensions: PreparedTable[],
): { base: PreparedTable; measure: ResolvedMeasure } {
  const turn = steps.findIndex((step) => step.up);
  const downs = turn < 0 ? steps : steps.slice(0, turn);
  const last = downs.at(-1);
  const extreme = measure.aggregate === 'min' || measure.aggregate === 'max';
  const reached = last !== undefined && dimensions.every((table) => reachesUp(last.to, table));
  const paired =
    last !== undefined &&
    downs.length === 1 &&
    last.to.isBridge &&
    steps.length === 2 &&
    dimensions.every((table) => table === steps[1]?.to || table === measure.table);
  if (!last || !reached || !steps.slice(downs.length).every((step) => step.up) || !(extreme || paired))
    return cannot(
      '这个汇总会因连接而重复计算。',
      'Joining these tables would count values of this measure more than once.',
    );
  return { base: last.to, measure: { ...measure, parents: [...(measure.parents ?? []), measure.table] } };
}

/** Rows that several steps lie between are counted by their own key, joined above the rows that know the groups. */
function countedFromFar(
  measure: ResolvedMeasure,
  base: PreparedTable,
): { base: PreparedTable; measure: ResolvedMeasure } {
  const [key, another] = measure.table.primaryKey;
  if (!key || another)
    return cannot('无法按这些表分组计数。', 'Counting this per row of those tables is not supported.');
  return {
    base,
    measure: {
      ...measure,
      aggregate: 'count_distinct',
      expression: columnExpression(key),
      parents: [...(measure.parents ?? []), measure.table],
    },
  };
}

/** The table most others can be joined to without multiplying rows. */
export function listBase(tables: PreparedTable[]): PreparedTable | null {
  const first = tables[0];
  if (!first) return null;
  return tables.find((table) => tables.every((other) => reachesUp(table, other))) ?? first;
}

const persons =
  /^(person|people|customer|client|user|member|employee|staff|student|teacher|patient|doctor|author|owner|contact|driver|player|guest|passenger|instructor|客户|用户|会员|员工|学生|老师|患者|医生|作者)/;

/** Things, unlike persons, mostly have names of their own; where no key is declared, the name is the surer one. */
function isNamedApart(table: PreparedTable, columns: PreparedColumn[]): boolean {
  const [name, another] = table.nameColumns;
  const isPerson = table.names.some((one) => one.words.some((word) => persons.test(word.exact)));
  return (
    !table.isKeyDeclared &&
    !isPerson &&
    name !== undefined &&
    !another &&
    columns.includes(name) &&
    name.role !== 'key'
  );
}

export function keyDimensions(columns: PreparedColumn[], tables: PreparedTable[]): Dimension[] {
  const dimensions: Dimension[] = [];
  for (const table of tables) {
    for (const key of isNamedApart(table, columns) ? [] : table.primaryKey) {
      if (!columns.includes(key)) dimensions.push({ column: key.ref, hidden: true });
    }
  }
  return [...dimensions, ...columns.map((column): Dimension => ({ column: column.ref }))];
}

/** Tables whose rows are told apart by their key although only names are shown. */
export function keyedTables(plan: Plan, columns: PreparedColumn[]): PreparedTable[] {
  const { entity } = plan.resolver;
  const tables = new Set(plan.groupTables);
  for (const column of columns) {
    const { table } = column;
    const naming = table.nameColumns.includes(column) || table.primaryKey.includes(column);
    if (naming && !plan.groupColumns.includes(column)) tables.add(table);
    if (
      table === entity &&
      plan.resolver.mentioned.includes(table) &&
      !plan.groupColumns.includes(column) &&
      plan.measures.every((measure) => measure.table !== table) &&
      plan.orders.every((order) => order.measure?.table !== table) &&
      plan.having.every((one) => one.measure.table !== table)
    )
      tables.add(table);
  }
  return [...tables];
}

export function sameMeasure(left: ResolvedMeasure, right: ResolvedMeasure): boolean {
  return JSON.stringify(measureOf(left)) === JSON.stringify(measureOf(right)) && left.table === right.table;
}

/** `the average amount of each invoice`: a group of one row says nothing; the average is over all. */
export function dropOwnGroups(plan: Plan, first: ResolvedMeasure, columns: PreparedColumn[]): void {
  const own =
    !plan.draft.ratioOf &&
    plan.groupTables.includes(first.table) &&
    first.expression !== null &&
    plan.shown.columns.length === 0;
  const isFormula = first.aggregate === 'sum' && first.expression?.kind !== 'column';
  if (!own || plan.groupTables.length > 1 || first.aggregate === 'count_distinct' || isFormula) return;
  plan.groupTables = [];
  columns.length = 0;
}

/** Fits a further measure onto the base of the first one. */
export function adopt(
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
