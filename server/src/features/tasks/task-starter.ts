import { type TaskParams, taskParamsSchema } from '@sextant/contract/tasks';
import type { ExecutionRow, TriggeredBy } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { openParams } from '../../platform/secrets/sealed-params.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { ExecutionsRepository } from './executions.repository.ts';
import { fillPlaceholders, withKeptSecrets } from './task-params.ts';
import type { TaskRow } from './tasks.repository.ts';

export interface Start {
  triggeredBy: TriggeredBy;
  userId?: string;
  /** The fire time it stands for; placeholders are filled as of then. */
  fireAt?: string;
  /** Instead of some of the task's own parameters. */
  params?: TaskParams;
}

/** Makes executions of tasks; every way to start one ends here. */
export function createTaskStarter(deps: {
  jobs: Jobs;
  executions: ExecutionsRepository;
  secrets: SecretBox;
  timezone: string;
}) {
  const { jobs, executions, secrets, timezone } = deps;

  async function prepare(task: TaskRow, start: Start) {
    const values = {
      now: start.fireAt === undefined ? new Date() : new Date(start.fireAt),
      timezone: task.timezone ?? timezone,
      lastSuccess: await executions.lastSuccess(task.id),
    };
    const own = taskParamsSchema.parse(openParams(secrets, task.params, task.id));
    return {
      taskType: task.task_type,
      taskId: task.id,
      scriptId: task.script_id,
      userId: start.userId ?? task.owner_id,
      triggeredBy: start.triggeredBy,
      fireAt: start.fireAt ?? null,
      params: fillPlaceholders({ ...own, ...withKeptSecrets(start.params ?? {}, own) }, values),
      exclusiveKey: task.id,
      maxAttempts: task.max_retries + 1,
      retryDelaySeconds: task.retry_delay_seconds,
      timeoutSeconds: task.timeout_seconds,
    };
  }

  return {
    /** Null when its fire time has an execution already. */
    async start(task: TaskRow, start: Start): Promise<ExecutionRow | null> {
      const [row] = await jobs.enqueue([await prepare(task, start)]);
      return row ?? null;
    },

    /** Several executions of a task, which run one after another in this order. */
    async startAll(task: TaskRow, starts: readonly Start[]): Promise<ExecutionRow[]> {
      return jobs.enqueue(await Promise.all(starts.map((start) => prepare(task, start))));
    },
  };
}

export type TaskStarter = ReturnType<typeof createTaskStarter>;
