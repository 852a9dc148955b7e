import type { TaskParams } from '@sextant/contract/tasks';
import { invalid } from '../../platform/errors/app-error.ts';

/** A kind of work that tasks can do; its handler is registered with the jobs under the same name. */
export interface TaskType {
  id: string;
  /** Refuses what such a task could not run with; parameters may hold placeholders. */
  check(task: { scriptId: string | null; params: TaskParams }): Promise<void>;
}

/** The kinds of work that the product's features offer. */
export function createTaskTypes() {
  const types = new Map<string, TaskType>();
  return {
    add: (type: TaskType): void => void types.set(type.id, type),
    get(id: string): TaskType {
      const type = types.get(id);
      if (type) return type;
      const known = [...types.keys()].join(', ');
      throw invalid('task_type', {
        zh: `没有「${id}」这种任务，可用：${known}`,
        en: `There is no task type "${id}"; there are: ${known}`,
      });
    },
  };
}

export type TaskTypes = ReturnType<typeof createTaskTypes>;
