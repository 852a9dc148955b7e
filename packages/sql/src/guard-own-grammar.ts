import { grammarRules, type OwnGrammarDialect } from './grammar-rules.ts';
import { type LexicalRules, lexicalRules, mysqlReadings } from './lexical-rules.ts';
import { oneStatement } from './one-statement.ts';
import { expectEnd, readStatement } from './read-statement.ts';
import { createReader, peek, unexpected } from './reader.ts';
import { Refusal } from './refusal.ts';
import { refuseOverlarge } from './statement-limits.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';
import type { Verdict } from './verdict.ts';

/** Judges a statement of any dialect but PostgreSQL with our own read-only grammar. Throws a Refusal. */
export function guardByOwnGrammar(sql: string, dialect: OwnGrammarDialect): Verdict {
  const verdict = readWith(sql, dialect, lexicalRules[dialect]);
  if (dialect === 'mysql' && sql.includes('\\')) {
    for (const rules of mysqlReadings.slice(1)) refuseOtherReading(sql, dialect, rules);
  }
  return verdict;
}

function readWith(sql: string, dialect: OwnGrammarDialect, rules: LexicalRules): Verdict {
  return readTokens(tokenize(sql, rules), sql, dialect);
}

function readTokens(tokens: readonly Token[], sql: string, dialect: OwnGrammarDialect): Verdict {
  oneStatement(tokens, sql, grammarRules[dialect].leadingSemicolons);
  refuseOverlarge(tokens);
  const reader = createReader(tokens, grammarRules[dialect]);
  readStatement(reader, dialect);
  expectEnd(reader);
  if (peek(reader).kind !== 'end') throw unexpected(reader);
  reader.rules.own.finish(reader);
  return { allow: true, tables: reader.tables.list() };
}

/** Refuses a statement that another sql_mode would read as something harmful; one that it cannot read fails there anyway. */
function refuseOtherReading(sql: string, dialect: OwnGrammarDialect, rules: LexicalRules): void {
  let tokens: readonly Token[];
  try {
    tokens = tokenize(sql, rules);
  } catch (error) {
    if (error instanceof Refusal && error.verdict.code === 'syntax') return;
    throw error;
  }
  readTokens(tokens, sql, dialect);
}
