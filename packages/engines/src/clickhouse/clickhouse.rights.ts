import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { EngineError } from '../engine-error.ts';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';

const readerRights =
  /^(SELECT|SHOW|CHECK|DICTGET|USAGE|CREATE TEMPORARY TABLE|CREATE ARBITRARY TEMPORARY TABLE|TABLE ENGINE)\b/i;
const writerRights = /^(INSERT|ALTER (UPDATE|DELETE)|OPTIMIZE|TRUNCATE)\b/i;
const ownerRights = /^(CREATE|DROP|UNDROP|ALTER|MOVE PARTITION|SET DEFINER)\b/i;
/** They begin like rights over tables and are rights over the server. */
const serverRights =
  /^(CREATE|ALTER|DROP) (USER|ROLE|ROW POLICY|QUOTA|SETTINGS PROFILE|FUNCTION|NAMED COLLECTION)|^SHOW NAMED COLLECTIONS SECRETS|SECRETS/i;

/** Rights to read through the server what is not in it. */
const sourceRights =
  /^(SOURCES|READ|FILE|URL|REMOTE|MONGO|REDIS|MYSQL|POSTGRES|SQLITE|ODBC|JDBC|HDFS|S3|HIVE|AZURE|KAFKA|NATS|RABBITMQ)\b/i;

const texts: Record<RightsGrade, Text> = {
  reader: { zh: '', en: '' },
  writer: { zh: '可以写入、改动或删除数据。', en: 'May add, change or delete rows.' },
  owner: { zh: '可以新建、修改或删除表和库。', en: 'May make, change or drop tables and databases.' },
  administrator: {
    zh: '可以管理账号或服务器，或通过服务器读取文件、访问其他主机。',
    en: 'May administer accounts or the server, or reach files and other hosts through it.',
  },
  unknown: {
    zh: '这个版本的 ClickHouse 不说明账号的权限，账号也没有设为只读。',
    en: 'This version of ClickHouse does not tell what a login may do, and its profile is not read-only.',
  },
};

function gradeOf(right: string): RightsGrade {
  if (serverRights.test(right)) return 'administrator';
  if (readerRights.test(right)) return 'reader';
  if (writerRights.test(right)) return 'writer';
  return ownerRights.test(right) ? 'owner' : 'administrator';
}

/** The rights of a line such as `GRANT SELECT(a, b), INSERT ON shop.* TO report WITH GRANT OPTION`. */
export function grantReasons(line: string): RightsReason[] {
  const found = /^GRANT (.+) ON (\S+) TO .+?( WITH GRANT OPTION)?$/s.exec(line);
  if (!found) return [];
  const [, list = '', place = '', passesOn] = found;
  const rights = list.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  const reasons = rights.flatMap((part): RightsReason[] => {
    const right = part.trim();
    const grade = gradeOf(right);
    return grade === 'reader' ? [] : [{ grade, right: `${right} on ${place}`, text: texts[grade] }];
  });
  if (!passesOn) return reasons;
  const text = { zh: '可以把自己的权限授予别人。', en: 'May pass its rights on to others.' };
  return [...reasons, { grade: 'administrator', right: ['GRANT OPTION', place].join(' on '), text }];
}

/**
 * `readonly = 2` and not 1, because Sextant sets a time limit and exact number formats for each statement, which a
 * login with 1 may not; neither may write.
 */
function readerScript(databases: readonly string[]): string {
  const grants = databases.map((name) =>
    ['GRANT SELECT ON', `${quoteIdentifier('clickhouse', name)}.*`, 'TO sextant_reader;'].join(' '),
  );
  return [
    '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
    '-- readonly = 2: nothing can be written; time limits can still be set. 不能写入，但可以设置时间上限。',
    "CREATE USER sextant_reader IDENTIFIED WITH sha256_password BY '<password>' SETTINGS readonly = 2;",
    ...grants,
    '',
  ].join('\n');
}

/** The lines of SHOW GRANTS for the login and its roles, or null where the server knows no such statement. */
async function readGrants(run: RunStatement): Promise<string[] | null> {
  const lines = async (sql: string) => (await run(sql)).map(([line]) => String(line));
  try {
    // FINAL adds what comes through roles; older servers do not know it.
    return await lines('SHOW GRANTS FINAL').catch(() => lines('SHOW GRANTS'));
  } catch (error) {
    if (error instanceof EngineError && error.code !== 'lost') return null;
    throw error;
  }
}

/**
 * Whether the login's own profile is read-only. The session's `readonly` is 1 by our doing, except where the profile
 * allows no setting to be sent: then the number formats are not ours either.
 */
async function isReadOnlyLogin(run: RunStatement): Promise<boolean> {
  const rows = await run(
    "SELECT name, value FROM system.settings WHERE name IN ('readonly', 'output_format_json_quote_denormals')",
  );
  const settings = new Map(rows.map(([name, value]) => [String(name), String(value)]));
  return settings.get('readonly') === '2' || settings.get('output_format_json_quote_denormals') !== '1';
}

/**
 * What the login may do. A profile that is read-only takes all writing away, whatever was granted; what reaches files
 * and other hosts stays.
 */
export async function readClickhouseRights(
  run: RunStatement,
  login: string,
  database: string | null,
): Promise<LoginRights> {
  const shown = database ? [database] : await readableDatabases(run);
  const script = readerScript(shown);
  const readOnly = await isReadOnlyLogin(run);
  const grants = await readGrants(run);
  if (!grants) {
    const reason = { grade: 'unknown', right: 'readonly = 0', text: texts.unknown } as const;
    return gradeRights(login, readOnly ? [] : [reason], script);
  }
  const reasons = grants.flatMap(grantReasons);
  const kept = readOnly ? reasons.filter(({ right }) => sourceRights.test(right)) : reasons;
  return gradeRights(login, kept, script);
}

async function readableDatabases(run: RunStatement): Promise<string[]> {
  const rows = await run(
    "SELECT DISTINCT database FROM system.tables WHERE database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')",
  );
  return rows.map(([name]) => String(name)).sort();
}
