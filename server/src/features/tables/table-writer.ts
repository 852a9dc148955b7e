import type { Text } from '@sextant/contract/text';

/** The columns' types that collected tables have. `decimal` keeps its digits, `timestamp` is UTC. */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'json';

/** The table that an execution fills, as its script describes it. */
export interface TableOrder {
  name: string;
  /** Columns that make a row unique; null: a hash of the whole row does. */
  key: readonly string[] | null;
  /** Types that the data alone would not tell. */
  columns: Readonly<Record<string, ColumnType>>;
  comment: string | null;
  displayName: string;
  category: string;
  scriptId: string;
  executionId: string;
}

/**
 * Rows as scripts send them, one list of cells per column and all of one length. A cell is a text, finite number, boolean, null, `{$integer: digits}` for
 * integers beyond a double, `{$decimal: digits}`, `{$json: text}` for structures.
 */
export interface RowBatch {
  columns: readonly string[];
  cells: readonly (readonly unknown[])[];
}

export interface WrittenRows {
  rowsBefore: number;
  rowsAfter: number;
  /** Added or changed. */
  rowsAffected: number;
}

/** One execution's writing into a table: all of it is seen at `commit`, or nothing ever is. */
export interface TableWriter {
  /** JSON that the script kept at an earlier run; null when it did not. */
  state: string | null;
  /** Resolves when there is room for more. Throws a `RowRefused` for rows that cannot be stored. */
  write(batch: RowBatch): Promise<void>;
  /** With what the script wants to find there at its next run, where it said so. */
  commit(state?: string): Promise<WrittenRows>;
  /** Leaves the table as it was. Never rejects. */
  abort(): Promise<void>;
}

/** Opens a writer; rejects when the table belongs to another script or the warehouse cannot be reached. */
export type OpenTableWriter = (order: TableOrder) => Promise<TableWriter>;

/** Rows that cannot be stored, with the row and column at fault in its text. */
export class RowRefused extends Error {
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.name = 'RowRefused';
    this.text = text;
  }
}
