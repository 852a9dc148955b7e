import type { Dialect } from './dialect.ts';
import { grammarRules, type OwnGrammarDialect } from './grammar-rules.ts';
import { lexicalRules } from './lexical-rules.ts';
import { expectEnd, readStatement } from './read-statement.ts';
import { factsOfTree } from './read-tree-facts.ts';
import { createTreeReader } from './reader.ts';
import { Refusal } from './refusal.ts';
import type { StatementFacts } from './statement-facts.ts';
import { tokenize } from './tokenize.ts';

/** What a statement names; null for what is no query or cannot be read. */
export async function readFacts(sql: string, dialect: Dialect): Promise<StatementFacts | null> {
  if (dialect !== 'postgresql') return ownGrammarFacts(sql, dialect);
  const { postgresqlFacts } = await import('./read-postgresql-facts.ts');
  return postgresqlFacts(sql);
}

function ownGrammarFacts(sql: string, dialect: OwnGrammarDialect): StatementFacts | null {
  try {
    const tokens = tokenize(sql, lexicalRules[dialect]);
    const reader = createTreeReader(tokens, grammarRules[dialect]);
    readStatement(reader, dialect);
    expectEnd(reader);
    return factsOfTree(reader.tree, tokens);
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return null;
    throw error;
  }
}
