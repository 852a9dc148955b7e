import { promptEndpoints } from '@sextant/contract/prompts';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { builtinPrompts, promptPlaceholders } from './builtin-prompts.ts';
import type { PromptsService } from './prompts.service.ts';

/** API v1: `/prompts`. */
export function registerPromptRoutes(app: FastifyInstance, prompts: PromptsService): void {
  async function list() {
    return {
      prompts: (await prompts.list()).map((prompt) => ({
        name: prompt.name,
        content: prompt.content,
        version: prompt.version,
        is_default: prompt.isDefault,
        updated_at: prompt.updatedAt,
        placeholders: promptPlaceholders[prompt.name].allowed,
      })),
    };
  }

  registerV1(app, promptEndpoints, {
    list,
    async update({ principal, body }) {
      await prompts.update(principal, body.prompts);
      return list();
    },
    async reset({ principal, body }) {
      await prompts.reset(principal, body.name);
      return list();
    },
    async versions({ params }) {
      const rows = await prompts.versions(params.name);
      return {
        versions: rows.map((row) => ({
          version: row.version,
          content: row.content ?? builtinPrompts[params.name],
          created_at: row.created_at,
          created_by: row.created_by,
        })),
      };
    },
  });
}
