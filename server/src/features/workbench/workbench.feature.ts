import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { createExportLine } from './export/export-line.ts';
import { registerExportRoutes } from './export/exports.routes.ts';
import { createExportsService } from './export/exports.service.ts';
import { createQueriesService } from './queries.service.ts';
import { registerQueryRoutes } from './query.routes.ts';
import { createQueryRunsRepository } from './query-runs.repository.ts';
import { createExplain } from './runs/explain.ts';
import { createRunningStatements } from './runs/running-statements.ts';
import { registerRunRoutes } from './runs/runs.routes.ts';
import { createStatementCheckService } from './statement-check.service.ts';

/** Statements that people run, wired. */
export function createWorkbenchFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  events: EventBus;
  logger: Logger;
  config: Pick<Config, 'databaseUrl'>;
}) {
  const { db, connections, events, logger, config } = deps;
  const service = createQueriesService({ connections, queryRuns: createQueryRunsRepository(db), logger });
  const running = createRunningStatements({ events, singleProcess: config.databaseUrl === null });
  const exports = createExportsService({ connections, queries: service, line: createExportLine() });
  const explain = createExplain({ connections, queries: service });
  return {
    service,
    checks: createStatementCheckService({ connections }),
    register(app: FastifyInstance): void {
      registerQueryRoutes(app, { connections, queries: service });
      registerRunRoutes(app, { connections, queries: service, running, explain });
      registerExportRoutes(app, { connections, exports });
    },
    /** Lets statements and exports go on for some seconds, then stops them. */
    async stop(): Promise<void> {
      await Promise.all([running.drain(), exports.drain()]);
    },
  };
}
