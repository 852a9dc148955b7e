import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionEditor } from '../connections/connection-editor.ts';
import { ProblemError } from '../connections/connection-problem.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { InstanceWork } from '../sync/sync-work.ts';
import { createChecksRepository } from './checks.repository.ts';
import { createInstanceImport, type FindCredential } from './import-instances.ts';
import { checkLimitSeconds, createInstanceChecker, type InstanceChecker } from './instance-checker.ts';
import { createInstancesRepository } from './instances.repository.ts';
import { registerInstanceRoutes } from './instances.routes.ts';
import { createInstancesService } from './instances.service.ts';
import { createTagsService } from './tags.service.ts';

const checkedAtOnce = 16;

/** Instances, their tags and checks, wired. */
export function createInstancesFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  editor: ConnectionEditor;
  events: EventBus;
  audit: Audit;
  findCredential: FindCredential;
  credentialNames: (ids: readonly string[]) => Promise<Map<string, string>>;
  ownerNames: (ids: readonly string[]) => Promise<Map<string, string>>;
}) {
  const { db, connections, editor, events, audit, findCredential, credentialNames, ownerNames } = deps;
  const instances = createInstancesRepository(db);
  const checks = createChecksRepository(db);
  const checker = createInstanceChecker({ instances, checks, events });
  const service = createInstancesService({ connections, editor, instances, checks, checker, audit });
  const tags = createTagsService({ instances, audit });
  const importCsv = createInstanceImport({ service, editor, findCredential });
  return {
    service,
    tags,
    /** The work of `check_instances`. */
    checkWork: checkWork(checker),
    register: (app: FastifyInstance): void =>
      registerInstanceRoutes(app, { service, tags, importCsv, ownerNames, credentialNames }),
  };
}

/** A session of checks is done with an instance that does not answer, too; its record says why it failed. */
function checkWork(checker: InstanceChecker): InstanceWork {
  return {
    kind: 'check_instances',
    timeoutSeconds: checkLimitSeconds,
    concurrency: checkedAtOnce,
    async run({ instance, open, signal }) {
      const { version, problem } = await checker.check(instance, open, signal);
      if (problem) throw new ProblemError(problem);
      return { found: 1, details: { version } };
    },
  };
}
