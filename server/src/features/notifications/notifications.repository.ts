import { randomUUID } from 'node:crypto';
import type { Role } from '@sextant/contract/permissions';
import { type Insertable, type Selectable, sql } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type NotificationRow = Selectable<Schema['notifications']>;
export type NewNotification = Pick<Insertable<Schema['notifications']>, 'kind' | 'title' | 'body' | 'link'>;

const rowsAtOnce = 500;

/** Rows of `notifications`. */
export function createNotificationsRepository(db: MetadataDatabase) {
  const unread = (userId: string) =>
    db.selectFrom('notifications').where('user_id', '=', userId).where('read_at', 'is', null);

  return {
    /** Adds one row for each user who exists and is active; returns the batch's id, null when there was nobody. */
    async add(userIds: readonly string[], notification: NewNotification): Promise<string | null> {
      const batchId = randomUUID();
      const created = { ...notification, batch_id: batchId, created_at: new Date().toISOString() };
      let added = 0;
      for (let at = 0; at < userIds.length; at += rowsAtOnce) {
        const known = await db
          .selectFrom('users')
          .select('id')
          .where('id', 'in', userIds.slice(at, at + rowsAtOnce))
          .where('is_active', '=', 1)
          .execute();
        if (known.length === 0) continue;
        const rows = known.map(({ id }) => ({ ...created, id: randomUUID(), user_id: id, read_at: null }));
        await db.insertInto('notifications').values(rows).execute();
        added += rows.length;
      }
      return added > 0 ? batchId : null;
    },

    async userIdsOf(roles: readonly Role[]): Promise<string[]> {
      const rows = await db.selectFrom('users').select('id').where('role', 'in', roles).execute();
      return rows.map(({ id }) => id);
    },

    batch: (batchId: string): Promise<NotificationRow[]> =>
      db.selectFrom('notifications').selectAll().where('batch_id', '=', batchId).orderBy('number').execute(),

    async list(userId: string, filter: { unread?: boolean; kind?: string; limit: number; offset: number }) {
      let query = db.selectFrom('notifications').where('user_id', '=', userId);
      if (filter.unread !== undefined) query = query.where('read_at', filter.unread ? 'is' : 'is not', null);
      if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
      const rows = await query
        .selectAll()
        .orderBy('number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    async unreadCount(userId: string): Promise<number> {
      const { total } = await unread(userId)
        .select(db.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },

    async unreadCounts(userIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('notifications')
        .select(['user_id', ({ fn }) => fn.countAll<number>().as('total')])
        .where('user_id', 'in', userIds)
        .where('read_at', 'is', null)
        .groupBy('user_id')
        .execute();
      return new Map(rows.map(({ user_id, total }) => [user_id, Number(total)]));
    },

    /** Marks the user's own as read: those with these ids, or all. */
    async markRead(userId: string, ids: readonly string[] | 'all'): Promise<void> {
      let update = db
        .updateTable('notifications')
        .set({ read_at: new Date().toISOString() })
        .where('user_id', '=', userId)
        .where('read_at', 'is', null);
      if (ids !== 'all') update = update.where('id', 'in', ids);
      await update.execute();
    },

    /** Marks the user's own whose link begins so; tells whether there were any. */
    async markReadUnder(userId: string, linkStart: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('notifications')
        .set({ read_at: new Date().toISOString() })
        .where('user_id', '=', userId)
        .where('read_at', 'is', null)
        .where((row) =>
          row(row.fn('substr', ['link', sql.lit(1), sql.lit(linkStart.length)]), '=', linkStart),
        )
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async removeBefore(createdAt: string): Promise<void> {
      await db.deleteFrom('notifications').where('created_at', '<', createdAt).execute();
    },
  };
}

export type NotificationsRepository = ReturnType<typeof createNotificationsRepository>;
