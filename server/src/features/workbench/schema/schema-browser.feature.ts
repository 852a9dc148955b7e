import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../../platform/db/open-database.ts';
import type { EventBus } from '../../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import type { QueriesService } from '../queries.service.ts';
import { createLayoutsRepository } from './layouts.repository.ts';
import { createLoginRightsService } from './login-rights.service.ts';
import { createRelationshipsRepository } from './relationships.repository.ts';
import { createRelationshipsService } from './relationships.service.ts';
import { registerSchemaBrowserRoutes } from './schema-browser.routes.ts';
import { createSchemaBrowserService } from './schema-browser.service.ts';

/** Looking around in connections, wired. */
export function createSchemaBrowserFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  queries: QueriesService;
  events: EventBus;
  audit: Audit;
}) {
  const { db, connections, queries, events, audit } = deps;
  const relationships = createRelationshipsService({
    connections,
    relationships: createRelationshipsRepository(db),
    events,
    audit,
  });
  return {
    relationships,
    register: (app: FastifyInstance): void =>
      registerSchemaBrowserRoutes(app, {
        connections,
        browser: createSchemaBrowserService({ connections, queries }),
        relationships,
        layouts: createLayoutsRepository(db),
        rights: createLoginRightsService({ connections, events }),
      }),
  };
}
