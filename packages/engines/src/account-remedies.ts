import type { Privilege } from '@sextant/contract/accounts';
import type { Text } from '@sextant/contract/text';

/** Whom a remedy is for. */
export interface RemedyAccount {
  name: string;
  host: string | null;
  kind: 'user' | 'role';
}

/** Statements that an engine takes rights back or locks with; names are quoted as the engine wants them. */
export interface AccountRemedies {
  /** Null where a text says why it cannot be locked. */
  lock(account: RemedyAccount): string[];
  /** Empty where a lock cannot be undone without knowing what was before. */
  unlock(account: RemedyAccount): string[];
  /** Takes away that the account may do everything; empty where a revoke does. */
  dropSuperuser(account: RemedyAccount): string[];
  revokeRole(account: RemedyAccount, role: string): string[];
  /** Null for a right that no statement takes back by itself. */
  revoke(
    account: RemedyAccount,
    privileges: readonly Privilege[],
  ): { statements: string[]; left: Privilege[] };
}

/** Rights that one statement can take back together: those of one object. */
export function byObject(privileges: readonly Privilege[]): Privilege[][] {
  const groups = Map.groupBy(privileges, ({ level, object }) => `${level} ${object ?? ''}`);
  return [...groups.values()];
}

/** The rights of a group, each once. */
export function namesOf(group: readonly Privilege[]): string {
  return [...new Set(group.map(({ privilege }) => privilege))].join(', ');
}

/** Why a right stays, in words. */
export function leftText({ privilege, object, level }: Privilege): Text {
  const place = object ?? '*';
  if (privilege === 'OWNER') {
    return {
      zh: `${place} 归它所有：请先把所有权转给别人（ALTER … OWNER TO）`,
      en: `It owns ${place}: hand the ownership to somebody else first (ALTER … OWNER TO)`,
    };
  }
  return {
    zh: `${place} 上的 ${privilege}（${level}）没有单独的收回语句，请人工处理`,
    en: `${privilege} on ${place} (${level}) has no statement of its own that takes it back; see to it by hand`,
  };
}
