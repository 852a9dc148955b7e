import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';

/** What the database told of a login: each list as rows. */
export interface OracleRightsRows {
  who: Cell[][];
  /** Rights in force, through whatever role. */
  privileges: Cell[][];
  roles: Cell[][];
  /** Owner, object and the right, given to the login or to its roles. */
  objectPrivileges: Cell[][];
  ownTables: Cell[][];
  /** Owner and name of tables of others that the login may read. */
  readable: Cell[][];
}

const queries: Record<keyof OracleRightsRows, string> = {
  who: 'SELECT USER FROM DUAL',
  privileges: 'SELECT privilege FROM session_privs ORDER BY privilege',
  roles: 'SELECT role FROM session_roles ORDER BY role',
  objectPrivileges: `SELECT owner, table_name, privilege FROM user_tab_privs WHERE grantee = USER
    UNION SELECT owner, table_name, privilege FROM role_tab_privs
      WHERE role IN (SELECT role FROM session_roles) AND owner NOT IN ('SYS', 'SYSTEM')`,
  ownTables: 'SELECT table_name FROM user_tables ORDER BY table_name',
  readable: `SELECT owner, table_name FROM user_tab_privs WHERE grantee = USER AND privilege IN ('SELECT', 'READ')
    ORDER BY owner, table_name`,
};

type Meaning = readonly [RightsGrade, Text];

const whole: Text = { zh: '可以做数据库里的任何事。', en: 'May do anything in the database.' };
const accounts: Text = { zh: '可以管理账号和权限。', en: 'May manage accounts and rights.' };
const server: Text = { zh: '可以改变数据库本身。', en: 'May change the database itself.' };
const files: Text = { zh: '可以读写服务器上的文件。', en: "May reach the server's files." };
const structure: Text = { zh: '可以改变表结构。', en: 'May change the structure of tables.' };
const rows: Text = { zh: '可以改变数据。', en: 'May change rows.' };
const procedures: Text = {
  zh: '可以执行存储过程，过程里可能会写数据。',
  en: 'May run procedures, which may write.',
};
const own: Text = {
  zh: '有自己的表，对它们可以做任何事。',
  en: 'Has tables of its own and may do anything with them.',
};

const strongRoles = /^(DBA|CDB_DBA|PDB_DBA|IMP_FULL_DATABASE|DATAPUMP_IMP_FULL_DATABASE|EXP_FULL_DATABASE)$/;

/** Rights by their name; the first that fits counts. What only reads, or opens a session, is no reason. */
const privilegeRules: readonly [RegExp, Meaning][] = [
  [/^(SYSDBA|SYSOPER|SYSBACKUP|SYSDG|SYSKM)$/, ['administrator', whole]],
  [/USER$|ANY ROLE|GRANT ANY|BECOME USER|PROFILE|CREATE ROLE|AUDIT|EXEMPT/, ['administrator', accounts]],
  [/DIRECTORY|EXTERNAL JOB|LIBRARY/, ['administrator', files]],
  [
    /^(ALTER SYSTEM|ALTER DATABASE|MANAGE|RESTRICTED|ADMINISTER|(CREATE|ALTER|DROP) .*(TABLESPACE|LINK))/,
    ['administrator', server],
  ],
  [/^(INSERT|UPDATE|DELETE) ANY/, ['writer', rows]],
  [/^EXECUTE ANY/, ['writer', procedures]],
  [/^UNLIMITED TABLESPACE$/, ['writer', rows]],
  [/^(CREATE|ALTER|DROP|COMMENT|LOCK|FLASHBACK|UNDER)\b(?! SESSION)/, ['owner', structure]],
];

const objectRules: readonly [RegExp, Meaning][] = [
  [/^(INSERT|UPDATE|DELETE)$/, ['writer', rows]],
  [/^EXECUTE$/, ['writer', procedures]],
  [/^WRITE$/, ['administrator', files]],
  [/^(ALTER|INDEX|REFERENCES|DEBUG)$/, ['owner', structure]],
];

function names(list: Cell[][]): string[] {
  return list.map(([name]) => String(name));
}

function byRule(right: string, name: string, rules: readonly [RegExp, Meaning][]): RightsReason[] {
  const meaning = rules.find(([pattern]) => pattern.test(name))?.[1];
  return meaning ? [{ right, grade: meaning[0], text: meaning[1] }] : [];
}

function reasonsOf(told: OracleRightsRows): RightsReason[] {
  const roles = names(told.roles).filter((role) => strongRoles.test(role));
  const tables = told.ownTables.length > 0;
  return [
    ...roles.map((right): RightsReason => ({ right, grade: 'administrator', text: whole })),
    ...names(told.privileges).flatMap((name) => byRule(name, name, privilegeRules)),
    ...told.objectPrivileges.flatMap(([owner, table, right]) =>
      byRule(`${right} on ${owner}.${table}`, String(right), objectRules),
    ),
    ...(tables ? [{ right: `tables of ${names(told.who)[0]}`, grade: 'owner' as const, text: own }] : []),
  ];
}

function readerScript(told: OracleRightsRows): string {
  const reader = quoteIdentifier('oracle', 'SEXTANT_READER');
  const [login = ''] = names(told.who);
  const places = [
    ...told.ownTables.map(([table]) => [login, String(table)]),
    ...told.readable.map(([owner, table]) => [String(owner), String(table)]),
  ].map((path) => path.map((name) => quoteIdentifier('oracle', name)).join('.'));
  return [
    '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
    ['CREATE USER', reader, 'IDENTIFIED BY "<password>";'].join(' '),
    ['GRANT CREATE SESSION TO', `${reader};`].join(' '),
    ...[...new Set(places)].map((place) => ['GRANT SELECT ON', place, 'TO', `${reader};`].join(' ')),
    '',
  ].join('\n');
}

/** Grades a login by what the database told of it. */
export function oracleRights(told: OracleRightsRows): LoginRights {
  return gradeRights(names(told.who)[0] ?? '', reasonsOf(told), readerScript(told));
}

/** Asks what the login may do: its rights and roles in force, rights on single objects and tables of its own. */
export async function readOracleRights(run: RunStatement): Promise<LoginRights> {
  const told = {} as OracleRightsRows;
  for (const key of Object.keys(queries) as (keyof OracleRightsRows)[]) told[key] = await run(queries[key]);
  return oracleRights(told);
}
