import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { ConditionDraft, Draft, Noun, Subject } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { cannot, unexplained } from './failure.ts';
import { negate } from './merge-comparisons.ts';
import { periodFilter, weekdayFilter } from './resolve-periods.ts';
import { valueFilter } from './resolve-values.ts';
import { columnOfConcept, needColumn, qualified, type Resolver } from './resolver.ts';
import type { Filter, SemanticQuery } from './semantic-query.ts';
import { nearestOwner } from './settle-context.ts';
import { columnExpression, literalFor, type TableFilter } from './table-filter.ts';

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
  const named = condition.noun ? draft.items.indexOf(condition.noun) : -1;
  const owner = nearestOwner(resolver, draft, named >= 0 ? named : condition.at);
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

/** `in the same city as Ann`: the column's value is that of Ann's row; a table stands for the key to it. */
function sameFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'same' },
): TableFilter {
  const given = valueFilter(resolver, draft, { ...condition, kind: 'value', noun: null });
  const { table } = given;
  const key = namesTable(condition.noun)
    ? table.columns.filter(({ references }) => condition.noun.candidates[0]?.thing === references?.table)
    : [];
  const column = key.length === 1 && key[0] ? key[0] : needColumn(resolver, condition.noun, 'group', [table]);
  if (column.table !== table || (resolver.entity && resolver.entity !== table))
    return unexplained(condition.span);
  const query: SemanticQuery = {
    from: { schema: table.schema, table: table.name },
    joins: [],
    dimensions: [{ column: column.ref }],
    measures: [],
    distinct: false,
    filters: [given.filter],
    having: [],
    order: [],
    limit: null,
  };
  return {
    table,
    column,
    group: condition.group,
    negated: false,
    filter: { kind: 'in_query', column: column.ref, query, negated: condition.negated },
  };
}

/** A column is compared with another one of its kind: a key with a key to the same table. */
function comparable(noun: Noun, left: PreparedColumn): Noun {
  const candidates = noun.candidates.filter(
    ({ thing }) =>
      isColumn(thing) && thing !== left && thing.table === left.table && thing.references === left.references,
  );
  return candidates.length > 0 ? { ...noun, candidates } : noun;
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
    case 'same':
      return sameFilter(resolver, draft, condition);
    case 'like':
      return likeFilter(resolver, draft, condition);
    case 'period':
      return periodFilter(resolver, draft, condition, periodTables);
    case 'weekdays':
      return weekdayFilter(resolver, draft, condition, periodTables);
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
      const right = needColumn(resolver, comparable(condition.right, left), 'show', [left.table]);
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
