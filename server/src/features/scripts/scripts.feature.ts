import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { ReadFileRows } from '../data-files/file-rows.ts';
import type { OpenTableWriter } from '../tables/table-writer.ts';
import type { TaskTypes } from '../tasks/task-types.ts';
import type { QueriesService } from '../workbench/queries.service.ts';
import { createCollectHandler } from './collect.ts';
import { createInbox } from './inbox.ts';
import { createModuleInterfaces } from './python/module-interfaces.ts';
import { createPythonModulesRepository } from './python/python-modules.repository.ts';
import { createScriptRuntime } from './runtime/script-runtime.ts';
import { createScriptReaders } from './script-reader.ts';
import { createScriptScanner } from './script-scanner.ts';
import { createScriptsRepository } from './scripts.repository.ts';
import { registerScriptRoutes } from './scripts.routes.ts';
import { createScriptsService } from './scripts.service.ts';

/** The scripts that ship with the product. */
const shippedRoot = join(import.meta.dirname, '../../../../collectors');

/** Scripts: their runtime, their registry, and the collecting that tasks do with them, wired. */
export function createScriptsFeature(deps: {
  db: MetadataDatabase;
  jobs: Jobs;
  taskTypes: TaskTypes;
  openTable: OpenTableWriter;
  tableOwner: (name: string) => Promise<string | null>;
  connections: Pick<ConnectionsService, 'list'>;
  queries: Pick<QueriesService, 'run'>;
  readFile: ReadFileRows;
  principalOf: (userId: string) => Promise<Principal | null>;
  egress: Egress;
  audit: Audit;
  logger: Logger;
  dataDir: string;
  python: string;
  defaultTimeoutSeconds: () => number;
  pythonModules: () => readonly string[];
  onPythonModulesChanged: (listener: () => void) => void;
  /** Whether this process runs executions; those that do know which Python modules there are. */
  runsExecutions: boolean;
  events: EventBus;
  userNames: (ids: readonly string[]) => Promise<Map<string, string>>;
}) {
  const { db, jobs, taskTypes, openTable, egress, audit, logger, dataDir, python, userNames } = deps;
  const roots = { shipped: shippedRoot, folder: join(dataDir, 'scripts') };
  const runtime = createScriptRuntime({
    fetch: egress.fetchWith(),
    python,
    folders: {
      work: join(dataDir, 'work'),
      collectorLibraries: join(shippedRoot, 'lib'),
      userLibraries: join(roots.folder, 'lib'),
    },
  });
  const repository = createScriptsRepository(db);
  const scanner = createScriptScanner({ scripts: repository, runtime, roots, logger });
  const interfaces = createModuleInterfaces({
    scripts: repository,
    modules: createPythonModulesRepository(db),
    runtime,
    names: deps.pythonModules,
    onNamesChanged: deps.onPythonModulesChanged,
    events: deps.events,
    logger,
  });
  const readers = createScriptReaders({
    connections: deps.connections,
    queries: deps.queries,
    inbox: createInbox({ folder: join(dataDir, 'inbox') }),
    readFile: deps.readFile,
    principalOf: deps.principalOf,
  });
  const service = createScriptsService({
    scripts: repository,
    scanner,
    interfaces,
    runtime,
    readers,
    tableOwner: deps.tableOwner,
    jobs,
    audit,
    defaultTimeoutSeconds: deps.defaultTimeoutSeconds,
  });
  jobs.handle('collect', createCollectHandler({ scripts: service, runtime, readers, openTable }));
  taskTypes.add({
    id: 'collect',
    async check({ scriptId, params }) {
      await service.check(scriptId ?? '', params, { allowPlaceholders: true });
    },
  });
  const stopping = new AbortController();
  let preparing: Promise<void> = Promise.resolve();

  return {
    service,
    runtime,
    register: (app: FastifyInstance): void => registerScriptRoutes(app, { scripts: service, userNames }),
    /** Takes over the shipped scripts in the background; nothing waits for it. */
    start(): void {
      preparing = scanner
        .prepare(stopping.signal)
        .catch((error: unknown) =>
          logger.error({ module: 'scripts', err: error }, 'the shipped scripts could not be read'),
        );
      if (deps.runsExecutions) interfaces.start();
    },
    async stop(): Promise<void> {
      stopping.abort();
      await preparing;
      await interfaces.stop();
      await runtime.close();
    },
  };
}
