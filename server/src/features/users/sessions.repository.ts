import { randomUUID } from 'node:crypto';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';

/** Sign-ins. A session holds the id of its one good refresh token. */
export function createSessionsRepository(db: MetadataDatabase) {
  return {
    async create(userId: string, family: string, expiresAt: Date) {
      return db
        .insertInto('sessions')
        .values({
          id: randomUUID(),
          user_id: userId,
          family,
          refresh_id: randomUUID(),
          created_at: new Date().toISOString(),
          expires_at: expiresAt.toISOString(),
          revoked_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    find: (id: string) => db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst(),

    /** Makes a new refresh id the good one, if `refreshId` still is; null when it was used before. */
    async rotate(id: string, refreshId: string, expiresAt: Date): Promise<string | null> {
      const next = randomUUID();
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ refresh_id: next, expires_at: expiresAt.toISOString() })
        .where('id', '=', id)
        .where('refresh_id', '=', refreshId)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return Number(numUpdatedRows) === 1 ? next : null;
    },

    async revoke(id: string): Promise<void> {
      await db
        .updateTable('sessions')
        .set({ revoked_at: new Date().toISOString() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    },

    /** Ends all sign-ins of a user, except one when named; returns the ids that ended. */
    async revokeAll(userId: string, exceptId: string | null): Promise<string[]> {
      const rows = await db
        .updateTable('sessions')
        .set({ revoked_at: new Date().toISOString() })
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .where('id', '!=', exceptId ?? '')
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    async removeExpired(before: Date): Promise<void> {
      await db.deleteFrom('sessions').where('expires_at', '<', before.toISOString()).execute();
    },
  };
}

export type SessionsRepository = ReturnType<typeof createSessionsRepository>;
