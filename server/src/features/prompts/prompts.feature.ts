import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { createPromptsRepository } from './prompts.repository.ts';
import { registerPromptRoutes } from './prompts.routes.ts';
import { createPromptsService } from './prompts.service.ts';

/** Prompts, wired. */
export function createPromptsFeature(deps: { db: MetadataDatabase; events: EventBus; audit: Audit }) {
  const { db, events, audit } = deps;
  const service = createPromptsService({ prompts: createPromptsRepository(db), events, audit });
  return {
    service,
    register: (app: FastifyInstance): void => registerPromptRoutes(app, service),
  };
}
