import { createCatalogNames } from './catalog-names.ts';
import { indexFindings, sensitiveFindings } from './column-findings.ts';
import type { Dialect } from './dialect.ts';
import type { KnownCatalog, StatementFinding } from './finding.ts';
import { joinFindings } from './join-findings.ts';
import { leadingWildcards } from './leading-wildcards.ts';
import { lexicalRules } from './lexical-rules.ts';
import { nameFindings } from './name-findings.ts';
import { createNameScope } from './name-scope.ts';
import { readFacts } from './read-facts.ts';
import { rowFindings } from './row-findings.ts';
import { inWorker } from './sql-worker-client.ts';
import { starFindings } from './star-findings.ts';
import { longestInline } from './statement-limits.ts';
import { tokenize } from './tokenize.ts';

const mostFindings = 100;

/**
 * Advice on a statement that the guard allows, in the order of the text, at most 100 pieces. Without a catalog nothing
 * is said that would need one. Never says what it is not sure of: what cannot be read gives no findings. Long
 * statements are read in a worker thread.
 */
export async function findFindings(
  sql: string,
  dialect: Dialect,
  catalog: KnownCatalog | null,
): Promise<StatementFinding[]> {
  const facts =
    sql.length > longestInline
      ? await inWorker({ task: 'facts', sql, dialect }, () => null)
      : await readFacts(sql, dialect);
  if (facts === null) return [];
  const names = catalog && createCatalogNames(catalog, dialect);
  const scope = createNameScope(names);
  const findings = [
    ...(names ? nameFindings(facts, scope, names, { dialect, most: mostFindings }) : []),
    ...starFindings(facts, scope),
    ...joinFindings(facts, scope),
    ...rowFindings(facts, scope),
    ...leadingWildcards(tokenize(sql, lexicalRules[dialect])),
    ...indexFindings(facts, scope),
    ...sensitiveFindings(facts, scope),
  ];
  return findings.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0)).slice(0, mostFindings);
}
