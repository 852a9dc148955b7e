import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import { createAkshareFamily } from './families/akshare/akshare.family.ts';
import { createWenshuFamily } from './families/wenshu/wenshu.family.ts';
import { createAskFeature } from './features/ask/ask.feature.ts';
import { createConnectionsFeature } from './features/connections/connections.feature.ts';
import { createDataFilesFeature } from './features/data-files/data-files.feature.ts';
import { createModelsFeature } from './features/models/models.feature.ts';
import { createPromptsFeature } from './features/prompts/prompts.feature.ts';
import { createScriptsFeature } from './features/scripts/scripts.feature.ts';
import { createSettingsFeature } from './features/settings/settings.feature.ts';
import { registerSystemRoutes } from './features/system.routes.ts';
import { createTablesFeature } from './features/tables/tables.feature.ts';
import { registerCollectSettingsRoutes } from './features/tasks/collect-settings.routes.ts';
import { createCollectSettings } from './features/tasks/collect-settings.ts';
import { createTasksFeature } from './features/tasks/tasks.feature.ts';
import { createUsersFeature } from './features/users/users.feature.ts';
import { createWorkbenchFeature } from './features/workbench/workbench.feature.ts';
import { createAudit } from './platform/audit/audit.ts';
import { createTokens } from './platform/auth/tokens.ts';
import { openDatabase } from './platform/db/open-database.ts';
import { createEgress } from './platform/egress/egress.ts';
import { createLocalEventBus } from './platform/events/event-bus.ts';
import { createPostgresEventBus } from './platform/events/postgres-event-bus.ts';
import { serveApiDocs } from './platform/http/api-docs.ts';
import { createFamilyPorts, type FamilyPort } from './platform/http/family-ports.ts';
import { registerFamily } from './platform/http/family-routes.ts';
import { createHttpServer } from './platform/http/http-server.ts';
import { serveWeb } from './platform/http/web-files.ts';
import { createJobs } from './platform/jobs/jobs.ts';
import { createLogStore } from './platform/log/log-store.ts';
import { createLogger } from './platform/log/logger.ts';
import { confirmMasterKey } from './platform/secrets/confirm-key.ts';
import { createSecretBox } from './platform/secrets/secret-box.ts';

export interface App {
  http: FastifyInstance;
  /** The password of the first administrator when this start made one up; shown once by `main.ts`. */
  newAdminPassword: string | null;
  /** Opens the ports that the configuration gives to families; call once the main port listens. */
  listenForFamilies(): Promise<FamilyPort[]>;
  start(): void;
  /** Ends running work, then closes what was opened. */
  stop(): Promise<void>;
}

/** The composition root: builds platform and features for a configuration; nothing listens or ticks yet. */
export async function buildApp(config: Config): Promise<App> {
  const { db, kind } = await openDatabase(config);
  const masterKey = await confirmMasterKey(db, config);
  const logStore = createLogStore(db);
  const logger = createLogger(config, logStore);
  const events =
    config.databaseUrl === null
      ? createLocalEventBus()
      : await createPostgresEventBus(config.databaseUrl, logger);
  const audit = createAudit(db);
  const egress = createEgress(config.egress);

  const users = createUsersFeature({ db, tokens: createTokens(masterKey), events, audit });
  const newAdminPassword = await users.createFirstAdmin(config.adminPassword);

  const secrets = createSecretBox(masterKey);
  const settings = createSettingsFeature(db);
  const models = createModelsFeature({ db, settings: settings.service, secrets, egress, audit });
  const prompts = createPromptsFeature({ db, events, audit });

  const connections = createConnectionsFeature({
    db,
    secrets,
    egress,
    events,
    audit,
    logger,
    owners: users.owners,
    settings: settings.service,
    config,
  });
  const workbench = createWorkbenchFeature({
    db,
    connections: connections.service,
    events,
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
  const ask = createAskFeature({
    db,
    events,
    logger,
    connections: connections.service,
    queries: workbench.service,
    relationships: workbench.relationships,
    models: models.service,
    prompts: prompts.service,
    settings: settings.service,
    config,
  });

  const collectSettings = await createCollectSettings({ db, events, audit, logger });
  const jobs = createJobs({
    db,
    kind,
    events,
    logger,
    concurrency: () => collectSettings.current().maxConcurrentTasks,
  });
  const tasks = createTasksFeature({
    db,
    jobs,
    events,
    egress,
    audit,
    logger,
    timezone: config.timezone,
    defaults: collectSettings.taskDefaults,
    ownerNames: users.service.usernames,
  });
  const tables = createTablesFeature({
    db,
    connections: connections.service,
    editor: connections.editor,
    firstAdminId: users.owners.firstAdminId,
    writeFile: workbench.writeFile,
    jobs,
    events,
    audit,
    logger,
    dataDir: config.dataDir,
  });
  const scripts = createScriptsFeature({
    db,
    jobs,
    taskTypes: tasks.types,
    openTable: tables.openTable,
    egress,
    audit,
    logger,
    dataDir: config.dataDir,
    python: config.python,
    defaultTimeoutSeconds: () => collectSettings.current().defaultTimeoutSeconds,
    userNames: users.service.usernames,
  });

  const families = [
    createWenshuFamily({
      users: users.service,
      signIn: users.signIn,
      settings: settings.service,
      connections,
      queries: workbench.service,
      checks: workbench.checks,
      conversations: ask.conversations,
      answers: ask.answers,
    }),
    createAkshareFamily({
      users: users.service,
      signIn: users.signIn,
      connections,
      scripts: scripts.service,
      tasks: tasks.service,
      executions: tasks.executions,
      schedulerState: tasks.schedulerState,
      collectSettings,
      tables: tables.service,
      warehouse: {
        connection: tables.service.connection,
        switchTo: tables.settings.switchTo,
      },
    }),
  ];
  const familyPorts = createFamilyPorts(families);
  const http = await createHttpServer({
    config,
    logger,
    authenticate: users.authenticate,
    families,
    familyPorts,
  });
  users.register(http);
  models.register(http);
  prompts.register(http);
  settings.register(http, {
    models: models.choices,
    connections: connections.choices,
  });
  connections.register(http);
  workbench.register(http);
  dataFiles.register(http);
  ask.register(http);
  scripts.register(http);
  tasks.register(http);
  tables.register(http);
  registerCollectSettingsRoutes(http, collectSettings);
  registerSystemRoutes(http, { db, version: packageJson.version });
  for (const family of families) await registerFamily(http, family, config);
  await serveApiDocs(http, packageJson.version, families);
  await serveWeb(http, join(import.meta.dirname, '../../web/dist'));

  return {
    http,
    newAdminPassword,
    listenForFamilies() {
      const wanted = Object.entries(config.familyPorts).map(([family, port]) => ({ family, port }));
      return familyPorts.open(http.server, config.host, wanted);
    },
    start() {
      logStore.start();
      connections.start();
      tables.start();
      scripts.start();
      if (config.role === 'web') return;
      tasks.start();
      jobs
        .start({ alone: kind === 'sqlite' })
        .catch((error: unknown) =>
          logger.error({ module: 'jobs', err: error }, 'the jobs could not be started'),
        );
    },
    async stop() {
      await tasks.stop();
      await Promise.all([familyPorts.close(), http.close(), ask.stop(), workbench.stop(), jobs.stop()]);
      await scripts.stop();
      await tables.stop();
      await connections.stop();
      await tables.close();
      await egress.close();
      await events.close();
      await logStore.stop();
      await db.destroy();
    },
  };
}
