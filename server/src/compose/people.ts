import type { FastifyInstance } from 'fastify';
import { createNotificationsFeature } from '../features/notifications/notifications.feature.ts';
import { createSettingsFeature } from '../features/settings/settings.feature.ts';
import { createUsersFeature } from '../features/users/users.feature.ts';
import type { Platform } from './platform.ts';

/** Users, what each of them has chosen and what each is told. */
export function composePeople({ db, tokens, events, audit, logger }: Platform) {
  const users = createUsersFeature({ db, tokens, events, audit });
  const settings = createSettingsFeature(db, events);
  const notifications = createNotificationsFeature({ db, events, logger });
  return {
    users,
    settings: settings.service,
    notifications: notifications.service,
    register(http: FastifyInstance, choices: Parameters<typeof settings.register>[1]): void {
      users.register(http);
      settings.register(http, choices);
      notifications.register(http);
    },
    start: notifications.start,
    stop: notifications.stop,
  };
}

export type People = ReturnType<typeof composePeople>;
