import type { Grade, Privilege } from '@sextant/contract/accounts';
import type { Text } from '@sextant/contract/text';

export interface RoleGrant {
  name: string;
  /** The role through which it is held; null when granted to the account itself. */
  via: string | null;
  can_grant: boolean;
}

/** One account of a server as every engine tells it: what is its own and what comes through roles. */
export interface AccountFacts {
  name: string;
  /** Where it may come from; null where the engine has no such part. */
  host: string | null;
  kind: 'user' | 'role';
  /** The server's own, which nobody made. */
  is_system: boolean;
  is_superuser: boolean;
  is_locked: boolean;
  can_login: boolean;
  expires_at: string | null;
  password_changed_at: string | null;
  last_login_at: string | null;
  roles: RoleGrant[];
  /** In effect: own and through roles, sorted, each once. */
  privileges: Privilege[];
  capabilities: string[];
  grade: Grade;
  attributes: Record<string, string | number | boolean | null>;
  /** What could not be read of it; what is known of the account then stays as it was. */
  problem: Text | null;
}

/** What a server told of its accounts. */
export interface AccountsReading {
  accounts: AccountFacts[];
  /** False when there may be accounts that were not told: nobody may be taken for removed then. */
  complete: boolean;
  /** What is missing, with the grant or the step that helps. */
  problems: Text[];
}

/** An account before its roles were resolved. */
export interface AccountDraft
  extends Omit<AccountFacts, 'roles' | 'privileges' | 'capabilities' | 'grade' | 'is_superuser'> {
  /** Names the account among those of its reading. */
  id: string;
  is_superuser: boolean;
  own: Privilege[];
  memberOf: { id: string; can_grant: boolean }[];
  /** Left out of the reading: what everybody has, or a role of the server's own. */
  hidden?: boolean;
}
