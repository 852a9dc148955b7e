import type { EventBus } from '../events/event-bus.ts';
import type { Logger } from '../log/logger.ts';
import { ExecutionError, type ExecutionHandler, type ExecutionRow, type StoredError } from './execution.ts';
import { createExecutionNotes } from './execution-notes.ts';
import type { EndStatus, ExecutionsStore } from './executions.store.ts';

/** Why a running execution was told to stop. */
export type StopReason = 'cancelled' | 'timeout' | 'shutdown';

const longestDelayMs = 60 * 60_000;

/** When the next attempt is due: the task's delay, doubled with each attempt, an hour at most. */
function nextAttempt(row: ExecutionRow): Date {
  const delay = row.retry_delay_seconds * 1000 * 2 ** Math.max(0, row.attempt - 1);
  return new Date(Date.now() + Math.min(delay, longestDelayMs));
}

/**
 * Runs one claimed execution to its end and writes how it ended. A stop for shutdown puts it back without counting the
 * attempt; a failure is tried again while attempts are left.
 */
export async function runExecution(
  row: ExecutionRow,
  deps: {
    store: ExecutionsStore;
    events: EventBus;
    logger: Logger;
    owner: string;
    handler: ExecutionHandler;
    stop: AbortController;
    onEnd: (row: ExecutionRow, status: EndStatus) => Promise<void>;
  },
): Promise<void> {
  const { store, events, logger, owner, handler, stop, onEnd } = deps;
  const { id } = row;
  const notes = createExecutionNotes({ store, events, id, owner });
  const timer = setTimeout(() => stop.abort('timeout'), row.timeout_seconds * 1000);

  async function end(status: EndStatus, result: Parameters<ExecutionsStore['end']>[3]): Promise<void> {
    await notes.end();
    if (!(await store.end(id, owner, status, result))) return;
    await events.publish('execution.changed', { executionId: id });
    await onEnd(row, status);
  }

  async function fail(error: unknown): Promise<void> {
    const reason = stop.signal.aborted ? (stop.signal.reason as StopReason) : null;
    if (reason === 'shutdown') {
      await notes.end();
      await store.putBack(id, owner, new Date(), { countAttempt: false });
      return;
    }
    if (reason === 'cancelled') return end('cancelled', {});
    const stored = reason === 'timeout' ? timedOut(row) : describe(error);
    notes.log(stored.text.en, 'error');
    if (!(error instanceof ExecutionError))
      logger.error({ module: 'jobs', execution: id, err: error }, 'an execution failed');
    const again = row.attempt < row.max_attempts && !(error instanceof ExecutionError && error.final);
    if (!again) return end(reason === 'timeout' ? 'timeout' : 'failed', { error: stored });
    const dueAt = nextAttempt(row);
    notes.log(
      `Attempt ${row.attempt} of ${row.max_attempts}; the next is due at ${dueAt.toISOString()}`,
      'warn',
    );
    await notes.end();
    await store.putBack(id, owner, dueAt, { error: stored, countAttempt: true });
    await events.publish('execution.changed', { executionId: id });
  }

  try {
    const outcome = await handler({
      execution: row,
      signal: stop.signal,
      progress: notes.progress,
      log: notes.log,
    });
    await end('completed', { outcome });
  } catch (error) {
    await fail(error);
  } finally {
    clearTimeout(timer);
  }
}

function timedOut({ timeout_seconds: seconds }: ExecutionRow): StoredError {
  return {
    text: {
      zh: `执行超过 ${seconds} 秒，已被停止；可在任务里调大超时`,
      en: `It ran longer than ${seconds} s and was stopped; the task may allow more`,
    },
    line: null,
    details: null,
  };
}

function describe(error: unknown): StoredError {
  if (error instanceof ExecutionError) return error.stored;
  const message = error instanceof Error ? error.message : String(error);
  return { text: { zh: message, en: message }, line: null, details: null };
}
