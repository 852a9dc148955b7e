import { quoteIdentifier } from '@sextant/sql/identifier';
import { dialAddress } from '../dial.ts';
import type { Engine } from '../engine.ts';
import { serverFields } from '../fields.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings, textOption } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { readPostgresqlCatalog } from './postgresql.catalog.ts';
import { describePostgresqlError } from './postgresql.errors.ts';
import { openPostgresqlSession } from './postgresql.session.ts';

const defaultPort = 5432;

const fields = serverFields(defaultPort, {}, [
  {
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
  },
]);

/** PostgreSQL 12 and newer, and what speaks its protocol. */
export const postgresql: Engine = {
  id: 'postgresql',
  label: 'PostgreSQL',
  dialect: 'postgresql',
  fields,
  features: { schemas: true, cancel: true, file: false },
  async open(settings, context) {
    checkSettings(fields, settings);
    const tls = tlsOptions(fields, settings);
    const schema = textOption(fields, settings, 'schema');
    const searchPath = schema
      ? [schema, 'public'].map((name) => quoteIdentifier('postgresql', name)).join()
      : null;
    const connect = async () =>
      openPostgresqlSession({
        address: await dialAddress(settings.host ?? '', context),
        port: settings.port ?? defaultPort,
        username: settings.username ?? '',
        password: settings.password ?? '',
        database: settings.database ?? '',
        searchPath,
        tls,
        connectTimeoutMs: context.connectTimeoutMs ?? 10_000,
      });
    return createPooledDatabase({
      source: { connect, describeError: describePostgresqlError },
      maxSessions: context.maxSessions ?? 5,
      readVersion: async (run) => {
        const [[version] = []] = await run('SHOW server_version');
        return `PostgreSQL ${String(version).split(' ')[0]}`;
      },
      readCatalog: readPostgresqlCatalog,
    });
  },
};
