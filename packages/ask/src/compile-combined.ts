import { hasGrowth } from './compile-growth.ts';
import type { Target } from './compile-plain.ts';
import { setOperator, tableAlias } from './dialect-functions.ts';
import { writeIdentifier } from './identifier-text.ts';
import { sortTerm } from './order-text.ts';
import { outputLabels, withoutHidden } from './output-labels.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { type Clauses, indent, statementText } from './statement-text.ts';

/** Two queries joined by a set operation; the first one's order and limit hold for the combined rows. */
export function combinedStatement(
  query: SemanticQuery,
  combine: NonNullable<SemanticQuery['combine']>,
  target: Target,
): string {
  const { dialect } = target;
  const labels = outputLabels(withoutHidden(query));
  const first = { ...query, combine: undefined, order: [], limit: null, offset: 0 };
  const part = (inner: SemanticQuery): string => {
    const text = target.statement(inner);
    const whole = inner.combine ?? inner.limitPer ?? inner.limit ?? (hasGrowth(inner) || null);
    return whole === null ? text : `SELECT * FROM (\n${indent(text)}\n)${tableAlias(dialect, 'part')}`;
  };
  const second = query.limit === null && combine.query.limit === null;
  const right = part(second ? { ...combine.query, order: [] } : combine.query);
  const body = [part(first), setOperator(dialect, combine.operator), right].join('\n');
  const terms = query.order.map((order) => {
    const label = order.by.kind === 'output' ? labels[order.by.index] : undefined;
    if (!label) throw new Error('Combined queries can only be ordered by what they show');
    const key = writeIdentifier(dialect, label.name);
    return sortTerm(dialect, { key, expression: key, direction: order.direction, nullable: true });
  });
  const offset = query.offset ?? 0;
  if (terms.length === 0 && query.limit === null && offset === 0) return body;
  const clauses: Clauses = {
    distinct: false,
    select: ['*'],
    from: [`FROM (\n${indent(body)}\n)${tableAlias(dialect, 'combined')}`],
    where: [],
    groupBy: [],
    having: [],
    orderBy: terms,
    limit: query.limit,
    offset,
  };
  return statementText(clauses, target);
}
