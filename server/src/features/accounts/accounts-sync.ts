import { performance } from 'node:perf_hooks';
import type { AccountSync } from '@sextant/contract/accounts';
import type { Text } from '@sextant/contract/text';
import type { AccountsReading } from '@sextant/engines/account-facts';
import type { Database } from '@sextant/engines/engine';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { createKeyedTurns } from '../../platform/turns/keyed-turns.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { accountLabel } from './account-diff.ts';
import type { AccountNotices, ChangedAccount } from './account-notices.ts';
import type { AccountSyncRow, AccountsRepository } from './accounts.repository.ts';
import { type AccountsPlan, differing, planWrites } from './accounts-plan.ts';

export interface SyncResult {
  sync: AccountSync;
  changes: Text[];
}

const nobody: Text = {
  zh: '服务器没有给出任何账户，已知的账户保持不变；请检查登录账号的权限',
  en: 'The server told of no account at all, so those known stay; check what the login may read',
};

const unsupported: Text = {
  zh: '这种数据库没有账户，或还不能读取它的账户',
  en: 'This kind of database has no accounts, or they cannot be read yet',
};

/**
 * Keeps what is known of the accounts of instances in step with what they tell. What was not told, or could not be
 * read, deletes nothing: it is marked and reported.
 */
export function createAccountsSync(deps: {
  accounts: AccountsRepository;
  events: EventBus;
  notices: AccountNotices;
}) {
  const { accounts, events, notices } = deps;
  /** One reading of a connection at a time in this process. */
  const inTurn = createKeyedTurns();

  async function store(
    connection: StoredConnection,
    reading: AccountsReading,
    { sessionId, startedAt }: { sessionId: string | null; startedAt: number },
  ): Promise<SyncResult> {
    const at = new Date().toISOString();
    const previous = await accounts.syncOf(connection.id);
    const known = await accounts.briefOf(connection.id);
    const whole = await accounts.wholeRows(differing(reading, known));
    const plan = planWrites(connection.id, { reading, known, whole, at, sessionId, newId: accounts.newId });
    // The first whole reading is where the history begins: everything in it would be news.
    const isBaseline = !previous?.last_complete_at;
    if (isBaseline) plan.writes.changes = [];
    const sync = syncRow(connection.id, { plan, reading, previous, at, startedAt });
    await accounts.write({ ...plan.writes, sync });
    if (!isBaseline) await tell(connection, plan.touched);
    return { sync: presentSync(connection.id, sync), changes: isBaseline ? [] : plan.texts };
  }

  async function tell(connection: StoredConnection, touched: readonly ChangedAccount[]): Promise<void> {
    for (const { facts, changes } of touched) {
      const kinds = new Set(changes.map(({ kind }) => kind));
      const added = kinds.has('account_added') || kinds.has('account_returned');
      await events.publish('account.changed', {
        connectionId: connection.id,
        instanceName: connection.name,
        account: accountLabel(facts),
        change: kinds.has('account_removed') ? 'removed' : added ? 'added' : 'changed',
        becameSuperuser: kinds.has('superuser_gained') || (added && facts.is_superuser),
      });
    }
    await notices.tell(connection, touched);
  }

  async function read(
    connection: StoredConnection,
    open: () => Promise<Database>,
    options: { sessionId?: string | null; signal?: AbortSignal },
  ): Promise<SyncResult> {
    const startedAt = performance.now();
    try {
      const database = await open();
      if (!database.accounts) return await storeNothing(connection.id, 'unsupported', unsupported, startedAt);
      const reading = await database.accounts(options.signal);
      options.signal?.throwIfAborted();
      return await store(connection, reading, { sessionId: options.sessionId ?? null, startedAt });
    } catch (error) {
      await storeNothing(connection.id, 'failed', failureText(error), startedAt);
      throw error;
    }
  }

  /** Notes how a reading went that brought nothing; what is known stays. */
  async function storeNothing(
    connectionId: string,
    status: 'failed' | 'unsupported',
    problem: Text,
    startedAt: number,
  ): Promise<SyncResult> {
    const previous = await accounts.syncOf(connectionId);
    const row: AccountSyncRow = {
      connection_id: connectionId,
      status,
      at: new Date().toISOString(),
      last_complete_at: previous?.last_complete_at ?? null,
      duration_ms: Math.round(performance.now() - startedAt),
      accounts: previous?.accounts ?? 0,
      added: 0,
      changed: 0,
      removed: 0,
      unreadable: 0,
      problems: JSON.stringify([problem]),
    };
    await accounts.saveSync(row);
    return { sync: presentSync(connectionId, row), changes: [] };
  }

  return {
    /** Reads the accounts of one instance and stores what is new. Rejects as connecting and reading do. */
    async run(
      connection: StoredConnection,
      open: () => Promise<Database>,
      options: { sessionId?: string | null; signal?: AbortSignal } = {},
    ): Promise<SyncResult> {
      return inTurn(connection.id, () => read(connection, open, options));
    },

    async state(connectionId: string): Promise<AccountSync> {
      const row = await accounts.syncOf(connectionId);
      return row ? presentSync(connectionId, row) : neverSynced(connectionId);
    },
  };
}

export type AccountsSync = ReturnType<typeof createAccountsSync>;

function syncRow(
  connectionId: string,
  from: {
    plan: AccountsPlan;
    reading: AccountsReading;
    previous: AccountSyncRow | undefined;
    at: string;
    startedAt: number;
  },
): AccountSyncRow {
  const { plan, reading, previous, at, startedAt } = from;
  const { inserted, updated, removed } = plan.writes;
  const unreadable = reading.accounts.length - plan.whole;
  const isEmpty = reading.accounts.length === 0 && reading.complete;
  const problems = isEmpty ? [nobody, ...reading.problems] : reading.problems;
  const isWhole = reading.complete && unreadable === 0 && !isEmpty;
  return {
    connection_id: connectionId,
    status: isWhole ? 'complete' : 'partial',
    at,
    last_complete_at: isWhole ? at : (previous?.last_complete_at ?? null),
    duration_ms: Math.round(performance.now() - startedAt),
    accounts: reading.accounts.length > 0 ? reading.accounts.length : (previous?.accounts ?? 0),
    added: inserted.length,
    changed: updated.filter(({ changed }) => changed).length,
    removed: removed.length,
    unreadable,
    problems: JSON.stringify(problems),
  };
}

function presentSync(connectionId: string, row: AccountSyncRow): AccountSync {
  return {
    ...row,
    connection_id: connectionId,
    status: row.status as AccountSync['status'],
    problems: JSON.parse(row.problems),
  };
}

function neverSynced(connectionId: string): AccountSync {
  return {
    connection_id: connectionId,
    status: 'never',
    at: null,
    last_complete_at: null,
    duration_ms: null,
    accounts: 0,
    added: 0,
    changed: 0,
    removed: 0,
    unreadable: 0,
    problems: [],
  };
}

/** In words what a reading failed with; an error of our own says it in both languages. */
function failureText(error: unknown): Text {
  if (error instanceof Error && 'text' in error) return error.text as Text;
  const message = error instanceof Error ? error.message : String(error);
  return { zh: message, en: message };
}
