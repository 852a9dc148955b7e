import type { SyncCounts, SyncKind } from '@sextant/contract/sync-sessions';
import type { Database } from '@sextant/engines/engine';
import type { RunningExecution } from '../../platform/jobs/execution.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';

/** One instance's turn in a session, as the work sees it. */
export interface SyncUnit {
  instance: StoredConnection;
  sessionId: string;
  /** Whose session it is; the instances are those that this user sees. */
  userId: string;
  /** Aborts on cancel, when the instance's time is up, and when the process stops. */
  signal: AbortSignal;
  /** A database of its own, logged in anew and closed with the turn. Rejects as connecting does. */
  open(): Promise<Database>;
  /** A line of the execution's log. */
  log(message: string, level?: 'info' | 'warn' | 'error'): void;
}

/** What one instance brought; counts that are left out are 0. */
export interface SyncOutcome extends Partial<SyncCounts> {
  /** Kept with the record and shown as it is. */
  details?: Record<string, unknown>;
}

/** The work of a kind of session that goes from instance to instance. */
export interface InstanceWork {
  kind: SyncKind;
  /** How long one instance may take; then it fails and the rest goes on. */
  timeoutSeconds: number;
  /** How many instances at once; 8 unless told. */
  concurrency?: number;
  /** Instances that it makes sense for; all unless told. */
  suits?(instance: StoredConnection): boolean;
  /** Throws to say why it failed: an `AppError` or `ExecutionError` in words, an `EngineError` as it is. */
  run(unit: SyncUnit): Promise<SyncOutcome>;
  /** After the last instance, unless it was cancelled; what it throws fails the session. */
  finish?(session: { id: string; userId: string; instanceIds: string[] }): Promise<void>;
}

/** The work of a kind of session that is not about single instances. */
export interface WholeWork {
  kind: SyncKind;
  run(running: RunningExecution, session: { id: string; userId: string }): Promise<SyncOutcome>;
}
