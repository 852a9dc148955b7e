import type { Text } from '@sextant/contract/text';
import type { AccountFacts, AccountsReading } from '@sextant/engines/account-facts';
import {
  accountLabel,
  addedChange,
  compareAccounts,
  type FoundChange,
  removedChange,
} from './account-diff.ts';
import type { ChangedAccount } from './account-notices.ts';
import type { AccountWrites, BriefAccount, ChangeRow } from './accounts.repository.ts';
import { type AccountRow, factsKey, toColumns, toFacts } from './stored-facts.ts';

/** Accounts that are not as they were, or are not told of any more. */
export function differing(reading: AccountsReading, known: readonly BriefAccount[]): string[] {
  const told = new Map(reading.accounts.map((facts) => [factsKey(facts), facts]));
  return known
    .filter((row) => {
      const facts = told.get(factsKey(row));
      return !facts || toColumns(facts).fingerprint !== row.fingerprint;
    })
    .map(({ id }) => id);
}

/** What a reading makes of the accounts that are known. */
export interface AccountsPlan {
  writes: Omit<AccountWrites, 'sync'>;
  touched: ChangedAccount[];
  texts: Text[];
  /** Accounts that were read in whole. */
  whole: number;
}

/** Compares a reading with what is known. What was not told, or could not be read, is removed by nothing here. */
export function planWrites(
  connectionId: string,
  from: {
    reading: AccountsReading;
    known: readonly BriefAccount[];
    /** The whole rows of those that differ or are gone. */
    whole: ReadonlyMap<string, AccountRow>;
    at: string;
    sessionId: string | null;
    newId: () => string;
  },
): AccountsPlan {
  const { reading, known, whole, at, sessionId, newId } = from;
  const writes: AccountsPlan['writes'] = {
    connectionId,
    at,
    inserted: [],
    updated: [],
    unchanged: [],
    unreadable: [],
    removed: [],
    changes: [],
  };
  const plan: AccountsPlan = { writes, touched: [], texts: [], whole: 0 };
  const byKey = new Map(known.map((row) => [factsKey(row), row]));
  const note = (accountId: string, facts: AccountFacts, changes: FoundChange[]) => {
    if (changes.length === 0) return;
    plan.touched.push({ accountId, facts, changes });
    plan.texts.push(...changes.map(({ text }) => text));
    writes.changes.push(
      ...changes.map((change) => changeRow(change, { accountId, facts, connectionId, at, sessionId })),
    );
  };
  for (const facts of reading.accounts) {
    const key = factsKey(facts);
    placeAccount(writes, facts, byKey.get(key), { note, newId, whole });
    if (!facts.problem) plan.whole += 1;
    byKey.delete(key);
  }
  const mayRemove = reading.complete && reading.accounts.length > 0;
  for (const row of byKey.values()) {
    if (!mayRemove || row.state === 'removed') continue;
    writes.removed.push(row.id);
    const stored = whole.get(row.id);
    if (stored) note(row.id, toFacts(stored), [removedChange(toFacts(stored))]);
  }
  return plan;
}

function placeAccount(
  writes: AccountsPlan['writes'],
  facts: AccountFacts,
  row: BriefAccount | undefined,
  {
    note,
    newId,
    whole,
  }: {
    note: (id: string, facts: AccountFacts, changes: FoundChange[]) => void;
    newId: () => string;
    whole: ReadonlyMap<string, AccountRow>;
  },
): void {
  if (facts.problem) {
    const problem = JSON.stringify(facts.problem);
    if (row) writes.unreadable.push({ id: row.id, problem });
    else writes.inserted.push({ id: newId(), columns: toColumns(facts), problem });
    return;
  }
  const columns = toColumns(facts);
  if (!row) {
    const id = newId();
    writes.inserted.push({ id, columns, problem: null });
    note(id, facts, [addedChange(facts, 'account_added')]);
  } else if (row.state === 'removed') {
    writes.updated.push({ id: row.id, columns, changed: true });
    note(row.id, facts, [addedChange(facts, 'account_returned')]);
  } else if (row.fingerprint === columns.fingerprint) writes.unchanged.push(row.id);
  else {
    // What was never read in whole has nothing to be compared with.
    const stored = row.problem !== null && row.privileges_count === 0 ? undefined : whole.get(row.id);
    const changes = stored ? compareAccounts(toFacts(stored), facts) : [];
    writes.updated.push({ id: row.id, columns, changed: changes.length > 0 });
    note(row.id, facts, changes);
  }
}

function changeRow(
  change: FoundChange,
  to: {
    accountId: string;
    facts: AccountFacts;
    connectionId: string;
    at: string;
    sessionId: string | null;
  },
): ChangeRow {
  return {
    at: to.at,
    account_id: to.accountId,
    connection_id: to.connectionId,
    account: accountLabel(to.facts),
    kind: change.kind,
    text_zh: change.text.zh,
    text_en: change.text.en,
    details: JSON.stringify(change.details),
    session_id: to.sessionId,
  };
}
