import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { EngineError } from '../engine-error.ts';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';
import { type MysqlGrant, type MysqlGrants, parseMysqlGrants } from './mysql.grants.ts';
import type { MysqlProfile } from './mysql.profile.ts';

/** Rights that only read or only concern the session itself. */
const harmless = new Set([
  'USAGE',
  'SELECT',
  'SHOW DATABASES',
  'SHOW VIEW',
  'SHOW CREATE ROUTINE',
  'SHOW_ROUTINE',
  'PROCESS',
  'REPLICATION CLIENT',
  'BINLOG MONITOR',
  'SLAVE MONITOR',
  'REPLICA MONITOR',
  'CREATE TEMPORARY TABLES',
]);

const writerRights = new Set(['INSERT', 'UPDATE', 'DELETE', 'DELETE HISTORY', 'EXECUTE', 'LOCK TABLES']);

const ownerRights = new Set([
  'CREATE',
  'DROP',
  'ALTER',
  'INDEX',
  'REFERENCES',
  'TRIGGER',
  'EVENT',
  'CREATE VIEW',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
]);

/** The accounts and rights of the server lie in this database, so whoever writes to it may become anybody. */
const accountDatabase = 'mysql';

const texts: Record<Exclude<RightsGrade, 'reader'>, Text> = {
  writer: { zh: '可以改动数据，或执行会改动数据的程序。', en: 'May change rows, or run routines that do.' },
  owner: {
    zh: '可以新建、修改或删除表和其他对象。',
    en: 'May make, change or drop tables and other objects.',
  },
  administrator: {
    zh: '可以管理服务器、账号或复制，权限超出数据本身。',
    en: 'May administer the server, accounts or replication, which goes beyond the data.',
  },
  unknown: { zh: '数据库没有说明这项权限的内容。', en: 'The database did not tell what this right holds.' },
};

const special: Record<string, Text> = {
  FILE: { zh: '可以读写服务器上的文件。', en: 'May read and write files of the server.' },
  SUPER: {
    zh: '可以修改全局设置、终止他人的连接。',
    en: "May change global settings and end other people's sessions.",
  },
  'GRANT OPTION': { zh: '可以把自己的权限授予别人。', en: 'May pass its rights on to others.' },
  'CREATE USER': { zh: '可以新建、修改和删除账号。', en: 'May make, change and drop accounts.' },
  SHUTDOWN: { zh: '可以关闭服务器。', en: 'May shut the server down.' },
  PROXY: { zh: '可以以其他账号的身份行事。', en: 'May act as another account.' },
  'REPLICATION SLAVE': {
    zh: '可以读取整个服务器的更改日志。',
    en: "May read the log of all the server's changes.",
  },
  'LOCK TABLES': {
    zh: '可以锁住表，使别人无法写入。',
    en: 'May lock tables, so that nobody else can write.',
  },
  EXECUTE: {
    zh: '可以执行存储过程和函数，它们可能改动数据。',
    en: 'May run stored routines, which may change rows.',
  },
};

function gradeOf(privilege: string, grant: MysqlGrant): RightsGrade {
  if (harmless.has(privilege)) return 'reader';
  if (privilege.startsWith('ALL')) return grant.database === null ? 'administrator' : ownerOf(grant);
  if (writerRights.has(privilege)) return grant.database === accountDatabase ? 'administrator' : 'writer';
  // Rights that are not known are those of newer servers, which are all administrative.
  return ownerRights.has(privilege) ? ownerOf(grant) : 'administrator';
}

function ownerOf(grant: MysqlGrant): RightsGrade {
  return grant.database === accountDatabase ? 'administrator' : 'owner';
}

function placeOf({ database, table }: MysqlGrant): string {
  return `${database ?? '*'}.${table ?? '*'}`;
}

function reasonsOf(grant: MysqlGrant): RightsReason[] {
  const reasons = grant.privileges.flatMap(({ name, columns }): RightsReason[] => {
    const grade = gradeOf(name, grant);
    if (grade === 'reader') return [];
    const what = columns.length > 0 ? `${name} (${columns.join(', ')})` : name;
    return [{ grade, right: `${what} on ${placeOf(grant)}`, text: special[name] ?? texts[grade] }];
  });
  if (!grant.grantOption) return reasons;
  const right = ['GRANT OPTION', placeOf(grant)].join(' on ');
  return [
    ...reasons,
    { grade: 'administrator', right, text: special['GRANT OPTION'] ?? texts.administrator },
  ];
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function accountName(name: string, host: string | null): string {
  return host === null ? quoted(name) : [quoted(name), quoted(host)].join('@');
}

async function grantLines(run: RunStatement, sql: string): Promise<string[]> {
  return (await run(sql)).map(([line]) => String(line));
}

/**
 * The grants of the login and of its roles. MySQL shows those of any role that the login holds, MariaDB only those of
 * active roles; a role that neither shows is named as unread.
 */
async function readGrants(run: RunStatement): Promise<MysqlGrants> {
  const own = parseMysqlGrants(await grantLines(run, 'SHOW GRANTS'));
  if (own.roles.length === 0) return own;
  const accounts = own.roles.map(({ name, host }) => accountName(name, host));
  try {
    const using = ['SHOW GRANTS FOR CURRENT_USER() USING', accounts.join(', ')].join(' ');
    const all = parseMysqlGrants(await grantLines(run, using));
    return { ...all, unread: [...own.unread, ...all.unread] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { ...own, unread: [...own.unread, ...accounts.map((account) => `role ${account}`)] };
  }
}

const shownTables = `SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() OR (DATABASE() IS NULL
    AND LOCATE(CONCAT(',', LOWER(TABLE_SCHEMA), ','), ?) = 0)
  ORDER BY TABLE_SCHEMA, TABLE_NAME`;

/** A name as a database pattern that fits it alone. */
function databasePattern(name: string): string {
  return quoteIdentifier('mysql', name.replace(/[_%\\]/g, '\\$&'));
}

function fitsPattern(pattern: string, name: string): boolean {
  const source = pattern.replace(/\\(.)|[%_]|[^\\%_]/gs, (part, escaped: string | undefined) => {
    if (escaped === undefined && part === '%') return '.*';
    if (escaped === undefined && part === '_') return '.';
    return (escaped ?? part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'is').test(name);
}

function readsWhole(database: string, grants: readonly MysqlGrant[]): boolean {
  return grants.some(
    (grant) =>
      grant.table === null &&
      (grant.database === null || fitsPattern(grant.database, database)) &&
      grant.privileges.some(({ name }) => name === 'SELECT' || name.startsWith('ALL')),
  );
}

function readerScript(host: string, tables: [string, string][], grants: readonly MysqlGrant[]): string {
  const reader = accountName('sextant_reader', host);
  const databases = Map.groupBy(tables, ([database]) => database);
  const readable = [...databases].flatMap(([database, own]) =>
    readsWhole(database, grants)
      ? [`${databasePattern(database)}.*`]
      : own.map((path) => path.map((name) => quoteIdentifier('mysql', name)).join('.')),
  );
  return [
    '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
    ['CREATE USER', reader, "IDENTIFIED BY '<password>';"].join(' '),
    ...readable.map((place) => ['GRANT SELECT, SHOW VIEW ON', place, 'TO', `${reader};`].join(' ')),
    '',
  ].join('\n');
}

/** What the login may do, by its grants and those of its roles. */
export async function readMysqlRights(
  run: RunStatement,
  profile: Pick<MysqlProfile, 'systemSchemas'>,
): Promise<LoginRights> {
  const [[login] = []] = await run('SELECT CURRENT_USER()');
  const { grants, unread } = await readGrants(run);
  const skipped = ['', ...profile.systemSchemas, ''].join();
  const tables = (await run(shownTables, [skipped])).map((row): [string, string] => [
    String(row[0]),
    String(row[1]),
  ]);
  const host = String(login).slice(String(login).lastIndexOf('@') + 1) || '%';
  const unknown = unread.map(
    (line): RightsReason => ({ grade: 'unknown', right: line, text: texts.unknown }),
  );
  const reasons = [...grants.flatMap(reasonsOf), ...unknown];
  return gradeRights(String(login), reasons, readerScript(host, tables, grants));
}
