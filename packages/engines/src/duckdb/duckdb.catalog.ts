import type { Cell } from '@sextant/contract/chart';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import type { RunStatement } from '../pooled-database.ts';
import { duckdbKind } from './duckdb.values.ts';

const tablesQuery = `SELECT nullif(schema_name, current_schema()), table_name, 'table', comment, estimated_size
  FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database()
  UNION ALL
  SELECT nullif(schema_name, current_schema()), view_name, 'view', comment, NULL
  FROM duckdb_views() WHERE NOT internal AND NOT temporary AND database_name = current_database()`;

const columnsQuery = `SELECT nullif(schema_name, current_schema()), table_name, column_name, data_type, is_nullable, comment
  FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()
  ORDER BY schema_name, table_name, column_index`;

const keysQuery = `SELECT nullif(schema_name, current_schema()), table_name, constraint_type,
  to_json(constraint_column_names), referenced_table, to_json(referenced_column_names)
  FROM duckdb_constraints() WHERE database_name = current_database()
  AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY constraint_index`;

const indexesQuery = `SELECT nullif(schema_name, current_schema()), table_name, index_name, expressions, is_unique
  FROM duckdb_indexes() WHERE database_name = current_database() ORDER BY index_name`;

function textOrNull(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

function names(cell: Cell | undefined): string[] {
  return typeof cell === 'string' ? (JSON.parse(cell) as string[]) : [];
}

/** DuckDB prints the columns of an index as `[a, '"b c"']`. */
function indexColumns(cell: Cell | undefined): string[] {
  const inner = String(cell ?? '').replace(/^\[|\]$/g, '');
  const parts = inner.match(/'(?:[^']|'')*'|[^,\s][^,]*/g) ?? [];
  return parts.map((part) => part.replace(/^'|'$/g, '').replace(/^"|"$/g, '').replaceAll('""', '"'));
}

function addColumns(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, table, name, type, nullable, comment] of rows) {
    builder.addColumn(textOrNull(schema), String(table), {
      name: String(name),
      type: String(type),
      kind: duckdbKind(String(type)),
      nullable: nullable === true,
      comment: textOrNull(comment),
    });
  }
}

function addKeys(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, table, type, columns, referencedTable, referencedColumns] of rows) {
    if (type === 'PRIMARY KEY') builder.setPrimaryKey(textOrNull(schema), String(table), names(columns));
    else {
      builder.addForeignKey(textOrNull(schema), String(table), {
        columns: names(columns),
        referencedSchema: textOrNull(schema),
        referencedTable: String(referencedTable),
        referencedColumns: names(referencedColumns),
      });
    }
  }
}

/** Reads the whole catalog in four statements; `schema` is null for tables of the current schema, usually `main`. */
export async function readDuckdbCatalog(run: RunStatement): Promise<Catalog> {
  const builder = createCatalogBuilder();
  for (const [schema, name, kind, comment, estimate] of await run(tablesQuery)) {
    builder.addTable({
      schema: textOrNull(schema),
      name: String(name),
      kind: kind === 'view' ? 'view' : 'table',
      comment: textOrNull(comment),
      rowEstimate: typeof estimate === 'number' ? estimate : null,
    });
  }
  addColumns(builder, await run(columnsQuery));
  addKeys(builder, await run(keysQuery));
  for (const [schema, table, name, expressions, unique] of await run(indexesQuery)) {
    const index = { name: String(name), columns: indexColumns(expressions), unique: unique === true };
    builder.addIndex(textOrNull(schema), String(table), index);
  }
  return builder.build();
}
