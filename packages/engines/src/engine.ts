import type { Cell } from '@sextant/contract/chart';
import type { ConnectionField } from '@sextant/contract/connections';
import type { ResultColumn } from '@sextant/contract/result';
import type { Dialect } from '@sextant/sql/dialect';
import type { AccountsReading } from './account-facts.ts';
import type { AccountRemedies } from './account-remedies.ts';
import type { Catalog, CatalogTable } from './catalog.ts';
import type { DatabaseSize } from './database-sizes.ts';
import type { LoginRights } from './login-rights.ts';
import type { Plan } from './plan.ts';

/** Where and how to connect: structured fields only, never a URL. `options` holds the engine's own fields. */
export interface ConnectionSettings {
  host: string | null;
  port: number | null;
  username: string | null;
  password: string | null;
  database: string | null;
  options: Record<string, string | number | boolean | null>;
}

/** What an engine may use of its surroundings. */
export interface EngineContext {
  /**
   * Resolves a host name to the one address that may be dialled, under the egress policy.
   * Rejects with an error of its own when the policy refuses; engines let that error through.
   */
  resolveHost(host: string): Promise<string>;
  /** How long connecting and logging in may take; 10 s when absent. */
  connectTimeoutMs?: number;
  /** Most sessions per open connection; 5 when absent. */
  maxSessions?: number;
}

export interface EngineFeatures {
  schemas: boolean;
  /** A statement that is running can be stopped on the server. */
  cancel: boolean;
  /** True for files opened by this machine; the settings' `database` is a path then. */
  file: boolean;
}

export interface QueryOptions {
  params?: readonly Cell[];
  /** Ends the stream after this many rows, with `truncatedBy: 'rows'`. */
  maxRows?: number;
  /** Ends the stream once about this many bytes of values were read, with `truncatedBy: 'bytes'`. */
  maxBytes?: number;
  /** The statement is stopped on the server after this time; the stream rejects with code `timeout`. */
  timeoutMs?: number;
  /** Stops the statement on the server; the stream rejects with code `cancelled`. */
  signal?: AbortSignal;
}

/**
 * A running query. Rows come in batches of arrays in column order; the consumer's pace is the database's pace.
 * It holds a session until `batches` were read to their end or its iterator was returned: one of the two must happen.
 */
export interface QueryStream {
  columns: ResultColumn[];
  batches: AsyncIterable<Cell[][]>;
  /** Why the rows ended early; null until the end and when all rows were read. */
  truncatedBy(): 'rows' | 'bytes' | null;
}

/** CSV bytes at the consumer's pace; `chunks` must be read to their end or returned. */
export interface CsvStream {
  chunks: AsyncIterable<Uint8Array>;
  /** Rows so far, without the header. */
  rowsCount(): number;
}

/** An open connection: a small pool over one database. Every statement runs in a read-only session. */
export interface Database {
  /** e.g. `PostgreSQL 15.19`; also proves that the login works. */
  version(): Promise<string>;
  catalog(signal?: AbortSignal): Promise<Catalog>;
  /** Runs one read-only statement; rejects with an `EngineError`. */
  query(sql: string, options?: QueryOptions): Promise<QueryStream>;
  /**
   * The rows of a statement as CSV bytes with a header line, made by the database itself or straight of the bytes it
   * sends; only where that is quicker than `query`. NULL is an empty field, an empty text is `""`, and texts that a spreadsheet would run as a formula
   * are led by `'`. Null, with nothing run, for a statement that cannot be had so, such as SHOW.
   * Rejects like `query`.
   */
  copyCsv?(sql: string, options?: Pick<QueryOptions, 'timeoutMs' | 'signal'>): Promise<CsvStream | null>;
  /** How the database would run a statement, which is not run. */
  explain(sql: string, options?: Pick<QueryOptions, 'params' | 'signal'>): Promise<Plan>;
  /** The statement that makes a table or view; the engine's own text where it has one. */
  definition(table: CatalogTable): Promise<string>;
  /** How much room the databases of the server and their tables take; only where the engine tells. */
  sizes?(signal?: AbortSignal): Promise<DatabaseSize[]>;
  /** What the login may do beyond reading. */
  rights(): Promise<LoginRights>;
  /** The server's accounts and all that they may do; only where the engine has accounts. */
  accounts?(signal?: AbortSignal): Promise<AccountsReading>;
  close(): Promise<void>;
}

/** A kind of database. Adding one is a folder beside this file and a line in `registry.ts`. */
export interface Engine {
  id: string;
  label: string;
  dialect: Dialect;
  fields: ConnectionField[];
  features: EngineFeatures;
  /** True where nobody has run it against a real server yet; docs/decisions/0008 says what was tried instead. */
  unproven?: boolean;
  open(settings: ConnectionSettings, context: EngineContext): Promise<Database>;
  /** How rights are taken back and accounts locked; only where the engine reads accounts. */
  remedies?: AccountRemedies;
  /**
   * The one way in which an engine writes: statements of `remedies`, which an administrator has seen and confirmed, on
   * a connection of their own. Absent where they are only shown.
   */
  changeAccounts?(
    settings: ConnectionSettings,
    context: EngineContext,
    statements: readonly string[],
  ): Promise<void>;
}
