/** A table as completion offers it. `schema` is null for those that need no schema in front. */
export interface CatalogTable {
  schema: string | null;
  name: string;
  kind: 'table' | 'view';
  comment: string | null;
}

export interface CatalogColumn {
  name: string;
  type: string;
  comment: string | null;
}

/** Columns that refer to a row of another table, written `table` or `schema.table`. */
export interface CatalogForeignKey {
  columns: readonly string[];
  references: string;
  referenced_columns: readonly string[];
}

/** What completion knows of a database. Columns are asked for per table, so that thousands of tables cost nothing. */
export interface SqlCatalog {
  tables: readonly CatalogTable[];
  /** Empty when the columns cannot be read now; never throws. */
  columnsOf: (table: CatalogTable) => Promise<readonly CatalogColumn[]>;
  /** As `columnsOf`, for the conditions of joins. */
  foreignKeysOf: (table: CatalogTable) => Promise<readonly CatalogForeignKey[]>;
}

export const emptyCatalog: SqlCatalog = {
  tables: [],
  columnsOf: async () => [],
  foreignKeysOf: async () => [],
};
