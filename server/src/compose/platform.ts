import type { Config } from '../config.ts';
import { createAudit } from '../platform/audit/audit.ts';
import { loadAuditKey } from '../platform/audit/audit-key.ts';
import { createSecretUse } from '../platform/audit/secret-use.ts';
import { createTokens } from '../platform/auth/tokens.ts';
import { openDatabase } from '../platform/db/open-database.ts';
import { createEgress } from '../platform/egress/egress.ts';
import { createLocalEventBus } from '../platform/events/event-bus.ts';
import { createPostgresEventBus } from '../platform/events/postgres-event-bus.ts';
import { createLogStore } from '../platform/log/log-store.ts';
import { createLogger } from '../platform/log/logger.ts';
import { confirmMasterKey } from '../platform/secrets/confirm-key.ts';
import { createSecretBox } from '../platform/secrets/secret-box.ts';

/** What every feature stands on, opened for a configuration; `close` is for after the features have stopped. */
export async function createPlatform(config: Config) {
  const { db, kind } = await openDatabase(config);
  const masterKey = await confirmMasterKey(db, config);
  const logStore = createLogStore(db);
  const logger = createLogger(config, logStore);
  const events =
    config.databaseUrl === null
      ? createLocalEventBus()
      : await createPostgresEventBus(config.databaseUrl, logger);
  const egress = createEgress(config.egress);
  const secrets = createSecretBox(masterKey);
  const auditKey = await loadAuditKey(db, secrets);
  const audit = createAudit(db, auditKey);
  return {
    config,
    db,
    kind,
    logger,
    logStore,
    events,
    egress,
    audit,
    recordSecretUse: createSecretUse(audit, logger),
    auditKey,
    tokens: createTokens(masterKey),
    secrets,
    start(): void {
      logStore.start();
    },
    async close(): Promise<void> {
      await egress.close();
      await events.close();
      await logStore.stop();
      await db.destroy();
    },
  };
}

export type Platform = Awaited<ReturnType<typeof createPlatform>>;
