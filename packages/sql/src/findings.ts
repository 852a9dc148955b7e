import type { Dialect } from './dialect.ts';
import type { KnownCatalog, StatementFinding } from './finding.ts';
import { leadingWildcards } from './leading-wildcards.ts';
import { lexicalRules } from './lexical-rules.ts';
import { tokenize } from './tokenize.ts';

/**
 * Advice on a statement that the guard allows, in the order of the text. Without a catalog nothing is said that would
 * need one. Never says what it is not sure of: what cannot be read gives no findings.
 */
export async function findFindings(
  sql: string,
  dialect: Dialect,
  catalog: KnownCatalog | null,
): Promise<StatementFinding[]> {
  const tokens = tokenize(sql, lexicalRules[dialect]);
  return leadingWildcards(tokens, catalog);
}
