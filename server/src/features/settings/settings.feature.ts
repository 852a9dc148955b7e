import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { createSettingsRepository } from './settings.repository.ts';
import { type Choices, registerSettingsRoutes } from './settings.routes.ts';
import { createSettingsService } from './settings.service.ts';

/** Settings, wired. Features that settings name are built on the service, so they join at `register`. */
export function createSettingsFeature(db: MetadataDatabase) {
  const service = createSettingsService(createSettingsRepository(db));
  return {
    service,
    register: (app: FastifyInstance, choices: Choices): void =>
      registerSettingsRoutes(app, { settings: service, choices }),
  };
}
