import type { ExportFormat } from '@sextant/contract/workbench';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config.ts';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { openExportContent } from './export/export-content.ts';
import { createExportLine } from './export/export-line.ts';
import { registerExportRoutes } from './export/exports.routes.ts';
import { createExportsService } from './export/exports.service.ts';
import { registerHistoryRoutes } from './history/history.routes.ts';
import { createKeptRuns } from './history/kept-runs.ts';
import { createQueriesService, type QueryInput } from './queries.service.ts';
import { registerQueryRoutes } from './query.routes.ts';
import { createQueryRunsRepository } from './query-runs.repository.ts';
import { createExplain } from './runs/explain.ts';
import { createRunningStatements } from './runs/running-statements.ts';
import { registerRunRoutes } from './runs/runs.routes.ts';
import { createSavedQueriesRepository } from './saved-queries/saved-queries.repository.ts';
import { registerSavedQueryRoutes } from './saved-queries/saved-queries.routes.ts';
import { createSavedQueriesService } from './saved-queries/saved-queries.service.ts';
import { createSchemaBrowserFeature } from './schema/schema-browser.feature.ts';
import { registerStatementCheckRoutes } from './statement-check.routes.ts';
import { createStatementCheckService } from './statement-check.service.ts';

/** Statements that people run, wired. */
export function createWorkbenchFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  events: EventBus;
  notify: NotificationsService['notify'];
  audit: Audit;
  logger: Logger;
  config: Pick<Config, 'databaseUrl'>;
}) {
  const { db, connections, events, notify, audit, logger, config } = deps;
  const queryRuns = createQueryRunsRepository(db);
  const keptRuns = createKeptRuns({ queryRuns, logger });
  const service = createQueriesService({ connections, queryRuns: keptRuns, audit, logger });
  const checks = createStatementCheckService({ connections });
  const savedQueries = createSavedQueriesService({
    savedQueries: createSavedQueriesRepository(db),
    connections,
    audit,
  });
  const schemaBrowser = createSchemaBrowserFeature({ db, connections, queries: service, events, audit });
  const running = createRunningStatements({ events, singleProcess: config.databaseUrl === null });
  const exports = createExportsService({
    connections,
    queries: service,
    line: createExportLine(),
    notify,
    logger,
  });
  events.subscribe('user.changed', ({ userId }) => exports.revoke(userId));
  const explain = createExplain({ connections, queries: service });
  return {
    service,
    checks,
    /** The whole result of a statement as a file, for features that export on their own. */
    /** Checks a statement and prepares its export, which its token downloads once. */
    prepareExport: exports.prepare,
    writeFile: (input: Omit<QueryInput, 'source'>, format: ExportFormat) =>
      openExportContent(service, { ...input, source: 'export' }, format),
    relationships: schemaBrowser.relationships,
    savedQueries,
    register(app: FastifyInstance): void {
      registerQueryRoutes(app, { connections, queries: service });
      registerRunRoutes(app, { connections, queries: service, running, explain });
      registerStatementCheckRoutes(app, { connections, checks });
      registerHistoryRoutes(app, queryRuns);
      registerSavedQueryRoutes(app, savedQueries);
      registerExportRoutes(app, { connections, exports });
      schemaBrowser.register(app);
    },
    /** Lets statements and exports go on for some seconds, then stops them. */
    async stop(): Promise<void> {
      await Promise.all([running.drain(), exports.drain()]);
    },
  };
}
