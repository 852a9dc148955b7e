import type { Dialect } from './dialect.ts';
import { lexicalRules } from './lexical-rules.ts';
import { Refusal } from './refusal.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';
import type { Verdict } from './verdict.ts';

export interface Place {
  from: number;
  to: number;
}

/** Where in the text the construct of a refusal stands; null when that cannot be told. */
export function placeOfRefusal(
  verdict: Extract<Verdict, { allow: false }>,
  sql: string,
  dialect: Dialect,
): Place | null {
  if (verdict.at !== undefined) return placeAt(verdict.at, sql, dialect);
  const tokens = readableTokens(sql, dialect).filter(({ kind }) => kind !== 'end');
  if (verdict.code === 'several_statements') return afterSemicolon(tokens);
  return findConstruct(tokens, wordsOf(verdict.construct));
}

function readableTokens(sql: string, dialect: Dialect): Token[] {
  try {
    return tokenize(sql, lexicalRules[dialect]);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** The token that begins there; the rest of the text where none can be read. */
function placeAt(at: number, sql: string, dialect: Dialect): Place {
  const from = Math.min(at, sql.length);
  const token = readableTokens(sql, dialect).find(({ start, kind }) => start === from && kind !== 'end');
  return { from, to: token?.end ?? sql.length };
}

function afterSemicolon(tokens: readonly Token[]): Place | null {
  const separator = tokens.findIndex(({ kind, text }) => kind === 'operator' && text === ';');
  const [first, last] = [tokens[separator + 1], tokens.at(-1)];
  return first && last ? { from: first.start, to: last.end } : null;
}

/** `schema.pg_sleep()` and `DELETE FROM` as the texts of their tokens. */
function wordsOf(construct: string): string[] {
  return (construct.replace(/\(\)$/, '').match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? []).map((part) =>
    part.toLowerCase(),
  );
}

function findConstruct(tokens: readonly Token[], words: readonly string[]): Place | null {
  if (words.length === 0) return null;
  const start = tokens.findIndex((_, index) =>
    words.every((word, ahead) => tokens[index + ahead]?.text.toLowerCase() === word),
  );
  const [first, last] = [tokens[start], tokens[start + words.length - 1]];
  return start !== -1 && first && last ? { from: first.start, to: last.end } : null;
}
