import type { Dialect } from '@sextant/sql/dialect';
import { labelOneYearEarlier, trueDivision } from './dialect-functions.ts';
import { writeIdentifier } from './identifier-text.ts';
import { sortTerm } from './order-text.ts';
import { measureLabel, outputLabels } from './output-labels.ts';
import { labelOfDate } from './period-label.ts';
import type { Filter, Grain, Measure, SemanticQuery } from './semantic-query.ts';
import { statementText } from './statement-text.ts';

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

/**
 * Growth along the first time dimension: the groups as a common table expression, then LAG for the previous
 * one, or a join with itself for the year before. `compileBase` writes the groups.
 */
export function growthStatement(
  query: SemanticQuery,
  dialect: Dialect,
  compileBase: (base: SemanticQuery) => string,
): string {
  const timeIndex = timeDimension(query);
  const time = query.dimensions[timeIndex];
  if (!time) throw new Error('Growth needs a time dimension to compare along');
  const { base, source } = baseMeasures(query.measures);
  const byYear = query.measures.some((part) => part.kind === 'growth' && part.against === 'year_before');
  const { filters, from } = byYear
    ? widened(query.filters, JSON.stringify([time.column.table, time.column.column]))
    : { filters: query.filters, from: null };
  const inner: SemanticQuery = { ...query, filters, measures: base, order: [], limit: null, offset: 0 };
  const names = outputLabels(inner).map((label) => writeIdentifier(dialect, label.name));
  const name = (index: number): string => names[index] ?? '';
  const now = (index: number): string => (byYear ? `this_period.${name(index)}` : name(index));
  const others = query.dimensions.map((_, index) => index).filter((index) => index !== timeIndex);
  const partition = others.length > 0 ? `PARTITION BY ${others.map(now).join(', ')} ` : '';
  const column = (measure: Measure): number => query.dimensions.length + source(measure);
  const growth = (measure: Growth): string => {
    const index = column(measure.of);
    const before =
      measure.against === 'previous'
        ? `LAG(${now(index)}) OVER (${partition}ORDER BY ${now(timeIndex)})`
        : `year_before.${name(index)}`;
    if (!measure.relative) return `${now(index)} - ${before}`;
    return `${trueDivision(dialect, now(index), `NULLIF(${before}, 0)`)} - 1`;
  };
  const labels = outputLabels(query);
  const select = labels.map((label, index) => {
    const measure = query.measures[index - query.dimensions.length];
    if (!measure) return now(index);
    if (measure.kind !== 'growth') return now(column(measure));
    return `${growth(measure)} AS ${writeIdentifier(dialect, label.name)}`;
  });
  const series = (time.grain && seriesNames[time.grain]) ?? 'grouped';
  const earlier = time.grain ? labelOneYearEarlier(dialect, now(timeIndex)) : `${now(timeIndex)} - 1`;
  const matches = [
    `year_before.${name(timeIndex)} = ${earlier}`,
    ...others.map((index) => `year_before.${name(index)} = ${now(index)}`),
  ];
  const first = from !== null && time.grain ? labelOfDate(from, time.grain) : null;
  return statementText({
    with: { name: series, body: compileBase(inner) },
    distinct: false,
    select,
    from: byYear
      ? [`FROM ${series} AS this_period`, `LEFT JOIN ${series} AS year_before ON ${matches.join(' AND ')}`]
      : [`FROM ${series}`],
    where: first === null ? [] : [`${now(timeIndex)} >= '${first}'`],
    groupBy: [],
    having: [],
    orderBy: growthOrder(
      query,
      labels.map((label) => label.name),
      dialect,
      byYear,
    ),
    limit: query.limit,
    offset: query.offset ?? 0,
  });
}

function growthOrder(query: SemanticQuery, labels: string[], dialect: Dialect, byYear: boolean): string[] {
  return query.order.map((order) => {
    const { by, direction } = order;
    const index =
      by.kind === 'output'
        ? by.index
        : by.kind === 'measure'
          ? query.dimensions.length +
            query.measures.findIndex((part) => measureLabel(part) === measureLabel(by.measure))
          : query.dimensions.findIndex((part) => part.column.column === by.column.column);
    const label = labels[index];
    if (label === undefined) throw new Error('Growth can only be ordered by what is shown');
    const measure = query.measures[index - query.dimensions.length];
    const name = writeIdentifier(dialect, label);
    const key = byYear && measure?.kind !== 'growth' ? `this_period.${name}` : name;
    return sortTerm(dialect, { key, expression: key, direction, nullable: measure?.kind === 'growth' });
  });
}
