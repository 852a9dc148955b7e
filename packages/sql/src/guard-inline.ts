import type { Dialect } from './dialect.ts';
import { guardByOwnGrammar } from './guard-own-grammar.ts';
import { constructRefusal, Refusal } from './refusal.ts';
import { refuseBrokenText } from './statement-limits.ts';
import type { Verdict } from './verdict.ts';

/** Judges a statement in this thread; see `guard`. PostgreSQL's parser is loaded when it is first needed. */
export async function guardInline(sql: string, dialect: Dialect): Promise<Verdict> {
  if (dialect !== 'postgresql') return answer(sql, () => guardByOwnGrammar(sql, dialect));
  const { guardPostgresql, loadPostgresqlParser } = await import('./guard-postgresql.ts');
  await loadPostgresqlParser();
  return answer(sql, () => guardPostgresql(sql));
}

/** Fails closed: whatever goes wrong while a statement is read, it is refused. */
function answer(sql: string, read: () => Verdict): Verdict {
  try {
    refuseBrokenText(sql);
    return read();
  } catch (error) {
    return error instanceof Refusal ? error.verdict : unreadable().verdict;
  }
}

/** For what a parser gives up on: exhausted stacks and its own failures. */
export function unreadable(): Refusal {
  return constructRefusal('SQL', {
    zh: '语句太大或太复杂，无法检查。请拆成几条较小的查询。',
    en: 'the statement is too large or too complex to be checked. Split it into smaller queries.',
  });
}
