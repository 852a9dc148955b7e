import type { AccountChangeKind, Privilege } from '@sextant/contract/accounts';
import type { Text } from '@sextant/contract/text';
import type { AccountFacts } from '@sextant/engines/account-facts';

export interface FoundChange {
  kind: AccountChangeKind;
  text: Text;
  details: Record<string, unknown>;
}

/** How many rights a sentence names before it only counts them. */
const namedRights = 8;

/** `name@host`, or the name where the engine has no host part. */
export function accountLabel({ name, host }: { name: string; host: string | null }): string {
  return host === null || host === '' ? name : `${name}@${host}`;
}

/** A right in words: `DROP on shop.orders (through role ops)`. */
export function privilegeText({ privilege, object, grantable, via }: Privilege): Text {
  const place = object ?? '*';
  const zh = `${place} 上的 ${privilege}${grantable ? '（可转授）' : ''}${via ? `（经角色 ${via}）` : ''}`;
  const passes = grantable ? ', may be passed on' : '';
  return { zh, en: `${privilege} on ${place}${passes}${via ? ` (through ${via})` : ''}` };
}

function listed(texts: readonly Text[]): Text {
  const named = texts.slice(0, namedRights);
  const rest = texts.length - named.length;
  return {
    zh: named.map(({ zh }) => zh).join('、') + (rest > 0 ? ` 等共 ${texts.length} 项` : ''),
    en: named.map(({ en }) => en).join('; ') + (rest > 0 ? ` and ${rest} more` : ''),
  };
}

function keyOf({ level, object, privilege, grantable, via }: Privilege): string {
  return [level, object ?? '', privilege, grantable ? '+' : '', via ?? ''].join('\u0000');
}

function missingFrom(all: readonly Privilege[], others: readonly Privilege[]): Privilege[] {
  const known = new Set(others.map(keyOf));
  return all.filter((one) => !known.has(keyOf(one)));
}

function privilegeChanges(label: string, before: AccountFacts, now: AccountFacts): FoundChange[] {
  const granted = missingFrom(now.privileges, before.privileges);
  const revoked = missingFrom(before.privileges, now.privileges);
  const changes: FoundChange[] = [];
  if (granted.length > 0) {
    const what = listed(granted.map(privilegeText));
    const text = { zh: `${label} 获得 ${what.zh}`, en: `${label} was granted ${what.en}` };
    changes.push({ kind: 'privilege_granted', text, details: { granted } });
  }
  if (revoked.length > 0) {
    const what = listed(revoked.map(privilegeText));
    const text = { zh: `${label} 失去 ${what.zh}`, en: `${label} lost ${what.en}` };
    changes.push({ kind: 'privilege_revoked', text, details: { revoked } });
  }
  return changes;
}

function roleChanges(label: string, before: AccountFacts, now: AccountFacts): FoundChange[] {
  const had = new Set(before.roles.map(({ name }) => name));
  const has = new Set(now.roles.map(({ name }) => name));
  const gained = [...has].filter((name) => !had.has(name));
  const lost = [...had].filter((name) => !has.has(name));
  const changes: FoundChange[] = [];
  if (gained.length > 0) {
    const text = {
      zh: `${label} 加入角色 ${gained.join('、')}`,
      en: `${label} was given the role ${gained.join(', ')}`,
    };
    changes.push({ kind: 'role_granted', text, details: { roles: gained } });
  }
  if (lost.length > 0) {
    const text = {
      zh: `${label} 退出角色 ${lost.join('、')}`,
      en: `${label} lost the role ${lost.join(', ')}`,
    };
    changes.push({ kind: 'role_revoked', text, details: { roles: lost } });
  }
  return changes;
}

function flagChanges(label: string, before: AccountFacts, now: AccountFacts): FoundChange[] {
  const changes: FoundChange[] = [];
  if (now.is_superuser !== before.is_superuser) {
    changes.push(
      now.is_superuser
        ? {
            kind: 'superuser_gained',
            text: { zh: `${label} 成为超级用户`, en: `${label} became a superuser` },
            details: {},
          }
        : {
            kind: 'superuser_lost',
            text: { zh: `${label} 不再是超级用户`, en: `${label} is no superuser any more` },
            details: {},
          },
    );
  }
  if (now.is_locked !== before.is_locked) {
    changes.push(
      now.is_locked
        ? { kind: 'locked', text: { zh: `${label} 被锁定`, en: `${label} was locked` }, details: {} }
        : { kind: 'unlocked', text: { zh: `${label} 被解锁`, en: `${label} was unlocked` }, details: {} },
    );
  }
  return changes;
}

/** What is told apart beyond rights, roles and locks. `last_login_at` is no change: it is meant to move. */
function attributeChanges(label: string, before: AccountFacts, now: AccountFacts): FoundChange[] {
  const changes: FoundChange[] = [];
  const differing: Record<string, { before: unknown; now: unknown }> = {};
  if (now.password_changed_at !== before.password_changed_at) {
    const text = { zh: `${label} 更换了密码`, en: `The password of ${label} was changed` };
    changes.push({ kind: 'password_changed', text, details: { at: now.password_changed_at } });
  } else if (now.expires_at !== before.expires_at) {
    differing.expires_at = { before: before.expires_at, now: now.expires_at };
  }
  if (now.can_login !== before.can_login && now.is_locked === before.is_locked) {
    differing.can_login = { before: before.can_login, now: now.can_login };
  }
  for (const key of new Set([...Object.keys(before.attributes), ...Object.keys(now.attributes)])) {
    const was = before.attributes[key] ?? null;
    const is = now.attributes[key] ?? null;
    if (was !== is) differing[key] = { before: was, now: is };
  }
  const names = Object.keys(differing);
  if (names.length === 0) return changes;
  const parts = names.map(
    (name) => `${name}: ${differing[name]?.before ?? '–'} → ${differing[name]?.now ?? '–'}`,
  );
  const text = {
    zh: `${label} 的属性改变：${parts.join('，')}`,
    en: `${label} has other attributes: ${parts.join(', ')}`,
  };
  return [...changes, { kind: 'attribute_changed', text, details: differing }];
}

/** What changed of an account between two readings, in words; empty when nothing did. */
export function compareAccounts(before: AccountFacts, now: AccountFacts): FoundChange[] {
  const label = accountLabel(now);
  return [
    ...flagChanges(label, before, now),
    ...roleChanges(label, before, now),
    ...privilegeChanges(label, before, now),
    ...attributeChanges(label, before, now),
  ];
}

/** A new account in words, with the worst that it may do. */
export function addedChange(now: AccountFacts, kind: 'account_added' | 'account_returned'): FoundChange {
  const label = accountLabel(now);
  const grade = now.is_superuser ? { zh: '，是超级用户', en: ', a superuser' } : { zh: '', en: '' };
  const text =
    kind === 'account_added'
      ? { zh: `新账户 ${label}${grade.zh}`, en: `New account ${label}${grade.en}` }
      : { zh: `账户 ${label} 重新出现${grade.zh}`, en: `The account ${label} is back${grade.en}` };
  return { kind, text, details: { grade: now.grade, is_superuser: now.is_superuser } };
}

/** An account that the server no longer has. */
export function removedChange(before: AccountFacts): FoundChange {
  const label = accountLabel(before);
  return {
    kind: 'account_removed',
    text: { zh: `账户 ${label} 已被删除`, en: `The account ${label} was removed` },
    details: { grade: before.grade, is_superuser: before.is_superuser },
  };
}
