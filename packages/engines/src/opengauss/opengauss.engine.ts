import type { Engine } from '../engine.ts';
import {
  createPostgresqlEngine,
  postgresqlFields,
  postgresqlProfile,
} from '../postgresql/postgresql.engine.ts';
import { readPlainCatalog } from '../postgresql/postgresql.plain-catalog.ts';
import { readPlainDefinition } from '../postgresql/postgresql.plain-definition.ts';
import {
  commonAttributes,
  type RoleAttribute,
  readPlainRights,
} from '../postgresql/postgresql.plain-rights.ts';
import type { PostgresqlProfile } from '../postgresql/postgresql.profile.ts';

const defaultPort = 5432;

/** Schemas of the server and of its compatibility packages. */
const systemSchemas = [
  'pg_catalog',
  'information_schema',
  'pg_toast',
  'cstore',
  'dbe_perf',
  'dbe_pldebugger',
  'dbe_pldeveloper',
  'dbe_sql_util',
  'snapshot',
  'blockchain',
  'sqladvisor',
  'pkg_service',
  'pkg_util',
  'coverage',
  'oracle',
  'db4ai',
];

const attributes: RoleAttribute[] = [
  ...commonAttributes,
  {
    column: 'rolsystemadmin',
    right: 'SYSADMIN',
    grade: 'administrator',
    text: { zh: '系统管理员，可以做几乎任何事。', en: 'A system administrator, who may do nearly anything.' },
  },
];

/** `(openGauss 5.0.0 build a07d57c3) compiled at …` or `PostgreSQL 9.2.4 (GaussDB Kernel V500R002C10 build …)`. */
function versionText(answer: string): string {
  const found = /(openGauss|GaussDB(?: Kernel)?|MogDB|Vastbase G100)\s+(\S+)/i.exec(answer);
  return found ? `${found[1]} ${found[2]}` : (answer.split(' on ')[0] ?? answer);
}

export const opengaussProfile: PostgresqlProfile = {
  ...postgresqlProfile,
  id: 'opengauss',
  label: 'openGauss / GaussDB',
  unproven: true,
  defaultPort,
  fields: postgresqlFields(
    defaultPort,
    {},
    {
      hint: {
        zh: '需用 md5 方式验证的普通用户；初始用户 omm 不能远程登录',
        en: 'An ordinary user with md5 login; the first user, omm, cannot log in remotely',
      },
    },
  ),
  versionQuery: 'SELECT version()',
  versionText,
  // DISCARD is refused by servers that keep their sessions in a thread pool.
  resetQuery: 'RESET ALL',
  copies: false,
  readCatalog: (run) => readPlainCatalog(run, systemSchemas),
  readDefinition: readPlainDefinition,
  readRights: (run) => readPlainRights(run, systemSchemas, attributes),
  pluginHint: {
    zh: 'openGauss 默认的 sha256 登录方式这里不支持。请让管理员设置 password_encryption_type = 1，在 pg_hba.conf 中为该用户写 md5，然后重设该用户的密码。',
    en: 'The sha256 login of openGauss is not supported here. Ask the administrator to set password_encryption_type = 1 and md5 for this user in pg_hba.conf, then to set the password again.',
  },
};

/** openGauss 2 and newer, GaussDB, and what is built on them. */
export const opengauss: Engine = createPostgresqlEngine(opengaussProfile);
