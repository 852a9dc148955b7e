import type { Dialect } from '@sextant/sql/dialect';
import type { ColumnRef, Measure, Order, RowExpression, SemanticQuery } from './semantic-query.ts';

/** Something rows are ordered by: `key` names it where aliases are known, `expression` spells it out. */
export interface SortKey {
  key: string;
  expression: string;
  direction: Order['direction'];
  nullable: boolean;
}

/** Where the dialect puts NULLs by itself: after all values whatever the direction, or as the largest or smallest value. */
const nullPlaces: Record<Dialect, 'last' | 'largest' | 'smallest'> = {
  postgresql: 'largest',
  oracle: 'largest',
  duckdb: 'last',
  clickhouse: 'last',
  sqlite: 'smallest',
  mysql: 'smallest',
  tsql: 'smallest',
};

/** One ORDER BY term, or two where only a second one puts NULLs last; a DISTINCT of SQL Server allows no second one. */
export function sortTerm(dialect: Dialect, sort: SortKey, distinct = false): string {
  const text = sort.direction === 'desc' ? `${sort.key} DESC` : sort.key;
  const place = nullPlaces[dialect];
  const last = place === 'last' || (place === 'largest') === (sort.direction === 'asc');
  if (!sort.nullable || last) return text;
  if (dialect === 'mysql') return `${sort.expression} IS NULL, ${text}`;
  if (dialect !== 'tsql') return `${text} NULLS LAST`;
  return distinct ? text : `CASE WHEN ${sort.expression} IS NULL THEN 1 ELSE 0 END, ${text}`;
}

/** Whether a column of the query's rows can be NULL. */
export function columnCanBeNull(column: ColumnRef, query: Pick<SemanticQuery, 'joins'>): boolean {
  return column.nullable !== false || query.joins.some((join) => join.kind === 'left');
}

function rowCanBeNull(expression: RowExpression, query: SemanticQuery): boolean {
  switch (expression.kind) {
    case 'column':
    case 'grain':
      return columnCanBeNull(expression.column, query);
    case 'number':
    case 'date':
      return false;
    case 'days_between':
      return rowCanBeNull(expression.from, query) || rowCanBeNull(expression.to, query);
    case 'arithmetic':
      return (
        expression.operator === '/' ||
        rowCanBeNull(expression.left, query) ||
        rowCanBeNull(expression.right, query)
      );
  }
}

/** Whether a measure of the query's groups can be NULL. */
export function measureCanBeNull(measure: Measure, query: SemanticQuery): boolean {
  if (measure.kind === 'share') return measureCanBeNull(measure.of, query);
  if (measure.kind === 'difference') {
    return measureCanBeNull(measure.left, query) || measureCanBeNull(measure.right, query);
  }
  if (measure.kind !== 'aggregate') return true;
  if (measure.aggregate === 'count' || measure.aggregate === 'count_distinct') return false;
  const everyGroupHasRows = query.dimensions.length > 0 && !measure.where;
  return !everyGroupHasRows || measure.of === null || rowCanBeNull(measure.of, query);
}
