import { createHash } from 'node:crypto';
import type { AccountFacts } from '@sextant/engines/account-facts';
import type { Selectable } from 'kysely';
import type { AccountTables } from '../../platform/db/account-tables.ts';

export type AccountRow = Selectable<AccountTables['accounts']>;

/** The columns that hold an account's facts. */
export type FactColumns = Omit<
  AccountRow,
  | 'number'
  | 'id'
  | 'connection_id'
  | 'state'
  | 'problem'
  | 'first_seen_at'
  | 'last_seen_at'
  | 'changed_at'
  | 'removed_at'
>;

/** An account's facts as columns, with the fingerprint of all of them. */
export function toColumns(facts: AccountFacts): FactColumns {
  const columns = {
    kind: facts.kind,
    name: facts.name,
    host: facts.host ?? '',
    is_system: facts.is_system ? 1 : 0,
    is_superuser: facts.is_superuser ? 1 : 0,
    is_locked: facts.is_locked ? 1 : 0,
    can_login: facts.can_login ? 1 : 0,
    grade: facts.grade,
    expires_at: facts.expires_at,
    password_changed_at: facts.password_changed_at,
    last_login_at: facts.last_login_at,
    roles: JSON.stringify(facts.roles),
    capabilities: JSON.stringify(facts.capabilities),
    attributes: JSON.stringify(facts.attributes),
    privileges: JSON.stringify(facts.privileges),
    privileges_count: facts.privileges.length,
  };
  const fingerprint = createHash('sha256').update(JSON.stringify(columns)).digest('base64url');
  return { ...columns, fingerprint };
}

/** The facts that a row holds. */
export function toFacts(row: AccountRow): AccountFacts {
  return {
    name: row.name,
    host: row.host === '' ? null : row.host,
    kind: row.kind as AccountFacts['kind'],
    is_system: row.is_system === 1,
    is_superuser: row.is_superuser === 1,
    is_locked: row.is_locked === 1,
    can_login: row.can_login === 1,
    grade: row.grade as AccountFacts['grade'],
    expires_at: row.expires_at,
    password_changed_at: row.password_changed_at,
    last_login_at: row.last_login_at,
    roles: JSON.parse(row.roles),
    capabilities: JSON.parse(row.capabilities),
    attributes: JSON.parse(row.attributes),
    privileges: JSON.parse(row.privileges),
    problem: row.problem === null ? null : JSON.parse(row.problem),
  };
}

/** Names an account among those of its instance. */
export function factsKey({ kind, name, host }: { kind: string; name: string; host: string | null }): string {
  return [kind, name, host ?? ''].join('\u0000');
}
