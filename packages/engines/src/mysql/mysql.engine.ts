import { dialAddress } from '../dial.ts';
import type { ConnectionSettings, Engine, EngineContext } from '../engine.ts';
import { optionalDatabase, serverFields } from '../fields.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { changeMysqlAccounts } from './mysql.account-writer.ts';
import { readMysqlAccounts } from './mysql.accounts.ts';
import { readMysqlCatalog } from './mysql.catalog.ts';
import { readMysqlDefinition } from './mysql.definition.ts';
import { describeMysqlError } from './mysql.errors.ts';
import { readMysqlPlan } from './mysql.plan.ts';
import { type MysqlProfile, mysqlSession } from './mysql.profile.ts';
import { mysqlRemedies } from './mysql.remedies.ts';
import { readMysqlRights } from './mysql.rights.ts';
import { type MysqlLogin, openMysqlSession } from './mysql.session.ts';
import { readMysqlSizes } from './mysql.sizes.ts';

const defaultPort = 3306;

/**
 * Read-only by the session and not only by the transaction, because MariaDB commits before a DROP or TRUNCATE and
 * then forgets the transaction's word; and the server's own time limit, which MariaDB counts in seconds for every
 * statement, MySQL in milliseconds for SELECT.
 */
const mariadbSetUp = 'SET NAMES utf8mb4, SESSION tx_read_only = 1, SESSION max_statement_time = ?';
const mysqlSetUp = 'SET NAMES utf8mb4, SESSION transaction_read_only = 1, SESSION max_execution_time = ?';

/** MySQL and MariaDB themselves, and what other servers take over from them. */
export const mysqlProfile: MysqlProfile = {
  id: 'mysql',
  label: 'MySQL / MariaDB',
  defaultPort,
  fields: serverFields(defaultPort, optionalDatabase),
  versionText: (version) => `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${version.split('-')[0]}`,
  setUp(version) {
    const isMariadb = /mariadb/i.test(version);
    return {
      ...mysqlSession,
      sql: isMariadb ? mariadbSetUp : mysqlSetUp,
      timeLimit: (timeoutMs) => (timeoutMs ?? 0) / (isMariadb ? 1000 : 1),
    };
  },
  systemSchemas: ['mysql', 'information_schema', 'performance_schema', 'sys'],
  keysInSchema: true,
  messages: [],
  readPlan: readMysqlPlan,
  readRights: readMysqlRights,
  readAccounts: readMysqlAccounts,
};

async function loginOf(
  profile: MysqlProfile,
  settings: ConnectionSettings,
  context: EngineContext,
): Promise<MysqlLogin> {
  const host = settings.host ?? '';
  return {
    host,
    address: await dialAddress(host, context),
    port: settings.port ?? profile.defaultPort,
    username: settings.username ?? '',
    password: settings.password ?? '',
    database: settings.database || null,
    tls: tlsOptions(profile.fields, settings),
    connectTimeoutMs: context.connectTimeoutMs ?? 10_000,
  };
}

/** An engine for a server that speaks MySQL's protocol. */
export function createMysqlEngine(profile: MysqlProfile): Engine {
  const { id, label, fields, unproven } = profile;
  const describeError = (error: unknown) => describeMysqlError(error, profile.messages);
  return {
    id,
    label,
    dialect: 'mysql',
    fields,
    features: { schemas: true, cancel: true, file: false },
    unproven,
    ...(profile.readAccounts && {
      remedies: mysqlRemedies,
      changeAccounts: async (settings, context, statements) =>
        changeMysqlAccounts(await loginOf(profile, settings, context), statements),
    }),
    async open(settings, context) {
      checkSettings(fields, settings);
      tlsOptions(fields, settings);
      const connect = async () => openMysqlSession(await loginOf(profile, settings, context), profile);
      return createPooledDatabase({
        source: { connect, copies: true, describeError },
        maxSessions: context.maxSessions ?? 5,
        readVersion: async (run) => {
          const [[version, comment] = []] = await run('SELECT VERSION(), @@version_comment');
          return profile.versionText(String(version), String(comment));
        },
        readCatalog: (run) => readMysqlCatalog(run, profile),
        readPlan: profile.readPlan,
        readDefinition: readMysqlDefinition,
        readRights: (run) => profile.readRights(run, profile),
        readSizes: readMysqlSizes,
        readAccounts: profile.readAccounts,
      });
    },
  };
}

/** MySQL 5.7 and newer, MariaDB 10.2 and newer. */
export const mysql: Engine = createMysqlEngine(mysqlProfile);
