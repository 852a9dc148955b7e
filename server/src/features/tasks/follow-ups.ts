import type { FollowUp } from '@sextant/contract/tasks';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { readFollowUps } from './check-follow-ups.ts';
import { describeEnd } from './end-notice.ts';
import type { ExecutionsRepository } from './executions.repository.ts';
import type { TaskRow, TasksRepository } from './tasks.repository.ts';

const webhookLimitMs = 10_000;
/** How long one process may take before another does what is left. */
const leaseMs = 120_000;
const mostAttempts = 8;
const firstPauseMs = 30_000;
const longestPauseMs = 60 * 60_000;
const dueAtOnce = 100;

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

/**
 * Does what a task wants done after one of its executions ended. That there is something to do was written with the
 * end itself and stays until it is done, so that each follow-up is done at least once: a webhook carries a key by which
 * its receiver knows a repetition, and a task is started for an end once.
 */
export function createFollowUps(deps: {
  tasks: TasksRepository;
  executions: ExecutionsRepository;
  /** Starts a task that stands for the given time, once. */
  start: (taskId: string, fireAt: string) => Promise<void>;
  fetch: typeof fetch;
  notify: NotificationsService['notify'];
  logger: Logger;
}) {
  const { tasks, executions, start, fetch, notify, logger } = deps;

  async function callWebhook(
    url: string,
    task: TaskRow,
    execution: ExecutionRow,
    status: string,
  ): Promise<void> {
    const body = JSON.stringify({
      event: 'execution.ended',
      task: { id: task.id, name: task.name },
      execution_id: execution.id,
      status,
    });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${execution.id}:${status}` },
      body,
      signal: AbortSignal.timeout(webhookLimitMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
  }

  async function tell(
    one: Extract<FollowUp, { kind: 'notification' }>,
    task: TaskRow,
    execution: ExecutionRow,
    status: string,
  ): Promise<void> {
    const owner = { userIds: task.owner_id === null ? [] : [task.owner_id] };
    const { title, body, link } = describeEnd(execution, status, task.name);
    await notify(one.role === null ? owner : { role: one.role }, {
      kind: 'task_complete',
      title,
      body,
      link,
    });
  }

  function follow(one: FollowUp, task: TaskRow, execution: ExecutionRow, status: string): Promise<void> {
    switch (one.kind) {
      case 'task':
        return start(one.task_id, timeOf(execution));
      case 'webhook':
        return callWebhook(one.url, task, execution, status);
      case 'notification':
        return tell(one, task, execution, status);
    }
  }

  async function attempt(one: FollowUp, task: TaskRow, execution: ExecutionRow): Promise<boolean> {
    try {
      await follow(one, task, execution, execution.status);
      return true;
    } catch (error) {
      const about = { module: 'tasks', task: task.id, execution: execution.id, err: error };
      logger.warn(about, 'a follow-up failed');
      return false;
    }
  }

  /** Does what is left to do after an execution, unless another process is at it. */
  async function deliver(execution: ExecutionRow): Promise<void> {
    const task = execution.task_id === null ? undefined : await tasks.find(execution.task_id);
    const wanted = task
      ? readFollowUps(execution.status === 'completed' ? task.on_success : task.on_failure)
      : [];
    if (!(await executions.takeFollowUps(execution, wanted.length === 0 ? null : inMs(leaseMs)))) return;
    if (!task || wanted.length === 0) return;
    const done = new Set(JSON.parse(execution.follow_ups_done ?? '[]') as string[]);
    let failed = false;
    for (const one of wanted) {
      const key = JSON.stringify(one);
      if (done.has(key)) continue;
      if (await attempt(one, task, execution)) done.add(key);
      else failed = true;
      await executions.noteFollowUps(execution.id, [...done]);
    }
    const again = failed && execution.follow_ups_attempts + 1 < mostAttempts;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** execution.follow_ups_attempts);
    await executions.endFollowUps(execution.id, again ? inMs(pause) : null);
  }

  return {
    async after(id: string): Promise<void> {
      const execution = await executions.find(id);
      if (execution?.follow_ups_due_at) await deliver(execution);
    },

    /** What a process that died, or a receiver that did not answer, left to do. */
    async deliverDue(): Promise<void> {
      for (const execution of await executions.withFollowUpsDue(dueAtOnce)) await deliver(execution);
    },
  };
}

/** The time of an execution's end, by which its follow-up is known; the number tells ends of one millisecond apart. */
function timeOf({ ended_at: endedAt, number }: ExecutionRow): string {
  const digits = String(number % 1000).padStart(3, '0');
  return String(endedAt).replace('Z', `${digits}Z`);
}
