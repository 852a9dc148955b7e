import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';
import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import type { AccountDraft, AccountsReading } from '../account-facts.ts';
import { EngineError } from '../engine-error.ts';
import { objectName } from '../object-name.ts';
import type { RunStatement } from '../pooled-database.ts';
import { resolveRoles } from '../resolve-roles.ts';

const configOnly: Text = {
  zh: '这个版本的 ClickHouse 只在 users.xml 里配置账户，服务器不提供账户和权限的查询；请升级到 20.4 或更新的版本，或直接检查 users.xml',
  en: 'This version of ClickHouse keeps accounts in users.xml only and cannot tell them; upgrade to 20.4 or newer, or look into users.xml',
};

const denied: Text = {
  zh: '登录账号读不到 system.users、system.roles、system.role_grants 和 system.grants。请由管理员执行：GRANT SHOW USERS, SHOW ROLES ON *.* TO <账号>',
  en: 'The login cannot read system.users, system.roles, system.role_grants and system.grants. An administrator can run: GRANT SHOW USERS, SHOW ROLES ON *.* TO <login>',
};

const grantsQuery =
  'SELECT user_name, role_name, access_type, database, table, column, is_partial_revoke, grant_option FROM system.grants';

/** What `ALL` stands for, as far as people ask for it by name; the rest is under ALL itself. */
const allRights = [
  'ALL',
  'SELECT',
  'INSERT',
  'ALTER',
  'CREATE',
  'DROP',
  'TRUNCATE',
  'OPTIMIZE',
  'ACCESS MANAGEMENT',
  'SYSTEM',
  'SOURCES',
];

function idOf(kind: 'user' | 'role', name: Cell | undefined): string {
  return JSON.stringify([kind, String(name)]);
}

function draftOf(kind: 'user' | 'role', name: string, attributes: AccountDraft['attributes']): AccountDraft {
  return {
    id: idOf(kind, name),
    name,
    host: null,
    kind,
    is_system: attributes.storage === 'users_xml' && name === 'default',
    is_superuser: false,
    is_locked: false,
    can_login: kind === 'user',
    expires_at: null,
    password_changed_at: null,
    last_login_at: null,
    attributes,
    problem: null,
    own: [],
    memberOf: [],
  };
}

function placeOf(database: Cell, table: Cell, column: Cell): [PrivilegeLevel, string | null] {
  const parts = [database, table, column].filter((part) => part !== null && part !== '').map(String);
  const levels: PrivilegeLevel[] = ['server', 'database', 'table', 'column'];
  return [levels[parts.length] ?? 'column', parts.length > 0 ? objectName(parts) : null];
}

/** The rights of a row of `system.grants`; a partial revoke takes back, so it is named as what it is. */
function privilegesOf(row: Cell[]): Privilege[] {
  const [, , access, database = null, table = null, column = null, revoke, option] = row;
  const [level, object] = placeOf(database, table, column);
  const name = String(access).toUpperCase();
  const names = name === 'ALL' && level === 'server' ? allRights : [name];
  const prefix = Number(revoke) === 1 ? 'REVOKED ' : '';
  return names.map((right) => ({
    level,
    object,
    privilege: prefix + right,
    grantable: Number(option) === 1,
    via: null,
  }));
}

function markSuperusers(drafts: readonly AccountDraft[]): void {
  for (const draft of drafts) {
    draft.is_superuser = draft.own.some(({ privilege, level }) => privilege === 'ALL' && level === 'server');
  }
}

async function readDrafts(run: RunStatement): Promise<AccountDraft[]> {
  const users = await run(
    "SELECT name, storage, toString(auth_type), arrayStringConcat(host_ip, ', '), arrayStringConcat(host_names, ', ') FROM system.users",
  );
  const roles = await run('SELECT name, storage FROM system.roles');
  const drafts = [
    ...users.map(([name, storage, auth, ips, hosts]) =>
      draftOf('user', String(name), {
        storage: String(storage),
        auth_type: String(auth),
        hosts: [ips, hosts].filter((part) => part !== '' && part !== null).join(', '),
      }),
    ),
    ...roles.map(([name, storage]) => draftOf('role', String(name), { storage: String(storage) })),
  ];
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const receiver = (user: Cell | undefined, role: Cell | undefined) =>
    byId.get(user === null || user === '' ? idOf('role', role) : idOf('user', user));
  for (const row of await run(grantsQuery)) {
    receiver(row[0], row[1])?.own.push(...privilegesOf(row));
  }
  const memberships = await run(
    'SELECT user_name, role_name, granted_role_name, with_admin_option FROM system.role_grants',
  );
  for (const [user, role, granted, admin] of memberships) {
    receiver(user, role)?.memberOf.push({ id: idOf('role', granted), can_grant: Number(admin) === 1 });
  }
  markSuperusers(drafts);
  return drafts;
}

/** Accounts of ClickHouse 20.4 and newer; older ones keep them in a file and cannot tell. */
export async function readClickhouseAccounts(run: RunStatement): Promise<AccountsReading> {
  const [[version] = []] = await run('SELECT version()');
  const [major = 0, minor = 0] = String(version).split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 4)) {
    return { accounts: [], complete: false, problems: [configOnly] };
  }
  try {
    return { accounts: resolveRoles(await readDrafts(run)), complete: true, problems: [] };
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'denied') throw error;
    return { accounts: [], complete: false, problems: [denied] };
  }
}
