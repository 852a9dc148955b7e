import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type LogGroupRow = Selectable<Schema['log_groups']>;

/** What is counted and grouped while the log is written. */
export function createLogCountsRepository(db: MetadataDatabase) {
  return {
    /** Five-minute counts by level. */
    byTime: (from: string, to: string): Promise<{ at: string; level: string; count: number }[]> =>
      db
        .selectFrom('log_counts')
        .select((row) => ['at', 'level', row.fn.sum<number>('count').as('count')])
        .where('at', '>=', from)
        .where('at', '<', to)
        .groupBy(['at', 'level'])
        .orderBy('at')
        .execute(),

    byModule: (from: string, to: string): Promise<{ module: string; count: number }[]> =>
      db
        .selectFrom('log_counts')
        .select((row) => ['module', row.fn.sum<number>('count').as('count')])
        .where('at', '>=', from)
        .where('at', '<', to)
        .groupBy('module')
        .orderBy('count', 'desc')
        .orderBy('module')
        .execute(),

    async modules(): Promise<string[]> {
      const rows = await db.selectFrom('log_counts').select('module').distinct().orderBy('module').execute();
      return rows.map(({ module }) => module);
    },

    groups(filter: {
      from?: string | undefined;
      to?: string | undefined;
      module?: string | undefined;
      limit: number;
    }): Promise<LogGroupRow[]> {
      let query = db.selectFrom('log_groups').selectAll();
      if (filter.from !== undefined) query = query.where('last_at', '>=', filter.from);
      if (filter.to !== undefined) query = query.where('first_at', '<', filter.to);
      if (filter.module !== undefined) query = query.where('module', '=', filter.module);
      return query.orderBy('last_at', 'desc').orderBy('fingerprint').limit(filter.limit).execute();
    },

    async removeBefore(time: string): Promise<void> {
      await db.deleteFrom('log_counts').where('at', '<', time).execute();
      await db.deleteFrom('log_groups').where('last_at', '<', time).execute();
    },

    /** Leaves the groups that were seen last. */
    async keepNewestGroups(count: number): Promise<void> {
      const edge = await db
        .selectFrom('log_groups')
        .select('last_at')
        .orderBy('last_at', 'desc')
        .limit(1)
        .offset(count)
        .executeTakeFirst();
      if (edge) await db.deleteFrom('log_groups').where('last_at', '<=', edge.last_at).execute();
    },
  };
}

export type LogCountsRepository = ReturnType<typeof createLogCountsRepository>;
