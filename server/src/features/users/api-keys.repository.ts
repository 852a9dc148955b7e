import { randomUUID } from 'node:crypto';
import type { Permission } from '@sextant/contract/permissions';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';

export interface NewApiKey {
  userId: string;
  name: string;
  prefix: string;
  keyHash: string;
  permissions: Permission[];
  expiresAt: Date | null;
}

/** API keys; only a hash of the key itself is kept. */
export function createApiKeysRepository(db: MetadataDatabase) {
  return {
    list: (userId: string) =>
      db.selectFrom('api_keys').selectAll().where('user_id', '=', userId).orderBy('created_at').execute(),

    create: (key: NewApiKey) =>
      db
        .insertInto('api_keys')
        .values({
          id: randomUUID(),
          user_id: key.userId,
          name: key.name,
          prefix: key.prefix,
          key_hash: key.keyHash,
          permissions: JSON.stringify(key.permissions),
          created_at: new Date().toISOString(),
          expires_at: key.expiresAt?.toISOString() ?? null,
          last_used_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),

    findByHash: (hash: string) =>
      db.selectFrom('api_keys').selectAll().where('key_hash', '=', hash).executeTakeFirst(),

    async touch(id: string): Promise<void> {
      await db
        .updateTable('api_keys')
        .set({ last_used_at: new Date().toISOString() })
        .where('id', '=', id)
        .execute();
    },

    async remove(userId: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('api_keys')
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return Number(numDeletedRows) === 1;
    },
  };
}

export type ApiKeysRepository = ReturnType<typeof createApiKeysRepository>;
