import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';

/** What the server told of a login: each list as rows. */
export interface SqlserverRightsRows {
  /** Login and database. */
  who: Cell[][];
  serverRoles: Cell[][];
  databaseRoles: Cell[][];
  serverPermissions: Cell[][];
  databasePermissions: Cell[][];
  /** Schema, table and the right, for what is granted on single tables. */
  tablePermissions: Cell[][];
  /** Schemas that hold tables or views which the login sees. */
  schemas: Cell[][];
}

const queries: Record<keyof SqlserverRightsRows, string> = {
  who: 'SELECT SUSER_SNAME(), DB_NAME()',
  serverRoles: `SELECT name FROM sys.server_principals WHERE type = 'R' AND IS_SRVROLEMEMBER(name) = 1`,
  databaseRoles: `SELECT name FROM sys.database_principals WHERE type = 'R' AND IS_ROLEMEMBER(name) = 1`,
  serverPermissions: `SELECT permission_name FROM fn_my_permissions(NULL, 'SERVER')`,
  databasePermissions: `SELECT permission_name FROM fn_my_permissions(NULL, 'DATABASE')`,
  tablePermissions: `SELECT TOP (200) s.name, o.name, r.name FROM sys.objects o
    JOIN sys.schemas s ON s.schema_id = o.schema_id
    CROSS JOIN (VALUES ('ALTER'), ('INSERT'), ('UPDATE'), ('DELETE')) r (name)
    WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
      AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', r.name) = 1
    ORDER BY s.name, o.name`,
  schemas: `SELECT DISTINCT s.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
    WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY s.name`,
};

const whole: Text = { zh: '可以做服务器上的任何事。', en: 'May do anything on the server.' };
const accounts: Text = { zh: '可以管理账号和权限。', en: 'May manage accounts and rights.' };
const server: Text = { zh: '可以改变服务器本身。', en: 'May change the server itself.' };
const files: Text = { zh: '可以让服务器读写文件。', en: 'May make the server read or write files.' };
const structure: Text = { zh: '可以改变表结构。', en: 'May change the structure of tables.' };
const rows: Text = { zh: '可以改变数据。', en: 'May change rows.' };
const procedures: Text = {
  zh: '可以执行存储过程，过程里可能会写数据。',
  en: 'May run procedures, which may write.',
};

type Meaning = readonly [RightsGrade, Text];

const serverRoles: Record<string, Meaning> = {
  sysadmin: ['administrator', whole],
  securityadmin: ['administrator', accounts],
  serveradmin: ['administrator', server],
  setupadmin: ['administrator', server],
  processadmin: ['administrator', server],
  diskadmin: ['administrator', files],
  dbcreator: ['administrator', server],
  bulkadmin: ['administrator', files],
};

const databaseRoles: Record<string, Meaning> = {
  db_owner: ['owner', structure],
  db_ddladmin: ['owner', structure],
  db_securityadmin: ['administrator', accounts],
  db_accessadmin: ['administrator', accounts],
  db_backupoperator: ['administrator', files],
  db_datawriter: ['writer', rows],
};

/** Rights by their beginning; the first that fits counts. Reading the server's own state is no reason. */
const serverRights: readonly [RegExp, Meaning][] = [
  [/^CONTROL SERVER$/, ['administrator', whole]],
  [/LOGIN|CREDENTIAL|IMPERSONATE|SERVER ROLE|ADMINISTER ANY/, ['administrator', accounts]],
  [/BULK|EXTERNAL ACCESS|UNSAFE|TRACE/, ['administrator', files]],
  [/^(ALTER|CREATE|SHUTDOWN|AUTHENTICATE|ADMINISTER)/, ['administrator', server]],
];

const databaseRights: readonly [RegExp, Meaning][] = [
  [/^(CONTROL|TAKE OWNERSHIP|ALTER)$/, ['owner', structure]],
  [/ANY (USER|ROLE|APPLICATION ROLE|MASK|SECURITY POLICY)|^CREATE (USER|ROLE)/, ['administrator', accounts]],
  [/^BACKUP|BULK|EXTERNAL|ASSEMBLY/, ['administrator', files]],
  [/^(ALTER|CREATE)/, ['owner', structure]],
  [/^(INSERT|UPDATE|DELETE)$/, ['writer', rows]],
  [/^EXECUTE/, ['writer', procedures]],
];

const tableRights: readonly [RegExp, Meaning][] = [
  [/^ALTER$/, ['owner', structure]],
  [/./, ['writer', rows]],
];

function names(list: Cell[][]): string[] {
  return list.map(([name]) => String(name));
}

function reason(right: string, meaning: Meaning | undefined): RightsReason[] {
  return meaning ? [{ right, grade: meaning[0], text: meaning[1] }] : [];
}

function match(rules: readonly [RegExp, Meaning][], right: string): Meaning | undefined {
  return rules.find(([pattern]) => pattern.test(right))?.[1];
}

function reasonsOf(told: SqlserverRightsRows): RightsReason[] {
  return [
    ...names(told.serverRoles).flatMap((name) => reason(name, serverRoles[name])),
    ...names(told.serverPermissions).flatMap((name) => reason(name, match(serverRights, name))),
    ...names(told.databaseRoles).flatMap((name) => reason(name, databaseRoles[name])),
    ...names(told.databasePermissions).flatMap((name) => reason(name, match(databaseRights, name))),
    ...told.tablePermissions.flatMap(([schema, table, right]) =>
      reason(`${right} on ${schema}.${table}`, match(tableRights, String(right))),
    ),
  ];
}

function readerScript(database: string, schemas: readonly string[]): string {
  const reader = quoteIdentifier('tsql', 'sextant_reader');
  const schemaNames = schemas.map((schema) => quoteIdentifier('tsql', schema));
  return [
    '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
    ['CREATE LOGIN', reader, "WITH PASSWORD = N'<password>';"].join(' '),
    ['USE', `${quoteIdentifier('tsql', database)};`].join(' '),
    ['CREATE USER', reader, 'FOR LOGIN', `${reader};`].join(' '),
    ...schemaNames.map((name) =>
      ['GRANT SELECT, VIEW DEFINITION ON SCHEMA::', name, ' TO ', reader, ';'].join(''),
    ),
    ['GRANT SHOWPLAN TO', `${reader};`].join(' '),
    '',
  ].join('\n');
}

/** Grades a login by what the server told of it. */
export function sqlserverRights(told: SqlserverRightsRows): LoginRights {
  const [[login, database] = []] = told.who;
  const script = readerScript(String(database), names(told.schemas));
  return gradeRights(String(login), reasonsOf(told), script);
}

/** Asks what the login may do: roles, and rights on server, database and tables. */
export async function readSqlserverRights(run: RunStatement): Promise<LoginRights> {
  const told = {} as SqlserverRightsRows;
  for (const key of Object.keys(queries) as (keyof SqlserverRightsRows)[])
    told[key] = await run(queries[key]);
  return sqlserverRights(told);
}
