import { performance } from 'node:perf_hooks';
import type { Text } from '@sextant/contract/text';
import type { Database } from '@sextant/engines/engine';
import { AppError } from '../../platform/errors/app-error.ts';
import {
  ExecutionError,
  type ExecutionOutcome,
  type ExecutionRow,
  type RunningExecution,
} from '../../platform/jobs/execution.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { runInstances } from './run-instances.ts';
import type { SyncRepository, SyncSessionRow } from './sync.repository.ts';
import type { SyncTargets } from './sync-targets.ts';
import type { InstanceWork, WholeWork } from './sync-work.ts';

const namedFailures = 5;

/** Runs sessions: each is one execution, and what it did at each instance is on record as it goes. */
export function createSessionRunner(deps: {
  sync: SyncRepository;
  targets: SyncTargets;
  open: (instance: StoredConnection) => Promise<Database>;
  logger: Logger;
}) {
  const { sync, targets, open, logger } = deps;

  async function begin(execution: ExecutionRow): Promise<SyncSessionRow> {
    const session = (await sync.findByExecution(execution.id)) ?? (await sync.create(execution));
    await sync.update(session.id, {
      status: 'running',
      started_at: session.started_at ?? new Date().toISOString(),
      error: null,
    });
    return session;
  }

  /** Ends the session as the work did; what stopped it leaves it to be resumed, cancelled or failed. */
  async function conclude(
    running: RunningExecution,
    session: SyncSessionRow,
    work: () => Promise<ExecutionOutcome>,
  ): Promise<ExecutionOutcome> {
    const startedAt = performance.now();
    const end = (status: string, error: Text | null = null) =>
      sync.update(session.id, {
        status,
        error: error && JSON.stringify(error),
        ended_at: new Date().toISOString(),
        duration_ms: Math.round(performance.now() - startedAt),
      });
    try {
      const outcome = await work();
      await end('completed');
      return outcome;
    } catch (error) {
      const reason = running.signal.aborted ? running.signal.reason : null;
      if (reason === 'shutdown') {
        await sync.moveRecords(session.id, ['running'], 'pending');
        await sync.update(session.id, { status: 'pending' });
      } else {
        await sync.moveRecords(session.id, ['pending', 'running'], 'cancelled');
        if (reason === 'cancelled') await end('cancelled');
        else await end('failed', reason === 'timeout' ? tooLong : ownError(error));
      }
      throw error;
    }
  }

  /** Its records, made at the first attempt; what a later attempt finds undone is done then. */
  async function turnsOf(session: SyncSessionRow, execution: ExecutionRow, work: InstanceWork) {
    const userId = requireUser(session);
    let records = await sync.allRecords(session.id);
    const visible = await targets.visible(userId);
    if (records.length === 0) {
      const chosen = await targets.choose(visible, JSON.parse(execution.params));
      const suited = chosen.filter((instance) => work.suits?.(instance) ?? true);
      await sync.addRecords(
        session.id,
        suited.map(({ id, name, engine }) => ({ id, name, driver: engine.id })),
      );
      records = await sync.allRecords(session.id);
    }
    const byId = new Map(visible.map((instance) => [instance.id, instance]));
    const turns = records
      .filter(({ status }) => status === 'pending' || status === 'running')
      .map((record) => ({ record, instance: byId.get(record.connection_id ?? '') ?? null }));
    return { userId, turns, total: records.length };
  }

  async function summarize(session: SyncSessionRow, total: number): Promise<ExecutionOutcome> {
    const counted = await sync.find(session.id);
    const failed = counted?.instances_failed ?? 0;
    const { found = 0, created = 0, updated = 0, removed = 0 } = counted ?? {};
    const result = { session_id: session.id, instances: total, failed, found, created, updated, removed };
    if (failed === 0) return { rowsAffected: created + updated + removed, result };
    const names = (await sync.records(session.id, { status: 'failed', limit: namedFailures, offset: 0 })).rows
      .map(({ instance_name }) => instance_name)
      .join(', ');
    const more = failed > namedFailures ? ' …' : '';
    throw new ExecutionError(
      {
        zh: `${total} 个实例中有 ${failed} 个失败：${names}${more}`,
        en: `${failed} of ${total} instances failed: ${names}${more}`,
      },
      { final: true },
    );
  }

  return {
    async runInstanceWork(work: InstanceWork, running: RunningExecution): Promise<ExecutionOutcome> {
      const session = await begin(running.execution);
      return conclude(running, session, async () => {
        const { userId, turns, total } = await turnsOf(session, running.execution, work);
        const before = total - turns.length;
        const context = {
          sessionId: session.id,
          userId,
          signal: running.signal,
          log: running.log,
          onDone: (done: number) => running.progress(((before + done) / total) * 100),
        };
        if (total === 0) running.log('No instance suits: nothing was done', 'warn');
        await runInstances(turns, context, { work, sync, open, logger });
        running.signal.throwIfAborted();
        const instanceIds = turns.flatMap(({ instance }) => instance?.id ?? []);
        await work.finish?.({ id: session.id, userId, instanceIds });
        return summarize(session, total);
      });
    },

    async runWholeWork(work: WholeWork, running: RunningExecution): Promise<ExecutionOutcome> {
      const session = await begin(running.execution);
      return conclude(running, session, async () => {
        const { details = {}, ...counts } = await work.run(running, {
          id: session.id,
          userId: requireUser(session),
        });
        return { result: { session_id: session.id, ...counts, ...details } };
      });
    },
  };
}

export type SessionRunner = ReturnType<typeof createSessionRunner>;

const tooLong: Text = {
  zh: '会话超过了任务允许的时间，已被停止；可在任务里调大超时',
  en: 'The session ran longer than its task may and was stopped; the task may allow more',
};

function requireUser(session: SyncSessionRow): string {
  if (session.user_id !== null) return session.user_id;
  throw new ExecutionError(
    {
      zh: '任务的所有者已被删除，不知道以谁的名义执行；请重新创建这个任务',
      en: 'The owner of the task is gone, so nobody knows in whose name to run; make the task anew',
    },
    { final: true },
  );
}

/** Why the session itself failed; failures of its instances stand in their records. */
function ownError(error: unknown): Text {
  if (error instanceof ExecutionError) return error.stored.text;
  if (error instanceof AppError) return error.text;
  const message = error instanceof Error ? error.message : String(error);
  return { zh: message, en: message };
}
