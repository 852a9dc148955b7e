import type { MetadataDatabase } from '../../platform/db/open-database.ts';

/** Accounts counted; `connectionIds` null stands for all connections. */
export function createAccountCountsRepository(db: MetadataDatabase) {
  return {
    /** Present accounts counted by connection, state and what they are. */
    byConnection: (connectionIds: readonly string[] | null) =>
      db
        .selectFrom('accounts')
        .innerJoin('connections', 'connections.id', 'accounts.connection_id')
        .select([
          'accounts.connection_id',
          'connections.number as connection_number',
          'connections.name',
          'connections.engine',
          'connections.host',
          'accounts.state',
          'accounts.is_locked',
          'accounts.is_superuser',
        ])
        .select((e) => e.fn.countAll().as('count'))
        .$if(connectionIds !== null, (query) =>
          query.where('accounts.connection_id', 'in', [...(connectionIds ?? []), '']),
        )
        .groupBy([
          'accounts.connection_id',
          'connections.number',
          'connections.name',
          'connections.engine',
          'connections.host',
          'accounts.state',
          'accounts.is_locked',
          'accounts.is_superuser',
        ])
        .execute(),

    byClass: (connectionIds: readonly string[] | null) =>
      db
        .selectFrom('account_labels')
        .innerJoin('accounts', 'accounts.id', 'account_labels.account_id')
        .innerJoin('account_classes', 'account_classes.id', 'account_labels.class_id')
        .select(['class_id', 'name_zh', 'name_en', 'color', 'priority'])
        .select((e) => e.fn.countAll().as('count'))
        .where('accounts.state', '=', 'present')
        .where('account_classes.is_active', '=', 1)
        .$if(connectionIds !== null, (query) =>
          query.where('accounts.connection_id', 'in', [...(connectionIds ?? []), '']),
        )
        .groupBy(['class_id', 'name_zh', 'name_en', 'color', 'priority'])
        .orderBy('priority', 'desc')
        .execute(),

    /** How many present accounts carry a class; only those that rules gave, when told. */
    async labelled(connectionIds: readonly string[] | null, source?: 'rule'): Promise<number> {
      const found = await db
        .selectFrom('accounts')
        .select((e) => e.fn.countAll().as('count'))
        .where('state', '=', 'present')
        .where('id', 'in', (q) =>
          q
            .selectFrom('account_labels')
            .select('account_id')
            .$if(source !== undefined, (labels) => labels.where('source', '=', source as string)),
        )
        .$if(connectionIds !== null, (query) =>
          query.where('connection_id', 'in', [...(connectionIds ?? []), '']),
        )
        .executeTakeFirst();
      return Number(found?.count ?? 0);
    },
  };
}

export type AccountCountsRepository = ReturnType<typeof createAccountCountsRepository>;
