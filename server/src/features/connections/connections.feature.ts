import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { RecordSecretUse } from '../../platform/audit/secret-use.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { createCatalogsRepository } from './catalogs.repository.ts';
import type { ConnectionCredentials } from './connection-credentials.ts';
import { createConnectionEditor, type DefaultConnections } from './connection-editor.ts';
import { createConnectionOpener } from './connection-opener.ts';
import { createConnectionTester } from './connection-tester.ts';
import { createConnectionsRepository } from './connections.repository.ts';
import { registerConnectionRoutes } from './connections.routes.ts';
import { createConnectionsService } from './connections.service.ts';
import { createSampleShopService } from './sample-shop/sample-shop.service.ts';
import type { StoredConnection } from './stored-connection.ts';

/** Who users are, as far as connections ask. */
export interface ConnectionOwners {
  /** False also for a user who is gone. */
  isAdmin(userId: string): Promise<boolean>;
  /** The administrator who has been there longest. */
  firstAdminId(): Promise<string | null>;
}

/** Connections and the sample shop, wired. */
export function createConnectionsFeature(deps: {
  db: MetadataDatabase;
  secrets: SecretBox;
  egress: Egress;
  events: EventBus;
  audit: Audit;
  recordSecretUse: RecordSecretUse;
  logger: Logger;
  owners: ConnectionOwners;
  credentials: ConnectionCredentials;
  settings: DefaultConnections;
  config: { dataDir: string; timezone: string; sampleData: boolean };
}) {
  const { db, secrets, egress, events, audit, logger, owners, credentials, settings, config } = deps;
  const connections = createConnectionsRepository(db);
  const opener = createConnectionOpener({
    egress,
    secrets,
    credentials,
    recordSecretUse: deps.recordSecretUse,
    dataDir: config.dataDir,
  });
  const service = createConnectionsService({
    connections,
    catalogs: createCatalogsRepository(db),
    secrets,
    opener,
    events,
    isAdminUser: owners.isAdmin,
    logger,
  });
  const editor = createConnectionEditor({
    service,
    connections,
    secrets,
    credentials,
    settings,
    audit,
    dataDir: config.dataDir,
    onRemoved: (connection: StoredConnection) => sampleShop.forget(connection),
  });
  const sampleShop = createSampleShopService({
    service,
    editor,
    firstAdminId: owners.firstAdminId,
    dataDir: config.dataDir,
    timezone: config.timezone,
    logger,
  });
  const tester = createConnectionTester({ service, editor, opener });
  let preparing: Promise<void> = Promise.resolve();

  return {
    service,
    editor,
    tester,
    /** What a user may choose as the default connection. */
    async choices(principal: Principal) {
      const visible = await service.list(principal);
      const fallback = await service.defaultOf(principal, null);
      return { ids: visible.map(({ id }) => id), fallback: fallback?.id ?? null };
    },
    register: (app: FastifyInstance): void =>
      registerConnectionRoutes(app, { service, editor, tester, settings }),
    /** Prepares the sample shop in the background. */
    start(): void {
      if (config.sampleData) preparing = sampleShop.prepare();
    },
    async stop(): Promise<void> {
      await preparing;
      await service.close();
    },
  };
}
