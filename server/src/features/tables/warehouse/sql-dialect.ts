import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { NameLimits, StagedRows, WarehouseColumn } from '../row-shaper.ts';
import type { ColumnType } from '../table-writer.ts';

/** How values lie in the staging table; of the types that have no kind of their own, as text until the commit. */
export type StagedKind = 'integer' | 'number' | 'boolean' | 'date' | 'text';

/** A column of the staging table. */
export interface StagedColumn {
  name: string;
  kind: StagedKind;
}

/** A connection that writes. */
export interface WriteSession {
  /** Runs a statement; resolves with the number of rows it changed. */
  run(sql: string, params?: readonly unknown[]): Promise<number>;
  rows(sql: string, params?: readonly unknown[]): Promise<unknown[][]>;
  /** Adds rows to the staging table, whose columns are the hash and then `columns`. */
  append(stage: string, columns: readonly StagedColumn[], rows: StagedRows): Promise<void>;
  /** Ends the connection, and with it what is temporary. Never rejects. */
  end(): Promise<void>;
}

/** What differs between the databases whose temporary tables and transactions make a warehouse. */
export interface WarehouseDialect {
  id: Dialect;
  limits: NameLimits;
  types: Readonly<Record<ColumnType, string>>;
  /** Types that are not text in the staging table. */
  stagedKinds: ReadonlySet<ColumnType>;
  /** Types of our own columns. */
  executionType: string;
  hashType: string;
  /** Columns that number rows, as they stand in CREATE TABLE; null where the database numbers by itself. */
  numbering: { staged: string; stored: string } | null;
  /** What numbers the rows of the staging table. */
  rowNumber: string;
  /** Whether the hashes of a table are held unique by an index. */
  indexed: boolean;
  /** False where DDL commits, so that it comes before the transaction. */
  transactionalDdl: boolean;
  begin: string;
  /** Types that parameters are cast to. */
  paramTypes: { text: string; timestamp: string };
  placeholder(number: number): string;
  /** A value as a column of another type has it; `staged` for values of the staging table. */
  cast(expression: string, from: ColumnType, to: ColumnType, staged: boolean): string;
  /** Statements that widen a column. */
  widen(table: string, column: string, from: ColumnType, to: ColumnType): string[];
  differs(one: string, other: string): string;
  /** Changes rows `t` of the table that have the hash of a row `s` of the staging table. */
  update(parts: {
    table: string;
    stage: string;
    hash: string;
    pairs: readonly [string, string][];
    condition: string;
  }): string;
  /** Keeps other runs from committing to the table meanwhile; called in the transaction where DDL is part of it. */
  lock(session: WriteSession, table: string): Promise<void>;
  unlock(session: WriteSession, table: string): Promise<void>;
  setComment(session: WriteSession, table: string, comment: string): Promise<void>;
  /** Null when there is no table. */
  columnsOf(session: WriteSession, table: string): Promise<WarehouseColumn[] | null>;
  bytesOf(session: WriteSession, table: string): Promise<number | null>;
}

/** SQL from its parts. */
export const words = (...parts: readonly string[]): string => parts.join(' ');
export const listed = (parts: readonly string[]): string => parts.join(', ');
export const inParens = (...parts: readonly string[]): string => ['(', parts.join(' '), ')'].join('');
/** A column of the table or subquery that goes by an alias. */
export const of = (alias: string, column: string): string => [alias, column].join('.');

/** What is never text in a staging table. */
export const plainKinds: readonly ColumnType[] = ['integer', 'number', 'boolean'];

/** How values of a type lie in the staging table. */
export function stagedKind(dialect: WarehouseDialect, type: ColumnType): StagedKind {
  return dialect.stagedKinds.has(type) ? (type as StagedKind) : 'text';
}

/** Writes names as the dialect quotes them. */
export function namer(dialect: WarehouseDialect): (name: string) => string {
  return (name) => quoteIdentifier(dialect.id, name);
}

/** `CAST(expression AS type)`. */
export function castAs(expression: string, type: string): string {
  return ['CAST', inParens(expression, 'AS', type)].join('');
}
