import type { z } from 'zod';
import type { frequencySchema } from './scripts.ts';

/** A decimal of a database: `Number(it)` counts with it, `String(it)` has all its digits. */
export interface Decimal {
  readonly text: string;
}

/** A value that a script may yield in a row. Dates travel as `YYYY-MM-DD`, instants as ISO 8601 text. */
export type ScriptValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | Uint8Array
  | Decimal
  | readonly ScriptValue[]
  | { readonly [key: string]: ScriptValue };

/** One row: column names, in any language, to values. */
export type ScriptRow = Record<string, ScriptValue>;

/** What a script asks its user for. */
export interface CollectorParameter {
  /** Letters, digits and `_`. */
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  required?: boolean;
  default?: string | number | boolean | null;
  options?: readonly (string | number)[];
  description?: string;
}

/** What a column holds; `decimal` keeps its digits, `timestamp` is UTC. */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'json';

/** The table that a script fills. */
export interface CollectorTable {
  /** Up to 60 letters, digits and `_`. */
  name: string;
  /** Columns that make a row unique: a later row with the same key replaces it. Without it a hash of the row does. */
  key?: readonly string[];
  /** Types that the data alone would not tell, e.g. codes with leading zeros. */
  columns?: Record<string, ColumnType>;
  comment?: string;
  /** The text parameter that may name another table for a run. */
  name_from?: string;
  /** The text parameter that may name the key's columns, parted by commas. */
  key_from?: string;
}

/** What a running script may use of its surroundings. */
export interface ScriptContext {
  /** How far it is, 0 to 100. */
  progress(percent: number): void;
  log(message: string): void;
  config: Record<string, unknown>;
  /** Aborts when the execution is cancelled or runs out of time. */
  signal: AbortSignal;
  /** The only way to the network, under the product's egress policy. */
  fetch: typeof fetch;
  /**
   * Rows of a connection, by its name or id, with the rights of whom the script runs for: one read-only statement with
   * `:name` parameters. Integers beyond a double come as bigint, decimals as `Decimal`, which counts as a number and
   * keeps its digits.
   */
  query(
    connection: string,
    sql: string,
    params?: Record<string, string | number | boolean | null>,
  ): AsyncIterable<ScriptRow>;
  /** The files that stand in the data folder's `inbox`, and their rows. */
  inbox: {
    files(folder?: string): Promise<InboxFile[]>;
    rows(path: string): AsyncIterable<ScriptRow>;
  };
  /** What an earlier run into the same table kept; null when none did. */
  state: unknown;
  /** Keeps a value of JSON for the next run into the same table, provided that this one ends well. */
  remember(value: unknown): void;
}

export interface InboxFile {
  /** Below the inbox. */
  path: string;
  size: number;
  /** ISO time. */
  modified: string;
  /** Whether its ending is one of CSV, JSON, XLSX or Parquet. */
  isReadable: boolean;
  /** False within the first seconds after it was written. */
  isSettled: boolean;
}

type Yielded = ScriptRow | ScriptRow[];

interface ValueOf {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  date: string;
}

/** A parameter's value as `run` gets it: never null where it is required or has a default. */
type ParamValue<P extends CollectorParameter> = P extends
  | { required: true }
  | { default: string | number | boolean }
  ? ValueOf[P['type']]
  : ValueOf[P['type']] | null;

/** The values that `run` gets for a list of parameters. A date is `YYYY-MM-DD`. */
export type ParamsOf<P extends readonly CollectorParameter[]> = {
  [One in P[number] as One['name']]: ParamValue<One>;
};

/**
 * A script that brings rows into a table: the default export of `<category>/<frequency>/<id>.ts`. Category and frequency
 * are its folders' names and need not be repeated.
 */
export interface Collector<P extends readonly CollectorParameter[] = readonly CollectorParameter[]> {
  id: string;
  name: string;
  category?: string;
  frequency?: z.infer<typeof frequencySchema>;
  description: string;
  parameters: P;
  table: CollectorTable;
  /** Yields a row or several at a time. */
  run(params: ParamsOf<P>, ctx: ScriptContext): AsyncIterable<Yielded> | Iterable<Yielded>;
}
