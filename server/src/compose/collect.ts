import type { FastifyInstance } from 'fastify';
import { createScriptsFeature } from '../features/scripts/scripts.feature.ts';
import { createTablesFeature } from '../features/tables/tables.feature.ts';
import { registerCollectSettingsRoutes } from '../features/tasks/collect-settings.routes.ts';
import { createCollectSettings } from '../features/tasks/collect-settings.ts';
import { createTasksFeature } from '../features/tasks/tasks.feature.ts';
import { createJobs } from '../platform/jobs/jobs.ts';
import type { Ask } from './ask.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

/** Scripts, the tasks that run them, their executions and the tables that they fill. */
export async function composeCollect(
  platform: Platform,
  { users, notifications }: People,
  { connections, workbench, dataFiles, ask }: Ask,
) {
  const { db, kind, config, events, egress, audit, logger, secrets } = platform;
  const collectSettings = await createCollectSettings({ db, events, audit, logger });
  const jobs = createJobs({
    db,
    kind,
    events,
    logger,
    secrets,
    concurrency: () => collectSettings.current().maxConcurrentTasks,
  });
  const tasks = createTasksFeature({
    db,
    kind,
    secrets,
    jobs,
    events,
    egress,
    audit,
    logger,
    timezone: config.timezone,
    defaults: collectSettings.taskDefaults,
    ownerNames: users.service.usernames,
    notify: notifications.notify,
  });
  const tables = createTablesFeature({
    db,
    connections: connections.service,
    editor: connections.editor,
    firstAdminId: users.owners.firstAdminId,
    writeFile: workbench.writeFile,
    readRows: async (input) => workbench.service.collect(await workbench.service.run(input)),
    prepareExport: workbench.prepareExport,
    jobs,
    events,
    notify: notifications.notify,
    audit,
    logger,
    dataDir: config.dataDir,
  });
  ask.tellCollected(tables.collectedAmong);
  const scripts = createScriptsFeature({
    db,
    jobs,
    taskTypes: tasks.types,
    openTable: tables.openTable,
    tableOwner: tables.service.ownerOf,
    connections: connections.service,
    queries: workbench.service,
    readFile: dataFiles.readFile,
    principalOf: users.owners.principalOf,
    egress,
    audit,
    logger,
    dataDir: config.dataDir,
    python: config.python,
    defaultTimeoutSeconds: () => collectSettings.current().defaultTimeoutSeconds,
    pythonModules: () => collectSettings.current().pythonModules,
    onPythonModulesChanged: collectSettings.onChanged,
    runsExecutions: config.role !== 'web',
    events,
    userNames: users.service.usernames,
  });
  return {
    collectSettings,
    jobs,
    tasks,
    tables,
    scripts,
    register(http: FastifyInstance): void {
      scripts.register(http);
      tasks.register(http);
      tables.register(http);
      registerCollectSettingsRoutes(http, collectSettings);
    },
    start(): void {
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
    /** No new fire time starts anything. */
    stopScheduling: (): Promise<void> => tasks.stop(),
    /** Hands back what runs, then ends the processes of scripts and the writers of tables. */
    async stop(): Promise<void> {
      await jobs.stop();
      await scripts.stop();
      await tables.stop();
    },
    /** Closes the warehouse, which stands on a connection. */
    close: (): Promise<void> => tables.close(),
  };
}

export type Collect = Awaited<ReturnType<typeof composeCollect>>;
