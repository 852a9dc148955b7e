import type { Engine } from '../engine.ts';
import { optionalDatabase, serverFields } from '../fields.ts';
import { createMysqlEngine, mysqlProfile } from '../mysql/mysql.engine.ts';
import { type MysqlProfile, mysqlSession } from '../mysql/mysql.profile.ts';
import { readTidbPlan } from './tidb.plan.ts';

const defaultPort = 4000;

/**
 * TiDB takes START TRANSACTION READ ONLY for a word without meaning, or refuses it. What it does refuse is writing
 * while it reads a snapshot of the past; a second ago is never in the future of its own clock.
 */
const readSnapshot = `SET NAMES utf8mb4, SESSION max_execution_time = ?,
  SESSION tidb_snapshot = DATE_SUB(NOW(6), INTERVAL 1 SECOND)`;

/** `8.0.11-TiDB-v7.5.0` or, of older servers, `5.7.25-TiDB-v4.0.9`. */
function versionText(version: string): string {
  return `TiDB ${/TiDB-v?([\d.]+)/i.exec(version)?.[1] ?? version}`;
}

export const tidbProfile: MysqlProfile = {
  ...mysqlProfile,
  id: 'tidb',
  label: 'TiDB',
  unproven: true,
  defaultPort,
  fields: serverFields(defaultPort, optionalDatabase, [], {
    hint: {
      zh: 'TiDB Cloud 的用户名带前缀，如 3x7a.report；读到的是一秒前的数据',
      en: 'On TiDB Cloud with its prefix, such as 3x7a.report. Rows are as they were one second ago',
    },
  }),
  versionText,
  setUp: () => ({
    ...mysqlSession,
    sql: readSnapshot,
    timeLimit: (timeoutMs) => timeoutMs ?? 0,
    begin: null,
    kill: 'KILL TIDB QUERY',
  }),
  systemSchemas: ['mysql', 'information_schema', 'performance_schema', 'sys', 'metrics_schema'],
  messages: [
    [/'tidb_snapshot' is set|read-only staleness|noop implementation/, 'read_only'],
    [/Query execution was interrupted, maximum statement execution time exceeded/, 'timeout'],
  ],
  readPlan: readTidbPlan,
};

/** TiDB 4 and newer. */
export const tidb: Engine = createMysqlEngine(tidbProfile);
