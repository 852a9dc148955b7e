import { z } from 'zod';
import type { Audit } from '../audit/audit.ts';
import type { Principal } from '../auth/principal.ts';
import type { MetadataDatabase } from '../db/open-database.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Logger } from '../log/logger.ts';

/** Settings of the whole installation, by the name under which they are stored. */
type SettingsName = 'collect_settings' | 'file_settings' | 'log_settings' | 'smtp';

export interface SettingsDeps {
  db: MetadataDatabase;
  events: EventBus;
  audit: Audit;
  logger: Logger;
}

/**
 * Settings that hold for the whole installation: kept in the store, known to every process, changed without a restart,
 * each change audited. `schema` reads what is stored, an empty object at first, and never refuses it.
 */
export async function createInstallationSettings<T>(
  { db, events, audit, logger }: SettingsDeps,
  { name, schema }: { name: SettingsName; schema: z.ZodType<T> },
) {
  const listeners = new Set<(settings: T) => void>();
  let current = read(await stored());

  async function stored(): Promise<string> {
    const row = await db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.value ?? '{}';
  }

  function read(value: string): T {
    return schema.parse(JSON.parse(value));
  }

  function take(settings: T): void {
    const isNew = JSON.stringify(settings) !== JSON.stringify(current);
    current = settings;
    if (isNew) for (const listener of listeners) listener(settings);
  }

  events.subscribe(`${name}.changed`, () => {
    stored()
      .then((value) => take(read(value)))
      .catch((error: unknown) => logger.error({ module: name, err: error }, 'settings could not be read'));
  });

  /** Under the row's lock, so that two changes at once both stay. */
  const merge = (change: object): Promise<{ before: T; after: T }> =>
    db.transaction().execute(async (transaction) => {
      const { value: before } = await transaction
        .insertInto('installation')
        .values({ name, value: '{}' })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((row) => ({ value: row.ref('installation.value') })),
        )
        .returning('value')
        .executeTakeFirstOrThrow();
      const value = JSON.stringify({ ...(JSON.parse(before) as object), ...change });
      await transaction.updateTable('installation').set({ value }).where('name', '=', name).execute();
      return { before: read(before), after: read(value) };
    });

  return {
    current: (): T => current,

    /** Calls back whenever `current` gives something else. */
    onChanged: (listener: (settings: T) => void) => void listeners.add(listener),

    /** Keeps what the change does not name. */
    async update(principal: Principal, change: object, details: Record<string, unknown> = {}): Promise<T> {
      const { before, after } = await merge(change);
      take(after);
      await events.publish(`${name}.changed`, {});
      await audit.record(principal, {
        action: `${name}.changed`,
        objectType: 'settings',
        objectId: null,
        details,
        before: before && { ...before },
        after: after && { ...after },
      });
      return after;
    },
  };
}

export type InstallationSettings<T> = Awaited<ReturnType<typeof createInstallationSettings<T>>>;

/** A schema of stored settings: each field has its default while nothing is stored, or nothing that is still known. */
export function storedSettings<Shape extends z.ZodRawShape>(
  { shape }: z.ZodObject<Shape>,
  defaults: { [Name in keyof Shape]: z.output<Shape[Name]> },
): z.ZodType<z.output<z.ZodObject<Shape>>> {
  const fields = Object.entries(defaults).map(([name, value]) => {
    const field = shape[name] as unknown as z.ZodType;
    return [
      name,
      field
        .optional()
        .catch(undefined)
        .transform((stored) => stored ?? value),
    ];
  });
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodType<z.output<z.ZodObject<Shape>>>;
}
