import type { Dialect } from './dialect.ts';
import { formatInline } from './format-inline.ts';
import { inWorker } from './sql-worker-client.ts';
import { longestInline, longestStatement } from './statement-limits.ts';

/**
 * Lays out SQL of one or several statements: clauses on their own lines, two spaces, keywords in capitals. Names,
 * comments, `:name` parameters and what the SQL means stay as they are; a text that cannot be laid out safely is given
 * back unchanged. Never throws. Long texts are laid out in a worker thread.
 */
export async function formatSql(sql: string, dialect: Dialect): Promise<string> {
  if (sql.length > longestStatement) return sql;
  return sql.length > longestInline
    ? inWorker({ task: 'format', sql, dialect }, () => sql)
    : formatInline(sql, dialect);
}
