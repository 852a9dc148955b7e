import type { MetadataDatabase } from '../../platform/db/open-database.ts';

/** One JSON document of settings per user; a user without one has only defaults. */
export function createSettingsRepository(db: MetadataDatabase) {
  return {
    async find(userId: string): Promise<string | null> {
      const row = await db
        .selectFrom('user_settings')
        .select('settings')
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row?.settings ?? null;
    },

    /** Reads and writes under the row's lock, so that two changes at once both stay. */
    async change(userId: string, edit: (stored: string) => string): Promise<string> {
      return db.transaction().execute(async (transaction) => {
        const { settings: stored } = await transaction
          .insertInto('user_settings')
          .values({ user_id: userId, settings: '{}' })
          .onConflict((conflict) =>
            conflict
              .column('user_id')
              .doUpdateSet((row) => ({ settings: row.ref('user_settings.settings') })),
          )
          .returning('settings')
          .executeTakeFirstOrThrow();
        const settings = edit(stored);
        await transaction
          .updateTable('user_settings')
          .set({ settings })
          .where('user_id', '=', userId)
          .execute();
        return settings;
      });
    },
  };
}

export type SettingsRepository = ReturnType<typeof createSettingsRepository>;
