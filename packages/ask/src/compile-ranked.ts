import type { Dialect } from '@sextant/sql/dialect';
import { plainClauses, type Target } from './compile-plain.ts';
import { writeIdentifier } from './identifier-text.ts';
import { type SortKey, sortTerm } from './order-text.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { type Clauses, namedQuery, statementText } from './statement-text.ts';

/** What stands for "in any order" where ROW_NUMBER must have one. */
const anyOrder: Partial<Record<Dialect, string>> = { tsql: '(SELECT NULL)', oracle: 'NULL' };

/** The first rows of each group: ROW_NUMBER in a common table expression, cut outside. */
export function bestPerGroupStatement(
  query: SemanticQuery,
  limitPer: NonNullable<SemanticQuery['limitPer']>,
  target: Target,
): string {
  const { dialect } = target;
  const { clauses, labels, sortKeys, outputs } = plainClauses(query, target);
  const group = outputs[limitPer.dimension];
  const groupLabel = labels[limitPer.dimension];
  if (group === undefined || !groupLabel)
    throw new Error(`The semantic query has no output ${limitPer.dimension}`);
  const ranking = sortKeys.filter((sort) => sort.expression !== group);
  const orderBy = ranking.map((sort) => sortTerm(dialect, { ...sort, key: sort.expression })).join(', ');
  const windowOrder = orderBy || (anyOrder[dialect] ?? '');
  const window = `PARTITION BY ${group}${windowOrder ? ` ORDER BY ${windowOrder}` : ''}`;
  const names = labels.map((label) => writeIdentifier(dialect, label.name));
  const own = sortKeys.find((sort) => sort.expression === group);
  const groupName = writeIdentifier(dialect, groupLabel.name);
  const groupOrder: SortKey = {
    key: groupName,
    expression: groupName,
    direction: own?.direction ?? 'asc',
    nullable: own?.nullable ?? true,
  };
  const numbered = [...clauses.select, `ROW_NUMBER() OVER (${window}) AS row_num`];
  const body = statementText({ ...clauses, select: numbered }, { dialect, nested: true });
  const ranked = namedQuery('ranked', body, target);
  const outer: Clauses = {
    with: ranked.with,
    distinct: false,
    select: names,
    from: [`FROM ${ranked.source()}`],
    where: [`row_num <= ${limitPer.limit}`],
    groupBy: [],
    having: [],
    orderBy: [sortTerm(dialect, groupOrder), 'row_num'],
    limit: query.limit,
    offset: query.offset ?? 0,
  };
  return statementText(outer, target);
}
