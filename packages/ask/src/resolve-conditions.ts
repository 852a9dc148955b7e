import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { isColumn } from './catalog-index.ts';
import { sameColumn } from './column-ref.ts';
import type { ConditionDraft, Draft, Noun, Subject, Value } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { cannot, FailureSignal, unexplained } from './failure.ts';
import { negate } from './merge-comparisons.ts';
import {
  columnOfConcept,
  needColumn,
  pickColumn,
  qualified,
  type Resolver,
  timeColumnOf,
} from './resolver.ts';
import type { Filter, Literal, RowExpression } from './semantic-query.ts';
import { nearestOwner } from './settle-context.ts';
import type { ValueMatch } from './value-index.ts';

/** A condition on one table, ready to be placed in a query. */
export interface TableFilter {
  table: PreparedTable;
  filter: Filter;
  group: number;
  negated: boolean;
  column: PreparedColumn;
  /** Set where this condition asks for a partner row of its own. */
  apart?: number;
}

export function columnExpression(column: PreparedColumn): RowExpression {
  return { kind: 'column', column: column.ref };
}

/** The column a comparison is about. */
export function subjectColumn(
  resolver: Resolver,
  draft: Draft,
  subject: Subject,
  at: number,
): { column: PreparedColumn; inverse: boolean } | null {
  if (subject.noun) {
    const owner = nearestOwner(resolver, draft, at);
    return { column: needColumn(resolver, subject.noun, 'number', [owner, resolver.entity]), inverse: false };
  }
  const tables = [...(resolver.entity ? [resolver.entity] : []), ...resolver.mentioned];
  for (const table of tables) {
    const direct = columnOfConcept(table, subject.of);
    if (direct) return { column: direct, inverse: false };
  }
  for (const table of tables) {
    const inverse = columnOfConcept(table, subject.inverse);
    if (inverse) return { column: inverse, inverse: true };
  }
  return null;
}

function findColumn(resolver: Resolver, match: ValueMatch): PreparedColumn | null {
  for (const table of resolver.prepared.tables) {
    if (table.name !== match.column.table || table.schema !== match.column.schema) continue;
    return table.columns.find((column) => sameColumn(column.ref, match.column)) ?? null;
  }
  return null;
}

function valueScore(
  resolver: Resolver,
  match: ValueMatch,
  column: PreparedColumn,
  noun: Noun | null,
): number {
  let score = match.score;
  if (noun) {
    const named = noun.candidates.find((candidate) => candidate.thing === column);
    if (named) score += 0.6 * named.score;
    const owner = noun.candidates.find((candidate) => candidate.thing === column.table);
    if (owner) score += 0.4 * owner.score;
  }
  if (column.table === resolver.entity) score += 0.3;
  else if (resolver.mentioned.includes(column.table)) score += 0.25;
  else if (
    resolver.mentioned.some((table) =>
      table.edges.some((edge) => edge.parent === column.table && edge.child === table),
    )
  )
    score += 0.12;
  if (column.references) score -= 0.02;
  return score;
}

interface ChosenValue {
  column: PreparedColumn;
  literals: string[];
}

function chooseValue(resolver: Resolver, value: Value, noun: Noun | null): ChosenValue | null {
  const scored: { column: PreparedColumn; literal: string; score: number }[] = [];
  for (const match of value.matches) {
    const column = findColumn(resolver, match);
    if (column)
      scored.push({ column, literal: match.literal, score: valueScore(resolver, match, column, noun) });
  }
  scored.sort((left, right) => right.score - left.score);
  const best = scored[0];
  if (!best) return null;
  const tied = scored.filter(
    (other) =>
      other.column !== best.column &&
      best.score - other.score < 0.03 &&
      (other.column.references ?? other.column) !== (best.column.references ?? best.column),
  );
  if (tied.length > 0) {
    const columns = [...new Set([best.column, ...tied.map((one) => one.column)])];
    throw new FailureSignal({
      kind: 'tie',
      span: value,
      options: columns.slice(0, 5).map((column) => ({
        label: `${column.table.comment ?? column.table.name} · ${column.comment ?? column.name} = ${value.text}`,
        replacement: resolver.chinese
          ? `${column.table.name}的${column.name}为“${best.literal}”`
          : `${column.table.name} ${column.name} "${best.literal}"`,
      })),
    });
  }
  const literals = [
    ...new Set(
      scored
        .filter((one) => one.column === best.column && one.score >= best.score - 0.001)
        .map((one) => one.literal),
    ),
  ];
  return { column: best.column, literals };
}

function unknownValueColumn(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'value' },
): PreparedColumn {
  const owner = nearestOwner(resolver, draft, condition.at);
  const column = condition.noun
    ? needColumn(resolver, condition.noun, 'text', [owner, resolver.entity])
    : (owner?.nameColumns[0] ?? null);
  if (!column || (column.kind !== 'text' && column.kind !== 'other')) return unexplained(condition.value);
  if (resolver.values.isComplete(column.ref)) {
    return cannot(
      `${qualified(column)} 里没有值“${condition.value.text}”。`,
      `${qualified(column)} has no value "${condition.value.text}".`,
    );
  }
  return column;
}

function valueFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'value' },
): TableFilter {
  const chosen = chooseValue(resolver, condition.value, condition.noun);
  const column = chosen?.column ?? unknownValueColumn(resolver, draft, condition);
  const literals = chosen?.literals ?? [condition.value.text];
  if (chosen)
    resolver.chosen.push({
      noun: { ...condition.value, kind: 'noun', candidates: [] },
      target: `${qualified(column)} = ${literals.join(' / ')}`,
      kind: 'value',
    });
  const first = literals[0] ?? '';
  const filter: Filter =
    literals.length === 1
      ? {
          kind: 'compare',
          left: columnExpression(column),
          operator: condition.negated ? '<>' : '=',
          value: first,
        }
      : { kind: 'in', column: column.ref, values: literals, negated: condition.negated };
  return { table: column.table, filter, group: condition.group, negated: condition.negated, column };
}

/** A number as the column stores it: text columns are compared with text where they must be equal. */
function literalFor(column: PreparedColumn, value: number, operator: string): Literal {
  return column.kind === 'text' && (operator === '=' || operator === '<>') ? String(value) : value;
}

function compareFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'compare' },
): TableFilter {
  const found =
    subjectColumn(resolver, draft, condition.subject, condition.at) ?? unexplained(condition.span);
  let operator = condition.negated ? negate(condition.operator) : condition.operator;
  if (found.inverse) return unexplained(condition.span);
  if (found.column.role === 'time') return unexplained(condition.span);
  const { role, kind } = found.column;
  const numeric = role === 'measure' || role === 'year' || kind === 'integer' || kind === 'number';
  const equality = operator === '=' || operator === '<>';
  if (!equality && (!numeric || role === 'key')) return unexplained(condition.span);
  if (operator === '<>' && condition.negated) operator = '<>';
  return {
    table: found.column.table,
    column: found.column,
    group: condition.group,
    negated: false,
    filter: {
      kind: 'compare',
      left: columnExpression(found.column),
      operator,
      value: literalFor(found.column, condition.value, operator),
    },
  };
}

function betweenFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'between' },
): TableFilter {
  const found =
    subjectColumn(resolver, draft, condition.subject, condition.at) ?? unexplained(condition.span);
  const left = columnExpression(found.column);
  const both: Filter = {
    kind: 'and',
    filters: [
      { kind: 'compare', left, operator: '>=', value: condition.low },
      { kind: 'compare', left, operator: '<=', value: condition.high },
    ],
  };
  const filter: Filter = condition.negated ? { kind: 'not', filter: both } : both;
  return { table: found.column.table, column: found.column, group: condition.group, negated: false, filter };
}

function averageFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'average' },
): TableFilter {
  const found =
    subjectColumn(resolver, draft, condition.subject, condition.at) ?? unexplained(condition.span);
  if (condition.operator === '<>' || found.inverse) return unexplained(condition.span);
  const { table } = found.column;
  const left = columnExpression(found.column);
  return {
    table,
    column: found.column,
    group: condition.group,
    negated: false,
    filter: {
      kind: 'compare_query',
      left,
      operator: condition.operator,
      query: {
        from: { schema: table.schema, table: table.name },
        joins: [],
        dimensions: [],
        distinct: false,
        filters: [],
        having: [],
        order: [],
        limit: null,
        measures: [{ kind: 'aggregate', aggregate: 'avg', of: left }],
      },
    },
  };
}

function likeFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'like' },
): TableFilter {
  const owner = nearestOwner(resolver, draft, condition.at);
  const column = condition.noun
    ? needColumn(resolver, condition.noun, 'text', [owner, resolver.entity])
    : resolver.entity?.nameColumns[0];
  if (!column) return unexplained(condition.span);
  const text = condition.text.replace(/[%_\\]/g, (character) => `\\${character}`);
  const pattern =
    condition.where === 'contains' ? `%${text}%` : condition.where === 'starts' ? `${text}%` : `%${text}`;
  if (resolver.values.isComplete(column.ref) && !resolver.values.contains(column.ref, condition.text))
    return cannot(
      `${qualified(column)} 里没有含“${condition.text}”的值。`,
      `No value of ${qualified(column)} contains "${condition.text}".`,
    );
  return {
    table: column.table,
    column,
    group: condition.group,
    negated: false,
    filter: { kind: 'like', column: column.ref, pattern, negated: condition.negated },
  };
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
  for (const table of tables) {
    const own = timeColumnOf(table);
    if (own === 'several')
      return cannot(
        `表 ${table.name} 有多个时间列，请说明用哪一个。`,
        `Table ${table.name} has several time columns; say which one is meant.`,
      );
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

function periodFilter(
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
    filter: periodOn(column, condition),
  };
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

/** Ties a condition on rows to its table and column. Conditions on groups are not for this function. */
export function resolveCondition(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft,
  periodTables: PreparedTable[],
): TableFilter {
  switch (condition.kind) {
    case 'compare':
      return compareFilter(resolver, draft, condition);
    case 'between':
      return betweenFilter(resolver, draft, condition);
    case 'average':
      return averageFilter(resolver, draft, condition);
    case 'value':
      return valueFilter(resolver, draft, condition);
    case 'like':
      return likeFilter(resolver, draft, condition);
    case 'period':
      return periodFilter(resolver, draft, condition, periodTables);
    case 'null': {
      const column = needColumn(resolver, condition.noun, 'show', [
        nearestOwner(resolver, draft, condition.at),
        resolver.entity,
      ]);
      return {
        table: column.table,
        column,
        group: condition.group,
        negated: false,
        filter: { kind: 'null', column: column.ref, negated: condition.negated },
      };
    }
    case 'columns': {
      const left = needColumn(resolver, condition.left, 'show', [resolver.entity]);
      const right = needColumn(resolver, condition.right, 'show', [left.table]);
      if (left.table !== right.table || left === right) return unexplained(condition.span);
      return {
        table: left.table,
        column: left,
        group: condition.group,
        negated: false,
        filter: {
          kind: 'compare',
          left: columnExpression(left),
          operator: condition.operator,
          value: columnExpression(right),
        },
      };
    }
  }
}

/** Whether the noun can stand for a table at all. */
export function canBeTable(noun: Noun): boolean {
  return (
    namesTable(noun) ||
    noun.candidates.some((candidate) => !isColumn(candidate.thing) && candidate.score >= 0.9)
  );
}
