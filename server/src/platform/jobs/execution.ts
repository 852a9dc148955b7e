import type { Text } from '@sextant/contract/text';
import type { Selectable } from 'kysely';
import type { Schema } from '../db/schema.ts';

export type ExecutionRow = Selectable<Schema['executions']>;
export type TriggeredBy = 'scheduler' | 'manual' | 'api' | 'retry' | 'backfill' | 'task';

/** What is to run once; due at once unless told. */
export interface NewExecution {
  taskType: string;
  triggeredBy: TriggeredBy;
  params: Record<string, unknown>;
  taskId?: string | null;
  scriptId?: string | null;
  userId?: string | null;
  /** Of executions with one key only one runs at a time; the others wait. */
  exclusiveKey?: string | null;
  /** The time of the task's schedule that it stands for; a second execution for it is not made. */
  fireAt?: string | null;
  dueAt?: Date;
  maxAttempts?: number;
  retryDelaySeconds?: number;
  timeoutSeconds?: number;
}

/** What an execution brought. */
export interface ExecutionOutcome {
  scriptVersion?: number;
  tableName?: string;
  rowsBefore?: number;
  rowsAfter?: number;
  rowsAffected?: number;
  result?: Record<string, unknown>;
}

/** A running execution as its handler sees it. */
export interface RunningExecution {
  execution: ExecutionRow;
  /** Aborts when it is cancelled, runs out of time, or the process stops. */
  signal: AbortSignal;
  /** 0 to 100. */
  progress(percent: number): void;
  log(message: string, level?: 'info' | 'warn' | 'error'): void;
}

/** Does the work of one task type. Throws an `ExecutionError` to say why it failed. */
export type ExecutionHandler = (running: RunningExecution) => Promise<ExecutionOutcome>;

export interface StoredError {
  text: Text;
  /** In the script's own source, from 1. */
  line: number | null;
  details: string | null;
}

/** Why an execution failed, for people. `final` failures are not tried again. */
export class ExecutionError extends Error {
  readonly stored: StoredError;
  readonly final: boolean;

  constructor(
    text: Text,
    options: { line?: number | null; details?: string | null; final?: boolean; cause?: unknown } = {},
  ) {
    super(text.en, { cause: options.cause });
    this.name = 'ExecutionError';
    this.stored = { text, line: options.line ?? null, details: options.details ?? null };
    this.final = options.final ?? false;
  }
}
