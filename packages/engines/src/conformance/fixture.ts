import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import type { CatalogTable } from '../catalog.ts';
import type { ConnectionSettings, Engine } from '../engine.ts';
import type { EngineErrorCode } from '../engine-error.ts';

/** A database made for one run of the suite, and what its administrator can see and do. */
export interface PreparedDatabase {
  settings: ConnectionSettings;
  /** Why this server cannot tell how it would run a statement, where it is too old for that. */
  noPlans?: string;
  /** How many statements that hold this text run on the server now; absent where nothing outside can tell. */
  countRunning?(text: string): Promise<number>;
  /** Cuts every session that Sextant has with this database. */
  killSessions?(): Promise<void>;
  drop(): Promise<void>;
}

/** All that differs between engines, as data. */
export interface ConformanceFixture {
  engineId: string;
  /** What the tests are called; `the <id> engine` when absent. */
  title?: string;
  /** Tried over the server of another engine, whose wire it shares. */
  profile?: true;
  /** The engine that is tried where it is not the registry's own. */
  engine?: Engine;
  version: RegExp;
  /** Makes the database, or says why it cannot. */
  prepare(): Promise<PreparedDatabase | { missing: string }>;
  /** Tables, in catalog order, as far as they are compared. */
  tables: (Partial<CatalogTable> & { name: string; columns: CatalogTable['columns'] })[];
  /** Expressions with the cell and the kind that they become. */
  values: [expression: string, cell: Cell, kind: ColumnKind][];
  /** What those expressions are selected from, where columns of a table are among them. */
  valuesFrom?: string;
  /** A statement whose four parameters come back as columns. */
  echo: { sql: string; params: Cell[]; cells: Cell[] };
  /** `count` rows of a number and a text of 400 characters. */
  manyRows(count: number): string;
  /** Two columns called `a` and one without a name of its own. */
  repeatedNames: string;
  /** Runs for a minute at least unless it is stopped. */
  endless: string;
  /** Statements that fail, with the code that they fail with. */
  failures: [sql: string, code: EngineErrorCode][];
  /** Statements that would write; run without any guard. */
  writes: string[];
  /** How many columns a result can surely have, where it is less than 5,000. */
  columnsLimit?: number;
  /** A statement that gives one text of so many millions of characters. */
  hugeCell?: { sql: string; millions: number };
  /** Words on the wire that make a session read-only, and words of the same length that do not. */
  weakened?: [readOnly: string, writable: string][];
  /** Settings that cannot work, with the code of the refusal. */
  badSettings: [name: string, change: Partial<ConnectionSettings>, code: EngineErrorCode][];
}
