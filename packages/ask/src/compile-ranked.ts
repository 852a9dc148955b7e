import { plainClauses, type Target } from './compile-plain.ts';
import { writeIdentifier } from './identifier-text.ts';
import { type SortKey, sortTerm } from './order-text.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { statementText } from './statement-text.ts';

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
  const window = `PARTITION BY ${group}${orderBy ? ` ORDER BY ${orderBy}` : ''}`;
  const names = labels.map((label) => writeIdentifier(dialect, label.name));
  const own = sortKeys.find((sort) => sort.expression === group);
  const groupName = writeIdentifier(dialect, groupLabel.name);
  const groupOrder: SortKey = {
    key: groupName,
    expression: groupName,
    direction: own?.direction ?? 'asc',
    nullable: own?.nullable ?? true,
  };
  return statementText({
    with: {
      name: 'ranked',
      body: statementText({
        ...clauses,
        select: [...clauses.select, `ROW_NUMBER() OVER (${window}) AS row_num`],
      }),
    },
    distinct: false,
    select: names,
    from: ['FROM ranked'],
    where: [`row_num <= ${limitPer.limit}`],
    groupBy: [],
    having: [],
    orderBy: [sortTerm(dialect, groupOrder), 'row_num'],
    limit: query.limit,
    offset: query.offset ?? 0,
  });
}
