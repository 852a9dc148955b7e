import type { CatalogTable } from '../catalog.ts';
import type { RunStatement } from '../pooled-database.ts';

const statementsQuery = `SELECT sql FROM sqlite_schema WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL
  ORDER BY type NOT IN ('table', 'view'), name`;

/** The text that made a table or view, and those of its indexes and triggers. */
export async function readSqliteDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  const rows = await run(statementsQuery, [table.name]);
  return rows.map(([sql]) => `${String(sql)};`).join('\n\n');
}
