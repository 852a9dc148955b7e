import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { EngineError } from './engine-error.ts';

/** A statement that is running in a session. */
export interface RunningStatement {
  columns: ResultColumn[];
  /** The next rows, at most `count` of them; an empty array once all were read. */
  read(count: number): Promise<Cell[][]>;
  /** Ends the statement at a moment when no `read` is under way. False when only `stop` can end it. */
  close(): Promise<boolean>;
}

/** Rows that a database is sending as CSV. */
export interface RunningCopy {
  columns: ResultColumn[];
  /** The next bytes, of which the header is none; null once all were read. */
  read(): Promise<Uint8Array | null>;
  /** Rows so far. */
  rowsCount(): number;
  /** As of a statement. */
  close(): Promise<boolean>;
}

/** One connection to a database as an engine offers it to the pool. One statement at a time. */
export interface Session {
  /** Starts one read-only statement; its time limit is set in the database where the engine has one. */
  start(sql: string, params: readonly Cell[], timeoutMs: number | null): Promise<RunningStatement>;
  /** As `start`, with CSV made by the database; null for a statement that it cannot make CSV of. */
  startCopy?(sql: string, timeoutMs: number | null): Promise<RunningCopy | null>;
  /** Stops what is running on the server and closes the session for good. Never rejects. */
  stop(): Promise<void>;
  /** Leaves no trace of the last statement; rejects when the session cannot be used again. */
  reset(): Promise<void>;
  /** Whether an idle session still answers. */
  isAlive(): Promise<boolean>;
  /** Closes an idle session. Never rejects. */
  end(): Promise<void>;
}

/** What the shared machinery needs of an engine. */
export interface SessionSource {
  /** Rejects with an `EngineError`, or with the egress policy's own error. */
  connect(): Promise<Session>;
  /** Whether the sessions have `startCopy`. */
  copies?: boolean;
  /** Turns what the driver threw into an `EngineError`. */
  describeError(error: unknown): EngineError;
}
