import { type LogSettings, logSettingsSchema } from '@sextant/contract/logs';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { LogStore } from '../../platform/log/log-store.ts';
import type { Logger } from '../../platform/log/logger.ts';

const fact = 'log_settings';
const initial: LogSettings = { keep_days: 14, max_entries: 2_000_000, log_requests: true };
const storedSchema = logSettingsSchema.partial();

/** How long the log is kept; the same in every process. */
export async function createLogSettings(deps: {
  db: MetadataDatabase;
  events: EventBus;
  audit: Audit;
  logger: Logger;
  logStore: LogStore;
}) {
  const { db, events, audit, logger, logStore } = deps;
  let current = await load();

  async function load(): Promise<LogSettings> {
    const row = await db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', fact)
      .executeTakeFirst();
    const settings = { ...initial, ...storedSchema.parse(JSON.parse(row?.value ?? '{}')) };
    logStore.configure({ logRequests: settings.log_requests });
    return settings;
  }

  events.subscribe('log_settings.changed', () => {
    load()
      .then((loaded) => {
        current = loaded;
      })
      .catch((error: unknown) =>
        logger.error({ module: 'log', err: error }, 'the log settings could not be read'),
      );
  });

  return {
    current: (): LogSettings => current,
    async update(principal: Principal, changes: Partial<LogSettings>): Promise<LogSettings> {
      const before = current;
      current = { ...before, ...changes };
      const value = JSON.stringify(current);
      await db
        .insertInto('installation')
        .values({ name: fact, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
      logStore.configure({ logRequests: current.log_requests });
      await events.publish('log_settings.changed', {});
      await audit.record(principal, {
        action: 'log_settings.changed',
        objectType: 'settings',
        objectId: null,
        before: { ...before },
        after: { ...current },
      });
      return current;
    },
  };
}

export type LogSettingsKeeper = Awaited<ReturnType<typeof createLogSettings>>;
