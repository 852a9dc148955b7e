import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { AskOnce } from '../ask/ask-once.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { GoldenQuestionsService } from '../knowledge/golden-questions.service.ts';
import type { ModelsService } from '../models/models.service.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { QueriesService } from '../workbench/queries.service.ts';
import { createGoldenRun } from './golden-run.ts';
import { createGoldenRunsRepository } from './golden-runs.repository.ts';
import { registerGoldenQuestionRoutes } from './golden-runs.routes.ts';
import { createGoldenRunsService, goldenTaskType, type RunReason } from './golden-runs.service.ts';

const lookEveryMs = 2_000;

/** Runs of golden questions: by hand, and by themselves a while after what they prove was changed. */
export function createGoldenRunsFeature(deps: {
  db: MetadataDatabase;
  questions: GoldenQuestionsService;
  askOnce: AskOnce;
  queries: QueriesService;
  connections: ConnectionsService;
  models: ModelsService;
  principalOf: (userId: string) => Promise<Principal | null>;
  jobs: Jobs;
  events: EventBus;
  notify: NotificationsService['notify'];
  audit: Audit;
  logger: Logger;
  /** How long changes may go on before the run that they cause; several become one. */
  settleMs: number;
}) {
  const { db, questions, connections, models, events, logger } = deps;
  const runs = createGoldenRunsRepository(db);
  const runner = createGoldenRun({ ...deps, runs, questions: questions.all });
  const service = createGoldenRunsService({ ...deps, runs, runner, models });
  deps.jobs.handle(goldenTaskType, service.handle);
  deps.jobs.onEnd(service.closeUnfinished);
  let timer: NodeJS.Timeout | null = null;
  let starting: Promise<void> = Promise.resolve();

  function soon(reason: RunReason, connectionId: string | null, modelId: string | null = null): void {
    const dueAt = new Date(Date.now() + deps.settleMs).toISOString();
    runs
      .setDue(connectionId, modelId, dueAt, reason)
      .catch((error: unknown) =>
        logger.error({ module: 'golden', err: error }, 'an automatic run could not be planned'),
      );
  }

  const unsubscribe = [
    events.subscribe('glossary.changed', ({ connectionId }) => soon('glossary', connectionId)),
    events.subscribe('relationship.changed', ({ connectionId }) => soon('relationships', connectionId)),
    events.subscribe('example.changed', ({ connectionId }) => soon('examples', connectionId)),
    events.subscribe('prompt.changed', () => soon('prompt', null)),
    events.subscribe('model.changed', ({ modelId }) => soon('model', null, modelId)),
    events.subscribe('catalog.changed', ({ connectionId }) => soon('schema', connectionId)),
  ];

  return {
    register: (app: FastifyInstance): void =>
      registerGoldenQuestionRoutes(app, { questions, runs: service, connections }),
    /** Looks from time to time for runs that are due. */
    start(): void {
      timer = setInterval(() => {
        starting = service
          .startDue()
          .catch((error: unknown) =>
            logger.error({ module: 'golden', err: error }, 'automatic runs could not be started'),
          );
      }, lookEveryMs);
      timer.unref();
    },
    async stop(): Promise<void> {
      for (const end of unsubscribe) end();
      if (timer) clearInterval(timer);
      await starting;
    },
  };
}
