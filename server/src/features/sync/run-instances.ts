import { performance } from 'node:perf_hooks';
import type { Text } from '@sextant/contract/text';
import type { Database } from '@sextant/engines/engine';
import type { Logger } from '../../platform/log/logger.ts';
import { expectedProblem, type Problem } from '../connections/connection-problem.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { SyncRecordRow, SyncRepository } from './sync.repository.ts';
import type { InstanceWork, SyncOutcome } from './sync-work.ts';

const defaultConcurrency = 8;

/** What one turn needs to know of its session. */
export interface SessionContext {
  sessionId: string;
  userId: string;
  signal: AbortSignal;
  log(message: string, level?: 'info' | 'warn' | 'error'): void;
  /** Called after each turn with how many are over. */
  onDone(done: number): void;
}

/**
 * Does the work of a session at each of its instances, a few at a time. A turn ends when its work does, when its time
 * is up or when the session is stopped, whatever the work is waiting for, so that no instance holds the others.
 */
export async function runInstances(
  turns: readonly { record: SyncRecordRow; instance: StoredConnection | null }[],
  context: SessionContext,
  deps: {
    work: InstanceWork;
    sync: SyncRepository;
    open: (instance: StoredConnection) => Promise<Database>;
    logger: Logger;
  },
): Promise<void> {
  const { work } = deps;
  const waiting = [...turns];
  let done = 0;
  async function workThrough(): Promise<void> {
    for (let turn = waiting.shift(); turn && !context.signal.aborted; turn = waiting.shift()) {
      await takeTurn(turn.record, turn.instance, context, deps);
      done += 1;
      context.onDone(done);
    }
  }
  const atOnce = Math.min(work.concurrency ?? defaultConcurrency, turns.length);
  await Promise.all(Array.from({ length: atOnce }, workThrough));
}

async function takeTurn(
  record: SyncRecordRow,
  instance: StoredConnection | null,
  context: SessionContext,
  deps: Parameters<typeof runInstances>[2],
): Promise<void> {
  const { sync, work, logger } = deps;
  const startedAt = performance.now();
  const end = (changes: Partial<SyncRecordRow>) =>
    sync.updateRecord(record.number, {
      ...changes,
      ended_at: new Date().toISOString(),
      duration_ms: Math.round(performance.now() - startedAt),
    });
  await sync.updateRecord(record.number, { status: 'running', started_at: new Date().toISOString() });
  try {
    if (!instance) throw new Gone();
    const {
      found = 0,
      created = 0,
      updated = 0,
      removed = 0,
      details = {},
    } = await within(instance, context, deps);
    await end({
      status: 'completed',
      found,
      created,
      updated,
      removed,
      details: JSON.stringify(details),
      error: null,
    });
  } catch (error) {
    if (context.signal.aborted) return;
    const problem = problemOf(error, work.timeoutSeconds);
    if (problem.isOurs) {
      logger.error(
        { module: 'sync', kind: work.kind, instance: record.instance_name, err: error },
        'a turn failed',
      );
    }
    context.log(`${record.instance_name}: ${problem.problem.message.en}`, 'error');
    await end({ status: 'failed', error: JSON.stringify(problem.problem) });
  }
}

/** Runs the work of one turn against its time and the session's signal. */
async function within(
  instance: StoredConnection,
  context: SessionContext,
  { work, open, logger }: Parameters<typeof runInstances>[2],
): Promise<SyncOutcome> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(work.timeoutSeconds * 1000)]);
  const databases: Promise<Database>[] = [];
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  stopped.catch(() => undefined);
  const unit = {
    instance,
    sessionId: context.sessionId,
    userId: context.userId,
    signal,
    log: context.log,
    open: () => {
      signal.throwIfAborted();
      const database = open(instance);
      databases.push(database);
      return database;
    },
  };
  try {
    return await Promise.race([work.run(unit), stopped]);
  } finally {
    // Not awaited: a database that does not answer must not hold the turn.
    for (const database of databases) {
      database
        .then((one) => one.close())
        .catch((error: unknown) =>
          logger.debug({ module: 'sync', err: error }, 'a database could not be closed'),
        );
    }
  }
}

class Gone extends Error {}

const goneText: Text = {
  zh: '实例已被删除，或不再可见',
  en: 'The instance was deleted or cannot be seen any more',
};

function problemOf(error: unknown, timeoutSeconds: number): { problem: Problem; isOurs: boolean } {
  const other = (message: Text, cause = 'other') => ({ cause, message, hint: null });
  if (error instanceof Gone) return { problem: other(goneText), isOurs: false };
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    const text = {
      zh: `${timeoutSeconds} 秒内没有完成，已跳过；请检查它的负载和网络`,
      en: `It was not done within ${timeoutSeconds} s and was left; check its load and the network`,
    };
    return { problem: other(text, 'timeout'), isOurs: false };
  }
  const expected = expectedProblem(error);
  if (expected) return { problem: expected, isOurs: false };
  const message = error instanceof Error ? error.message : String(error);
  return { problem: other({ zh: message, en: message }), isOurs: true };
}
