import { type Model, modelEndpoints, type Provider } from '@sextant/contract/models';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { builtinModel } from './builtin-model.ts';
import type { ModelRow } from './models.repository.ts';
import type { ModelsService, ModelTest } from './models.service.ts';

/** API v1: `/models`. */
export function registerModelRoutes(app: FastifyInstance, models: ModelsService): void {
  const present = (row: ModelRow, defaultId: string): Model => ({
    id: row.id,
    name: row.name,
    provider: row.provider as Provider,
    model_id: row.model_id,
    base_url: row.base_url,
    api_key_configured: row.secret !== null,
    is_default: row.id === defaultId,
    is_available: models.isAvailable(row),
    votes_on_hard: row.votes_on_hard === 1,
  });

  registerV1(app, modelEndpoints, {
    async list({ principal, language }) {
      const { rows, defaultId } = await models.list(principal);
      return { models: [presentBuiltin(language, defaultId), ...rows.map((row) => present(row, defaultId))] };
    },
    async create({ principal, body }) {
      const row = await models.create(principal, {
        name: body.name,
        provider: body.provider,
        modelId: body.model_id,
        baseUrl: body.base_url ?? null,
        apiKey: body.api_key ?? null,
        isDefault: body.is_default,
        votesOnHard: body.votes_on_hard,
      });
      return present(row, await models.defaultId(principal));
    },
    async update({ principal, params, body }) {
      const row = await models.update(principal, params.id, {
        name: body.name,
        provider: body.provider,
        modelId: body.model_id,
        baseUrl: body.base_url,
        apiKey: body.api_key,
        isDefault: body.is_default,
        votesOnHard: body.votes_on_hard,
      });
      return present(row, await models.defaultId(principal));
    },
    async remove({ principal, params }) {
      await models.remove(principal, params.id);
      return {};
    },
    test: async ({ principal, params, language, signal }) =>
      presentTest(await models.test(principal, params.id, signal), language),
  });
}

function presentBuiltin(language: Language, defaultId: string): Model {
  return {
    id: builtinModel.id,
    name: builtinModel.name[language],
    provider: 'builtin',
    model_id: builtinModel.modelId,
    base_url: null,
    api_key_configured: false,
    is_default: defaultId === builtinModel.id,
    is_available: true,
    votes_on_hard: false,
  };
}

function presentTest({ success, milliseconds, error }: ModelTest, language: Language) {
  const works = { zh: '模型可用', en: 'The model works' };
  const separator = { zh: '。', en: '. ' };
  return {
    success,
    message: error ? error.text[language] + separator[language] + error.hint[language] : works[language],
    response_time_ms: milliseconds,
    error_code: error?.code ?? null,
  };
}
