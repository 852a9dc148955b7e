import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';

const grades: Record<string, RightsGrade> = {
  SELECT: 'reader',
  USAGE: 'reader',
  SHOW_VIEW: 'reader',
  LOAD: 'writer',
  INSERT: 'writer',
  UPDATE: 'writer',
  DELETE: 'writer',
  EXPORT: 'writer',
  REFRESH: 'writer',
  ALTER: 'owner',
  CREATE: 'owner',
  DROP: 'owner',
};

const texts: Record<Exclude<RightsGrade, 'reader'>, Text> = {
  writer: { zh: '可以写入、改动或导出数据。', en: 'May add, change or export rows.' },
  owner: { zh: '可以新建、修改或删除表和库。', en: 'May make, change or drop tables and databases.' },
  administrator: {
    zh: '可以管理账号、节点或整个集群。',
    en: 'May administer accounts, nodes or the whole cluster.',
  },
  unknown: { zh: '数据库没有说明这项权限。', en: 'The database did not tell what this right holds.' },
};

function gradeOf(name: string): RightsGrade {
  const word = name.toUpperCase().replace(/_PRIV$/, '');
  const known = Object.hasOwn(grades, word) ? grades[word] : grades[word.split(' ')[0] ?? ''];
  return known ?? 'administrator';
}

function reason(name: string, place: string): RightsReason[] {
  const grade = gradeOf(name);
  return grade === 'reader'
    ? []
    : [{ grade, right: place ? `${name} on ${place}` : name, text: texts[grade] }];
}

/** StarRocks: `GRANT SELECT, INSERT ON TABLE shop.orders TO USER 'x'@'%'`; a role is `GRANT 'admin' TO …`. */
function statementReasons(line: string): RightsReason[] {
  const found = /^GRANT (.+?) ON (.+?) TO (?:USER|ROLE) /s.exec(line);
  if (!found) return reason(line.replace(/^GRANT (.+?) TO .*$/s, 'role $1'), '');
  const [, names = '', place = ''] = found;
  const own = names.split(',').flatMap((name) => reason(name.trim(), place));
  return /WITH GRANT OPTION/.test(line) ? [...own, ...reason('GRANT OPTION', place)] : own;
}

/** Doris: a column for each level, with `Select_priv,Load_priv` or `internal.shop: Select_priv; …`. */
function cellReasons(cell: string): RightsReason[] {
  return cell.split(';').flatMap((part) => {
    const place = /^\s*([^:]+):/.exec(part)?.[1]?.trim() ?? '';
    return (part.match(/\b\w+_priv\b/gi) ?? []).flatMap((name) => reason(name, place));
  });
}

/** The rights in the rows of SHOW GRANTS, as Doris or StarRocks gives them. */
export function olapReasons(rows: Cell[][]): RightsReason[] {
  return rows
    .flat()
    .filter((cell) => typeof cell === 'string')
    .flatMap((cell) => (cell.startsWith('GRANT ') ? statementReasons(cell) : cellReasons(cell)));
}

const databasesQuery = `SELECT DISTINCT TABLE_SCHEMA FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() OR (DATABASE() IS NULL
    AND LOCATE(CONCAT(',', LOWER(TABLE_SCHEMA), ','), ?) = 0) ORDER BY TABLE_SCHEMA`;

/** How one of the two servers words the right to read a database. */
export type GrantWords = (database: string) => string[];

export const dorisGrant: GrantWords = (database) => ['GRANT SELECT_PRIV ON', `${database}.*`, 'TO'];

/** What a login of Doris or StarRocks may do. It matters here: neither server has a read-only session. */
export function olapRights(grant: GrantWords) {
  return async (run: RunStatement, profile: { systemSchemas: readonly string[] }): Promise<LoginRights> => {
    const [[login] = []] = await run('SELECT CURRENT_USER()');
    const skipped = ['', ...profile.systemSchemas, ''].join();
    const databases = (await run(databasesQuery, [skipped])).map(([name]) => String(name));
    const script = [
      '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
      "CREATE USER 'sextant_reader'@'%' IDENTIFIED BY '<password>';",
      ...databases.map((name) =>
        [...grant(quoteIdentifier('mysql', name)), "'sextant_reader'@'%';"].join(' '),
      ),
      '',
    ].join('\n');
    return gradeRights(String(login), olapReasons(await run('SHOW GRANTS')), script);
  };
}
