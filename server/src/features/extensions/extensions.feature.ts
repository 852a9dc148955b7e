import { join } from 'node:path';
import type { Role } from '@sextant/contract/permissions';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { ScriptRuntime } from '../scripts/runtime/script-runtime.ts';
import type { TaskTypes } from '../tasks/task-types.ts';
import { createExtensionDatabases } from './extension-databases.ts';
import { createExtensionForms } from './extension-forms.ts';
import { createExtensionRunner, type SaveFile } from './extension-runner.ts';
import { createExtensionRuns } from './extension-runs.service.ts';
import { createExtensionsRepository } from './extensions.repository.ts';
import { registerExtensionRoutes } from './extensions.routes.ts';
import { createExtensionsService } from './extensions.service.ts';
import { createResultStore } from './result-store.ts';

/** Extensions: small tools of a form, a script and a result, wired. */
export function createExtensionsFeature(deps: {
  db: MetadataDatabase;
  runtime: ScriptRuntime;
  jobs: Jobs;
  taskTypes: TaskTypes;
  secrets: SecretBox;
  events: EventBus;
  audit: Audit;
  notify: NotificationsService['notify'];
  dataDir: string;
  saveFile: SaveFile;
  roleOf: (userId: string) => Promise<Role | null>;
  userNames: (ids: readonly string[]) => Promise<Map<string, string>>;
}) {
  const {
    db,
    runtime,
    jobs,
    taskTypes,
    secrets,
    events,
    audit,
    notify,
    dataDir,
    saveFile,
    roleOf,
    userNames,
  } = deps;
  const folderOf = (extensionId: string) => join(dataDir, 'extensions', extensionId);
  const repository = createExtensionsRepository(db);
  const databases = createExtensionDatabases(folderOf);
  const results = createResultStore({ extensions: repository, secrets, folderOf });
  const service = createExtensionsService({
    extensions: repository,
    runtime,
    databases,
    secrets,
    audit,
    events,
    notify,
    folderOf,
  });
  const { find, configOf } = service;
  const runner = createExtensionRunner({
    runtime,
    jobs,
    databases,
    results,
    saveFile,
    find,
    configOf,
    roleOf,
  });
  const runs = createExtensionRuns({ extensions: service, repository, runner, results, jobs });
  const forms = createExtensionForms({ runtime, extensions: service });
  jobs.handle('extension', runner.handler);
  taskTypes.add({
    id: 'extension',
    async check({ scriptId }) {
      await find(scriptId ?? '');
    },
  });

  return {
    service,
    runs,
    forms,
    databases,
    register: (app: FastifyInstance): void =>
      registerExtensionRoutes(app, { extensions: service, forms, runs, userNames }),
    close: (): Promise<void> => databases.close(),
  };
}

export type ExtensionsFeature = ReturnType<typeof createExtensionsFeature>;
