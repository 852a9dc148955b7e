import type { Engine } from '../engine.ts';
import { optionalDatabase, serverFields } from '../fields.ts';
import { createMysqlEngine, mysqlProfile } from '../mysql/mysql.engine.ts';
import { type MysqlProfile, mysqlSession } from '../mysql/mysql.profile.ts';
import { readOlapPlan } from './doris.plan.ts';
import { dorisGrant, olapRights } from './doris.rights.ts';

const defaultPort = 9030;
/** The longest `query_timeout` that both Doris and StarRocks take, three days. */
const longestSeconds = 259_200;

const databaseField = {
  ...optionalDatabase,
  hint: {
    zh: '外部目录（catalog）里的库写成 目录名.库名；留空则列出该用户可见的所有库',
    en: 'A database of an external catalog is catalog.database. Empty: all databases that the login may see',
  },
};

/** What the form says where nothing but the login's rights keeps a server from writing. */
const readerHint = {
  zh: '这种数据库没有只读会话，请务必使用只有 SELECT 权限的账号',
  en: 'This server has no read-only session: use a login that may only SELECT',
};

/** Doris and StarRocks: one code line of the past, and the same answers where it counts. */
export const olapProfile: MysqlProfile = {
  ...mysqlProfile,
  id: 'doris',
  label: 'Apache Doris',
  unproven: true,
  defaultPort,
  fields: serverFields(defaultPort, databaseField, [], { hint: readerHint }),
  versionText: (version, comment) => `Doris ${/([\d]+(?:\.\d+)+)/.exec(comment)?.[1] ?? version}`,
  /** A server that prepares tells no columns, so statements run as text; none can leave anything in the session. */
  setUp: () => ({
    ...mysqlSession,
    sql: 'SET SESSION query_timeout = ?',
    timeLimit: (timeoutMs) => (timeoutMs ? Math.ceil(timeoutMs / 1000) : longestSeconds),
    begin: null,
    prepares: false,
    resets: false,
  }),
  systemSchemas: [...mysqlProfile.systemSchemas, '__internal_schema', '_statistics_'],
  keysInSchema: false,
  messages: [
    [/unknown database|database .* (does not|doesn't) exist/i, 'unknown_database'],
    [/(table|view) .*(does not|doesn't) exist|unknown table/i, 'unknown_table'],
    [/unknown column|column .*cannot be resolved/i, 'unknown_column'],
    [/access denied|denied to user|privilege/i, 'denied'],
    [/query.*time(d )?out|timeout/i, 'timeout'],
    [/cancel/i, 'cancelled'],
    [/syntax error|mismatched input|no viable alternative|extraneous input|ParseException/i, 'syntax'],
  ],
  readPlan: readOlapPlan,
  readRights: olapRights(dorisGrant),
  readAccounts: undefined,
};

/** Apache Doris 1.2 and newer. */
export const doris: Engine = createMysqlEngine(olapProfile);
