import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';
import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import type { AccountDraft, AccountsReading } from '../account-facts.ts';
import { EngineError } from '../engine-error.ts';
import { objectName } from '../object-name.ts';
import type { RunStatement } from '../pooled-database.ts';
import { resolveRoles } from '../resolve-roles.ts';

/** What the dictionary told: each list as rows. */
export interface OracleAccountRows {
  /** name, status, expires, password changed, last login, maintained by Oracle, profile, tablespace. */
  users: Cell[][];
  /** name, maintained by Oracle. */
  roles: Cell[][];
  /** grantee, role, admin option. */
  rolePrivileges: Cell[][];
  /** grantee, right, admin option. */
  systemPrivileges: Cell[][];
  /** grantee, owner, object, right, grantable, type. */
  objectPrivileges: Cell[][];
  /** grantee, owner, table, column, right, grantable. */
  columnPrivileges: Cell[][];
  /** name, tablespace, bytes or -1. */
  quotas: Cell[][];
}

const iso = (column: string) => `TO_CHAR(${column}, 'YYYY-MM-DD"T"HH24:MI:SS')`;

const queries: Record<keyof OracleAccountRows, [sql: string, view: string]> = {
  users: [
    `SELECT username, account_status, ${iso('expiry_date')}, ${iso('password_change_date')},
       ${iso('CAST(SYS_EXTRACT_UTC(last_login) AS DATE)')}, oracle_maintained, profile, default_tablespace FROM dba_users`,
    'DBA_USERS',
  ],
  roles: ['SELECT role, oracle_maintained FROM dba_roles', 'DBA_ROLES'],
  rolePrivileges: ['SELECT grantee, granted_role, admin_option FROM dba_role_privs', 'DBA_ROLE_PRIVS'],
  systemPrivileges: ['SELECT grantee, privilege, admin_option FROM dba_sys_privs', 'DBA_SYS_PRIVS'],
  objectPrivileges: [
    `SELECT grantee, owner, table_name, privilege, grantable, type FROM dba_tab_privs
     WHERE grantee NOT IN (SELECT username FROM dba_users WHERE oracle_maintained = 'Y')
       AND grantee NOT IN (SELECT role FROM dba_roles WHERE oracle_maintained = 'Y') AND grantee <> 'PUBLIC'`,
    'DBA_TAB_PRIVS',
  ],
  columnPrivileges: [
    'SELECT grantee, owner, table_name, column_name, privilege, grantable FROM dba_col_privs',
    'DBA_COL_PRIVS',
  ],
  quotas: ['SELECT username, tablespace_name, max_bytes FROM dba_ts_quotas', 'DBA_TS_QUOTAS'],
};

/** `password_change_date` came with 12.2. */
const oldUsersQuery = queries.users[0].replace(iso('password_change_date'), 'NULL');

function utc(value: Cell | undefined): string | null {
  return typeof value === 'string' && value !== '' ? new Date(`${value}Z`).toISOString() : null;
}

function draft(kind: 'user' | 'role', name: string, isSystem: boolean): AccountDraft {
  return {
    id: name,
    name,
    host: null,
    kind,
    is_system: isSystem,
    is_superuser: name === 'SYS' || name === 'SYSTEM' || name === 'DBA',
    is_locked: false,
    can_login: kind === 'user',
    expires_at: null,
    password_changed_at: null,
    last_login_at: null,
    attributes: {},
    problem: null,
    own: [],
    memberOf: [],
  };
}

function userDraft([
  name,
  status,
  expires,
  changed,
  lastLogin,
  maintained,
  profile,
  tablespace,
]: Cell[]): AccountDraft {
  const locked = String(status).includes('LOCKED');
  return {
    ...draft('user', String(name), maintained === 'Y'),
    is_locked: locked,
    can_login: !locked,
    expires_at: utc(expires),
    password_changed_at: utc(changed),
    last_login_at: utc(lastLogin),
    attributes: {
      account_status: String(status),
      profile: profile === null || profile === undefined ? null : String(profile),
      default_tablespace: tablespace === null || tablespace === undefined ? null : String(tablespace),
    },
  };
}

const routines = new Set(['PROCEDURE', 'FUNCTION', 'PACKAGE', 'TYPE']);

function objectLevel(type: Cell | undefined): PrivilegeLevel {
  if (type === 'SEQUENCE') return 'sequence';
  if (routines.has(String(type))) return 'routine';
  return type === 'TABLE' || type === 'VIEW' || type === undefined || type === null ? 'table' : 'other';
}

/** Accounts out of what the dictionary told of them. */
export function oracleAccounts(told: OracleAccountRows): AccountsReading {
  const drafts = [
    ...told.users.map(userDraft),
    ...told.roles.map(([name, maintained]) => draft('role', String(name), maintained === 'Y')),
  ];
  const byName = new Map(drafts.map((one) => [one.id, one]));
  const give = (
    grantee: Cell | undefined,
    level: PrivilegeLevel,
    object: string | null,
    name: Cell | undefined,
    passesOn: boolean,
  ) => {
    const privilege: Privilege = { level, object, privilege: String(name), grantable: passesOn, via: null };
    byName.get(String(grantee))?.own.push(privilege);
  };
  for (const [grantee, role, admin] of told.rolePrivileges) {
    byName.get(String(grantee))?.memberOf.push({ id: String(role), can_grant: admin === 'YES' });
  }
  for (const [grantee, name, admin] of told.systemPrivileges)
    give(grantee, 'server', null, name, admin === 'YES');
  for (const [grantee, owner, object, name, grantable, type] of told.objectPrivileges) {
    give(grantee, objectLevel(type), objectName([String(owner), String(object)]), name, grantable === 'YES');
  }
  for (const [grantee, owner, table, column, name, grantable] of told.columnPrivileges) {
    give(grantee, 'column', objectName([owner, table, column].map(String)), name, grantable === 'YES');
  }
  for (const [name, tablespace] of told.quotas) give(name, 'tablespace', String(tablespace), 'QUOTA', false);
  return { accounts: resolveRoles(drafts), complete: true, problems: [] };
}

function missingViews(views: readonly string[]): Text {
  const grants = views.map((view) => ['GRANT SELECT ON SYS.', view, ' TO <user>;'].join('')).join(' ');
  return {
    zh: `登录账号读不到 ${views.join('、')}。请由管理员执行：${grants}（或 GRANT SELECT_CATALOG_ROLE）`,
    en: `The login cannot read ${views.join(', ')}. An administrator can run: ${grants} (or GRANT SELECT_CATALOG_ROLE)`,
  };
}

/** Users, roles and rights of Oracle out of its DBA views. */
export async function readOracleAccounts(run: RunStatement): Promise<AccountsReading> {
  const told = {} as OracleAccountRows;
  const closed: string[] = [];
  for (const [key, [sql, view]] of Object.entries(queries) as [keyof OracleAccountRows, [string, string]][]) {
    try {
      told[key] = await run(sql).catch((error: unknown) => {
        const lacksColumn = error instanceof EngineError && error.code === 'unknown_column';
        if (key !== 'users' || !lacksColumn) throw error;
        return run(oldUsersQuery);
      });
    } catch (error) {
      // Views that may not be read are hidden: ORA-00942, the table does not exist.
      const hidden =
        error instanceof EngineError && (error.code === 'denied' || error.code === 'unknown_table');
      if (!hidden) throw error;
      told[key] = [];
      closed.push(view);
    }
  }
  const reading = oracleAccounts(told);
  if (closed.length === 0) return reading;
  const problem = missingViews(closed);
  return {
    accounts: reading.accounts.map((account) => ({ ...account, problem })),
    complete: false,
    problems: [problem],
  };
}
