import type { Privilege } from '@sextant/contract/accounts';
import type { AccountDraft, AccountFacts, RoleGrant } from './account-facts.ts';
import { capabilitiesOf, gradeOfPrivilege, gradeOfRole, worstGrade } from './account-grades.ts';

interface Held {
  role: AccountDraft;
  via: string | null;
  canGrant: boolean;
}

/** All roles that an account holds, nearest first; a ring of roles is walked once. */
function heldRoles(account: AccountDraft, byId: ReadonlyMap<string, AccountDraft>): Held[] {
  const seen = new Set([account.id]);
  const held: Held[] = [];
  let next: { from: AccountDraft; via: string | null }[] = [{ from: account, via: null }];
  while (next.length > 0) {
    const farther: typeof next = [];
    for (const { from, via } of next) {
      for (const { id, can_grant } of from.memberOf) {
        const role = byId.get(id);
        if (!role || seen.has(id)) continue;
        seen.add(id);
        held.push({ role, via, canGrant: can_grant });
        farther.push({ from: role, via: role.name });
      }
    }
    next = farther;
  }
  return held;
}

function privilegeKey({ level, object, privilege, via }: Privilege): string {
  return [level, object ?? '', privilege, via ?? ''].join('\u0000');
}

/** Sorted, each once; what may be passed on by one grant may be passed on. */
function distinct(privileges: readonly Privilege[]): Privilege[] {
  const found = new Map<string, Privilege>();
  for (const privilege of privileges) {
    const key = privilegeKey(privilege);
    const known = found.get(key);
    if (!known || (privilege.grantable && !known.grantable)) found.set(key, privilege);
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, privilege]) => privilege);
}

function resolved(draft: AccountDraft, byId: ReadonlyMap<string, AccountDraft>): AccountFacts {
  const held = heldRoles(draft, byId);
  const roles: RoleGrant[] = held
    .filter(({ role }) => role.kind === 'role' || !role.hidden)
    .map(({ role, via, canGrant }) => ({ name: role.name, via, can_grant: canGrant }));
  const privileges = distinct([
    ...draft.own,
    ...held.flatMap(({ role }) => role.own.map((own) => ({ ...own, via: role.name }))),
  ]);
  const is_superuser = draft.is_superuser || held.some(({ role }) => role.is_superuser);
  const { id: _id, own: _own, memberOf: _memberOf, hidden: _hidden, ...facts } = draft;
  const grades = [
    ...privileges.map(gradeOfPrivilege),
    ...roles.flatMap(({ name }) => gradeOfRole(name) ?? []),
  ];
  return {
    ...facts,
    is_superuser,
    roles,
    privileges,
    capabilities: capabilitiesOf({ ...facts, is_superuser, roles, privileges }),
    grade: is_superuser ? 'administrator' : worstGrade(grades),
  };
}

/** Accounts with the rights that they have in effect, of their own and through the roles they hold, however far. */
export function resolveRoles(drafts: readonly AccountDraft[]): AccountFacts[] {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  return drafts.filter(({ hidden }) => !hidden).map((draft) => resolved(draft, byId));
}
