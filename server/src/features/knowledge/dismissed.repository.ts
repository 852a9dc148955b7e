import type { MetadataDatabase } from '../../platform/db/open-database.ts';

/** Suggested relationships that somebody turned down, by their ends. */
export function createDismissedRepository(db: MetadataDatabase) {
  return {
    async list(connectionId: string): Promise<Set<string>> {
      const rows = await db
        .selectFrom('dismissed_relationships')
        .select('ends')
        .where('connection_id', '=', connectionId)
        .execute();
      return new Set(rows.map(({ ends }) => ends));
    },

    async add(connectionId: string, ends: string, username: string): Promise<void> {
      await db
        .insertInto('dismissed_relationships')
        .values({
          connection_id: connectionId,
          ends,
          dismissed_by: username,
          dismissed_at: new Date().toISOString(),
        })
        .onConflict((conflict) => conflict.columns(['connection_id', 'ends']).doNothing())
        .execute();
    },
  };
}

export type DismissedRepository = ReturnType<typeof createDismissedRepository>;
