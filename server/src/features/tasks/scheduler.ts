import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ExecutionsRepository } from './executions.repository.ts';
import { readSchedule, type Schedule, type ScheduleType } from './schedule.ts';
import type { TaskStarter } from './task-starter.ts';
import type { TaskRow, TasksRepository } from './tasks.repository.ts';

const lookEveryMs = 500;
const batch = 500;
/** A fire time that is found later than this was missed, not met. */
const missedAfterMs = 60_000;

/** When a task runs, in its own time zone or the installation's. */
export function scheduleOf(task: TaskRow, timezone: string): Schedule {
  return readSchedule({
    type: task.schedule_type as ScheduleType,
    expression: task.schedule_expression,
    timezone: task.timezone ?? timezone,
  });
}

/** When a task fires next after a moment, or null. */
export function nextFireAt(task: TaskRow, after: Date, timezone: string): Date | null {
  return scheduleOf(task, timezone).next(after, new Date(task.created_at));
}

/**
 * Makes an execution of each task whose time has come. Any number of processes may run it: the execution of a fire time
 * is made once, and only then does the task move on, so a crash between the two neither loses nor doubles it.
 */
export function createScheduler(deps: {
  tasks: TasksRepository;
  executions: ExecutionsRepository;
  jobs: Jobs;
  starter: TaskStarter;
  timezone: string;
  logger: Logger;
}) {
  const { tasks, executions, jobs, starter, timezone, logger } = deps;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;

  /** Whether this fire time is to run; ends the run before it where the task says so. */
  async function mayRun(task: TaskRow, fireAt: string, now: Date): Promise<boolean> {
    const missed = now.getTime() - Date.parse(fireAt) > missedAfterMs;
    if (missed && task.misfire === 'skip') return false;
    if (task.overlap === 'queue') return true;
    const unfinished = await executions.unfinished(task.id);
    if (task.overlap === 'skip') return unfinished.length === 0;
    for (const { id } of unfinished) await jobs.cancel(id).catch(() => undefined);
    return true;
  }

  async function fire(task: TaskRow): Promise<void> {
    const fireAt = task.next_fire_at as string;
    const now = new Date();
    if (await mayRun(task, fireAt, now)) await starter.start(task, { triggeredBy: 'scheduler', fireAt });
    // Whatever was missed in between is one run, not many.
    const next = nextFireAt(task, now > new Date(fireAt) ? now : new Date(fireAt), timezone);
    await tasks.advance(task.id, fireAt, next?.toISOString() ?? null);
  }

  async function look(): Promise<void> {
    for (;;) {
      const due = await tasks.due(new Date().toISOString(), batch);
      for (const task of due) {
        await fire(task).catch((error: unknown) =>
          logger.error({ module: 'tasks', task: task.id, err: error }, 'a due task could not be started'),
        );
      }
      if (due.length < batch) return;
    }
  }

  return {
    start(): void {
      timer = setInterval(() => {
        looking ??= look()
          .catch((error: unknown) =>
            logger.error({ module: 'tasks', err: error }, 'due tasks could not be read'),
          )
          .finally(() => {
            looking = null;
          });
      }, lookEveryMs);
      timer.unref();
    },
    isRunning: (): boolean => timer !== null,
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      timer = null;
      await looking;
    },
  };
}

export type Scheduler = ReturnType<typeof createScheduler>;
