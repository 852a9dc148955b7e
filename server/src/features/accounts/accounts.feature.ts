import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { NotificationInput, NotificationTarget } from '../notifications/notifications.service.ts';
import type { InstanceWork } from '../sync/sync-work.ts';
import { createAccountChangesRepository } from './account-changes.repository.ts';
import { createAccountCountsRepository } from './account-counts.repository.ts';
import { createAccountNoticesRepository } from './account-notices.repository.ts';
import { type CompileExpression, createAccountNotices } from './account-notices.ts';
import { type ClassAllowance, createAccountRemedies } from './account-remedies.service.ts';
import { createAccountsRepository } from './accounts.repository.ts';
import { registerAccountRoutes } from './accounts.routes.ts';
import { createAccountsService } from './accounts.service.ts';
import { createAccountsSync } from './accounts-sync.ts';

const timeoutSeconds = 300;

/** Accounts inside instances, wired. */
export async function createAccountsFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  events: EventBus;
  audit: Audit;
  notify: (target: NotificationTarget, input: NotificationInput) => Promise<void>;
  compile: CompileExpression;
  /** What a class lets an account keep; null when there is no such class. */
  allowance: (classId: string) => Promise<ClassAllowance | null>;
}) {
  const { db, connections, events, audit, notify, compile, allowance } = deps;
  const accounts = createAccountsRepository(db);
  const notices = createAccountNotices({ rows: createAccountNoticesRepository(db), compile, notify });
  const sync = createAccountsSync({ accounts, events, notices });
  const service = createAccountsService({
    accounts,
    changes: createAccountChangesRepository(db),
    counts: createAccountCountsRepository(db),
    connections,
    sync,
  });
  const remedies = createAccountRemedies({ accounts: service, connections, allowance, audit });
  await notices.seed();

  /** What a session of kind `sync_accounts` does at each instance. */
  const work: InstanceWork = {
    kind: 'sync_accounts',
    timeoutSeconds,
    suits: ({ engine }) => engine.remedies !== undefined,
    async run(unit) {
      const { sync: outcome } = await sync.run(unit.instance, unit.open, {
        sessionId: unit.sessionId,
        signal: unit.signal,
      });
      for (const problem of outcome.problems) unit.log(`${unit.instance.name}: ${problem.en}`, 'warn');
      const { accounts: found, added, changed, removed, status, unreadable, problems } = outcome;
      return { found, created: added, updated: changed, removed, details: { status, unreadable, problems } };
    },
  };

  return {
    service,
    sync,
    work,
    register: (app: FastifyInstance): void =>
      registerAccountRoutes(app, { service, remedies, notices, audit }),
  };
}
