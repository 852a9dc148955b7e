import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { registerAuditRoutes } from './audit.routes.ts';
import { createAuditService } from './audit.service.ts';
import { createAuditEventsRepository } from './audit-events.repository.ts';

/** The audit trail for those who read it, wired. */
export function createAuditFeature(deps: { db: MetadataDatabase; key: Buffer; audit: Audit }) {
  const { db, key, audit } = deps;
  const service = createAuditService({ db, key, audit, events: createAuditEventsRepository(db) });
  return { service, register: (app: FastifyInstance): void => registerAuditRoutes(app, service) };
}
