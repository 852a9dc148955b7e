import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { createSettingsRepository } from './settings.repository.ts';
import { type Choices, registerSettingsRoutes } from './settings.routes.ts';
import { createSettingsService } from './settings.service.ts';

/** Settings, wired. Features that settings name are built on the service, so they join at `register`. */
export function createSettingsFeature(db: MetadataDatabase, events: EventBus) {
  const service = createSettingsService(createSettingsRepository(db), events);
  return {
    service,
    register: (app: FastifyInstance, choices: Choices): void =>
      registerSettingsRoutes(app, { settings: service, choices }),
  };
}
