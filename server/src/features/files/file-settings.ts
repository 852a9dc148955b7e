import { type FileSettings, fileSettingsSchema } from '@sextant/contract/file-settings';
import { z } from 'zod';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';

const fact = 'file_settings';
const gigabyte = 1024 ** 3;
const fields = fileSettingsSchema.shape;

/** What holds until an administrator has chosen; also where a stored value is no longer known. */
const storedSchema = z.object({
  max_file_bytes: withDefault(fields.max_file_bytes, 10 * gigabyte),
  quota_bytes: withDefault(fields.quota_bytes, 50 * gigabyte),
  allowed_types: withDefault(fields.allowed_types, []),
  blocked_types: withDefault(fields.blocked_types, []),
  trash_days: withDefault(fields.trash_days, 30),
  link_max_days: withDefault(fields.link_max_days, 365),
});

function withDefault<T>(schema: z.ZodType<T>, value: T) {
  return schema
    .optional()
    .catch(undefined)
    .transform((stored): T => stored ?? value);
}

/** The limits of files for the whole installation: kept in the store, known to every process. */
export async function createFileSettings(deps: {
  db: MetadataDatabase;
  events: EventBus;
  audit: Audit;
  logger: Logger;
}) {
  const { db, events, audit, logger } = deps;
  let current = await load();

  async function load(): Promise<FileSettings> {
    const row = await db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', fact)
      .executeTakeFirst();
    return storedSchema.parse(JSON.parse(row?.value ?? '{}'));
  }

  events.subscribe('file_settings.changed', () => {
    load()
      .then((loaded) => {
        current = loaded;
      })
      .catch((error: unknown) =>
        logger.error({ module: 'files', err: error }, 'the file settings could not be read'),
      );
  });

  return {
    current: (): FileSettings => current,

    /** Keeps what the change does not name, also when two are made at once. */
    async update(principal: Principal, change: Partial<FileSettings>): Promise<FileSettings> {
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
        return storedSchema.parse(JSON.parse(value));
      });
      await events.publish('file_settings.changed', {});
      await audit.record(principal, {
        action: 'file_settings.changed',
        objectType: 'settings',
        objectId: null,
        details: change,
      });
      return current;
    },
  };
}

export type FileSettingsStore = Awaited<ReturnType<typeof createFileSettings>>;
