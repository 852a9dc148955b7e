import { type FollowUp, followUpSchema } from '@sextant/contract/tasks';
import { z } from 'zod';
import { invalid } from '../../platform/errors/app-error.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { TaskRow, TasksRepository } from './tasks.repository.ts';

const webhookLimitMs = 10_000;
const followUpsSchema = z.array(followUpSchema);

export const readFollowUps = (text: string): FollowUp[] => followUpsSchema.parse(JSON.parse(text));

const tasksAfter = (task: Pick<TaskRow, 'on_success' | 'on_failure'>): string[] =>
  [...readFollowUps(task.on_success), ...readFollowUps(task.on_failure)].flatMap((one) =>
    one.kind === 'task' ? [one.task_id] : [],
  );

/** Refuses follow-ups that name no task or that would lead back to the task itself. */
export async function checkFollowUps(
  tasks: TasksRepository,
  id: string | null,
  followUps: readonly FollowUp[],
): Promise<void> {
  const after = new Map((await tasks.followUps()).map((one) => [one.id, tasksAfter(one)]));
  const wanted = followUps.flatMap((one) => (one.kind === 'task' ? [one.task_id] : []));
  for (const taskId of wanted) {
    if (!(await tasks.find(taskId))) {
      throw invalid('on_success', {
        zh: `后续任务「${taskId}」不存在`,
        en: `The follow-up task "${taskId}" does not exist`,
      });
    }
  }
  const seen = new Set<string>();
  for (let open = wanted; open.length > 0; ) {
    const next = open.pop() as string;
    if (next === id) {
      throw invalid('on_success', {
        zh: '后续任务最终又会启动这个任务，形成循环；请去掉其中一个',
        en: 'The follow-up tasks lead back to this task; remove one of them',
      });
    }
    if (seen.has(next)) continue;
    seen.add(next);
    open = [...open, ...(after.get(next) ?? [])];
  }
}

/** Does what a task wants done after one of its executions ended. */
export function createFollowUps(deps: {
  tasks: TasksRepository;
  start: (taskId: string) => Promise<void>;
  fetch: typeof fetch;
  logger: Logger;
}) {
  const { tasks, start, fetch, logger } = deps;

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
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(webhookLimitMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The webhook answered ${response.status}`);
  }

  return async (execution: ExecutionRow, status: string): Promise<void> => {
    if (execution.task_id === null || status === 'cancelled') return;
    const task = await tasks.find(execution.task_id);
    if (!task) return;
    for (const one of readFollowUps(status === 'completed' ? task.on_success : task.on_failure)) {
      const work = one.kind === 'task' ? start(one.task_id) : callWebhook(one.url, task, execution, status);
      await work.catch((error: unknown) =>
        logger.warn(
          { module: 'tasks', task: task.id, execution: execution.id, err: error },
          'a follow-up failed',
        ),
      );
    }
  };
}
