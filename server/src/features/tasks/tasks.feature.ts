import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { createEndNotice } from './end-notice.ts';
import { createExecutionFigures } from './execution-figures.ts';
import { createExecutionsRepository } from './executions.repository.ts';
import { registerExecutionRoutes } from './executions.routes.ts';
import { createExecutionsService } from './executions.service.ts';
import { createFollowUps } from './follow-ups.ts';
import { createScheduler } from './scheduler.ts';
import { createSchedulerState } from './scheduler-state.ts';
import { createTaskStarter } from './task-starter.ts';
import { createTaskTypes } from './task-types.ts';
import { createTasksRepository } from './tasks.repository.ts';
import { registerTaskRoutes } from './tasks.routes.ts';
import { createTasksService, type TaskDefaults } from './tasks.service.ts';

const followEveryMs = 5000;
const cleanEveryMs = 6 * 60 * 60_000;

/** Tasks, the scheduler that starts them and the executions that they become, wired. */
export function createTasksFeature(deps: {
  db: MetadataDatabase;
  kind: MetadataKind;
  secrets: SecretBox;
  jobs: Jobs;
  events: EventBus;
  egress: Egress;
  audit: Audit;
  logger: Logger;
  timezone: string;
  /** What a task has that does not say. */
  defaults: () => Promise<TaskDefaults>;
  ownerNames: (ids: readonly string[]) => Promise<Map<string, string>>;
  notify: NotificationsService['notify'];
}) {
  const { db, kind, secrets, jobs, events, egress, audit, logger, timezone, ownerNames, defaults, notify } =
    deps;
  const tasks = createTasksRepository(db, secrets);
  const executions = createExecutionsRepository(db);
  const types = createTaskTypes();
  const starter = createTaskStarter({ jobs, executions, secrets, timezone });
  const service = createTasksService({ tasks, types, starter, secrets, audit, timezone, defaults });
  const executionsService = createExecutionsService({
    figures: createExecutionFigures(db, kind),
    executions,
    jobs,
    audit,
    timezone,
  });
  const scheduler = createScheduler({ tasks, executions, jobs, starter, timezone, logger });
  const schedulerState = createSchedulerState({ tasks, executions, scheduler, jobs });
  const startFollowUp = async (taskId: string, fireAt: string) => {
    const task = await tasks.find(taskId);
    if (task) await starter.start(task, { triggeredBy: 'task', fireAt });
  };
  const followUps = createFollowUps({
    tasks,
    executions,
    start: startFollowUp,
    fetch: egress.fetchWith(),
    notify,
    logger,
  });
  jobs.onEnd(({ id }) => followUps.after(id));
  jobs.onEnd(createEndNotice({ find: executions.find, scriptName: executions.scriptName, notify }));
  let cleaning: NodeJS.Timeout | null = null;
  let following: NodeJS.Timeout | null = null;
  let followed: Promise<void> = Promise.resolve();

  return {
    types,
    service,
    executions: executionsService,
    schedulerState,
    register(app: FastifyInstance): void {
      registerTaskRoutes(app, { service, executions, schedulerState, ownerNames, timezone });
      registerExecutionRoutes(app, { executions: executionsService, events });
    },
    start(): void {
      scheduler.start();
      cleaning = setInterval(() => {
        executionsService
          .removeOld()
          .catch((error: unknown) =>
            logger.error({ module: 'tasks', err: error }, 'old executions could not be removed'),
          );
      }, cleanEveryMs);
      cleaning.unref();
      following = setInterval(() => {
        followed = followUps
          .deliverDue()
          .catch((error: unknown) =>
            logger.error({ module: 'tasks', err: error }, 'what follows executions could not be done'),
          );
      }, followEveryMs);
      following.unref();
    },
    async stop(): Promise<void> {
      if (cleaning) clearInterval(cleaning);
      if (following) clearInterval(following);
      await followed;
      await scheduler.stop();
    },
  };
}
