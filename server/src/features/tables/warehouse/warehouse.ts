import type { NameLimits, StagedRows, WarehouseColumn } from '../row-shaper.ts';
import type { WrittenRows } from '../table-writer.ts';

/** What a run makes of a table. */
export interface CommitOrder {
  table: string;
  /** The columns of the run with the types that hold all of its rows. */
  columns: readonly WarehouseColumn[];
  /** Whether rows with a known hash are changed; else they are left as they are. */
  keyed: boolean;
  /** What wrote the rows and when; null when the rows bring both along, as those that are moved do. */
  stamp: { executionId: string; collectedAt: Date } | null;
  comment: string | null;
  /** How many of the rows must be new, for none may be there already; absent where either is fine. */
  mustAdd?: number;
}

export interface Committed extends WrittenRows {
  /** All columns of the table now, without those of our own; empty when there is no table. */
  columns: WarehouseColumn[];
  bytes: number | null;
}

/** The rows of one run, gathered beside the table until they become part of it. */
export interface Staging {
  append(rows: StagedRows): Promise<void>;
  /** Makes the rows part of the table, all of them or, on rejection, none. Ends the staging. */
  commit(order: CommitOrder): Promise<Committed>;
  /** Takes the rows with the hashes of these out of a table, all of them or, on rejection, none. Ends the staging. */
  remove(table: string): Promise<Committed>;
  /** Forgets the rows. Never rejects. */
  abort(): Promise<void>;
}

/** Where collected tables are kept. */
export interface Warehouse {
  /** The engine's id. */
  engine: string;
  limits: NameLimits;
  stage(): Promise<Staging>;
  /** A table's columns without those of our own, and whether this product made it; null when there is none. */
  describe(table: string): Promise<{ columns: WarehouseColumn[]; isOurs: boolean } | null>;
  size(table: string): Promise<{ rows: number; bytes: number | null }>;
  drop(table: string): Promise<void>;
  /** Proves that tables can be made, filled and dropped; rejects with what the database says. */
  tryOut(): Promise<void>;
  close(): Promise<void>;
}
