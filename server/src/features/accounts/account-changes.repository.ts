import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export interface ChangeFilter {
  connectionIds: readonly string[] | null;
  q?: string | undefined;
  accountId?: string | undefined;
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** What synchronisations found to differ; the accounts' own repository writes it, with the accounts. */
export function createAccountChangesRepository(db: MetadataDatabase) {
  return {
    /** The newest first, with how many there are. */
    async list(filter: ChangeFilter, page: { limit: number; offset: number }) {
      const base = () => {
        let query = db
          .selectFrom('account_changes')
          .innerJoin('connections', 'connections.id', 'account_changes.connection_id');
        if (filter.connectionIds) {
          query = query.where('account_changes.connection_id', 'in', [...filter.connectionIds, '']);
        }
        if (filter.accountId) query = query.where('account_changes.account_id', '=', filter.accountId);
        if (filter.kind) query = query.where('account_changes.kind', '=', filter.kind);
        if (filter.from) query = query.where('at', '>=', new Date(filter.from).toISOString());
        if (filter.to) query = query.where('at', '<', new Date(filter.to).toISOString());
        if (filter.q) {
          const columns = ['account', 'text_zh', 'text_en', 'connections.name'];
          query = query.where(holdsText(columns, filter.q));
        }
        return query;
      };
      const rows = await base()
        .selectAll('account_changes')
        .select(['connections.name as connection_name', 'connections.engine'])
        .orderBy('account_changes.number', 'desc')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const counted = await base()
        .select((e) => e.fn.countAll().as('count'))
        .executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },
  };
}

export type AccountChangesRepository = ReturnType<typeof createAccountChangesRepository>;
