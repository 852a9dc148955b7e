import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { createNotificationsRepository } from './notifications.repository.ts';
import { registerNotificationRoutes } from './notifications.routes.ts';
import { createNotificationsService } from './notifications.service.ts';

const keptDays = 90;
const cleanEveryMs = 6 * 60 * 60_000;

/** Notifications, wired. */
export function createNotificationsFeature(deps: { db: MetadataDatabase; events: EventBus; logger: Logger }) {
  const { db, events, logger } = deps;
  const notifications = createNotificationsRepository(db);
  const service = createNotificationsService({ notifications, events, logger });
  let cleaning: NodeJS.Timeout | null = null;

  async function removeOld(): Promise<void> {
    await notifications.removeBefore(new Date(Date.now() - keptDays * 86_400_000).toISOString());
  }

  return {
    service,
    register: (app: FastifyInstance): void => registerNotificationRoutes(app, service),
    start(): void {
      cleaning = setInterval(() => {
        removeOld().catch((error: unknown) =>
          logger.error({ module: 'notifications', err: error }, 'old notifications could not be removed'),
        );
      }, cleanEveryMs);
      cleaning.unref();
    },
    stop(): void {
      if (cleaning) clearInterval(cleaning);
    },
  };
}
