import type { ConnectionField } from '@sextant/contract/connections';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { dialAddress } from '../dial.ts';
import type { ConnectionSettings, Engine, EngineContext } from '../engine.ts';
import { serverFields } from '../fields.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings, textOption } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { changePostgresqlAccounts } from './postgresql.account-writer.ts';
import { readPostgresqlAccounts } from './postgresql.accounts.ts';
import { readPostgresqlCatalog } from './postgresql.catalog.ts';
import { readPostgresqlDefinition } from './postgresql.definition.ts';
import { describePostgresqlError } from './postgresql.errors.ts';
import { readPostgresqlPlan } from './postgresql.plan.ts';
import type { PostgresqlProfile } from './postgresql.profile.ts';
import { postgresqlRemedies } from './postgresql.remedies.ts';
import { readPostgresqlRights } from './postgresql.rights.ts';
import { openPostgresqlSession, type PostgresqlLogin } from './postgresql.session.ts';
import { readPostgresqlSizes } from './postgresql.sizes.ts';

const defaultPort = 5432;

const schemaField: ConnectionField = {
  name: 'schema',
  label: { zh: '默认模式', en: 'Default schema' },
  kind: 'text',
  required: false,
  secret: false,
  option: true,
  hint: {
    zh: '不写模式名的表在这里找；留空则按该用户的 search_path',
    en: "Where tables without a schema are found; empty: the login's search_path",
  },
};

/** The form of a server that speaks PostgreSQL's protocol. */
export function postgresqlFields(
  port: number,
  databaseField: Partial<ConnectionField> = {},
  usernameField: Partial<ConnectionField> = {},
): ConnectionField[] {
  return serverFields(port, databaseField, [schemaField], usernameField);
}

/** PostgreSQL itself, and what other servers take over from it. */
export const postgresqlProfile: PostgresqlProfile = {
  id: 'postgresql',
  label: 'PostgreSQL',
  defaultPort,
  fields: postgresqlFields(defaultPort),
  versionQuery: 'SHOW server_version',
  versionText: (answer) => `PostgreSQL ${answer.split(' ')[0]}`,
  copies: true,
  readCatalog: readPostgresqlCatalog,
  readDefinition: readPostgresqlDefinition,
  readRights: readPostgresqlRights,
  readAccounts: readPostgresqlAccounts,
  resetQuery: 'DISCARD ALL',
  pluginHint: null,
};

function searchPath(fields: ConnectionField[], settings: ConnectionSettings): string | null {
  const schema = textOption(fields, settings, 'schema');
  if (!schema) return null;
  return [schema, 'public'].map((name) => quoteIdentifier('postgresql', name)).join();
}

function loginOf(
  profile: PostgresqlProfile,
  settings: ConnectionSettings,
  context: EngineContext,
): Omit<PostgresqlLogin, 'address'> {
  return {
    port: settings.port ?? profile.defaultPort,
    username: settings.username ?? '',
    password: settings.password ?? '',
    database: settings.database ?? '',
    searchPath: searchPath(profile.fields, settings),
    tls: tlsOptions(profile.fields, settings),
    connectTimeoutMs: context.connectTimeoutMs ?? 10_000,
  };
}

/** An engine for a server that speaks PostgreSQL's protocol. */
export function createPostgresqlEngine(profile: PostgresqlProfile): Engine {
  const { id, label, fields, unproven } = profile;
  return {
    id,
    label,
    dialect: 'postgresql',
    fields,
    features: { schemas: true, cancel: true, file: false },
    unproven,
    remedies: postgresqlRemedies,
    async changeAccounts(settings, context, statements) {
      const address = await dialAddress(settings.host ?? '', context);
      return changePostgresqlAccounts({ ...loginOf(profile, settings, context), address }, statements);
    },
    async open(settings, context) {
      checkSettings(fields, settings);
      const login = loginOf(profile, settings, context);
      const connect = async () => {
        const address = await dialAddress(settings.host ?? '', context);
        return openPostgresqlSession({ ...login, address }, profile);
      };
      return createPooledDatabase({
        source: { connect, copies: profile.copies, describeError: describePostgresqlError },
        maxSessions: context.maxSessions ?? 5,
        readVersion: async (run) => {
          const [[answer] = []] = await run(profile.versionQuery);
          return profile.versionText(String(answer));
        },
        readCatalog: profile.readCatalog,
        readPlan: readPostgresqlPlan,
        readDefinition: profile.readDefinition,
        readRights: profile.readRights,
        readSizes: readPostgresqlSizes,
        readAccounts: profile.readAccounts,
      });
    },
  };
}

/** PostgreSQL 12 and newer, and what answers like it. */
export const postgresql: Engine = createPostgresqlEngine(postgresqlProfile);
