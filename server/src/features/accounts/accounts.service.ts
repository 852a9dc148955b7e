import type { Account, AccountChange, AccountDetail } from '@sextant/contract/accounts';
import type { AccountFacts } from '@sextant/engines/account-facts';
import type { Database } from '@sextant/engines/engine';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { forbidden, notFound } from '../../platform/errors/app-error.ts';
import { canManage } from '../connections/connections.policy.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { connectionFailure } from '../connections/engine-failure.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { AccountChangesRepository, ChangeFilter } from './account-changes.repository.ts';
import type { AccountCountsRepository } from './account-counts.repository.ts';
import type { PlacedFacts } from './account-notices.ts';
import type {
  AccountFilter,
  AccountListRow,
  AccountOrder,
  AccountsRepository,
} from './accounts.repository.ts';
import type { AccountsSync, SyncResult } from './accounts-sync.ts';
import { presentAccounts, presentDetail } from './present-account.ts';
import { toFacts } from './stored-facts.ts';

export const accountThing = { zh: '账户', en: 'Account' };

/** An account as rules see it. */
export interface StoredAccount extends PlacedFacts {
  id: string;
  number: number;
  firstSeenAt: string;
}

type Within<F> = Omit<F, 'connectionIds'> & { connectionId?: string | undefined };

const rowsAtOnce = 500;

/** Accounts of the instances that somebody sees: found, counted, synchronised. */
export function createAccountsService(deps: {
  accounts: AccountsRepository;
  changes: AccountChangesRepository;
  counts: AccountCountsRepository;
  connections: ConnectionsService;
  sync: AccountsSync;
}) {
  const { accounts, counts, connections, sync } = deps;

  /** The connections to look in; null for all that there are. */
  async function idsFor(principal: Principal, connectionId?: string): Promise<string[] | null> {
    if (connectionId !== undefined) return [(await connections.get(principal, connectionId)).id];
    if (isAdmin(principal)) return null;
    return (await connections.list(principal)).map(({ id }) => id);
  }

  async function find(principal: Principal, id: string) {
    const row = await accounts.find(id);
    if (!row) throw notFound(accountThing, id);
    const connection = await connections.get(principal, row.connection_id).catch(() => null);
    if (!connection) throw notFound(accountThing, id);
    return { row, connection };
  }

  return {
    async list(
      principal: Principal,
      { connectionId, ...filter }: Within<AccountFilter>,
      order: AccountOrder,
      page: { limit: number; offset: number },
    ): Promise<{ accounts: Account[]; total: number }> {
      const connectionIds = await idsFor(principal, connectionId);
      const { rows, total } = await accounts.list({ ...filter, connectionIds }, order, page);
      return { accounts: await presentAccounts(accounts, rows), total };
    },

    /** As `list`, in pages and without an end, for exports. */
    async *all(
      principal: Principal,
      { connectionId, ...filter }: Within<AccountFilter>,
      order: AccountOrder,
    ): AsyncGenerator<Account[]> {
      const connectionIds = await idsFor(principal, connectionId);
      for (let offset = 0; ; offset += rowsAtOnce) {
        const page = { limit: rowsAtOnce, offset };
        const { rows } = await accounts.list({ ...filter, connectionIds }, order, page);
        if (rows.length > 0) yield presentAccounts(accounts, rows);
        if (rows.length < rowsAtOnce) return;
      }
    },

    /** 404 when there is none or the principal does not see its instance. */
    async get(principal: Principal, id: string): Promise<AccountDetail> {
      return presentDetail(accounts, (await find(principal, id)).row);
    },

    /** An account and its instance as they are stored. */
    async stored(principal: Principal, id: string) {
      const { row, connection } = await find(principal, id);
      return { facts: toFacts(row), connection, detail: await presentDetail(accounts, row) };
    },

    async changes(
      principal: Principal,
      { connectionId, ...filter }: Within<ChangeFilter>,
      page: { limit: number; offset: number },
    ): Promise<{ changes: AccountChange[]; total: number }> {
      const connectionIds = await idsFor(principal, connectionId);
      const { rows, total } = await deps.changes.list({ ...filter, connectionIds }, page);
      const changes = rows.map(
        ({ text_zh, text_en, details, kind, ...row }): AccountChange => ({
          ...row,
          kind: kind as AccountChange['kind'],
          text: { zh: text_zh, en: text_en },
          details: JSON.parse(details),
        }),
      );
      return { changes, total };
    },

    async statistics(principal: Principal) {
      const connectionIds = await idsFor(principal);
      const rows = await counts.byConnection(connectionIds);
      const present = rows.filter(({ state }) => state === 'present');
      const sum = (of: typeof rows) => of.reduce((total, { count }) => total + Number(count), 0);
      const locked = present.filter((row) => row.is_locked === 1);
      const total = sum(present);
      const classes = await counts.byClass(connectionIds);
      return {
        total,
        active: total - sum(locked),
        locked: sum(locked),
        superusers: sum(present.filter((row) => row.is_superuser === 1)),
        removed: sum(rows.filter(({ state }) => state === 'removed')),
        unclassified: total - (await counts.labelled(connectionIds)),
        classified_by_rules: await counts.labelled(connectionIds, 'rule'),
        engines: [...Map.groupBy(present, ({ engine }) => engine)].map(([engine, of]) => ({
          engine,
          total: sum(of),
          locked: sum(of.filter((row) => row.is_locked === 1)),
        })),
        connections: [...Map.groupBy(present, (row) => row.connection_id).values()].flatMap((of) => {
          const [first] = of;
          if (!first) return [];
          const { connection_id, connection_number, name, engine, host } = first;
          const lockedHere = sum(of.filter((row) => row.is_locked === 1));
          return [
            { connection_id, connection_number, name, engine, host, total: sum(of), locked: lockedHere },
          ];
        }),
        classes: classes.map(({ class_id, name_zh, name_en, color, count }) => ({
          class_id,
          name: { zh: name_zh, en: name_en },
          color,
          count: Number(count),
        })),
      };
    },

    async syncState(principal: Principal, connectionId: string) {
      return sync.state((await connections.get(principal, connectionId)).id);
    },

    /** Reads one instance now; for those who may change the connection, and those who manage tasks. */
    async synchronise(principal: Principal, connectionId: string): Promise<SyncResult> {
      const connection = await connections.get(principal, connectionId);
      if (!canManage(principal, connection) && !principal.permissions.has('scheduler:manage')) {
        throw forbidden({
          zh: `连接「${connection.name}」由他人共享，只有其所有者、运维人员和管理员可以同步它的账户`,
          en: `The connection "${connection.name}" is shared with you; only its owner, operators and administrators may synchronise its accounts`,
        });
      }
      return this.synchroniseNow(connection);
    },

    /** Reads one instance in the name of the product. */
    async synchroniseNow(connection: StoredConnection): Promise<SyncResult> {
      const opened: Database[] = [];
      const open = async () => {
        const database = await connections.openApart(connection);
        opened.push(database);
        return database;
      };
      try {
        return await sync.run(connection, open);
      } catch (error) {
        throw connectionFailure(error);
      } finally {
        for (const database of opened) await database.close();
      }
    },

    /** All present accounts with their facts, in pages; null for everybody's instances. */
    async *eachStored(connectionIds: readonly string[] | null): AsyncGenerator<StoredAccount[]> {
      for (let last = 0; ; ) {
        const rows = await accounts.after(last, rowsAtOnce, connectionIds);
        if (rows.length > 0) {
          yield rows.map((row) => ({
            id: row.id,
            number: row.number,
            facts: toFacts(row),
            engine: row.engine,
            connection: row.connection_name,
            firstSeenAt: row.first_seen_at,
          }));
        }
        last = rows.at(-1)?.number ?? 0;
        if (rows.length < rowsAtOnce) return;
      }
    },

    /** The facts of accounts by their ids. */
    async factsOf(ids: readonly string[]): Promise<Map<string, AccountFacts>> {
      const rows = await accounts.wholeRows([...new Set(ids)]);
      return new Map([...rows].map(([id, row]) => [id, toFacts(row)]));
    },

    visibleIds: (principal: Principal): Promise<string[] | null> => idsFor(principal),

    /** Accounts by their ids, in no order. */
    async byIds(ids: readonly string[]): Promise<Account[]> {
      const rows: AccountListRow[] = await accounts.byIds(ids);
      return presentAccounts(accounts, rows);
    },
  };
}

export type AccountsService = ReturnType<typeof createAccountsService>;
