import type { ConnectionField } from '@sextant/contract/connections';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { CatalogTable } from '../catalog.ts';
import { dialAddress } from '../dial.ts';
import type { Engine } from '../engine.ts';
import { optionalDatabase, serverFields } from '../fields.ts';
import { createPooledDatabase, type RunStatement } from '../pooled-database.ts';
import { checkSettings } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { readClickhouseAccounts } from './clickhouse.accounts.ts';
import { readClickhouseCatalog } from './clickhouse.catalog.ts';
import { describeClickhouseError } from './clickhouse.errors.ts';
import { readClickhousePlan } from './clickhouse.plan.ts';
import { clickhouseRemedies } from './clickhouse.remedies.ts';
import { readClickhouseRights } from './clickhouse.rights.ts';
import { openClickhouseSession } from './clickhouse.session.ts';
import { readClickhouseSizes } from './clickhouse.sizes.ts';

const defaultPort = 8123;
const defaultTlsPort = 8443;

const portHint = {
  zh: 'HTTP 接口的端口：一般为 8123，加密时为 8443；不是 9000',
  en: 'Of the HTTP interface: mostly 8123, with TLS 8443; not 9000',
};

const fields: ConnectionField[] = serverFields(defaultPort, optionalDatabase).map((field) =>
  field.name === 'port' ? { ...field, hint: portHint } : field,
);

async function readDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  const names = [table.schema, table.name].filter((name) => name !== null);
  const quoted = names.map((name) => quoteIdentifier('clickhouse', name)).join('.');
  const [[text] = []] = await run(['SHOW CREATE TABLE', quoted].join(' '));
  return `${String(text)};`;
}

/** ClickHouse over HTTP: 20.3 and newer, older ones without plans, rights and bytes that are not UTF-8. */
export const clickhouse: Engine = {
  id: 'clickhouse',
  label: 'ClickHouse',
  dialect: 'clickhouse',
  fields,
  features: { schemas: true, cancel: true, file: false },
  remedies: clickhouseRemedies,
  async open(settings, context) {
    checkSettings(fields, settings);
    const tls = tlsOptions(fields, settings);
    const host = settings.host ?? '';
    const database = settings.database || null;
    const connect = async () =>
      openClickhouseSession({
        host,
        address: await dialAddress(host, context),
        port: settings.port ?? (tls ? defaultTlsPort : defaultPort),
        username: settings.username ?? '',
        password: settings.password ?? '',
        database,
        tls,
        connectTimeoutMs: context.connectTimeoutMs ?? 10_000,
      });
    return createPooledDatabase({
      source: { connect, describeError: describeClickhouseError },
      maxSessions: context.maxSessions ?? 5,
      readVersion: async (run) => {
        const [[version] = []] = await run('SELECT version()');
        return `ClickHouse ${version}`;
      },
      readCatalog: (run) => readClickhouseCatalog(run, database),
      readPlan: readClickhousePlan,
      readDefinition,
      readRights: (run) => readClickhouseRights(run, settings.username ?? '', database),
      readSizes: readClickhouseSizes,
      readAccounts: readClickhouseAccounts,
    });
  },
};
