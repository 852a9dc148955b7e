import { dashboardEndpoints } from '@sextant/contract/dashboard';
import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { LogStore } from '../../platform/log/log-store.ts';
import { type AuditService, objectNameOf } from '../audit/audit.service.ts';
import type { LogsService } from '../logs/logs.service.ts';
import { createDashboardRepository } from './dashboard.repository.ts';
import { createDashboardService } from './dashboard.service.ts';
import { createMachine } from './machine.ts';
import { createMetrics } from './metrics.ts';

/** The dashboard and `/metrics`, wired. */
export function createDashboardFeature(deps: {
  db: MetadataDatabase;
  kind: MetadataKind;
  dataDir: string;
  timezone: string;
  version: string;
  logStore: LogStore;
  logs: LogsService;
  auditTrail: AuditService;
}) {
  const { db, kind, dataDir, timezone, version, logStore, logs, auditTrail } = deps;
  const machine = createMachine({ db, kind, dataDir });
  const counts = createDashboardRepository(db);
  const service = createDashboardService({ counts, logs, logStore, machine, kind, version, timezone });
  const metrics = createMetrics({ dashboard: service, logStore, version });
  return {
    service,
    machine,
    register(app: FastifyInstance): void {
      metrics.register(app);
      registerV1(app, dashboardEndpoints, {
        overview: ({ principal }) => service.overview(principal),
        charts: ({ principal, query }) => service.charts(principal, query.days),
        async activities({ principal, query }) {
          const { rows, next } = await auditTrail.activities(principal, query.cursor, query.limit);
          return {
            activities: rows.map((row) => ({
              id: row.number,
              at: row.at,
              actor: row.actor,
              action: row.action,
              object_type: row.object_type,
              object_id: row.object_id,
              object_name: objectNameOf(row),
            })),
            next_cursor: next,
          };
        },
        status: () => service.status(),
      });
    },
    start(): void {
      machine.start();
      metrics.start();
    },
    stop(): void {
      machine.stop();
      metrics.stop();
    },
  };
}
