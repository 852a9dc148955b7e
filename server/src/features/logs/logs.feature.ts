import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { LogStore } from '../../platform/log/log-store.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { TaskTypes } from '../tasks/task-types.ts';
import { createLogCountsRepository } from './log-counts.repository.ts';
import { createLogEntriesRepository } from './log-entries.repository.ts';
import { createLogSettings } from './log-settings.ts';
import { createLogTail } from './log-tail.ts';
import { registerLogRoutes } from './logs.routes.ts';
import { createLogsService } from './logs.service.ts';

const cleanEveryMs = 60 * 60_000;
const taskType = 'cleanup_logs';
const taskParamsSchema = z.object({ days: z.number().int().min(0).max(3650).optional() });

/** The product's own log: search, statistics, live tail, export and clean-up, wired. */
export async function createLogsFeature(deps: {
  db: MetadataDatabase;
  logStore: LogStore;
  events: EventBus;
  audit: Audit;
  logger: Logger;
  jobs: Jobs;
  taskTypes: TaskTypes;
}) {
  const { db, logStore, events, audit, logger, jobs, taskTypes } = deps;
  const settings = await createLogSettings({ db, events, audit, logger, logStore });
  const entries = createLogEntriesRepository(db);
  const counts = createLogCountsRepository(db);
  const service = createLogsService({ entries, counts, settings, logStore, audit });
  const tail = createLogTail(entries);
  let cleaning: NodeJS.Timeout | null = null;

  taskTypes.add({
    id: taskType,
    async check({ params }) {
      if (taskParamsSchema.safeParse(params).success) return;
      throw invalid('params', {
        zh: '清理日志任务的参数只有 days（0–3650 的整数，可省略）',
        en: 'A cleanup_logs task has one parameter, days (a whole number from 0 to 3650, may be left out)',
      });
    },
  });
  jobs.handle(taskType, async ({ execution, log }) => {
    const { days } = taskParamsSchema.parse(JSON.parse(execution.params));
    const deleted = await service.removeOld(days);
    log(`${deleted}`);
    return { rowsAffected: deleted, result: { deleted_count: deleted } };
  });
  const clean = () =>
    void service
      .removeOld()
      .catch((error: unknown) =>
        logger.error({ module: 'log', err: error }, 'old log entries could not be removed'),
      );

  return {
    service,
    settings,
    register(app: FastifyInstance): void {
      registerLogRoutes(app, { logs: service, tail, settings });
    },
    start(): void {
      cleaning = setInterval(clean, cleanEveryMs).unref();
    },
    stop(): void {
      if (cleaning) clearInterval(cleaning);
    },
  };
}
