import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { createQueriesService } from './queries.service.ts';
import { createQueryRunsRepository } from './query-runs.repository.ts';
import { registerWorkbenchRoutes } from './workbench.routes.ts';

/** Statements that people run, wired. */
export function createWorkbenchFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  logger: Logger;
}) {
  const { db, connections, logger } = deps;
  const service = createQueriesService({ connections, queryRuns: createQueryRunsRepository(db), logger });
  return {
    service,
    register: (app: FastifyInstance): void => registerWorkbenchRoutes(app, { connections, queries: service }),
  };
}
