import { hintedError } from '../hints.ts';

const blankOrComment = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

const refused = new Set(
  [
    'ALTER ANALYZE AUDIT BEGIN CALL COMMENT COMMIT CREATE DECLARE DELETE DROP EXPLAIN FLASHBACK GRANT INSERT LOCK',
    'MERGE NOAUDIT PURGE RENAME REVOKE ROLLBACK SAVEPOINT SET TRUNCATE UPDATE',
  ]
    .join(' ')
    .split(' '),
);

/** The words that a statement begins with, behind blanks, comments and brackets. */
function firstWords(sql: string): [string, string] {
  const first = sql.replace(blankOrComment, '');
  const word = /^[A-Za-z]*/.exec(first)?.[0] ?? '';
  const second = first.slice(word.length).replace(blankOrComment, '');
  return [word.toUpperCase(), (/^[A-Za-z]*/.exec(second)?.[0] ?? '').toUpperCase()];
}

/**
 * Refuses, with code `read_only`, what is no query: Oracle commits before and after a CREATE or DROP, which ends a
 * read-only transaction, and PL/SQL, also that of `WITH FUNCTION`, may open a transaction of its own.
 */
export function refuseWrites(sql: string): void {
  const [first, second] = firstWords(sql);
  const inline = first === 'WITH' && /^(FUNCTION|PROCEDURE)$/.test(second);
  if ((first === 'SELECT' || first === 'WITH') && !inline) return;
  if (!refused.has(first) && !inline) {
    throw hintedError('syntax', `A statement begins with SELECT or WITH, not with "${first}"`);
  }
  const named = inline ? ['WITH', second].join(' ') : first;
  throw hintedError('read_only', `Only queries run here; ${named} is not allowed`);
}
