import type { SchemaTable } from '@sextant/contract/connections';
import type { CatalogTable } from '@sextant/engines/catalog';

/** A table of a catalog as API v1 shows it. */
export function presentTable(table: CatalogTable): SchemaTable {
  const primary = new Set(table.primaryKey);
  return {
    name: table.name,
    schema: table.schema,
    kind: table.kind,
    comment: table.comment,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      ...(primary.has(column.name) && { primary: true }),
      kind: column.kind,
      comment: column.comment,
    })),
    row_count: table.rowEstimate,
    foreign_keys: table.foreignKeys.map((key) => ({
      columns: key.columns,
      references: [key.referencedSchema, key.referencedTable].filter((part) => part !== null).join('.'),
      referenced_columns: key.referencedColumns,
    })),
    indexes: table.indexes,
  };
}
