import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { ConditionDraft, Draft, Noun } from './draft.ts';
import { cannot, FailureSignal, unexplained } from './failure.ts';
import { orderKey } from './metric.ts';
import { spanOf } from './plan.ts';
import { pickColumn, type Resolver, timeColumnOf } from './resolver.ts';
import type { Filter } from './semantic-query.ts';
import { nearestOwner } from './settle-context.ts';
import { columnExpression, literalFor, type TableFilter } from './table-filter.ts';

/** Lines of an order happened when the order did. */
function headTime(table: PreparedTable): PreparedColumn | null {
  const key = orderKey(table);
  const time = key?.references ? timeColumnOf(key.references.table) : null;
  return time === 'several' ? null : time;
}

/** Whether the column only says when the row was written. */
function isAudit(column: PreparedColumn): boolean {
  return /(crtd|creat|updat|modif|insert|load|ingest)/i.test(column.name);
}

/** The time column a period cuts: the one named, else the one that says when rows of the table happened. */
export function periodColumn(
  resolver: Resolver,
  draft: Draft,
  noun: Noun | null,
  at: number,
  tables: PreparedTable[],
  wholeYear = false,
): PreparedColumn | null {
  if (noun) {
    const column = pickColumn(resolver, noun, 'time', [nearestOwner(resolver, draft, at), ...tables]);
    if (column && (column.role === 'time' || column.role === 'year')) return column;
  }
  for (const table of wholeYear ? tables.slice(0, 1) : []) {
    const years = table.columns.filter((column) => column.role === 'year');
    const own = timeColumnOf(table);
    if (years.length === 1 && years[0] && own !== null && own !== 'several' && isAudit(own)) return years[0];
  }
  const event = tables.find(
    (table) =>
      table !== tables[0] &&
      tables[0] &&
      table.edges.some((edge) => edge.child === table && edge.parent === tables[0]),
  );
  const first = tables[0] ? timeColumnOf(tables[0]) : null;
  const eventTime = event ? timeColumnOf(event) : null;
  if (first && first !== 'several' && isAudit(first) && eventTime && eventTime !== 'several')
    return eventTime;
  const head = tables[0] && !timeColumnOf(tables[0]) ? headTime(tables[0]) : null;
  if (head) return head;
  for (const table of tables) {
    const own = timeColumnOf(table);
    if (own === 'several') return timeNamed(draft, table) ?? askWhichTime(resolver, draft, at, table);
    if (own) return own;
  }
  for (const table of tables) {
    const parents = table.edges
      .filter((edge) => edge.child === table && edge.parent !== table)
      .map((edge) => edge.parent);
    const found = [...new Set(parents)]
      .map(timeColumnOf)
      .filter((column) => column !== null && column !== 'several');
    if (found.length === 1 && found[0]) return found[0];
  }
  return null;
}

/** The only time column of the table that the question names, wherever it stands. */
function timeNamed(draft: Draft, table: PreparedTable): PreparedColumn | null {
  const named = new Set<PreparedColumn>();
  for (const item of draft.items) {
    const best = item.kind === 'noun' ? item.candidates[0] : undefined;
    if (
      best &&
      isColumn(best.thing) &&
      best.thing.table === table &&
      best.thing.role === 'time' &&
      best.score >= 0.8
    )
      named.add(best.thing);
  }
  const [only, another] = named;
  return only && !another ? only : null;
}

/** Asks which of a table's times is meant, with the period written beside each. */
function askWhichTime(resolver: Resolver, draft: Draft, at: number, table: PreparedTable): never {
  const span = spanOf(draft, at);
  const times = table.columns.filter((column) => column.role === 'time');
  if (span.end === span.start || times.length < 2)
    return cannot(
      `表 ${table.name} 有多个时间列，请说明用哪一个。`,
      `Table ${table.name} has several time columns; say which one is meant.`,
    );
  throw new FailureSignal({
    kind: 'tie',
    span,
    once: true,
    options: times.slice(0, 5).map((column) => ({
      label: column.comment ?? column.name,
      replacement: resolver.chinese
        ? `${column.comment ?? column.name}${span.text}`
        : `${column.name} ${span.text}`,
    })),
  });
}

export function periodFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'period' },
  tables: PreparedTable[],
): TableFilter {
  const column =
    periodColumn(resolver, draft, condition.noun, condition.at, tables, condition.year !== null) ??
    unexplained(condition.span);
  return {
    table: column.table,
    column,
    group: condition.group,
    negated: false,
    filter: periodOn(column, isOpenEnded(draft, condition, column) ? { ...condition, to: null } : condition),
  };
}

const plannedTimes =
  /(due|expir|schedul|appoint|plan|book|reserv|end|deadline|valid|start|arriv|depart|require|departure|到期|预约|计划|截止|有效|开始|结束|预)/i;

/** `sales in the past 7 days`: none lies ahead, so that the period needs no end; appointments may. */
function isOpenEnded(
  draft: Draft,
  condition: ConditionDraft & { kind: 'period' },
  column: PreparedColumn,
): boolean {
  const names = `${column.table.name} ${column.name} ${column.comment ?? ''}`;
  return condition.untilNow === true && draft.growth === null && !plannedTimes.test(names);
}

/** Days of the week of the rows' own time column. */
export function weekdayFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'weekdays' },
  tables: PreparedTable[],
): TableFilter {
  const column =
    periodColumn(resolver, draft, condition.noun, condition.at, tables) ?? unexplained(condition.span);
  if (column.role !== 'time') return unexplained(condition.span);
  const days = condition.days.map(
    (day): Filter => ({
      kind: 'compare',
      left: { kind: 'grain', column: column.ref, grain: 'weekday' },
      operator: '=',
      value: String(day),
    }),
  );
  const [only] = days;
  const filter: Filter = only && days.length === 1 ? only : { kind: 'or', filters: days };
  return { table: column.table, column, group: condition.group, negated: false, filter };
}

function periodOn(column: PreparedColumn, condition: ConditionDraft & { kind: 'period' }): Filter {
  let filter: Filter;
  if (column.role === 'year') {
    const from = condition.from ? Number(condition.from.slice(0, 4)) : null;
    const to = condition.to ? Number(condition.to.slice(0, 4)) : null;
    const wholeYears =
      (condition.from ?? '-01-01').endsWith('-01-01') && (condition.to ?? '-01-01').endsWith('-01-01');
    if (!wholeYears) return unexplained(condition.span);
    const left = columnExpression(column);
    const value = (year: number, operator: string) => literalFor(column, year, operator);
    if (condition.year !== null)
      filter = { kind: 'compare', left, operator: '=', value: value(condition.year, '=') };
    else if (from !== null && to !== null)
      filter = {
        kind: 'and',
        filters: [
          { kind: 'compare', left, operator: '>=', value: from },
          { kind: 'compare', left, operator: '<', value: to },
        ],
      };
    else if (from !== null) filter = { kind: 'compare', left, operator: '>=', value: from };
    else filter = { kind: 'compare', left, operator: '<', value: to ?? 0 };
  } else filter = { kind: 'period', column: column.ref, from: condition.from, to: condition.to };
  return condition.negated ? { kind: 'not', filter } : filter;
}
