import type { Catalog, CatalogColumn, CatalogTable, ForeignKey, TableIndex } from './catalog.ts';

type TableInput = Pick<CatalogTable, 'schema' | 'name' | 'kind' | 'comment' | 'rowEstimate'>;

/**
 * Puts a catalog together from an engine's flat rows. Parts of tables that were not added are left out, and so are
 * columns without a name (SQLite allows them), which no statement of ours can name.
 */
export function createCatalogBuilder() {
  const tables = new Map<string, CatalogTable>();
  const key = (schema: string | null, name: string) => JSON.stringify([schema, name]);
  const find = (schema: string | null, name: string) => tables.get(key(schema, name));

  return {
    addTable(table: TableInput): void {
      tables.set(key(table.schema, table.name), {
        ...table,
        columns: [],
        primaryKey: [],
        foreignKeys: [],
        indexes: [],
      });
    },
    addColumn(schema: string | null, table: string, column: CatalogColumn): void {
      if (column.name !== '') find(schema, table)?.columns.push(column);
    },
    setPrimaryKey(schema: string | null, table: string, columns: string[]): void {
      const found = find(schema, table);
      if (found) found.primaryKey = columns;
    },
    addForeignKey(schema: string | null, table: string, foreignKey: ForeignKey): void {
      find(schema, table)?.foreignKeys.push(foreignKey);
    },
    addIndex(schema: string | null, table: string, index: TableIndex): void {
      find(schema, table)?.indexes.push(index);
    },
    columnNames: (schema: string | null, table: string): string[] =>
      find(schema, table)?.columns.map((column) => column.name) ?? [],
    /** Tables without a schema first, then by schema and name. */
    build(): Catalog {
      const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
      return {
        tables: [...tables.values()].sort(
          (left, right) => compare(left.schema ?? '', right.schema ?? '') || compare(left.name, right.name),
        ),
      };
    },
  };
}

export type CatalogBuilder = ReturnType<typeof createCatalogBuilder>;
