import type { Layout } from '@sextant/contract/schema-browser';
import type { MetadataDatabase } from '../../../platform/db/open-database.ts';

/** Where each user put the tables of a connection's diagram. */
export function createLayoutsRepository(db: MetadataDatabase) {
  return {
    async find(userId: string, connectionId: string): Promise<Layout | null> {
      const row = await db
        .selectFrom('diagram_layouts')
        .select('layout')
        .where('user_id', '=', userId)
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      return row ? (JSON.parse(row.layout) as Layout) : null;
    },

    async save(userId: string, connectionId: string, layout: Layout): Promise<void> {
      const text = JSON.stringify(layout);
      await db
        .insertInto('diagram_layouts')
        .values({ user_id: userId, connection_id: connectionId, layout: text })
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'connection_id']).doUpdateSet({ layout: text }),
        )
        .execute();
    },
  };
}

export type LayoutsRepository = ReturnType<typeof createLayoutsRepository>;
