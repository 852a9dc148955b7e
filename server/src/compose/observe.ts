import type { FastifyInstance } from 'fastify';
import packageJson from '../../../package.json' with { type: 'json' };
import { createAlertsFeature } from '../features/alerts/alerts.feature.ts';
import { createAuditFeature } from '../features/audit/audit.feature.ts';
import { createDashboardFeature } from '../features/dashboard/dashboard.feature.ts';
import { createLogsFeature } from '../features/logs/logs.feature.ts';
import type { Collect } from './collect.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';
import type { Rooms } from './rooms.ts';

/** What the product tells of itself: its log, its audit trail, its state, and alerts. */
export async function composeObserve(platform: Platform, people: People, collect: Collect, { rooms }: Rooms) {
  const { db, kind, config, secrets, egress, events, audit, auditKey, logger, logStore } = platform;
  const { jobs, tasks } = collect;
  const logs = await createLogsFeature({
    db,
    logStore,
    events,
    audit,
    logger,
    jobs,
    taskTypes: tasks.types,
  });
  const auditTrail = createAuditFeature({ db, key: auditKey, audit });
  const dashboard = createDashboardFeature({
    db,
    kind,
    dataDir: config.dataDir,
    timezone: config.timezone,
    version: packageJson.version,
    logStore,
    logs: logs.service,
    auditTrail: auditTrail.service,
  });
  const alerts = await createAlertsFeature({
    db,
    secrets,
    egress,
    events,
    audit,
    logger,
    notifications: people.notifications,
    rooms: {
      find: async (principal, id) => (await rooms.service.place(principal, id)).room.id,
      tell: rooms.messages.tell,
    },
    freeDisk: async () => {
      const disk = await dashboard.machine.disk();
      return disk && 100 - disk.percent;
    },
  });
  return {
    logs,
    auditTrail,
    dashboard: dashboard.service,
    register(http: FastifyInstance): void {
      logs.register(http);
      auditTrail.register(http);
      dashboard.register(http);
      alerts.register(http);
    },
    start(): void {
      logs.start();
      dashboard.start();
      if (config.role !== 'web') alerts.start();
    },
    async stop(): Promise<void> {
      logs.stop();
      dashboard.stop();
      await alerts.stop();
    },
  };
}

export type Observe = Awaited<ReturnType<typeof composeObserve>>;
