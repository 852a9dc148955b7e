import type { Engine } from '../engine.ts';
import { optionalDatabase, serverFields } from '../fields.ts';
import { createMysqlEngine, mysqlProfile } from '../mysql/mysql.engine.ts';
import { type MysqlProfile, mysqlSession } from '../mysql/mysql.profile.ts';
import { readOceanbasePlan } from './oceanbase.plan.ts';

const defaultPort = 2881;
const microsecondsPerMs = 1000;
const longestMs = 24 * 60 * 60 * 1000;

/** `ob_query_timeout` is always on (10 s of its own accord) and counts microseconds, whatever the statement. */
const setUpSql = 'SET NAMES utf8mb4, SESSION tx_read_only = 1, SESSION ob_query_timeout = ?';

/** The version stands in the comment, `OceanBase_CE 4.2.1.0 (r10100…)`, or behind MySQL's own. */
function versionText(version: string, comment: string): string {
  const found =
    /OceanBase(?:_CE)?[ -]v?([\d.]+)/i.exec(comment) ?? /OceanBase(?:_CE)?-v([\d.]+)/i.exec(version);
  return `OceanBase ${found?.[1] ?? version}`;
}

export const oceanbaseProfile: MysqlProfile = {
  ...mysqlProfile,
  id: 'oceanbase',
  label: 'OceanBase',
  unproven: true,
  defaultPort,
  fields: serverFields(defaultPort, optionalDatabase, [], {
    hint: {
      zh: '写成 用户名@租户名#集群名，如 report@shop#obcluster；直连时省略 #集群名，经 OBProxy 时端口一般为 2883。只支持 MySQL 模式的租户',
      en: 'user@tenant#cluster, such as report@shop#obcluster; without #cluster when connected directly. Through OBProxy the port is mostly 2883. Tenants in MySQL mode only',
    },
  }),
  versionText,
  setUp: () => ({
    ...mysqlSession,
    sql: setUpSql,
    timeLimit: (timeoutMs) => (timeoutMs ?? longestMs) * microsecondsPerMs,
  }),
  systemSchemas: [
    ...mysqlProfile.systemSchemas,
    'oceanbase',
    'lbacsys',
    'oraauditor',
    '__recyclebin',
    '__public',
  ],
  messages: [
    [/^Timeout\b|Transaction is timeout|Statement is timeout/i, 'timeout'],
    [/tenant .*not (exist|found)|cluster .*not (exist|found)/i, 'auth'],
  ],
  readPlan: readOceanbasePlan,
};

/** OceanBase 3.2 and newer, tenants in MySQL mode. */
export const oceanbase: Engine = createMysqlEngine(oceanbaseProfile);
