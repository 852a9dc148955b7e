import { spreadOver } from './averaged-counts.ts';
import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { isColumn } from './catalog-index.ts';
import { definedMeasure, labelled } from './defined-measure.ts';
import type { Draft, MeasureDraft, Noun } from './draft.ts';
import { bestColumn, bestTable, namesTable } from './draft-reader.ts';
import { unexplained } from './failure.ts';
import { reachesUp } from './join-path.ts';
import {
  isTransaction,
  meansOrderValue,
  meansSales,
  namesColumnOutright,
  orderKey,
  salesNumbers,
} from './metric.ts';
import { pickColumn, pickTable, type Resolver, timeColumnOf } from './resolver.ts';
import { refuseRivalCount } from './rival-count.ts';
import type { Aggregate, Measure, RowExpression } from './semantic-query.ts';
import { nearestOwner } from './settle-context.ts';
import { splitWords } from './split-words.ts';
import { columnExpression } from './table-filter.ts';

/** A measure tied to the catalog: what is aggregated, over rows of which table. */
export interface ResolvedMeasure {
  draft: MeasureDraft;
  table: PreparedTable;
  aggregate: Aggregate;
  /** Null for a count of rows. */
  expression: Extract<Measure, { kind: 'aggregate' }>['of'];
  column: PreparedColumn | null;
  /** Divides the sum by the number of different values of this column: money per order. */
  per: PreparedColumn | null;
  /** Divides the count by the number of different values of this: the average of counts. */
  spread?: RowExpression;
  /** Tables above that the expression reads. */
  parents?: PreparedTable[];
  /** Stands for the whole where somebody defined it as more than an aggregate of one expression. */
  formula?: Measure;
  /** The name that somebody gave it. */
  label?: string;
}

/** Whether the noun means sales money rather than a table or a column. */
export function isSalesNoun(noun: Noun): boolean {
  return meansSales(splitWords(noun.text)) && !namesColumnOutright(noun.candidates);
}

/** 家电的销售额: money of whole orders says nothing of one category in them; the rows must know their own. */
function reachesValues(resolver: Resolver, draft: Draft, from: PreparedTable): boolean {
  return draft.conditions.every((condition) => {
    if (condition.kind !== 'value' || condition.value.matches.length === 0) return true;
    return condition.value.matches.some(({ column }) =>
      resolver.prepared.tables.some(
        (table) => table.name === column.table && table.schema === column.schema && reachesUp(from, table),
      ),
    );
  });
}

function salesMeasure(
  resolver: Resolver,
  question: Draft,
  draft: MeasureDraft,
  noun: Noun,
  dimensions: PreparedTable[],
): ResolvedMeasure | null {
  const options = salesNumbers(resolver);
  const fits = options.find(
    (option) =>
      dimensions.every((table) => reachesUp(option.table, table)) &&
      reachesValues(resolver, question, option.table),
  );
  if (!fits) return null;
  const chosen = fits;
  resolver.chosen.push({ noun, target: chosen.label, kind: 'metric' });
  const aggregate: Aggregate = draft.aggregate === 'count' ? 'sum' : draft.aggregate;
  return { draft, table: chosen.table, aggregate, expression: chosen.expression, column: null, per: null };
}

function countMeasure(resolver: Resolver, draft: Draft, measure: MeasureDraft): ResolvedMeasure {
  const { noun } = measure;
  const rows = (table: PreparedTable): ResolvedMeasure => ({
    draft: measure,
    table,
    aggregate: 'count',
    expression: null,
    column: null,
    per: null,
  });
  if (!noun) {
    const table = resolver.entity ?? resolver.mentioned[0];
    return table ? rows(table) : unexplained(draft.items[measure.at] ?? { start: 0, end: 0, text: '' });
  }
  const tableFirst =
    namesTable(noun) ||
    (bestTable(noun) >= 0.5 &&
      bestTable(noun) >= bestColumn(noun) - 0.3 &&
      !measure.distinct &&
      !onlyColumn(noun));
  const table = tableFirst ? pickTable(resolver, noun) : null;
  if (table) {
    refuseRivalCount(resolver, draft, noun, table);
    const [key, another] = table.primaryKey;
    const elsewhere = measure.distinct && resolver.entity !== table && key && !another;
    if (!elsewhere) return rows(table);
    return { ...rows(table), aggregate: 'count_distinct', expression: columnExpression(key), column: key };
  }
  const column = pickColumn(
    resolver,
    noun,
    'group',
    [nearestOwner(resolver, draft, measure.at), resolver.entity],
    0.7,
  );
  if (!column) return unexplained(noun);
  if (column.role === 'measure')
    return additive(column)
      ? {
          draft: measure,
          table: column.table,
          aggregate: 'sum',
          expression: columnExpression(column),
          column,
          per: null,
        }
      : unexplained(noun);
  if (saysTotal(draft, measure) && !measure.distinct && isUncountable(column)) return unexplained(noun);
  if (column.references && !measure.distinct && !namesOwner(noun, column))
    return rows(column.references.table);
  return {
    draft: measure,
    table: column.table,
    aggregate: 'count_distinct',
    expression: columnExpression(column),
    column,
    per: null,
  };
}

/** `the total number of credits earned`: how many there are in all, not how many different ones. */
function saysTotal(draft: Draft, measure: MeasureDraft): boolean {
  return /^(the )?total (number|count) of$/.test(draft.items[measure.at]?.text ?? '');
}

/** Whether different values of the column are no things of their own, as those of a key or a name are. */
function isUncountable(column: PreparedColumn): boolean {
  return !column.references && !column.isPrimary && !column.table.nameColumns.includes(column);
}

const notAdditive =
  /(price|rate|score|age|gpa|rating|rank|grade|year|percent|单价|价格|价|年龄|分数|评分|比|率|等级)/i;

/** Whether values of the column can be added up: amounts and counts can, prices and ages cannot. */
export function additive(column: PreparedColumn): boolean {
  return !notAdditive.test(`${column.name} ${column.comment ?? ''}`);
}

/** 下单客户 says whose key is meant: customers of orders, not all customers. */
function namesOwner(noun: Noun, column: PreparedColumn): boolean {
  return noun.candidates.some((candidate) => candidate.thing === column && candidate.score > 1);
}

function onlyColumn(noun: Noun): boolean {
  return noun.candidates.some((candidate) => isColumn(candidate.thing) && candidate.score >= 0.98);
}

/** Whether the average of rows of a table is asked for that are worth money: `average order value`. */
function isOrderValue(resolver: Resolver, measure: MeasureDraft): boolean {
  const { noun } = measure;
  if (!noun) return false;
  if (meansOrderValue(noun.text)) return true;
  if (measure.aggregate !== 'avg' || !namesTable(noun)) return false;
  const table = pickTable(resolver, noun);
  return table !== null && isTransaction(table);
}

function orderValue(
  resolver: Resolver,
  measure: MeasureDraft,
  noun: Noun,
  dimensions: PreparedTable[],
): ResolvedMeasure {
  const options = salesNumbers(resolver).filter((one) =>
    dimensions.every((table) => reachesUp(one.table, table)),
  );
  const option = options.find((one) => !isLineTable(one.table)) ?? options[0] ?? unexplained(noun);
  resolver.chosen.push({ noun, target: option.label, kind: 'metric' });
  const key = isTransaction(option.table) && !isLineTable(option.table) ? null : orderKey(option.table);
  return {
    draft: measure,
    table: option.table,
    aggregate: 'avg',
    expression: option.expression,
    column: null,
    per: key,
  };
}

function isLineTable(table: PreparedTable): boolean {
  return orderKey(table) !== null;
}

/** 最近一次下单的日期: the first or last time that a row of the table happened. */
function timeOfRows(resolver: Resolver, measure: MeasureDraft, noun: Noun): ResolvedMeasure | null {
  if ((measure.aggregate !== 'min' && measure.aggregate !== 'max') || !namesTable(noun)) return null;
  const table = pickTable(resolver, noun);
  const time = table ? timeColumnOf(table) : null;
  if (!table || !time || time === 'several') return null;
  return {
    draft: measure,
    table,
    aggregate: measure.aggregate,
    expression: columnExpression(time),
    column: time,
    per: null,
  };
}

/** Ties a measure to the catalog; `dimensions` are the tables it must be broken down by. */
export function resolveMeasure(
  resolver: Resolver,
  draft: Draft,
  measure: MeasureDraft,
  dimensions: PreparedTable[],
): ResolvedMeasure {
  return labelled(resolver, resolveUnnamed(resolver, draft, measure, dimensions));
}

function resolveUnnamed(
  resolver: Resolver,
  draft: Draft,
  measure: MeasureDraft,
  dimensions: PreparedTable[],
): ResolvedMeasure {
  if (measure.elapsed) {
    const { from, to } = measure.elapsed;
    return {
      draft: measure,
      table: from.table,
      aggregate: measure.aggregate,
      expression: { kind: 'days_between', from: columnExpression(from), to: columnExpression(to) },
      column: null,
      per: null,
    };
  }
  const defined = measure.noun ? definedMeasure(resolver, measure, measure.noun, dimensions) : null;
  if (defined) return defined;
  if (measure.noun && measure.aggregate !== 'count' && isSalesNoun(measure.noun)) {
    const sales = salesMeasure(resolver, draft, measure, measure.noun, dimensions);
    if (sales) return sales;
    if (!measure.noun.candidates.some((one) => isColumn(one.thing) && one.thing.role === 'measure'))
      return unexplained(measure.noun);
  }
  if (isOrderValue(resolver, measure) && measure.noun)
    return orderValue(resolver, measure, measure.noun, dimensions);
  if (measure.aggregate === 'count')
    return spreadOver(resolver, draft, measure, countMeasure(resolver, draft, measure));
  const noun = measure.noun ?? unexplained(draft.items[measure.at] ?? { start: 0, end: 0, text: '' });
  const sized = /(largest|biggest|greatest|highest|smallest|lowest|最大|最高|最低|最小)/.test(
    draft.items[measure.at]?.text ?? '',
  );
  const happened = sized ? null : timeOfRows(resolver, measure, noun);
  if (happened) return happened;
  const column =
    pickColumn(resolver, noun, 'measure', [nearestOwner(resolver, draft, measure.at), resolver.entity]) ??
    unexplained(noun);
  const extreme = measure.aggregate === 'min' || measure.aggregate === 'max';
  const numeric =
    column.role === 'measure' ||
    column.role === 'year' ||
    (column.kind === 'number' && column.role !== 'key');
  const dated = extreme && column.role === 'time' && !(sized && namesTable(noun));
  if (!numeric && !dated) return unexplained(noun);
  return {
    draft: measure,
    table: column.table,
    aggregate: measure.aggregate,
    expression: columnExpression(column),
    column,
    per: null,
  };
}

/** The measure as the query holds it. */
export function measureOf(resolved: ResolvedMeasure): Measure {
  const label = resolved.label === undefined ? {} : { label: resolved.label };
  if (resolved.formula) return { ...resolved.formula, ...label };
  if (resolved.spread) {
    const counted = resolved.spread.kind === 'column' ? resolved.spread : null;
    return {
      kind: 'ratio',
      numerator: { kind: 'aggregate', aggregate: resolved.aggregate, of: resolved.expression ?? counted },
      denominator: { kind: 'aggregate', aggregate: 'count_distinct', of: resolved.spread },
      label: 'average_count',
    };
  }
  if (resolved.per) {
    const numerator: Measure = { kind: 'aggregate', aggregate: 'sum', of: resolved.expression };
    const denominator: Measure = {
      kind: 'aggregate',
      aggregate: 'count_distinct',
      of: columnExpression(resolved.per),
    };
    return { kind: 'ratio', numerator, denominator, label: 'average_value' };
  }
  return { kind: 'aggregate', aggregate: resolved.aggregate, of: resolved.expression, ...label };
}
