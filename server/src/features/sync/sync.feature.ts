import type { Database } from '@sextant/engines/engine';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { TaskTypes } from '../tasks/task-types.ts';
import { createSessionRunner } from './session-runner.ts';
import { createSyncRepository } from './sync.repository.ts';
import { registerSyncSessionRoutes } from './sync-sessions.routes.ts';
import { createSyncSessions } from './sync-sessions.service.ts';
import { createSyncTargets, type InstanceNotes } from './sync-targets.ts';

/** Synchronisation sessions, wired. Features that work through instances add their work to `sessions`. */
export function createSyncFeature(deps: {
  db: MetadataDatabase;
  jobs: Jobs;
  taskTypes: TaskTypes;
  /** The instances that a user sees. */
  visible: (userId: string) => Promise<StoredConnection[]>;
  notes: (ids: readonly string[]) => Promise<Map<string, InstanceNotes>>;
  /** A database of its own for a turn. */
  open: (instance: StoredConnection) => Promise<Database>;
  audit: Audit;
  logger: Logger;
  /** The calendar day of a time, as the product counts days. */
  dayOf: (time: Date) => string;
}) {
  const { db, jobs, taskTypes, visible, notes, open, audit, logger, dayOf } = deps;
  const sync = createSyncRepository(db);
  const targets = createSyncTargets({ visible, notes });
  const runner = createSessionRunner({ sync, targets, open, logger });
  const sessions = createSyncSessions({ sync, jobs, taskTypes, runner, targets, audit });
  return {
    sessions,
    register: (app: FastifyInstance): void => registerSyncSessionRoutes(app, { sessions, dayOf }),
  };
}
