import type { CatalogTable } from '../catalog.ts';
import type { RunStatement } from '../pooled-database.ts';

const statementsQuery = `SELECT sql FROM (
  SELECT 0 AS place, table_name AS name, sql FROM duckdb_tables()
    WHERE database_name = current_database() AND schema_name = coalesce($1, current_schema()) AND table_name = $2
  UNION ALL
  SELECT 0, view_name, sql FROM duckdb_views()
    WHERE database_name = current_database() AND schema_name = coalesce($1, current_schema()) AND view_name = $2
  UNION ALL
  SELECT 1, index_name, sql FROM duckdb_indexes()
    WHERE database_name = current_database() AND schema_name = coalesce($1, current_schema()) AND table_name = $2
) WHERE sql IS NOT NULL ORDER BY place, name`;

/** The text that makes a table or view, and those of its indexes, as DuckDB writes them. */
export async function readDuckdbDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  const rows = await run(statementsQuery, [table.schema, table.name]);
  return rows.map(([sql]) => String(sql)).join('\n\n');
}
