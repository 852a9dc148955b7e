import type { Grade, Privilege } from '@sextant/contract/accounts';

const worstFirst: readonly Grade[] = ['administrator', 'owner', 'writer', 'unknown', 'reader'];

const reading =
  /^(SELECT|SELECT ANY (TABLE|SEQUENCE)|READ|READ ANY TABLE|USAGE|CONNECT|CONNECT SQL|CREATE SESSION|TEMP|TEMPORARY|CREATE TEMPORARY TABLES?|SHOW.*|VIEW .*|PROCESS|REPLICATION CLIENT|BINLOG MONITOR|(SLAVE|REPLICA) MONITOR|LOGIN|INHERIT|DICTGET.*|CHECK|REFERENCES?_READ|INTROSPECTION|VIEW)$/;
const writing =
  /^(INSERT|UPDATE|DELETE|DELETE HISTORY|TRUNCATE|EXECUTE|LOCK TABLES?|MERGE|ALTER (UPDATE|DELETE)|OPTIMIZE|(INSERT|UPDATE|DELETE|EXECUTE|LOCK) ANY .*|FLASHBACK|SET)$/;
const structural =
  /^(CREATE|DROP|ALTER|INDEX|REFERENCES|TRIGGER|EVENT|OWNER|CONTROL|TAKE OWNERSHIP|CREATEDB|MAINTAIN|DEBUG|UNDER|CREATE (VIEW|ROUTINE|TABLE|SCHEMA|DATABASE|DICTIONARY|SEQUENCE|PROCEDURE|FUNCTION|TRIGGER|TYPE|SYNONYM|CLUSTER|MATERIALIZED VIEW)|ALTER ROUTINE|(ALTER|DROP) (TABLE|VIEW|DATABASE|COLUMN|INDEX|DICTIONARY|ANY SCHEMA)|ALTER ANY (SCHEMA|DATABASE DDL TRIGGER)|UNLIMITED TABLESPACE|QUOTA)$/;

/** Roles that come with a server and that no list of grants explains. */
const roleGrades: Record<string, Grade> = {
  sysadmin: 'administrator',
  securityadmin: 'administrator',
  serveradmin: 'administrator',
  setupadmin: 'administrator',
  processadmin: 'administrator',
  diskadmin: 'administrator',
  dbcreator: 'administrator',
  bulkadmin: 'administrator',
  db_owner: 'owner',
  db_ddladmin: 'owner',
  db_securityadmin: 'administrator',
  db_accessadmin: 'administrator',
  db_backupoperator: 'administrator',
  db_datawriter: 'writer',
  pg_read_server_files: 'administrator',
  pg_write_server_files: 'administrator',
  pg_execute_server_program: 'administrator',
  pg_signal_backend: 'administrator',
  pg_checkpoint: 'administrator',
  pg_create_subscription: 'administrator',
  pg_maintain: 'owner',
  pg_write_all_data: 'writer',
  DBA: 'administrator',
  IMP_FULL_DATABASE: 'administrator',
  DATAPUMP_IMP_FULL_DATABASE: 'administrator',
  EXP_FULL_DATABASE: 'administrator',
  RESOURCE: 'owner',
};

/** How far a right goes. Rights over the whole server that are not known are those of newer servers: administrative. */
export function gradeOfPrivilege({ privilege, level, object }: Privilege): Grade {
  if (privilege === 'GRANT OPTION') return 'administrator';
  if (reading.test(privilege)) return 'reader';
  const beyondData = level !== 'server' && (object === 'mysql' || object?.startsWith('mysql.') === true);
  if (beyondData) return 'administrator';
  if (writing.test(privilege)) return 'writer';
  if (structural.test(privilege)) return 'owner';
  return level === 'server' ? 'administrator' : 'owner';
}

/** How far a role of the server's own goes; null for roles whose grants say it. */
export function gradeOfRole(name: string): Grade | null {
  const bare = name.slice(name.lastIndexOf('.') + 1);
  return Object.hasOwn(roleGrades, bare) ? (roleGrades[bare] ?? null) : null;
}

/** The worst of several grades; `reader` for none. */
export function worstGrade(grades: Iterable<Grade>): Grade {
  const found = new Set(grades);
  return worstFirst.find((grade) => found.has(grade)) ?? 'reader';
}

/** Whether a grade goes beyond what is allowed. */
export function isBeyond(grade: Grade, allowed: Grade): boolean {
  return worstFirst.indexOf(grade) < worstFirst.indexOf(allowed);
}

const capabilityRights: readonly [name: string, rights: RegExp, roles: RegExp | null][] = [
  [
    'ACCOUNTS',
    /^(CREATE USER|CREATEROLE|CREATE ROLE|ALTER USER|DROP USER|ROLE_ADMIN|ALTER ANY (LOGIN|USER|ROLE)|CREATE ANY LOGIN|ACCESS MANAGEMENT)$/,
    /(^|\.)(securityadmin|db_securityadmin|db_accessadmin)$/,
  ],
  [
    'FILES',
    /^(FILE|BULK INSERT|ADMINISTER BULK OPERATIONS|CREATE ANY DIRECTORY)$/,
    /^(pg_(read|write)_server_files|bulkadmin)$/,
  ],
  [
    'PROGRAMS',
    /^(CREATE EXTERNAL JOB|EXTERNAL ACCESS ASSEMBLY|UNSAFE ASSEMBLY|CREATE JOB)$/,
    /^pg_execute_server_program$/,
  ],
  [
    'REPLICATION',
    /^(REPLICATION( SLAVE| SLAVE ADMIN| MASTER ADMIN)?|REPLICATION_SLAVE_ADMIN|GROUP_REPLICATION_ADMIN)$/,
    null,
  ],
  [
    'SERVER',
    /^(SUPER|SHUTDOWN|RELOAD|SYSTEM|CONTROL SERVER|ALTER SYSTEM|ALTER DATABASE|CONNECTION[_ ]ADMIN|SYSTEM_VARIABLES_ADMIN|ALTER SERVER STATE|ALTER SETTINGS)$/,
    /^(serveradmin|processadmin|setupadmin|diskadmin)$/,
  ],
  ['CREATE_DATABASE', /^(CREATEDB|CREATE ANY DATABASE|CREATE DATABASE)$/, /^dbcreator$/],
  ['BYPASS_RLS', /^(BYPASSRLS|EXEMPT ACCESS POLICY)$/, null],
];

/** What the rights and roles of an account amount to, in words that hold for every engine. */
export function capabilitiesOf(account: {
  is_superuser: boolean;
  is_locked: boolean;
  privileges: readonly Privilege[];
  roles: readonly { name: string; can_grant: boolean }[];
}): string[] {
  const rights = new Set(account.privileges.map(({ privilege }) => privilege));
  const found = capabilityRights
    .filter(
      ([, pattern, roles]) =>
        [...rights].some((right) => pattern.test(right)) ||
        (roles !== null && account.roles.some(({ name }) => roles.test(name))),
    )
    .map(([name]) => name);
  const passesOn =
    account.privileges.some(({ grantable }) => grantable) || account.roles.some((r) => r.can_grant);
  return [
    ...(account.is_superuser ? ['SUPERUSER'] : []),
    ...(passesOn ? ['GRANT'] : []),
    ...found,
    ...(account.is_locked ? ['LOCKED'] : []),
  ];
}
