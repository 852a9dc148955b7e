import type { Dialect } from '@sextant/sql/dialect';
import type { Target } from './compile-plain.ts';
import { labelOneYearEarlier, previousValue, trueDivision } from './dialect-functions.ts';
import { writeIdentifier } from './identifier-text.ts';
import { sortTerm } from './order-text.ts';
import { measureLabel, outputLabels, withoutHidden } from './output-labels.ts';
import { labelOfDate } from './period-label.ts';
import type { Filter, Grain, Measure, Order, SemanticQuery } from './semantic-query.ts';
import { type Clauses, type NamedQuery, namedQuery, statementText } from './statement-text.ts';

type Growth = Extract<Measure, { kind: 'growth' }>;

const seriesNames: Partial<Record<Grain, string>> = {
  hour: 'hourly',
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  quarter: 'quarterly',
  year: 'yearly',
};

/** True when a measure compares groups in time order, which takes a second step over the finished groups. */
export function hasGrowth(query: SemanticQuery): boolean {
  return query.measures.some((measure) => measure.kind === 'growth');
}

function timeDimension(query: SemanticQuery): number {
  const cut = query.dimensions.findIndex((part) => part.grain !== undefined && part.grain in seriesNames);
  const index = cut >= 0 ? cut : query.dimensions.length - 1;
  if (index < 0) throw new Error('Growth needs a time dimension to compare along');
  return index;
}

function widened(filters: Filter[], timeColumn: string): { filters: Filter[]; from: string | null } {
  let from: string | null = null;
  const wide = filters.map((filter): Filter => {
    if (filter.kind !== 'period' || filter.from === null) return filter;
    if (JSON.stringify([filter.column.table, filter.column.column]) !== timeColumn) return filter;
    from = filter.from;
    const year = String(Number(filter.from.slice(0, 4)) - 1).padStart(4, '0');
    return { ...filter, from: `${year}${filter.from.slice(4).replace(/^-02-29/, '-02-28')}` };
  });
  return { filters: wide, from };
}

/** The groups' own measures; those that growth needs but nobody shows come last. */
function baseMeasures(measures: Measure[]): { base: Measure[]; source: (measure: Measure) => number } {
  const same = (measure: Measure): string => JSON.stringify({ ...measure, label: undefined });
  const base: Measure[] = measures.filter((measure) => measure.kind !== 'growth');
  for (const measure of measures) {
    if (measure.kind === 'growth' && !base.some((shown) => same(shown) === same(measure.of)))
      base.push(measure.of);
  }
  return { base, source: (measure) => base.findIndex((shown) => same(shown) === same(measure)) };
}

/** How a statement with growth names what its common table expression holds. */
interface Series {
  query: SemanticQuery;
  /** Dimensions in the groups: those shown first, then the hidden keys. */
  keys: SemanticQuery['dimensions'];
  timeIndex: number;
  byYear: boolean;
  dialect: Dialect;
  /** The n-th column of the groups, and the same as the statement around them refers to it. */
  name(index: number): string;
  now(index: number): string;
  columnOf(measure: Measure): number;
}

function growthText(measure: Growth, series: Series): string {
  const { keys, timeIndex, dialect, name, now } = series;
  const index = series.columnOf(measure.of);
  const others = keys.map((_, key) => key).filter((key) => key !== timeIndex);
  const partition = others.length > 0 ? `PARTITION BY ${others.map(now).join(', ')} ` : '';
  const before =
    measure.against === 'previous'
      ? previousValue(dialect, now(index), partition, now(timeIndex))
      : `year_before.${name(index)}`;
  if (!measure.relative) return `${now(index)} - ${before}`;
  return `${trueDivision(dialect, now(index), `NULLIF(${before}, 0)`)} - 1`;
}

function fromLines(table: NamedQuery, series: Series): string[] {
  const { keys, timeIndex, byYear, dialect, name, now } = series;
  if (!byYear) return [`FROM ${table.source()}`];
  const hasLabel = keys[timeIndex]?.grain !== undefined;
  const matches = keys.map((_, index) => {
    if (index !== timeIndex) return `year_before.${name(index)} = ${now(index)}`;
    return `year_before.${name(index)} = ${hasLabel ? labelOneYearEarlier(dialect, now(index)) : `${now(index)} - 1`}`;
  });
  return [
    `FROM ${table.source('this_period')}`,
    `LEFT JOIN ${table.source('year_before')} ON ${matches.join(' AND ')}`,
  ];
}

/**
 * Growth along the first time dimension: the groups as a common table expression, then LAG for the previous
 * one, or a join with itself for the year before.
 */
export function growthStatement(whole: SemanticQuery, target: Target): string {
  const { dialect } = target;
  const query = withoutHidden(whole);
  const hidden = whole.dimensions.filter((part) => part.hidden).map((part) => ({ ...part, hidden: false }));
  const keys = [...query.dimensions, ...hidden];
  const timeIndex = timeDimension(query);
  const time = query.dimensions[timeIndex];
  if (!time) throw new Error('Growth needs a time dimension to compare along');
  const { base, source } = baseMeasures(query.measures);
  const byYear = query.measures.some((part) => part.kind === 'growth' && part.against === 'year_before');
  const { filters, from } = byYear
    ? widened(query.filters, JSON.stringify([time.column.table, time.column.column]))
    : { filters: query.filters, from: null };
  const groups = { ...query, dimensions: keys, filters, measures: base, order: [], limit: null, offset: 0 };
  const names = outputLabels(groups).map((label) => writeIdentifier(dialect, label.name));
  const name = (index: number): string => names[index] ?? '';
  const now = (index: number): string => (byYear ? `this_period.${name(index)}` : name(index));
  const columnOf = (measure: Measure): number => keys.length + source(measure);
  const series: Series = { query, keys, timeIndex, byYear, dialect, name, now, columnOf };
  const labels = outputLabels(query).map((label) => writeIdentifier(dialect, label.name));
  const tableName = (time.grain && seriesNames[time.grain]) ?? 'grouped';
  const table = namedQuery(tableName, target.statement(groups), target);
  const first = from !== null && time.grain ? labelOfDate(from, time.grain) : null;
  const clauses: Clauses = {
    with: table.with,
    distinct: false,
    select: labels.map((label, index) => {
      const measure = query.measures[index - query.dimensions.length];
      if (!measure) return now(index);
      return measure.kind === 'growth'
        ? `${growthText(measure, series)} AS ${label}`
        : now(columnOf(measure));
    }),
    from: fromLines(table, series),
    where: first === null ? [] : [`${now(timeIndex)} >= '${first}'`],
    groupBy: [],
    having: [],
    orderBy: query.order.map((order) => growthOrder(order, series, labels)),
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return statementText(clauses, target);
}

function orderedOutput({ by }: Order, query: SemanticQuery): number {
  if (by.kind === 'output') return by.index;
  if (by.kind === 'column')
    return query.dimensions.findIndex((part) => part.column.column === by.column.column);
  const wanted = measureLabel(by.measure);
  const index = query.measures.findIndex((part) => measureLabel(part) === wanted);
  return index < 0 ? -1 : query.dimensions.length + index;
}

function growthOrder(order: Order, series: Series, labels: string[]): string {
  const { query, dialect, now, columnOf } = series;
  const index = orderedOutput(order, query);
  const label = labels[index];
  if (label === undefined) throw new Error('Growth can only be ordered by what is shown');
  const measure = query.measures[index - query.dimensions.length];
  const isGrowth = measure?.kind === 'growth';
  const key = isGrowth ? label : now(measure ? columnOf(measure) : index);
  return sortTerm(dialect, { key, expression: key, direction: order.direction, nullable: isGrowth });
}
