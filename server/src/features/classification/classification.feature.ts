import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { AccountsService } from '../accounts/accounts.service.ts';
import type { WholeWork } from '../sync/sync-work.ts';
import { createBatches } from './batches.ts';
import { createClassificationRepository } from './classification.repository.ts';
import { registerClassificationRoutes } from './classification.routes.ts';
import { createClassificationService } from './classification.service.ts';

/** Classes, rules and batches, wired. */
export async function createClassificationFeature(deps: {
  db: MetadataDatabase;
  accounts: AccountsService;
  audit: Audit;
}) {
  const { db, accounts, audit } = deps;
  const repository = createClassificationRepository(db);
  const batches = createBatches({ repository, accounts });
  const service = createClassificationService({ repository, accounts, batches, audit });
  await service.seed();

  /** What a session of kind `classify_accounts` does. */
  const work: WholeWork = {
    kind: 'classify_accounts',
    async run(running) {
      const kind = running.execution.triggered_by === 'manual' ? 'manual' : 'scheduled';
      const batch = await batches.run(kind, null, running.signal);
      return {
        found: batch.total_accounts,
        created: batch.added,
        removed: batch.removed,
        details: { batch_id: batch.id, matched: batch.matched_accounts },
      };
    },
  };
  return {
    service,
    batches,
    work,
    register: (app: FastifyInstance): void => registerClassificationRoutes(app, service),
  };
}
