import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';
import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { AccountDraft, AccountsReading } from '../account-facts.ts';
import { EngineError } from '../engine-error.ts';
import type { RunStatement } from '../pooled-database.ts';
import { resolveRoles } from '../resolve-roles.ts';

/** What the server told: each list as rows. */
export interface SqlserverAccountRows {
  /** sid, name, type, is_disabled, default database, expires, password set, policy checked, locked. */
  logins: Cell[][];
  /** member sid, role sid. */
  serverMembers: Cell[][];
  /** sid, right, state. */
  serverRights: Cell[][];
  databases: SqlserverDatabaseRows[];
  /** Databases that the login may not enter. */
  closed: string[];
}

export interface SqlserverDatabaseRows {
  name: string;
  /** principal id, sid, name, type. */
  principals: Cell[][];
  /** member id, role id. */
  members: Cell[][];
  /** principal id, class, object, column, right, state. */
  rights: Cell[][];
}

/** Most databases of one server that are entered; the others are named as not read. */
const mostDatabases = 50;

const loginsQuery = `SELECT CONVERT(varchar(200), p.sid, 1), p.name, RTRIM(p.type), p.is_disabled, p.default_database_name,
    CAST(LOGINPROPERTY(p.name, 'DaysUntilExpiration') AS int),
    CONVERT(varchar(30), LOGINPROPERTY(p.name, 'PasswordLastSetTime'), 126), l.is_policy_checked,
    CAST(LOGINPROPERTY(p.name, 'IsLocked') AS int)
  FROM sys.server_principals p LEFT JOIN sys.sql_logins l ON l.principal_id = p.principal_id
  WHERE p.type IN ('S', 'U', 'G', 'E', 'X', 'R')`;
const serverMembersQuery = `SELECT CONVERT(varchar(200), m.sid, 1), CONVERT(varchar(200), r.sid, 1)
  FROM sys.server_role_members x JOIN sys.server_principals m ON m.principal_id = x.member_principal_id
  JOIN sys.server_principals r ON r.principal_id = x.role_principal_id`;
const serverRightsQuery = `SELECT CONVERT(varchar(200), p.sid, 1), r.permission_name, RTRIM(r.state)
  FROM sys.server_permissions r JOIN sys.server_principals p ON p.principal_id = r.grantee_principal_id
  WHERE r.state IN ('G', 'W', 'D')`;
const databasesQuery = `SELECT name, HAS_DBACCESS(name) FROM sys.databases WHERE state = 0 ORDER BY database_id`;
/** `AT` stands for the database, whose quoted name takes its place. */
const principalsQuery = `SELECT principal_id, CONVERT(varchar(200), sid, 1), name, RTRIM(type) FROM AT.sys.database_principals`;
const membersQuery = `SELECT member_principal_id, role_principal_id FROM AT.sys.database_role_members`;
const rightsQuery = `SELECT r.grantee_principal_id, RTRIM(r.class_desc),
    CASE r.class WHEN 3 THEN s.name WHEN 1 THEN os.name + '.' + o.name END, c.name, r.permission_name, RTRIM(r.state)
  FROM AT.sys.database_permissions r
  LEFT JOIN AT.sys.schemas s ON r.class = 3 AND s.schema_id = r.major_id
  LEFT JOIN AT.sys.all_objects o ON r.class = 1 AND o.object_id = r.major_id
  LEFT JOIN AT.sys.schemas os ON os.schema_id = o.schema_id
  LEFT JOIN AT.sys.all_columns c ON r.class = 1 AND c.object_id = r.major_id AND c.column_id = r.minor_id
  WHERE r.state IN ('G', 'W', 'D') AND NOT (r.class = 0 AND r.permission_name = 'CONNECT')
    AND (r.class <> 1 OR r.major_id > 0)`;

const systemLogin = /^(##.*##|NT SERVICE\\.*|NT AUTHORITY\\.*|BUILTIN\\.*|public)$/i;

function loginDraft(row: Cell[]): AccountDraft {
  const [sid, name, type, disabled, database, daysLeft, setAt, policy, locked] = row;
  const isRole = type === 'R';
  const isDisabled = Number(disabled) === 1 || disabled === true;
  const isLocked = !isRole && (isDisabled || Number(locked) === 1);
  const expires =
    daysLeft === null || daysLeft === undefined ? null : Date.now() + Number(daysLeft) * 86_400_000;
  return {
    id: String(sid),
    name: String(name),
    host: null,
    kind: isRole ? 'role' : 'user',
    is_system: systemLogin.test(String(name)),
    is_superuser: name === 'sa' || name === 'sysadmin',
    is_locked: isLocked,
    can_login: !isRole && !isDisabled,
    // The server tells whole days, so the day is told and not the hour, which would differ each time.
    expires_at: expires === null ? null : `${new Date(expires).toISOString().slice(0, 10)}T00:00:00.000Z`,
    password_changed_at: setAt ? new Date(`${setAt}Z`).toISOString() : null,
    last_login_at: null,
    attributes: {
      account_type: String(type),
      is_disabled: isDisabled,
      default_database: database === null ? null : String(database),
      policy_checked: policy === null ? null : Number(policy) === 1 || policy === true,
    },
    problem: null,
    own: [],
    memberOf: [],
    hidden: isRole && systemLogin.test(String(name)),
  };
}

function rightOf(
  level: PrivilegeLevel,
  object: string | null,
  name: Cell | undefined,
  state: Cell | undefined,
): Privilege {
  const denied = state === 'D' ? 'DENIED ' : '';
  return { level, object, privilege: denied + String(name), grantable: state === 'W', via: null };
}

function placeOf(database: string, row: Cell[]): [PrivilegeLevel, string] {
  const [, kind, object, column] = row;
  if (kind === 'SCHEMA' && object) return ['schema', `${database}.${object}`];
  if (kind === 'OBJECT_OR_COLUMN' && object) {
    return column ? ['column', `${database}.${object}.${column}`] : ['table', `${database}.${object}`];
  }
  return kind === 'DATABASE'
    ? ['database', database]
    : ['other', `${database} (${String(kind).toLowerCase()})`];
}

/** Users of a database belong to their login by its SID; roles of a database, and users without a login, stand alone. */
function addDatabase(
  byId: Map<string, AccountDraft>,
  { name, principals, members, rights }: SqlserverDatabaseRows,
): void {
  const drafts = new Map<string, AccountDraft>();
  for (const [id, sid, principal, type] of principals) {
    const login = type === 'R' ? undefined : byId.get(String(sid));
    const label = `${name}.${principal}`;
    const isRole = type === 'R';
    const builtIn = /^(public|guest|dbo|sys|INFORMATION_SCHEMA)$/.test(String(principal));
    const own: AccountDraft = login ?? {
      ...loginDraft([`${name}:${id}`, label, type ?? null, false, name, null, null, null, null]),
      is_superuser: false,
      is_system: builtIn,
      can_login: false,
      hidden: builtIn || (isRole && String(principal).startsWith('db_')),
    };
    drafts.set(String(id), own);
    if (!login) byId.set(own.id, own);
  }
  for (const [member, role] of members) {
    const id = drafts.get(String(role))?.id;
    if (id) drafts.get(String(member))?.memberOf.push({ id, can_grant: false });
  }
  for (const row of rights) {
    const [level, object] = placeOf(name, row);
    drafts.get(String(row[0]))?.own.push(rightOf(level, object, row[4], row[5]));
  }
}

function closedText(databases: readonly string[]): Text {
  const list = databases.join(', ');
  return {
    zh: `登录账号进不了这些数据库：${list}，其中的用户和权限没有读到。请授予 CONNECT ANY DATABASE 和 VIEW ANY DEFINITION`,
    en: `The login may not enter ${list}, whose users and rights were not read. Grant CONNECT ANY DATABASE and VIEW ANY DEFINITION`,
  };
}

/** Accounts out of what the server told of them. */
export function sqlserverAccounts(told: SqlserverAccountRows): AccountsReading {
  const drafts = told.logins.map(loginDraft);
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  for (const [member, role] of told.serverMembers) {
    byId.get(String(member))?.memberOf.push({ id: String(role), can_grant: false });
  }
  for (const [sid, right, state] of told.serverRights) {
    byId.get(String(sid))?.own.push(rightOf('server', null, right, state));
  }
  for (const draft of drafts) {
    if (draft.own.some(({ privilege }) => privilege === 'CONTROL SERVER')) draft.is_superuser = true;
  }
  for (const database of told.databases) addDatabase(byId, database);
  const accounts = resolveRoles([...byId.values()]);
  if (told.closed.length === 0) return { accounts, complete: true, problems: [] };
  const problem = closedText(told.closed);
  return {
    accounts: accounts.map((account) => ({ ...account, problem })),
    complete: false,
    problems: [problem],
  };
}

const noView: Text = {
  zh: '登录账号看不到其他登录名。请由管理员执行：GRANT VIEW ANY DEFINITION TO <登录名>; GRANT VIEW SERVER STATE TO <登录名>',
  en: 'The login does not see other logins. An administrator can run: GRANT VIEW ANY DEFINITION TO <login>; GRANT VIEW SERVER STATE TO <login>',
};

/** Logins, users of databases, their roles and rights of SQL Server. */
export async function readSqlserverAccounts(run: RunStatement): Promise<AccountsReading> {
  const [[sees] = []] = await run("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION')");
  const told: SqlserverAccountRows = {
    logins: await run(loginsQuery),
    serverMembers: await run(serverMembersQuery),
    serverRights: await run(serverRightsQuery),
    databases: [],
    closed: [],
  };
  for (const [name, open] of await run(databasesQuery)) {
    const database = String(name);
    if (Number(open) !== 1 || told.databases.length >= mostDatabases) {
      told.closed.push(database);
      continue;
    }
    const at = [quoteIdentifier('tsql', database), 'sys'].join('.');
    try {
      told.databases.push({
        name: database,
        principals: await run(principalsQuery.replaceAll('AT.sys', at)),
        members: await run(membersQuery.replaceAll('AT.sys', at)),
        rights: await run(rightsQuery.replaceAll('AT.sys', at)),
      });
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'denied') throw error;
      told.closed.push(database);
    }
  }
  const reading = sqlserverAccounts(told);
  if (Number(sees) === 1) return reading;
  return { ...reading, complete: false, problems: [noView, ...reading.problems] };
}
