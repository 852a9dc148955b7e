import type { Dialect } from '@sextant/sql/dialect';
import { combinedStatement } from './compile-combined.ts';
import { growthStatement, hasGrowth } from './compile-growth.ts';
import { plainClauses, type Target } from './compile-plain.ts';
import { bestPerGroupStatement } from './compile-ranked.ts';
import { sortTerm } from './order-text.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { statementText } from './statement-text.ts';

export interface CompileOptions {
  /** Tables of this schema are written without it. */
  defaultSchema?: string | null;
}

/**
 * Writes a semantic query as one read-only statement of the dialect, laid out as a person would. Throws an
 * `Error` that says what is wrong when the query contradicts itself (a table used but not joined).
 */
export function compile(query: SemanticQuery, dialect: Dialect, options: CompileOptions = {}): string {
  const target: Target = {
    dialect,
    defaultSchema: options.defaultSchema ?? null,
    nested: false,
    statement: (inner) => statement(inner, { ...target, nested: true }),
  };
  return statement(query, target);
}

function statement(query: SemanticQuery, target: Target): string {
  if (query.combine) return combinedStatement(query, query.combine, target);
  if (hasGrowth(query)) return growthStatement(query, target);
  if (query.limitPer) return bestPerGroupStatement(query, query.limitPer, target);
  const { clauses, sortKeys } = plainClauses(query, target);
  const orderBy = sortKeys.map((sort) => sortTerm(target.dialect, sort, clauses.distinct));
  return statementText({ ...clauses, orderBy, limit: query.limit, offset: query.offset ?? 0 }, target);
}
