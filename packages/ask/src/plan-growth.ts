import { addDays, addMonths, type Day, dayOf, isoDay } from './calendar.ts';
import { unexplained } from './failure.ts';
import { createFrame, frameQuery, joinTable } from './frame.ts';
import { applyFilters, rowFilters } from './place-filters.ts';
import type { Plan } from './plan.ts';
import { measureOf } from './resolve-measures.ts';
import type { Filter, Measure, SemanticQuery } from './semantic-query.ts';
import type { TableFilter } from './table-filter.ts';

type PeriodFilter = Extract<Filter, { kind: 'period' }>;

function months(from: Day, to: Day): number | null {
  const count = (to.year - from.year) * 12 + to.month - from.month;
  return from.day === to.day && count > 0 ? count : null;
}

/** The period as long, right before (or a year before) the given one. */
function earlier(period: PeriodFilter, yearBefore: boolean): PeriodFilter | null {
  if (!period.from || !period.to) return null;
  const from = dayOf(period.from);
  const to = dayOf(period.to);
  if (yearBefore) return { ...period, from: isoDay(addMonths(from, -12)), to: isoDay(addMonths(to, -12)) };
  const length = months(from, to);
  if (length !== null) return { ...period, from: isoDay(addMonths(from, -length)), to: period.from };
  const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000);
  return { ...period, from: isoDay(addDays(from, -days)), to: period.from };
}

/** The measure over the rows of one period only. */
function within(measure: Measure, where: Filter): Measure {
  switch (measure.kind) {
    case 'aggregate':
      return {
        ...measure,
        where: measure.where ? { kind: 'and', filters: [measure.where, where] } : where,
      };
    case 'ratio':
      return {
        ...measure,
        numerator: within(measure.numerator, where),
        denominator: within(measure.denominator, where),
      };
    case 'difference':
      return { ...measure, left: within(measure.left, where), right: within(measure.right, where) };
    default:
      return unexplained();
  }
}

function withoutLabel({ label: _label, ...measure }: Measure): Measure {
  return measure;
}

/** The two periods compared, the later one first. */
function comparedPeriods(plan: Plan, filters: TableFilter[]): [PeriodFilter, PeriodFilter] {
  const periods = filters.map((one) => one.filter).filter((filter) => filter.kind === 'period');
  const [first, second, third] = periods;
  if (!first || third) return unexplained();
  const against = second ?? earlier(first, plan.draft.growth === 'year_before');
  if (!against?.from || !first.from) return unexplained();
  return first.from > against.from ? [first, against] : [against, first];
}

/** Growth between two periods as one number: 0.12 is 12 % more. */
export function planGrowth(plan: Plan): SemanticQuery {
  const [measure, other] = plan.measures;
  if (
    !measure ||
    other ||
    plan.shown.columns.length > 0 ||
    plan.groupTables.length > 0 ||
    plan.groupColumns.length > 0
  )
    return unexplained();
  const frame = createFrame(plan.resolver, measure.table);
  const filters = rowFilters(plan, frame.base, measure.table);
  const [later, before] = comparedPeriods(plan, filters);
  for (const one of filters) if (one.filter.kind === 'period') joinTable(frame, one.table);
  applyFilters(
    plan,
    frame,
    filters.filter((one) => one.filter.kind !== 'period'),
  );
  for (const table of measure.parents ?? []) joinTable(frame, table);
  const query = frameQuery(frame);
  const asked = withoutLabel(measureOf(measure));
  const difference: Measure = {
    kind: 'difference',
    left: within(asked, later),
    right: within(asked, before),
  };
  query.measures = [
    { kind: 'ratio', numerator: difference, denominator: within(asked, before), label: 'growth' },
  ];
  return query;
}
