import { type FollowUp, followUpSchema } from '@sextant/contract/tasks';
import { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.ts';
import { type AppError, invalid } from '../../platform/errors/app-error.ts';
import { canManage } from './tasks.policy.ts';
import type { TaskRow, TasksRepository } from './tasks.repository.ts';

const followUpsSchema = z.array(followUpSchema);

export const readFollowUps = (text: string): FollowUp[] => followUpsSchema.parse(JSON.parse(text));

const tasksIn = (followUps: readonly FollowUp[]): string[] =>
  followUps.flatMap((one) => (one.kind === 'task' ? [one.task_id] : []));

const tasksAfter = (task: Pick<TaskRow, 'on_success' | 'on_failure'>): string[] =>
  tasksIn([...readFollowUps(task.on_success), ...readFollowUps(task.on_failure)]);

/**
 * Refuses follow-ups that name no task of the principal's, unless they followed `before` already, or that would lead
 * back to the task itself, naming the field they stand in.
 */
export async function checkFollowUps(
  tasks: TasksRepository,
  principal: Principal,
  before: TaskRow | null,
  values: Pick<TaskRow, 'on_success' | 'on_failure'>,
): Promise<void> {
  const id = before?.id ?? null;
  const known = new Set(before ? tasksAfter(before) : []);
  const after = new Map((await tasks.followUps()).map((one) => [one.id, tasksAfter(one)]));
  for (const field of ['on_success', 'on_failure'] as const) {
    const wanted = tasksIn(readFollowUps(values[field]));
    for (const taskId of wanted) {
      const task = await tasks.find(taskId);
      if (!task || !(known.has(taskId) || canManage(principal, task.owner_id)))
        throw unknownTask(field, taskId);
    }
    if (id !== null && leadsTo(id, wanted, after)) throw leadsBack(field);
  }
}

function leadsTo(id: string, from: readonly string[], after: ReadonlyMap<string, string[]>): boolean {
  const seen = new Set<string>();
  for (const open = [...from]; open.length > 0; ) {
    const next = open.pop() as string;
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(after.get(next) ?? []));
  }
  return false;
}

function unknownTask(field: string, taskId: string): AppError {
  return invalid(field, {
    zh: `后续任务「${taskId}」不存在`,
    en: `The follow-up task "${taskId}" does not exist`,
  });
}

function leadsBack(field: string): AppError {
  return invalid(field, {
    zh: '后续任务最终又会启动这个任务，形成循环；请去掉其中一个',
    en: 'The follow-up tasks lead back to this task; remove one of them',
  });
}
