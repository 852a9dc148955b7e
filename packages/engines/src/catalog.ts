import type { ColumnKind } from '@sextant/contract/result';

/** A column as the database describes it; `type` is the engine's own text, e.g. `decimal(10,2)`. */
export interface CatalogColumn {
  name: string;
  type: string;
  kind: ColumnKind;
  nullable: boolean;
  comment: string | null;
}

export interface ForeignKey {
  columns: string[];
  referencedSchema: string | null;
  referencedTable: string;
  referencedColumns: string[];
}

export interface TableIndex {
  name: string;
  columns: string[];
  unique: boolean;
}

export interface CatalogTable {
  /** Null where the engine has no schemas (SQLite) or the schema is the default one of the connection. */
  schema: string | null;
  name: string;
  kind: 'table' | 'view';
  comment: string | null;
  columns: CatalogColumn[];
  primaryKey: string[];
  foreignKeys: ForeignKey[];
  indexes: TableIndex[];
  /** The engine's own estimate; null when it has none. Never found by counting a large table. */
  rowEstimate: number | null;
}

/** What a connection holds, in one piece: tables sorted by schema and name, columns in their own order. */
export interface Catalog {
  tables: CatalogTable[];
}
