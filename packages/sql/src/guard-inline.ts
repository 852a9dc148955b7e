import type { Dialect } from './dialect.ts';
import { guardByOwnGrammar } from './guard-own-grammar.ts';
import { guardPostgresql, loadPostgresqlParser } from './guard-postgresql.ts';
import { constructRefusal, Refusal } from './refusal.ts';
import { refuseBrokenText } from './statement-limits.ts';
import type { Verdict } from './verdict.ts';

/** Judges a statement in this thread; see `guard`. */
export async function guardInline(sql: string, dialect: Dialect): Promise<Verdict> {
  if (dialect === 'postgresql') await loadPostgresqlParser();
  try {
    refuseBrokenText(sql);
    return dialect === 'postgresql' ? guardPostgresql(sql) : guardByOwnGrammar(sql, dialect);
  } catch (error) {
    if (error instanceof Refusal) return error.verdict;
    return unreadable().verdict;
  }
}

/** For what a parser gives up on: exhausted stacks and its own failures. */
export function unreadable(): Refusal {
  return constructRefusal('SQL', {
    zh: '语句太大或太复杂，无法检查。请拆成几条较小的查询。',
    en: 'the statement is too large or too complex to be checked. Split it into smaller queries.',
  });
}
