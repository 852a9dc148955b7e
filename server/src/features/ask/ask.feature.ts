import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { ExamplesService } from '../knowledge/examples.service.ts';
import type { GlossaryService } from '../knowledge/glossary.service.ts';
import type { ModelsService } from '../models/models.service.ts';
import type { PromptsService } from '../prompts/prompts.service.ts';
import type { SettingsService } from '../settings/settings.service.ts';
import type { CollectedAmong } from '../tables/collected-among.ts';
import type { QueriesService } from '../workbench/queries.service.ts';
import type { RelationshipsService } from '../workbench/schema/relationships.service.ts';
import { createAnswerService } from './answer.service.ts';
import { createAskOnce } from './ask-once.ts';
import { registerChatRoutes } from './chat.routes.ts';
import { createConversationsRepository } from './conversations.repository.ts';
import { registerConversationRoutes } from './conversations.routes.ts';
import { createConversationsService } from './conversations.service.ts';
import { createKnowledge } from './knowledge.ts';
import { createBuiltinLane } from './lane-builtin.ts';
import { createModelLane } from './lane-model.ts';
import { createRunningAnswers } from './running-answers.ts';
import { createSuggestionsService } from './suggestions.service.ts';
import { createTableValuesRepository } from './table-values.repository.ts';
import { registerTermCheckRoutes } from './term-check.routes.ts';
import { registerValueIndexRoutes } from './value-index.routes.ts';

/** Asking: conversations, both lanes and suggestions, wired. */
export function createAskFeature(deps: {
  db: MetadataDatabase;
  events: EventBus;
  logger: Logger;
  connections: ConnectionsService;
  queries: QueriesService;
  relationships: Pick<RelationshipsService, 'complete'>;
  glossary: Pick<GlossaryService, 'inUse'>;
  examples: Pick<ExamplesService, 'nearest'>;
  models: ModelsService;
  prompts: PromptsService;
  settings: SettingsService;
  config: Pick<Config, 'timezone' | 'databaseUrl'>;
}) {
  const { db, events, logger, connections, queries, models, prompts, settings, config } = deps;
  const { relationships, glossary, examples } = deps;
  const { timezone } = config;
  const running = createRunningAnswers(events);
  const conversations = createConversationsService({
    conversations: createConversationsRepository(db),
    running,
    events,
    singleProcess: config.databaseUrl === null,
  });
  const tableValues = createTableValuesRepository(db);
  const knowledge = createKnowledge({ connections, relationships, glossary, tableValues, events, logger });
  const builtinLane = createBuiltinLane({ queries });
  const modelLane = createModelLane({ queries, prompts, examples });
  /** Collecting is built upon asking, so it tells of its tables when it is there. */
  let collectedAmong: CollectedAmong = async () => [];
  const answers = createAnswerService({
    conversations,
    connections,
    models,
    settings,
    knowledge,
    collectedAmong: (connection, tables) => collectedAmong(connection, tables),
    running,
    builtinLane,
    modelLane,
    timezone,
    logger,
  });
  const suggestions = createSuggestionsService({ connections, settings, knowledge, timezone });
  return {
    answers,
    conversations,
    suggestions,
    askOnce: createAskOnce({ models, knowledge, builtinLane, modelLane, timezone }),
    tellCollected(among: CollectedAmong): void {
      collectedAmong = among;
    },
    register(app: FastifyInstance): void {
      registerConversationRoutes(app, conversations);
      registerValueIndexRoutes(app, { connections, knowledge });
      registerTermCheckRoutes(app, { connections, knowledge, timezone });
      registerChatRoutes(app, { answers, conversations, suggestions, events });
    },
    /** Lets running answers end or stops them, and stops reading values. */
    async stop(): Promise<void> {
      await running.drain();
      knowledge.stop();
    },
  };
}
