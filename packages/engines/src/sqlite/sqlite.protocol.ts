import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';

/** What the server asks of a SQLite process. It answers each with one `SqliteReply`, in order. */
export type SqliteRequest =
  | { kind: 'open'; path: string }
  | { kind: 'start'; sql: string; params: Cell[] }
  | { kind: 'read'; count: number }
  | { kind: 'close' };

/** An error as SQLite reports it; `code` is its result code. */
export interface SqliteFailure {
  code: number;
  message: string;
}

export type SqliteReply =
  | { kind: 'done' }
  | { kind: 'started'; columns: ResultColumn[] }
  | { kind: 'rows'; rows: Cell[][] }
  | { kind: 'failed'; failure: SqliteFailure };
