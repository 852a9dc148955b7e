import { type Dialect, dialects } from './dialect.ts';
import { guardInline, unreadable } from './guard-inline.ts';
import { unsupportedDialect } from './refusal.ts';
import { inWorker } from './sql-worker-client.ts';
import { longestInline, longestStatement, tooLong } from './statement-limits.ts';
import type { Verdict } from './verdict.ts';

/**
 * Says whether `sql` is one read-only statement of `dialect`, and which tables it reads (without the names of common
 * table expressions). Fails closed: what does not parse or is not on an allow-list is refused with a reason. Never
 * throws and never changes the statement. The first call for PostgreSQL loads its parser (about 50 ms).
 */
export async function guard(sql: string, dialect: Dialect): Promise<Verdict> {
  if (!dialects.includes(dialect)) return unsupportedDialect(dialect).verdict;
  if (sql.length > longestStatement) return tooLong(sql.length).verdict;
  return sql.length > longestInline
    ? inWorker({ task: 'guard', sql, dialect }, () => unreadable().verdict)
    : guardInline(sql, dialect);
}
