import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { createCredentialsRepository } from './credentials.repository.ts';
import { registerCredentialRoutes } from './credentials.routes.ts';
import { type CredentialUses, createCredentialsService } from './credentials.service.ts';
import { type Notify, remindOfRotation } from './rotation-reminder.ts';

const remindEveryMs = 6 * 60 * 60_000;

/** Credentials, wired. They come before the connections, which log in with them. */
export function createCredentialsFeature(deps: {
  db: MetadataDatabase;
  secrets: SecretBox;
  events: EventBus;
  audit: Audit;
  logger: Logger;
  uses: CredentialUses;
  notify: Notify;
  ownerNames: (ids: readonly string[]) => Promise<Map<string, string>>;
}) {
  const { db, secrets, events, audit, logger, uses, notify, ownerNames } = deps;
  const credentials = createCredentialsRepository(db);
  const service = createCredentialsService({ credentials, secrets, uses, events, audit });
  let timer: NodeJS.Timeout | null = null;
  let reminding: Promise<unknown> = Promise.resolve();
  const remind = () => {
    reminding = remindOfRotation({ credentials, notify }).catch((error: unknown) =>
      logger.error({ module: 'credentials', err: error }, 'nobody could be reminded of old credentials'),
    );
  };
  return {
    service,
    register: (app: FastifyInstance): void => registerCredentialRoutes(app, { service, ownerNames }),
    start(): void {
      timer = setInterval(remind, remindEveryMs);
      timer.unref();
      remind();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await reminding;
    },
  };
}
