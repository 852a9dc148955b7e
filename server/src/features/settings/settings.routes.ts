import { type Settings, settingsEndpoints } from '@sextant/contract/settings';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { SettingsService } from './settings.service.ts';

/** What the settings may name, as far as one user sees it. */
export interface Choices {
  /** The ids a user may choose, and the one that holds when none is chosen or the chosen one has gone. */
  models(principal: Principal): Promise<{ ids: string[]; fallback: string | null }>;
  connections(principal: Principal): Promise<{ ids: string[]; fallback: string | null }>;
}

/** API v1: `/config`. */
export function registerSettingsRoutes(
  app: FastifyInstance,
  deps: { settings: SettingsService; choices: Choices },
): void {
  const { settings, choices } = deps;

  async function withFallbacks(principal: Principal, stored: Settings): Promise<Settings> {
    const models = await choices.models(principal);
    const connections = await choices.connections(principal);
    return {
      ...stored,
      default_model_id: pick(stored.default_model_id, models),
      default_connection_id: pick(stored.default_connection_id, connections),
    };
  }

  registerV1(app, settingsEndpoints, {
    get: async ({ principal, language }) =>
      withFallbacks(principal, await settings.get(principal.userId, language)),
    async update({ principal, body }) {
      const { default_model_id: modelId, default_connection_id: connectionId } = body;
      if (modelId && !(await choices.models(principal)).ids.includes(modelId)) {
        throw unknownId('default_model_id', modelId);
      }
      if (connectionId && !(await choices.connections(principal)).ids.includes(connectionId)) {
        throw unknownId('default_connection_id', connectionId);
      }
      return withFallbacks(principal, await settings.update(principal.userId, body));
    },
  });
}

function pick(chosen: string | null, { ids, fallback }: { ids: string[]; fallback: string | null }) {
  return chosen !== null && ids.includes(chosen) ? chosen : fallback;
}

function unknownId(field: string, id: string) {
  return invalid(field, { zh: `「${id}」不存在`, en: `"${id}" does not exist` });
}
