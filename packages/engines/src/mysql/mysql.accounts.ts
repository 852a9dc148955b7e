import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';
import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import type { AccountDraft, AccountsReading } from '../account-facts.ts';
import { EngineError } from '../engine-error.ts';
import { objectName } from '../object-name.ts';
import type { RunStatement } from '../pooled-database.ts';
import { resolveRoles } from '../resolve-roles.ts';
import { mariadbPrivileges } from './mariadb.access.ts';
import { quoteAccountName } from './mysql.account-name.ts';
import { parseMysqlGrants } from './mysql.grants.ts';

type Row = Record<string, Cell>;

/** The tables that hold accounts and rights; which of them there are, and with which columns, is a matter of version. */
const grantTables = [
  'user',
  'global_priv',
  'global_grants',
  'db',
  'tables_priv',
  'columns_priv',
  'procs_priv',
  'proxies_priv',
  'roles_mapping',
  'role_edges',
];

/** What columns of `mysql.user` and `mysql.db` are called where the right's name cannot be told from theirs. */
const columnRights: Record<string, string> = {
  show_db: 'SHOW DATABASES',
  create_tmp_table: 'CREATE TEMPORARY TABLES',
  repl_slave: 'REPLICATION SLAVE',
  repl_client: 'REPLICATION CLIENT',
};

const setRights: Record<string, string> = { 'DELETE VERSIONING ROWS': 'DELETE HISTORY' };

const systemNames = new Set(['mariadb.sys', 'mysql.sys', 'mysql.session', 'mysql.infoschema']);

function deniedText(tables: readonly string[], login: string): Text {
  const what = tables.map((table) => `mysql.${table}`).join(', ');
  const grant = ['GRANT SELECT ON mysql.* TO ', login, ';'].join('');
  return {
    zh: `登录账号 ${login} 读不到系统表 ${what}。请由管理员执行：${grant}`,
    en: `The login ${login} cannot read ${what}. An administrator can run: ${grant}`,
  };
}

function quotedLogin(login: string): string {
  const at = login.lastIndexOf('@');
  return [login.slice(0, at), login.slice(at + 1)].map(quoteAccountName).join('@');
}

/** The columns that the login may see, by table, in lower case. */
async function visibleColumns(run: RunStatement): Promise<Map<string, string[]>> {
  const rows = await run(
    `SELECT LOWER(TABLE_NAME), COLUMN_NAME FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = 'mysql' ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const found = Map.groupBy(rows, ([table]) => String(table));
  return new Map(
    grantTables.flatMap((table): [string, string[]][] => {
      const columns = found.get(table);
      return columns ? [[table, columns.map(([, column]) => String(column))]] : [];
    }),
  );
}

async function readRows(run: RunStatement, table: string, columns: readonly string[]): Promise<Row[]> {
  const list = columns.map((column) => `\`${column.replaceAll('`', '``')}\``).join(', ');
  const rows = await run(['SELECT', list, 'FROM', `mysql.${table}`].join(' '));
  const names = columns.map((column) => column.toLowerCase());
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
}

function text(row: Row, ...names: string[]): string {
  for (const name of names) if (row[name] !== undefined && row[name] !== null) return String(row[name]);
  return '';
}

const yes = (row: Row, name: string): boolean => row[name] === 'Y';

function keyOf(user: string, host: string): string {
  return JSON.stringify([user, host]);
}

function right(
  level: PrivilegeLevel,
  object: string | null,
  privilege: string,
  grantable: boolean,
): Privilege {
  return { level, object, privilege, grantable, via: null };
}

/** The rights whose columns say `Y`; `GRANT OPTION` makes them grantable and is a right of its own. */
function columnPrivileges(row: Row, level: PrivilegeLevel, object: string | null): Privilege[] {
  const grantable = yes(row, 'grant_priv');
  return Object.keys(row).flatMap((column) => {
    if (!column.endsWith('_priv') || row[column] !== 'Y') return [];
    const stem = column.slice(0, -'_priv'.length);
    const name =
      stem === 'grant' ? 'GRANT OPTION' : (columnRights[stem] ?? stem.replaceAll('_', ' ').toUpperCase());
    return [right(level, object, name, grantable)];
  });
}

function setPrivileges(set: string, level: PrivilegeLevel, object: string): Privilege[] {
  const names = set.split(',').filter((name) => name !== '');
  const grantable = names.includes('Grant');
  return names.map((name) => {
    const upper = name.toUpperCase();
    return right(level, object, upper === 'GRANT' ? 'GRANT OPTION' : (setRights[upper] ?? upper), grantable);
  });
}

function isoFromEpoch(seconds: number): string | null {
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString() : null;
}

function isoFromText(value: Cell | undefined): string | null {
  if (typeof value !== 'string' || value === '' || value.startsWith('0000')) return null;
  const time = Date.parse(`${value.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function expiry(changedAt: string | null, lifetimeDays: number | null): string | null {
  if (changedAt === null || lifetimeDays === null || lifetimeDays <= 0) return null;
  return new Date(Date.parse(changedAt) + lifetimeDays * 86_400_000).toISOString();
}

interface Defaults {
  lifetimeDays: number | null;
}

/** What MariaDB keeps as JSON beside `mysql.user`: the bits of rights, lock and the password's age. */
function mariadbParts(priv: string) {
  const json = JSON.parse(priv) as Record<string, unknown>;
  const access = /"access"\s*:\s*"?(\d+)/.exec(priv)?.[1];
  return {
    privileges: access === undefined ? null : mariadbPrivileges(BigInt(access)),
    locked: json.account_locked === true,
    isRole: json.is_role === true,
    changedAt: isoFromEpoch(Number(json.password_last_changed ?? 0)),
    lifetimeDays: typeof json.password_lifetime === 'number' ? json.password_lifetime : -1,
  };
}

function unreadable(name: string, host: string, error: unknown): Text {
  const why = error instanceof Error ? error.message : String(error);
  return {
    zh: `账户 ${name}@${host} 的记录读不懂（${why}），已知的内容保持不变`,
    en: `The record of ${name}@${host} cannot be read (${why}); what is known of it stays`,
  };
}

function draftOf(
  row: Row,
  global: Row | undefined,
  roleNames: ReadonlySet<string>,
  defaults: Defaults,
): AccountDraft {
  const name = text(row, 'user');
  const host = text(row, 'host');
  const base: AccountDraft = {
    id: keyOf(name, host),
    name,
    host,
    kind: 'user',
    is_system: systemNames.has(name) || (name === 'PUBLIC' && host === ''),
    is_superuser: false,
    is_locked: yes(row, 'account_locked'),
    can_login: true,
    expires_at: null,
    password_changed_at: isoFromText(row.password_last_changed),
    last_login_at: null,
    attributes: { plugin: text(row, 'plugin'), password_expired: yes(row, 'password_expired') },
    problem: null,
    own: columnPrivileges(row, 'server', null),
    memberOf: [],
  };
  try {
    return withDetails(base, row, global ? mariadbParts(text(global, 'priv')) : null, roleNames, defaults);
  } catch (error) {
    return { ...base, problem: unreadable(name, host, error) };
  }
}

function withDetails(
  base: AccountDraft,
  row: Row,
  mariadb: ReturnType<typeof mariadbParts> | null,
  roleNames: ReadonlySet<string>,
  defaults: Defaults,
): AccountDraft {
  const isRole =
    yes(row, 'is_role') || mariadb?.isRole === true || roleNames.has(base.id) || base.name === 'PUBLIC';
  const ownLifetime = mariadb ? mariadb.lifetimeDays : (row.password_lifetime ?? null);
  const usesDefault = ownLifetime === null || ownLifetime === -1;
  const changedAt = mariadb?.changedAt ?? base.password_changed_at;
  const own = [...base.own];
  if (mariadb?.privileges) {
    const grantable = mariadb.privileges.includes('GRANT OPTION');
    own.push(...mariadb.privileges.map((name) => right('server', null, name, grantable)));
  }
  const locked = base.is_locked || mariadb?.locked === true;
  return {
    ...base,
    own,
    kind: isRole ? 'role' : 'user',
    host: isRole && base.host === '' ? null : base.host,
    is_superuser: own.some(({ privilege }) => privilege === 'SUPER'),
    is_locked: locked && !isRole,
    can_login: !locked && !isRole,
    password_changed_at: isRole ? null : changedAt,
    expires_at: isRole ? null : expiry(changedAt, usesDefault ? defaults.lifetimeDays : Number(ownLifetime)),
  };
}

type Tables = Map<string, Row[]>;

function addObjectRights(byKey: ReadonlyMap<string, AccountDraft>, tables: Tables): void {
  const each = (table: string, rightsOf: (row: Row) => Privilege[]) => {
    for (const row of tables.get(table) ?? []) {
      byKey.get(keyOf(text(row, 'user'), text(row, 'host')))?.own.push(...rightsOf(row));
    }
  };
  each('db', (row) => columnPrivileges(row, 'database', objectName([text(row, 'db')])));
  each('tables_priv', (row) =>
    setPrivileges(text(row, 'table_priv'), 'table', objectName([text(row, 'db'), text(row, 'table_name')])),
  );
  each('columns_priv', (row) => {
    const object = objectName([text(row, 'db'), text(row, 'table_name'), text(row, 'column_name')]);
    return setPrivileges(text(row, 'column_priv'), 'column', object);
  });
  each('procs_priv', (row) => {
    const name = objectName([text(row, 'db'), text(row, 'routine_name')]);
    return setPrivileges(text(row, 'proc_priv'), 'routine', `${text(row, 'routine_type')} ${name}`);
  });
  each('global_grants', (row) => [right('server', null, text(row, 'priv'), yes(row, 'with_grant_option'))]);
  each('proxies_priv', (row) => {
    const target = `${text(row, 'proxied_user')}@${text(row, 'proxied_host')}`;
    return [right('other', target, 'PROXY', Number(row.with_grant) === 1)];
  });
}

function addRoles(byKey: ReadonlyMap<string, AccountDraft>, tables: Tables): void {
  for (const row of tables.get('roles_mapping') ?? []) {
    const member = byKey.get(keyOf(text(row, 'user'), text(row, 'host')));
    const id = keyOf(text(row, 'role'), '');
    // The creator of a role is its administrator without being given it to use; both look alike here.
    member?.memberOf.push({ id, can_grant: yes(row, 'admin_option') });
  }
  for (const row of tables.get('role_edges') ?? []) {
    const member = byKey.get(keyOf(text(row, 'to_user'), text(row, 'to_host')));
    const id = keyOf(text(row, 'from_user'), text(row, 'from_host'));
    member?.memberOf.push({ id, can_grant: yes(row, 'with_admin_option') });
  }
  const everyone = keyOf('PUBLIC', '');
  if (!byKey.has(everyone)) return;
  for (const draft of byKey.values()) {
    if (draft.kind === 'user' && draft.id !== everyone)
      draft.memberOf.push({ id: everyone, can_grant: false });
  }
}

/** Only what `SHOW GRANTS` says of the login itself, where the system tables are closed to it. */
async function readOwnOnly(run: RunStatement, login: string, missing: Text): Promise<AccountsReading> {
  const at = login.lastIndexOf('@');
  const { grants, roles } = parseMysqlGrants((await run('SHOW GRANTS')).map(([line]) => String(line)));
  const own = grants.flatMap(({ privileges, database, table, grantOption }) =>
    privileges
      .filter(({ name }) => name !== 'USAGE')
      .map(({ name }) => {
        const level = database === null ? 'server' : table === null ? 'database' : 'table';
        const object =
          database === null ? null : objectName([database, table].filter((part) => part !== null));
        return right(level, object, name, grantOption);
      }),
  );
  const facts = resolveRoles([
    {
      id: 'own',
      name: login.slice(0, at),
      host: login.slice(at + 1),
      kind: 'user',
      is_system: false,
      is_superuser: own.some(({ privilege, level }) => level === 'server' && /^(SUPER|ALL)/.test(privilege)),
      is_locked: false,
      can_login: true,
      expires_at: null,
      password_changed_at: null,
      last_login_at: null,
      attributes: {},
      problem: {
        zh: '只能读到 SHOW GRANTS 对登录账号自己的说明',
        en: 'Only what SHOW GRANTS tells of the login itself could be read',
      },
      own,
      memberOf: [],
    },
  ]);
  const named = facts.map((one) => ({
    ...one,
    roles: roles.map(({ name }) => ({ name, via: null, can_grant: false })),
  }));
  return { accounts: named, complete: false, problems: [missing] };
}

async function passwordLifetime(run: RunStatement): Promise<number | null> {
  const rows = await run('SELECT @@GLOBAL.default_password_lifetime').catch(() => []);
  const days = Number(rows[0]?.[0] ?? 0);
  return days > 0 ? days : null;
}

/** Reads what the login may see of the tables of rights; tables it may not are named. */
async function readTables(run: RunStatement) {
  const columns = await visibleColumns(run);
  const tables: Tables = new Map();
  const denied: string[] = [];
  for (const [table, names] of columns) {
    try {
      tables.set(table, await readRows(run, table, names));
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'denied') throw error;
      denied.push(table);
    }
  }
  const needed = ['user', 'db', 'tables_priv', 'columns_priv', 'procs_priv'];
  return { tables, closed: [...new Set([...denied, ...needed.filter((table) => !columns.has(table))])] };
}

/** Accounts and rights of MySQL and MariaDB out of their system tables, whatever the version calls the columns. */
export async function readMysqlAccounts(run: RunStatement): Promise<AccountsReading> {
  const [[current] = []] = await run('SELECT CURRENT_USER()');
  const { tables, closed } = await readTables(run);
  const missing = deniedText(closed, quotedLogin(String(current)));
  const users = tables.get('user');
  if (!users || closed.includes('user')) return readOwnOnly(run, String(current), missing);
  const globals = new Map(
    (tables.get('global_priv') ?? []).map((row) => [keyOf(text(row, 'user'), text(row, 'host')), row]),
  );
  const roleNames = new Set(
    (tables.get('role_edges') ?? []).map((row) => keyOf(text(row, 'from_user'), text(row, 'from_host'))),
  );
  const defaults = { lifetimeDays: await passwordLifetime(run) };
  const drafts = users.map((row) =>
    draftOf(row, globals.get(keyOf(text(row, 'user'), text(row, 'host'))), roleNames, defaults),
  );
  const byKey = new Map(drafts.map((draft) => [draft.id, draft]));
  addObjectRights(byKey, tables);
  addRoles(byKey, tables);
  const accounts = resolveRoles(drafts);
  if (closed.length === 0) return { accounts, complete: true, problems: [] };
  return {
    accounts: accounts.map((account) => ({ ...account, problem: account.problem ?? missing })),
    complete: true,
    problems: [missing],
  };
}
