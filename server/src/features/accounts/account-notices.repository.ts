import type { Selectable } from 'kysely';
import type { AccountTables } from '../../platform/db/account-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';

export type NoticeRow = Selectable<AccountTables['account_notices']>;

/** Rows of `account_notices`: the rules that say who is told of which change. */
export function createAccountNoticesRepository(db: MetadataDatabase) {
  return {
    all: (): Promise<NoticeRow[]> =>
      db.selectFrom('account_notices').selectAll().orderBy('created_at').execute(),

    async add(notice: NoticeRow): Promise<void> {
      await db.insertInto('account_notices').values(notice).execute();
    },

    update: (id: string, changes: Partial<NoticeRow>): Promise<NoticeRow | undefined> =>
      db.updateTable('account_notices').set(changes).where('id', '=', id).returningAll().executeTakeFirst(),

    async remove(id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('account_notices')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

export type AccountNoticesRepository = ReturnType<typeof createAccountNoticesRepository>;
