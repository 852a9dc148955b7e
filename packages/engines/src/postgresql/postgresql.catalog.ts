import type { Cell } from '@sextant/contract/chart';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import type { RunStatement } from '../pooled-database.ts';
import { catalogKind } from './postgresql.values.ts';

/** Readable tables, views and foreign tables of all schemas that the login may use; partitions count for their parent. */
const readable = `readable AS MATERIALIZED (
  SELECT c.oid, c.relname, c.relkind, c.reltuples, n.nspname,
    CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname END AS schema
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_temp\\_%'
    AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%' AND has_schema_privilege(n.oid, 'USAGE')
    AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT')))`;

function withReadable(rest: string): string {
  return ['WITH RECURSIVE', readable, rest].join(' ');
}

const tablesQuery = withReadable(`, leaves AS (
  SELECT oid AS root, oid AS child, relkind FROM readable WHERE relkind = 'p'
  UNION ALL
  SELECT l.root, c.oid, c.relkind FROM leaves l
  JOIN pg_inherits i ON i.inhparent = l.child JOIN pg_class c ON c.oid = i.inhrelid),
partitioned AS (
  SELECT l.root, sum(greatest(c.reltuples, 0)) AS reltuples FROM leaves l
  JOIN pg_class c ON c.oid = l.child WHERE l.relkind <> 'p' AND c.reltuples >= 0 GROUP BY l.root)
SELECT r.oid, r.schema, r.relname, r.relkind::text,
  CASE WHEN r.relkind = 'p' THEN p.reltuples WHEN r.reltuples >= 0 AND r.relkind <> 'v' THEN r.reltuples END,
  d.description
FROM readable r LEFT JOIN partitioned p ON p.root = r.oid
LEFT JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0`);

const columnsQuery = withReadable(`
SELECT r.schema, r.relname, a.attname, format_type(a.atttypid, a.atttypmod), b.typcategory::text,
  format_type(b.oid, NULL), NOT a.attnotnull, d.description
FROM readable r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
LEFT JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
ORDER BY r.oid, a.attnum`);

const keysQuery = withReadable(`
SELECT r.schema, r.relname, k.contype::text,
  (SELECT json_agg(a.attname ORDER BY c.place) FROM unnest(k.conkey) WITH ORDINALITY c (number, place)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.number)::text,
  f.schema, f.relname,
  (SELECT json_agg(a.attname ORDER BY c.place) FROM unnest(k.confkey) WITH ORDINALITY c (number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.number)::text
FROM readable r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype IN ('p', 'f')
LEFT JOIN readable f ON f.oid = k.confrelid
WHERE k.contype = 'p' OR f.oid IS NOT NULL ORDER BY k.conname`);

const indexesQuery = withReadable(`
SELECT r.schema, r.relname, i.relname, x.indisunique,
  json_agg(coalesce(a.attname::text, pg_get_indexdef(x.indexrelid, c.place::int, true)) ORDER BY c.place)::text
FROM readable r JOIN pg_index x ON x.indrelid = r.oid AND x.indisvalid
JOIN pg_class i ON i.oid = x.indexrelid
CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY c (number, place)
LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = c.number AND c.number <> 0
WHERE c.place <= x.indnkeyatts
GROUP BY r.schema, r.relname, i.relname, x.indisunique ORDER BY i.relname`);

type Row = Cell[];

function textOrNull(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

function names(cell: Cell | undefined): string[] {
  return typeof cell === 'string' ? (JSON.parse(cell) as string[]) : [];
}

function addTables(builder: CatalogBuilder, rows: Row[]): void {
  for (const [, schema, name, relkind, estimate, comment] of rows) {
    builder.addTable({
      schema: textOrNull(schema),
      name: String(name),
      kind: relkind === 'v' || relkind === 'm' ? 'view' : 'table',
      comment: textOrNull(comment),
      rowEstimate: typeof estimate === 'number' ? Math.round(estimate) : null,
    });
  }
}

function addColumns(builder: CatalogBuilder, rows: Row[]): void {
  for (const [schema, table, name, type, category, baseType, nullable, comment] of rows) {
    builder.addColumn(textOrNull(schema), String(table), {
      name: String(name),
      type: String(type),
      kind: catalogKind(String(baseType), String(category)),
      nullable: nullable === true,
      comment: textOrNull(comment),
    });
  }
}

function addKeys(builder: CatalogBuilder, rows: Row[]): void {
  for (const [schema, table, type, columns, referencedSchema, referencedTable, referencedColumns] of rows) {
    if (type === 'p') builder.setPrimaryKey(textOrNull(schema), String(table), names(columns));
    else {
      builder.addForeignKey(textOrNull(schema), String(table), {
        columns: names(columns),
        referencedSchema: textOrNull(referencedSchema),
        referencedTable: String(referencedTable),
        referencedColumns: names(referencedColumns),
      });
    }
  }
}

function addIndexes(builder: CatalogBuilder, rows: Row[]): void {
  for (const [schema, table, name, unique, columns] of rows) {
    const index = { name: String(name), columns: names(columns), unique: unique === true };
    builder.addIndex(textOrNull(schema), String(table), index);
  }
}

/** Reads the whole catalog in four statements; `schema` is null for tables of the current schema. */
export async function readPostgresqlCatalog(run: RunStatement): Promise<Catalog> {
  const builder = createCatalogBuilder();
  addTables(builder, await run(tablesQuery));
  addColumns(builder, await run(columnsQuery));
  addKeys(builder, await run(keysQuery));
  addIndexes(builder, await run(indexesQuery));
  return builder.build();
}
