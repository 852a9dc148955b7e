import { hasGrowth } from './compile-growth.ts';
import type { Target } from './compile-plain.ts';
import { writeIdentifier } from './identifier-text.ts';
import { sortTerm } from './order-text.ts';
import { outputLabels, withoutHidden } from './output-labels.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { indent, limitLines } from './statement-text.ts';

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
    return whole === null ? text : `SELECT * FROM (\n${indent(text)}\n) AS part`;
  };
  const keyword = { union: 'UNION', union_all: 'UNION ALL', intersect: 'INTERSECT', except: 'EXCEPT' };
  const second = query.limit === null && combine.query.limit === null;
  const right = part(second ? { ...combine.query, order: [] } : combine.query);
  const body = [part(first), keyword[combine.operator], right].join('\n');
  const terms = query.order.map((order) => {
    const label = order.by.kind === 'output' ? labels[order.by.index] : undefined;
    if (!label) throw new Error('Combined queries can only be ordered by what they show');
    const key = writeIdentifier(dialect, label.name);
    return sortTerm(dialect, { key, expression: key, direction: order.direction, nullable: true });
  });
  const tail = [
    ...(terms.length > 0 ? [`ORDER BY ${terms.join(', ')}`] : []),
    ...limitLines(query.limit, query.offset ?? 0),
  ];
  if (tail.length === 0) return body;
  return [`SELECT *\nFROM (\n${indent(body)}\n) AS combined`, ...tail].join('\n');
}
