import type { ConnectionField } from '@sextant/contract/connections';
import { dial, dialAddress } from '../dial.ts';
import type { Engine } from '../engine.ts';
import { serverFields } from '../fields.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings, textOption } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { readOracleAccounts } from './oracle.accounts.ts';
import { readOracleCatalog } from './oracle.catalog.ts';
import type { OracleLogin } from './oracle.connect.ts';
import { readOracleDefinition } from './oracle.definition.ts';
import { checkServiceName } from './oracle.descriptor.ts';
import { describeOracleError } from './oracle.errors.ts';
import { explainOracle } from './oracle.plan.ts';
import { oracleRemedies } from './oracle.remedies.ts';
import { readOracleRights } from './oracle.rights.ts';
import { openOracleSession } from './oracle.session.ts';
import { readOracleSizes } from './oracle.sizes.ts';

const defaultPort = 1521;

const databaseField = {
  label: { zh: '服务名', en: 'Service name' },
  hint: {
    zh: '例如 FREEPDB1 或 ORCLPDB1；旧库可填 SID',
    en: 'e.g. FREEPDB1 or ORCLPDB1; a SID for old databases',
  },
};

const nameKind: ConnectionField = {
  name: 'name_kind',
  label: { zh: '服务名还是 SID', en: 'Service name or SID' },
  kind: 'select',
  required: false,
  secret: false,
  option: true,
  default: 'service',
  choices: ['service', 'sid'],
};

const fields = serverFields(defaultPort, databaseField, [nameKind]);

/** Oracle Database 12.1 and newer: what the driver's thin mode speaks with. */
export const oracle: Engine = {
  id: 'oracle',
  label: 'Oracle',
  dialect: 'oracle',
  fields,
  features: { schemas: true, cancel: true, file: false },
  unproven: true,
  remedies: oracleRemedies,
  async open(settings, context) {
    checkSettings(fields, settings);
    const name = settings.database ?? '';
    checkServiceName(name);
    const connectTimeoutMs = context.connectTimeoutMs ?? 10_000;
    const resolve = (host: string) => dialAddress(host, context);
    const login: OracleLogin = {
      host: settings.host ?? '',
      port: settings.port ?? defaultPort,
      username: settings.username ?? '',
      password: settings.password ?? '',
      name,
      nameKind: textOption(fields, settings, 'name_kind') === 'sid' ? 'sid' : 'service',
      tls: tlsOptions(fields, settings),
      connectTimeoutMs,
      resolve,
      dial: async (host, port) => dial(await resolve(host), port, connectTimeoutMs),
    };
    return createPooledDatabase({
      source: { connect: () => openOracleSession(login), describeError: describeOracleError },
      maxSessions: context.maxSessions ?? 5,
      readVersion: async (run) => {
        const query = "SELECT version FROM product_component_version WHERE product LIKE 'Oracle%'";
        const [[version] = []] = await run(query);
        return `Oracle ${version}`;
      },
      readCatalog: readOracleCatalog,
      readPlan: (_run, sql, params) => explainOracle(login, sql, params),
      readDefinition: readOracleDefinition,
      readRights: readOracleRights,
      readSizes: readOracleSizes,
      readAccounts: readOracleAccounts,
    });
  },
};
