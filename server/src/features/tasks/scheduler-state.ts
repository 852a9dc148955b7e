import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { ExecutionsRepository } from './executions.repository.ts';
import type { Scheduler } from './scheduler.ts';
import type { TasksRepository } from './tasks.repository.ts';

export interface SchedulerState {
  running: boolean;
  activeTasks: number;
  runningExecutions: number;
  pendingExecutions: number;
  nextFireAt: string | null;
}

/** Gives what the scheduler does at this moment, over all people's tasks. */
export function createSchedulerState(deps: {
  tasks: TasksRepository;
  executions: ExecutionsRepository;
  scheduler: Scheduler;
  jobs: Jobs;
}): () => Promise<SchedulerState> {
  const { tasks, executions, scheduler, jobs } = deps;
  return async () => ({
    running: scheduler.isRunning(),
    activeTasks: await tasks.countActive(),
    runningExecutions: Math.max(jobs.runningCount(), await executions.count('running')),
    pendingExecutions: await executions.count('pending'),
    nextFireAt: await tasks.nextFireAt(),
  });
}
