import { type RawBuilder, sql } from 'kysely';

/** Whether one of the columns holds a part of text, whatever its case; NULL holds nothing. */
export function holdsText(columns: readonly string[], part: string): RawBuilder<boolean> {
  const pattern = `%${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const tests = columns.map(
    (column) => sql`lower(coalesce(${sql.ref(column)}, '')) like ${pattern} escape '\\'`,
  );
  return sql<boolean>`(${sql.join(tests, sql` or `)})`;
}
