import { collectSettingsSchema } from '@sextant/contract/collect-settings';
import { z } from 'zod';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { TaskDefaults } from './tasks.service.ts';

const fact = 'collect_settings';
const fields = collectSettingsSchema.shape;
/** What holds until an administrator has chosen; also where a stored value is no longer known. */
const storedSchema = z.object({
  max_concurrent_tasks: fields.max_concurrent_tasks.default(5).catch(5),
  default_timeout_seconds: fields.default_timeout_seconds.default(300).catch(300),
  retry_enabled: fields.retry_enabled.default(true).catch(true),
  max_retries: fields.max_retries.default(3).catch(3),
  python_modules: fields.python_modules.default(['akshare']).catch(['akshare']),
});

export interface CollectSettingsValues {
  /** Executions at once in one process. */
  maxConcurrentTasks: number;
  defaultTimeoutSeconds: number;
  retryEnabled: boolean;
  maxRetries: number;
  /** Modules whose functions are interfaces, where the Python of this machine has them. */
  pythonModules: readonly string[];
}

/** How the whole installation collects: kept in the store, known to every process, changed without a restart. */
export async function createCollectSettings(deps: {
  db: MetadataDatabase;
  events: EventBus;
  audit: Audit;
  logger: Logger;
}) {
  const { db, events, audit, logger } = deps;
  const listeners = new Set<() => void>();
  let current = await load();

  async function load(): Promise<CollectSettingsValues> {
    const row = await db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', fact)
      .executeTakeFirst();
    return read(row?.value ?? '{}');
  }

  events.subscribe('collect_settings.changed', () => {
    load()
      .then((loaded) => {
        current = loaded;
        for (const listener of listeners) listener();
      })
      .catch((error: unknown) =>
        logger.error({ module: 'tasks', err: error }, 'the collect settings could not be read'),
      );
  });

  return {
    current: (): CollectSettingsValues => current,

    /** Calls back whenever `current` gives something else. */
    onChanged: (listener: () => void) => void listeners.add(listener),

    /** What a new task has that does not say. */
    taskDefaults: async (): Promise<TaskDefaults> => ({
      maxRetries: current.retryEnabled ? current.maxRetries : 0,
      timeoutSeconds: current.defaultTimeoutSeconds,
    }),

    /** Keeps what the change does not name, also when two are made at once. */
    async update(
      principal: Principal,
      change: z.infer<ReturnType<typeof collectSettingsSchema.partial>>,
    ): Promise<CollectSettingsValues> {
      current = await db.transaction().execute(async (transaction) => {
        const { value: stored } = await transaction
          .insertInto('installation')
          .values({ name: fact, value: '{}' })
          .onConflict((conflict) =>
            conflict.column('name').doUpdateSet((row) => ({ value: row.ref('installation.value') })),
          )
          .returning('value')
          .executeTakeFirstOrThrow();
        const value = JSON.stringify({ ...(JSON.parse(stored) as object), ...change });
        await transaction.updateTable('installation').set({ value }).where('name', '=', fact).execute();
        return read(value);
      });
      await events.publish('collect_settings.changed', {});
      await audit.record(principal, {
        action: 'collect_settings.changed',
        objectType: 'settings',
        objectId: null,
        details: change,
      });
      return current;
    },
  };
}

export type CollectSettings = Awaited<ReturnType<typeof createCollectSettings>>;

function read(stored: string): CollectSettingsValues {
  const values = storedSchema.parse(JSON.parse(stored));
  return {
    maxConcurrentTasks: values.max_concurrent_tasks,
    defaultTimeoutSeconds: values.default_timeout_seconds,
    retryEnabled: values.retry_enabled,
    maxRetries: values.max_retries,
    pythonModules: values.python_modules,
  };
}
