import type { FastifyInstance } from 'fastify';
import { createAskFeature } from '../features/ask/ask.feature.ts';
import { createConnectionsFeature } from '../features/connections/connections.feature.ts';
import { createCredentialsFeature } from '../features/credentials/credentials.feature.ts';
import { createDataFilesFeature } from '../features/data-files/data-files.feature.ts';
import { createKnowledgeFeature } from '../features/knowledge/knowledge.feature.ts';
import { createModelsFeature } from '../features/models/models.feature.ts';
import { createPromptsFeature } from '../features/prompts/prompts.feature.ts';
import { createWorkbenchFeature } from '../features/workbench/workbench.feature.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

/** Connections, models, the workbench and the questions that are asked over them. */
export function composeAsk(platform: Platform, people: People) {
  const { db, config, secrets, egress, events, audit, recordSecretUse, logger } = platform;
  const { users, settings, notifications } = people;
  const models = createModelsFeature({
    db,
    events,
    settings,
    secrets,
    egress,
    audit,
    recordSecretUse,
    config,
  });
  const prompts = createPromptsFeature({ db, events, audit });
  const credentials = createCredentialsFeature({
    db,
    secrets,
    events,
    audit,
    logger,
    uses: {
      of: (id) => connections.service.usingCredential(id),
      count: (ids) => connections.service.countByCredential(ids),
      seenBy: (principal) => connections.service.list(principal),
      renameLogin: (id, username) => connections.service.renameLogin(id, username),
    },
    notify: notifications.notify,
    ownerNames: users.service.usernames,
  });
  const connections = createConnectionsFeature({
    db,
    secrets,
    egress,
    events,
    audit,
    recordSecretUse,
    logger,
    owners: users.owners,
    credentials: credentials.service.forConnections,
    settings,
    config,
  });
  const workbench = createWorkbenchFeature({
    db,
    connections: connections.service,
    events,
    notify: notifications.notify,
    audit,
    logger,
    config,
  });
  const dataFiles = createDataFilesFeature({
    connections: connections.service,
    editor: connections.editor,
    audit,
    events,
    logger,
    dataDir: config.dataDir,
  });
  const knowledge = createKnowledgeFeature({
    db,
    connections: connections.service,
    relationships: workbench.relationships,
    events,
    audit,
  });
  const ask = createAskFeature({
    db,
    events,
    logger,
    connections: connections.service,
    queries: workbench.service,
    relationships: workbench.relationships,
    glossary: knowledge.glossary,
    examples: knowledge.examples,
    models: models.service,
    prompts: prompts.service,
    settings,
    config,
  });
  return {
    credentials,
    connections,
    workbench,
    dataFiles,
    ask,
    models: models.service,
    knowledge,
    choices: { models: models.choices, connections: connections.choices },
    register(http: FastifyInstance): void {
      models.register(http);
      prompts.register(http);
      credentials.register(http);
      connections.register(http);
      workbench.register(http);
      dataFiles.register(http);
      ask.register(http);
      knowledge.register(http);
    },
    start(): void {
      credentials.start();
      connections.start();
    },
    /** Ends what runs for people; connections close later, when nothing uses them any more. */
    async stop(): Promise<void> {
      await Promise.all([ask.stop(), workbench.stop(), credentials.stop()]);
    },
    close: (): Promise<void> => connections.stop(),
  };
}

export type Ask = ReturnType<typeof composeAsk>;
