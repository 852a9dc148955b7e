import { capacityEndpoints } from '@sextant/contract/capacity';
import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { ExecutionError } from '../../platform/jobs/execution.ts';
import type { InstancesService } from '../instances/instances.service.ts';
import type { InstanceWork } from '../sync/sync-work.ts';
import { createCapacityRepository } from './capacity.repository.ts';
import { createCapacityService } from './capacity.service.ts';

const limitSeconds = 180;

/** Sizes over time, wired: the work of `sync_capacity` and API v1 `/capacity`. */
export function createCapacityFeature(deps: {
  db: MetadataDatabase;
  instances: InstancesService;
  /** The calendar day of a time, as the product counts days. */
  dayOf: (time: Date) => string;
}) {
  const { db, instances, dayOf } = deps;
  const capacity = createCapacityRepository(db);
  const service = createCapacityService({ capacity, instances, dayOf });
  const work: InstanceWork = {
    kind: 'sync_capacity',
    timeoutSeconds: limitSeconds,
    async run({ instance, open, signal }) {
      const database = await open();
      if (!database.sizes) throw tellsNoSizes(instance.engine.label);
      const sizes = await database.sizes(signal);
      signal.throwIfAborted();
      const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
      await capacity.keep(instance.id, dayOf(new Date()), sizes);
      await instances.keepSize(instance.id, bytes);
      const tables = sizes.reduce((sum, one) => sum + one.tables.length, 0);
      return { found: sizes.length, updated: 1, details: { bytes, databases: sizes.length, tables } };
    },
  };
  return {
    service,
    work,
    register(app: FastifyInstance): void {
      registerV1(app, capacityEndpoints, {
        overview: ({ principal, query }) => service.overview(principal, query),
        instance: ({ principal, params, query }) => service.instance(principal, params.id, query.days),
        tables: ({ principal, params, query }) => service.tables(principal, params.id, query),
        series: ({ principal, params, query }) => service.series(principal, params.id, query),
      });
    },
  };
}

function tellsNoSizes(label: string): ExecutionError {
  return new ExecutionError({
    zh: `${label} 不提供容量信息`,
    en: `${label} does not tell how much room its databases take`,
  });
}
