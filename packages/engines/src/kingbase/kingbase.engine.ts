import type { Engine } from '../engine.ts';
import {
  createPostgresqlEngine,
  postgresqlFields,
  postgresqlProfile,
} from '../postgresql/postgresql.engine.ts';
import { readPlainCatalog } from '../postgresql/postgresql.plain-catalog.ts';
import { readPlainDefinition } from '../postgresql/postgresql.plain-definition.ts';
import { commonAttributes, readPlainRights } from '../postgresql/postgresql.plain-rights.ts';
import type { PostgresqlProfile } from '../postgresql/postgresql.profile.ts';

const defaultPort = 54_321;

/** Schemas of the server, of its Oracle-compatible catalog and of its packages. */
const systemSchemas = [
  'pg_catalog',
  'information_schema',
  'pg_toast',
  'pg_bitmapindex',
  'sys_catalog',
  'sys',
  'sys_hm',
  'sysaudit',
  'sysmac',
  'anon',
  'src_restrict',
  'xlog_record_read',
  'dbms_sql',
  'dbms_job',
  'dbms_scheduler',
  'perf',
  'wmsys',
];

/** `KingbaseES V008R006C008B0014 on x86_64-…` */
function versionText(answer: string): string {
  return /KingbaseES\s+\S+/i.exec(answer)?.[0] ?? answer.split(' on ')[0] ?? answer;
}

export const kingbaseProfile: PostgresqlProfile = {
  ...postgresqlProfile,
  id: 'kingbase',
  label: 'KingbaseES',
  unproven: true,
  defaultPort,
  fields: postgresqlFields(defaultPort, {
    hint: {
      zh: '新装的服务器上有 test 和 kingbase；大小写按建库时的设置',
      en: 'A new server has test and kingbase; letter case as the server was set up',
    },
  }),
  versionQuery: 'SELECT version()',
  versionText,
  copies: false,
  readCatalog: (run) => readPlainCatalog(run, systemSchemas),
  readDefinition: readPlainDefinition,
  readRights: (run) => readPlainRights(run, systemSchemas, commonAttributes),
  pluginHint: {
    zh: '服务器要求的登录方式（如 sm3、sm4）这里不支持。请让管理员在 sys_hba.conf 中为该用户写 scram-sha-256 或 md5，设置相应的 password_encryption，然后重设该用户的密码。',
    en: 'The login that the server asks for (such as sm3 or sm4) is not supported here. Ask the administrator for scram-sha-256 or md5 in sys_hba.conf with the matching password_encryption, then to set the password again.',
  },
};

/** KingbaseES V8R6 and newer, in each of its compatibility modes. */
export const kingbase: Engine = createPostgresqlEngine(kingbaseProfile);
