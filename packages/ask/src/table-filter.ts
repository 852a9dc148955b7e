import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { Filter, Literal, RowExpression } from './semantic-query.ts';

/** A condition on one table, ready to be placed in a query. */
export interface TableFilter {
  table: PreparedTable;
  filter: Filter;
  group: number;
  negated: boolean;
  column: PreparedColumn;
  /** Place of the condition among the items of the question. */
  at?: number;
  /** The words around the condition, which tell parallel keys apart. */
  near?: { before: string; after: string };
  /** Set where this condition asks for a partner row of its own. */
  apart?: number;
}

export function columnExpression(column: PreparedColumn): RowExpression {
  return { kind: 'column', column: column.ref };
}

/** A number as the column stores it: text columns are compared with text where they must be equal. */
export function literalFor(column: PreparedColumn, value: number, operator: string): Literal {
  return column.kind === 'text' && (operator === '=' || operator === '<>') ? String(value) : value;
}
