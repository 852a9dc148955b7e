import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type CheckRow = Selectable<Schema['instance_checks']>;

/** Rows of `instance_checks`: what the checks of an instance found over time. */
export function createChecksRepository(db: MetadataDatabase) {
  return {
    async add(check: Omit<CheckRow, 'number'>): Promise<void> {
      await db.insertInto('instance_checks').values(check).execute();
    },

    async list(connectionId: string, filter: { since: string; limit: number; offset: number }) {
      const matching = db
        .selectFrom('instance_checks')
        .where('connection_id', '=', connectionId)
        .where('at', '>=', filter.since);
      const counts = await matching
        .select(({ fn }) => [fn.countAll().as('total'), fn.sum('is_up').as('up')])
        .executeTakeFirstOrThrow();
      const rows = await matching
        .selectAll()
        .orderBy('number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      return { rows, total: Number(counts.total), up: Number(counts.up ?? 0) };
    },

    async removeBefore(time: string): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('instance_checks')
        .where('at', '<', time)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

export type ChecksRepository = ReturnType<typeof createChecksRepository>;
