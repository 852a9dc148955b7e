import type { MetadataDatabase } from '../../platform/db/open-database.ts';

/** The last catalog that was read of each connection, so that a restart need not read it again. */
export function createCatalogsRepository(db: MetadataDatabase) {
  return {
    find: (connectionId: string): Promise<{ catalog: string; loaded_at: string } | undefined> =>
      db
        .selectFrom('catalogs')
        .select(['catalog', 'loaded_at'])
        .where('connection_id', '=', connectionId)
        .executeTakeFirst(),

    async save(connectionId: string, catalog: string, loadedAt: string): Promise<void> {
      await db
        .insertInto('catalogs')
        .values({ connection_id: connectionId, catalog, loaded_at: loadedAt })
        .onConflict((conflict) =>
          conflict.column('connection_id').doUpdateSet({ catalog, loaded_at: loadedAt }),
        )
        .execute();
    },

    async remove(connectionId: string): Promise<void> {
      await db.deleteFrom('catalogs').where('connection_id', '=', connectionId).execute();
    },
  };
}

export type CatalogsRepository = ReturnType<typeof createCatalogsRepository>;
