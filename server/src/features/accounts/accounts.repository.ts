import { randomUUID } from 'node:crypto';
import type { Insertable, Selectable, SelectQueryBuilder } from 'kysely';
import type { AccountTables } from '../../platform/db/account-tables.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import type { AccountRow, FactColumns } from './stored-facts.ts';

export type AccountSyncRow = Selectable<AccountTables['account_syncs']>;
export type ChangeRow = Omit<Insertable<AccountTables['account_changes']>, 'number'>;

export interface AccountFilter {
  /** Only of these connections; null for all. */
  connectionIds: readonly string[] | null;
  q?: string | undefined;
  engine?: string | undefined;
  classId?: string | undefined;
  kind?: string | undefined;
  grade?: string | undefined;
  isSuperuser?: boolean | undefined;
  isLocked?: boolean | undefined;
  isSystem?: boolean | undefined;
  state?: string | undefined;
  expiresWithinDays?: number | undefined;
}

export interface AccountOrder {
  sort: 'name' | 'connection' | 'grade' | 'changed_at' | 'last_login_at' | 'privileges';
  order: 'asc' | 'desc';
}

export type BriefAccount = Pick<
  AccountRow,
  'id' | 'kind' | 'name' | 'host' | 'fingerprint' | 'state' | 'problem' | 'privileges_count'
>;

export interface AccountWrites {
  connectionId: string;
  inserted: { id: string; columns: FactColumns; problem: string | null }[];
  updated: { id: string; columns: FactColumns; changed: boolean }[];
  /** Seen again and still as they were; their problem is gone. */
  unchanged: string[];
  unreadable: { id: string; problem: string }[];
  removed: string[];
  changes: ChangeRow[];
  sync: AccountSyncRow;
  at: string;
}

const rowsAtOnce = 200;
const dayMs = 86_400_000;

function chunks<T>(list: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += rowsAtOnce) parts.push(list.slice(at, at + rowsAtOnce));
  return parts;
}

const sortColumns = {
  name: 'accounts.name',
  connection: 'connections.name',
  grade: 'accounts.grade',
  changed_at: 'accounts.changed_at',
  last_login_at: 'accounts.last_login_at',
  privileges: 'accounts.privileges_count',
} as const;

/** All columns but the rights, which may be many. */
const listColumns = [
  'accounts.number',
  'accounts.id',
  'accounts.connection_id',
  'accounts.kind',
  'accounts.name',
  'accounts.host',
  'accounts.is_system',
  'accounts.is_superuser',
  'accounts.is_locked',
  'accounts.can_login',
  'accounts.grade',
  'accounts.expires_at',
  'accounts.password_changed_at',
  'accounts.last_login_at',
  'accounts.roles',
  'accounts.privileges_count',
  'accounts.state',
  'accounts.problem',
  'accounts.first_seen_at',
  'accounts.last_seen_at',
  'accounts.changed_at',
  'accounts.removed_at',
  'connections.number as connection_number',
  'connections.name as connection_name',
  'connections.engine',
] as const;

type Joined = SelectQueryBuilder<Schema, 'accounts' | 'connections', object>;

function filtered<Q extends Joined>(query: Q, filter: AccountFilter): Q {
  let found = query as Joined;
  const { connectionIds, q, engine, classId, kind, grade, isSuperuser, isLocked, isSystem, state } = filter;
  if (connectionIds) found = found.where('accounts.connection_id', 'in', [...connectionIds, '']);
  if (q) found = found.where(holdsText(['accounts.name', 'accounts.host', 'connections.name'], q));
  if (engine) found = found.where('connections.engine', '=', engine);
  if (kind) found = found.where('accounts.kind', '=', kind);
  if (grade) found = found.where('accounts.grade', '=', grade);
  if (isSuperuser !== undefined) found = found.where('accounts.is_superuser', '=', isSuperuser ? 1 : 0);
  if (isLocked !== undefined) found = found.where('accounts.is_locked', '=', isLocked ? 1 : 0);
  if (isSystem !== undefined) found = found.where('accounts.is_system', '=', isSystem ? 1 : 0);
  if (filter.expiresWithinDays !== undefined) {
    const until = new Date(Date.now() + filter.expiresWithinDays * dayMs).toISOString();
    found = found.where('accounts.expires_at', '<=', until);
  }
  found = found.where('accounts.state', '=', state ?? 'present');
  if (classId) {
    found = found.where('accounts.id', 'in', (db) =>
      db.selectFrom('account_labels').select('account_id').where('class_id', '=', classId),
    );
  }
  return found as Q;
}

/** Accounts and how the readings of them went; a reading is written whole, with what it found to differ. */
export function createAccountsRepository(db: MetadataDatabase) {
  const joined = () =>
    db.selectFrom('accounts').innerJoin('connections', 'connections.id', 'accounts.connection_id');

  return {
    newId: (): string => randomUUID(),

    /** Enough to tell which accounts of an instance are still as they were. */
    briefOf: (connectionId: string): Promise<BriefAccount[]> =>
      db
        .selectFrom('accounts')
        .select(['id', 'kind', 'name', 'host', 'fingerprint', 'state', 'problem', 'privileges_count'])
        .where('connection_id', '=', connectionId)
        .execute(),

    async wholeRows(ids: readonly string[]): Promise<Map<string, AccountRow>> {
      const found = new Map<string, AccountRow>();
      for (const part of chunks(ids)) {
        const rows = await db.selectFrom('accounts').selectAll().where('id', 'in', part).execute();
        for (const row of rows) found.set(row.id, row);
      }
      return found;
    },

    async write(writes: AccountWrites): Promise<void> {
      const { connectionId, at } = writes;
      await db.transaction().execute(async (trx) => {
        for (const part of chunks(writes.inserted)) {
          await trx
            .insertInto('accounts')
            .values(
              part.map(({ id, columns, problem }) => ({
                ...columns,
                id,
                connection_id: connectionId,
                state: 'present',
                problem,
                first_seen_at: at,
                last_seen_at: at,
                changed_at: null,
                removed_at: null,
              })),
            )
            .execute();
        }
        for (const { id, columns, changed } of writes.updated) {
          await trx
            .updateTable('accounts')
            .set({
              ...columns,
              state: 'present',
              problem: null,
              last_seen_at: at,
              removed_at: null,
              ...(changed && { changed_at: at }),
            })
            .where('id', '=', id)
            .execute();
        }
        for (const part of chunks(writes.unchanged)) {
          await trx
            .updateTable('accounts')
            .set({ last_seen_at: at, problem: null })
            .where('id', 'in', part)
            .execute();
        }
        for (const { id, problem } of writes.unreadable) {
          await trx.updateTable('accounts').set({ problem }).where('id', '=', id).execute();
        }
        for (const part of chunks(writes.removed)) {
          await trx
            .updateTable('accounts')
            .set({ state: 'removed', removed_at: at, changed_at: at })
            .where('id', 'in', part)
            .execute();
        }
        for (const part of chunks(writes.changes)) {
          await trx.insertInto('account_changes').values(part).execute();
        }
        await trx
          .insertInto('account_syncs')
          .values(writes.sync)
          .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(writes.sync))
          .execute();
      });
    },

    syncOf: (connectionId: string): Promise<AccountSyncRow | undefined> =>
      db.selectFrom('account_syncs').selectAll().where('connection_id', '=', connectionId).executeTakeFirst(),

    async saveSync(sync: AccountSyncRow): Promise<void> {
      await db
        .insertInto('account_syncs')
        .values(sync)
        .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(sync))
        .execute();
    },

    async list(
      filter: AccountFilter,
      { sort, order }: AccountOrder,
      page: { limit: number; offset: number },
    ) {
      // Only the ids are sorted, not the rows.
      const ids = filtered(joined().select('accounts.id'), filter)
        .orderBy(sortColumns[sort], order)
        .orderBy('accounts.number')
        .limit(page.limit)
        .offset(page.offset);
      const rows = await joined()
        .select(listColumns)
        .where('accounts.id', 'in', ids)
        .orderBy(sortColumns[sort], order)
        .orderBy('accounts.number')
        .execute();
      const counted = await filtered(
        joined().select((e) => e.fn.countAll().as('count')),
        filter,
      ).executeTakeFirst();
      return { rows, total: Number(counted?.count ?? 0) };
    },

    /** Accounts as they were stored, in the order of their numbers, for work that goes through all. */
    after: (number: number, limit: number, connectionIds: readonly string[] | null) =>
      joined()
        .selectAll('accounts')
        .select(['connections.engine', 'connections.name as connection_name'])
        .where('accounts.number', '>', number)
        .where('accounts.state', '=', 'present')
        .$if(connectionIds !== null, (query) =>
          query.where('accounts.connection_id', 'in', [...(connectionIds ?? []), '']),
        )
        .orderBy('accounts.number')
        .limit(limit)
        .execute(),

    byIds: (ids: readonly string[]) =>
      joined()
        .select(listColumns)
        .where('accounts.id', 'in', [...ids, ''])
        .execute(),

    /** By its id, or by the integer id that families use. */
    find: (id: string) =>
      joined()
        .selectAll('accounts')
        .select([
          'connections.number as connection_number',
          'connections.name as connection_name',
          'connections.engine',
        ])
        .where((account) =>
          /^\d{1,9}$/.test(id)
            ? account('accounts.number', '=', Number(id))
            : account('accounts.id', '=', id),
        )
        .executeTakeFirst(),

    /** The classes of accounts, the weightiest first. */
    labels: (accountIds: readonly string[]) =>
      db
        .selectFrom('account_labels')
        .innerJoin('account_classes', 'account_classes.id', 'account_labels.class_id')
        .selectAll('account_labels')
        .select(['code', 'name_zh', 'name_en', 'color', 'priority'])
        .where('account_labels.account_id', 'in', [...accountIds, ''])
        .where('account_classes.is_active', '=', 1)
        .orderBy('priority', 'desc')
        .execute(),
  };
}

export type AccountsRepository = ReturnType<typeof createAccountsRepository>;
export type AccountListRow = Awaited<ReturnType<AccountsRepository['list']>>['rows'][number];
export type LabelRow = Awaited<ReturnType<AccountsRepository['labels']>>[number];
