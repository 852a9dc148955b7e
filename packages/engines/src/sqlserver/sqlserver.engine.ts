import { dial, dialAddress } from '../dial.ts';
import type { Engine } from '../engine.ts';
import { serverFields } from '../fields.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { readSqlserverAccounts } from './sqlserver.accounts.ts';
import { readSqlserverCatalog } from './sqlserver.catalog.ts';
import type { SqlserverLogin } from './sqlserver.connect.ts';
import { readSqlserverDefinition } from './sqlserver.definition.ts';
import { describeSqlserverError } from './sqlserver.errors.ts';
import { explainSqlserver } from './sqlserver.plan.ts';
import { sqlserverRemedies } from './sqlserver.remedies.ts';
import { readSqlserverRights } from './sqlserver.rights.ts';
import { openSqlserverSession } from './sqlserver.session.ts';
import { readSqlserverSizes } from './sqlserver.sizes.ts';

const defaultPort = 1433;

const databaseField = {
  required: false,
  hint: { zh: '留空则用该登录名的默认库', en: "Empty: the login's default database" },
};

/** Every SQL Server can encrypt, and without it the driver sends the password as good as readable. */
const fields = serverFields(defaultPort, databaseField).map((field) =>
  field.name === 'tls' ? { ...field, default: 'require' } : field,
);

/** SQL Server 2016 and newer, Azure SQL. */
export const sqlserver: Engine = {
  id: 'sqlserver',
  label: 'SQL Server',
  dialect: 'tsql',
  fields,
  features: { schemas: true, cancel: true, file: false },
  unproven: true,
  remedies: sqlserverRemedies,
  async open(settings, context) {
    checkSettings(fields, settings);
    const connectTimeoutMs = context.connectTimeoutMs ?? 10_000;
    const login: SqlserverLogin = {
      host: settings.host ?? '',
      port: settings.port ?? defaultPort,
      username: settings.username ?? '',
      password: settings.password ?? '',
      database: settings.database || null,
      tls: tlsOptions(fields, settings),
      connectTimeoutMs,
      dial: async (host, port) => dial(await dialAddress(host, context), port, connectTimeoutMs),
    };
    return createPooledDatabase({
      source: { connect: () => openSqlserverSession(login), describeError: describeSqlserverError },
      maxSessions: context.maxSessions ?? 5,
      readVersion: async (run) => {
        const [[version] = []] = await run("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(50))");
        return `SQL Server ${version}`;
      },
      readCatalog: readSqlserverCatalog,
      readPlan: (_run, sql, params) => explainSqlserver(login, sql, params),
      readDefinition: readSqlserverDefinition,
      readRights: readSqlserverRights,
      readSizes: readSqlserverSizes,
      readAccounts: readSqlserverAccounts,
    });
  },
};
