import type { Cell } from '@sextant/contract/chart';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import { groupedRows, textOrNull } from '../grouped-rows.ts';
import type { RunStatement } from '../pooled-database.ts';
import { catalogKind, declaredType } from './sqlserver.values.ts';

/** Tables and views of which the login may read a column at least; the schema is null for those of its default one. */
const readable = `WITH readable AS (
  SELECT o.object_id, o.name, o.type, NULLIF(s.name, SCHEMA_NAME()) AS shown
  FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
  CROSS APPLY (SELECT QUOTENAME(s.name) + '.' + QUOTENAME(o.name) AS full_name) n
  WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND (HAS_PERMS_BY_NAME(n.full_name, 'OBJECT', 'SELECT') = 1
    OR EXISTS (SELECT 1 FROM sys.columns c WHERE c.object_id = o.object_id
      AND HAS_PERMS_BY_NAME(n.full_name, 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1)))`;

function withReadable(rest: string): string {
  return [readable, rest].join(' ');
}

const tablesQuery = withReadable(`SELECT r.shown, r.name, r.type,
  (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = r.object_id AND p.index_id IN (0, 1)),
  CAST(d.value AS nvarchar(4000))
FROM readable r LEFT JOIN sys.extended_properties d
  ON d.class = 1 AND d.major_id = r.object_id AND d.minor_id = 0 AND d.name = 'MS_Description'`);

const columnsQuery =
  withReadable(`SELECT r.shown, r.name, c.name, t.name, b.name, c.max_length, c.precision, c.scale,
  c.is_nullable, CAST(d.value AS nvarchar(4000))
FROM readable r JOIN sys.columns c ON c.object_id = r.object_id
JOIN sys.types t ON t.user_type_id = c.user_type_id
LEFT JOIN sys.types b ON b.user_type_id = t.system_type_id
LEFT JOIN sys.extended_properties d
  ON d.class = 1 AND d.major_id = r.object_id AND d.minor_id = c.column_id AND d.name = 'MS_Description'
ORDER BY r.object_id, c.column_id`);

const foreignKeysQuery = withReadable(`SELECT r.shown, r.name, k.name, c.name, f.shown, f.name, fc.name
FROM readable r JOIN sys.foreign_keys k ON k.parent_object_id = r.object_id
JOIN sys.foreign_key_columns p ON p.constraint_object_id = k.object_id
JOIN sys.columns c ON c.object_id = p.parent_object_id AND c.column_id = p.parent_column_id
JOIN readable f ON f.object_id = k.referenced_object_id
JOIN sys.columns fc ON fc.object_id = p.referenced_object_id AND fc.column_id = p.referenced_column_id
ORDER BY k.name, k.object_id, p.constraint_column_id`);

const indexesQuery = withReadable(`SELECT r.shown, r.name, i.name, c.name, i.is_unique, i.is_primary_key
FROM readable r JOIN sys.indexes i ON i.object_id = r.object_id
JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id
JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
WHERE i.name IS NOT NULL AND i.is_hypothetical = 0 AND i.is_disabled = 0 AND x.key_ordinal > 0
ORDER BY i.name, i.object_id, x.key_ordinal`);

function addTables(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, name, type, estimate, comment] of rows) {
    const isView = String(type).trim() === 'V';
    builder.addTable({
      schema: textOrNull(schema),
      name: String(name),
      kind: isView ? 'view' : 'table',
      comment: textOrNull(comment),
      rowEstimate: estimate === null || isView ? null : Number(estimate),
    });
  }
}

function addColumns(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, table, name, type, baseType, length, precision, scale, nullable, comment] of rows) {
    // Types of one's own keep their name; those of the CLR have no base.
    const declared = declaredType(String(type), Number(length), Number(precision), Number(scale));
    builder.addColumn(textOrNull(schema), String(table), {
      name: String(name),
      type: declared,
      kind: catalogKind(String(baseType ?? type)),
      nullable: nullable === true,
      comment: textOrNull(comment),
    });
  }
}

function addForeignKeys(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of groupedRows(rows, 3)) {
    const [schema, table, , , referencedSchema, referencedTable] = group[0] ?? [];
    builder.addForeignKey(textOrNull(schema), String(table), {
      columns: group.map((row) => String(row[3])),
      referencedSchema: textOrNull(referencedSchema),
      referencedTable: String(referencedTable),
      referencedColumns: group.map((row) => String(row[6])),
    });
  }
}

function addIndexes(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of groupedRows(rows, 3)) {
    const [schema, table, name, , unique, primary] = group[0] ?? [];
    const columns = group.map((row) => String(row[3]));
    builder.addIndex(textOrNull(schema), String(table), {
      name: String(name),
      columns,
      unique: unique === true,
    });
    if (primary === true) builder.setPrimaryKey(textOrNull(schema), String(table), columns);
  }
}

/** Reads the whole catalog in four statements; `schema` is null for tables of the login's default schema. */
export async function readSqlserverCatalog(run: RunStatement): Promise<Catalog> {
  const builder = createCatalogBuilder();
  addTables(builder, await run(tablesQuery));
  addColumns(builder, await run(columnsQuery));
  addForeignKeys(builder, await run(foreignKeysQuery));
  addIndexes(builder, await run(indexesQuery));
  return builder.build();
}
