import type { Text } from '@sextant/contract/text';
import type { Finding } from '@sextant/contract/workbench';

/** Advice on a statement, in both languages; `from` and `to` are offsets in its text. */
export interface StatementFinding extends Pick<Finding, 'code' | 'severity' | 'from' | 'to'> {
  text: Text;
}

/** What findings need to know of a column. */
export interface KnownColumn {
  name: string;
  comment: string | null;
}

/** What findings need to know of a table; a connection's catalog fits. `schema` is null for the default one. */
export interface KnownTable {
  schema: string | null;
  name: string;
  columns: readonly KnownColumn[];
  primaryKey: readonly string[];
  indexes: readonly { columns: readonly string[]; unique: boolean }[];
  rowEstimate: number | null;
}

export interface KnownCatalog {
  tables: readonly KnownTable[];
}
