import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { RelationshipsService } from '../workbench/schema/relationships.service.ts';
import { createDismissedRepository } from './dismissed.repository.ts';
import { createExamplesRepository } from './examples.repository.ts';
import { createExamplesService } from './examples.service.ts';
import { createGlossaryRepository } from './glossary.repository.ts';
import { createGlossaryService } from './glossary.service.ts';
import { createGoldenQuestionsRepository } from './golden-questions.repository.ts';
import { createGoldenQuestionsService } from './golden-questions.service.ts';
import { registerKnowledgeRoutes } from './knowledge.routes.ts';
import { createTransferService } from './transfer.service.ts';

/** What people explain of their data: the glossary, verified examples, and all of it as a file. */
export function createKnowledgeFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  relationships: RelationshipsService;
  events: EventBus;
  audit: Audit;
}) {
  const { db, connections, relationships, events, audit } = deps;
  const questions = createGoldenQuestionsRepository(db);
  const terms = createGlossaryRepository(db);
  const verified = createExamplesRepository(db);
  const glossary = createGlossaryService({ glossary: terms, connections, events, audit });
  const examples = createExamplesService({ examples: verified, connections, events, audit });
  const transfer = createTransferService({
    glossary: terms,
    examples: verified,
    questions,
    relationships,
    connections,
    events,
    audit,
  });
  const goldenQuestions = createGoldenQuestionsService({ questions, connections, examples, audit });
  const dismissed = createDismissedRepository(db);
  return {
    glossary,
    examples,
    goldenQuestions,
    register: (app: FastifyInstance): void =>
      registerKnowledgeRoutes(app, { glossary, examples, transfer, connections, relationships, dismissed }),
  };
}
