import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config.ts';
import type { Audit } from '../../platform/audit/audit.ts';
import type { RecordSecretUse } from '../../platform/audit/secret-use.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { SettingsService } from '../settings/settings.service.ts';
import { builtinModel } from './builtin-model.ts';
import { createModelsRepository } from './models.repository.ts';
import { registerModelRoutes } from './models.routes.ts';
import { createModelsService } from './models.service.ts';

/** Language models and the built-in engine, wired. */
export function createModelsFeature(deps: {
  db: MetadataDatabase;
  events: EventBus;
  settings: SettingsService;
  secrets: SecretBox;
  egress: Egress;
  audit: Audit;
  recordSecretUse: RecordSecretUse;
  config: Pick<Config, 'modelTimeout'>;
}) {
  const { db, config, ...others } = deps;
  const totalMs = config.modelTimeout * 1000;
  const timing = { firstTokenMs: totalMs / 4, totalMs };
  const service = createModelsService({ models: createModelsRepository(db), timing, ...others });
  return {
    service,
    /** What a user may choose as the default model. */
    async choices(principal: Principal) {
      const { rows, defaultId } = await service.list(principal);
      return { ids: [builtinModel.id, ...rows.map((row) => row.id)], fallback: defaultId };
    },
    register: (app: FastifyInstance): void => registerModelRoutes(app, service),
  };
}
