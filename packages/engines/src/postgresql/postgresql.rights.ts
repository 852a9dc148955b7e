import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';
import { readPostgresqlReaderScript } from './postgresql.reader-script.ts';

/** The login's own role and all that it may become, inherited or by SET ROLE. */
const heldRoles = `held AS MATERIALIZED (SELECT oid, rolname FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER'))`;

const attributesQuery = `SELECT rolname, rolname = session_user, rolsuper, rolcreaterole, rolcreatedb, rolreplication,
  rolbypassrls FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER') ORDER BY rolname <> session_user, rolname`;

function withHeldRoles(rest: string): string {
  return ['WITH', heldRoles, rest].join(' ');
}

const tablesQuery = withHeldRoles(`
SELECT n.nspname, c.relname, bool_or(c.relowner = h.oid),
  bool_or(has_table_privilege(h.oid, c.oid, 'INSERT') OR has_any_column_privilege(h.oid, c.oid, 'INSERT')),
  bool_or(has_table_privilege(h.oid, c.oid, 'UPDATE') OR has_any_column_privilege(h.oid, c.oid, 'UPDATE')),
  bool_or(has_table_privilege(h.oid, c.oid, 'DELETE')), bool_or(has_table_privilege(h.oid, c.oid, 'TRUNCATE')),
  bool_or(has_table_privilege(h.oid, c.oid, 'TRIGGER'))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN held h
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_t%'
GROUP BY n.nspname, c.relname ORDER BY n.nspname, c.relname`);

const placesQuery = withHeldRoles(`
SELECT 'SCHEMA', n.nspname, bool_or(n.nspowner = h.oid), bool_or(has_schema_privilege(h.oid, n.oid, 'CREATE'))
FROM pg_namespace n CROSS JOIN held h WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
GROUP BY n.nspname
UNION ALL
SELECT 'DATABASE', d.datname, bool_or(d.datdba = h.oid), bool_or(has_database_privilege(h.oid, d.oid, 'CREATE'))
FROM pg_database d CROSS JOIN held h WHERE d.datname = current_database() GROUP BY d.datname
ORDER BY 1, 2`);

/** Functions of untrusted languages, and built-in ones that reach files, which only a grant makes available. */
const functionsQuery = withHeldRoles(`
SELECT DISTINCT p.oid::regprocedure::text, l.lanname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
CROSS JOIN held h WHERE has_function_privilege(h.oid, p.oid, 'EXECUTE') AND (
  (NOT l.lanpltrusted AND l.lanname NOT IN ('internal', 'c'))
  OR p.proname IN ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'lo_import', 'lo_export',
    'pg_file_write', 'pg_reload_conf', 'pg_rotate_logfile'))
ORDER BY 1`);

const attributes: [name: string, grade: RightsGrade, text: Text][] = [
  [
    'SUPERUSER',
    'administrator',
    {
      zh: '超级用户，可以做任何事，包括读写服务器上的文件。',
      en: 'May do anything, files of the server included.',
    },
  ],
  ['CREATEROLE', 'administrator', { zh: '可以新建和修改其他账号。', en: 'May make and change other roles.' }],
  ['CREATEDB', 'owner', { zh: '可以新建数据库。', en: 'May make databases.' }],
  [
    'REPLICATION',
    'administrator',
    { zh: '可以复制整个服务器的数据。', en: "May copy all the server's data." },
  ],
  [
    'BYPASSRLS',
    'administrator',
    { zh: '不受行级安全策略限制。', en: 'Row-level security does not apply to it.' },
  ],
];

const predefined: Record<string, [RightsGrade, Text]> = {
  pg_read_server_files: [
    'administrator',
    { zh: '可以读取服务器上的文件。', en: 'May read files of the server.' },
  ],
  pg_write_server_files: [
    'administrator',
    { zh: '可以写入服务器上的文件。', en: 'May write files of the server.' },
  ],
  pg_execute_server_program: [
    'administrator',
    { zh: '可以在服务器上运行程序。', en: 'May run programs on the server.' },
  ],
  pg_signal_backend: [
    'administrator',
    { zh: '可以终止他人的连接。', en: "May end other people's sessions." },
  ],
  pg_checkpoint: ['administrator', { zh: '可以强制执行检查点。', en: 'May force checkpoints.' }],
  pg_create_subscription: [
    'administrator',
    { zh: '可以从其他服务器订阅数据。', en: 'May subscribe to other servers.' },
  ],
  pg_maintain: [
    'owner',
    {
      zh: '可以维护所有的表（VACUUM、REINDEX 等）。',
      en: 'May maintain all tables (VACUUM, REINDEX and so on).',
    },
  ],
  pg_write_all_data: ['writer', { zh: '可以改动所有表的数据。', en: 'May change the rows of all tables.' }],
};

const ownerText: Text = { zh: '是它的所有者，可以修改或删除它。', en: 'Owns it, so may change or drop it.' };
const createText: Text = { zh: '可以在其中新建对象。', en: 'May make objects in it.' };
const writeText: Text = { zh: '可以改动这张表的数据。', en: 'May change rows of this table.' };
const triggerText: Text = { zh: '可以给这张表加触发器。', en: 'May add triggers to this table.' };
const functionText: Text = {
  zh: '可以执行能触及服务器本身的函数。',
  en: 'May run a function that reaches the server itself.',
};

function attributeReasons(rows: Cell[][]): RightsReason[] {
  return rows.flatMap(([role, own, ...held]) =>
    attributes
      .filter((_, index) => held[index] === true)
      .map(([name, grade, text]) => ({
        grade,
        right: own === true ? name : `${name} (${role})`,
        text,
      })),
  );
}

function membershipReasons(rows: Cell[][]): RightsReason[] {
  return rows.flatMap(([role]) => {
    const known = Object.hasOwn(predefined, String(role)) ? predefined[String(role)] : undefined;
    return known ? [{ grade: known[0], right: String(role), text: known[1] }] : [];
  });
}

const writes = ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'];

function tableReasons([schema, name, owned, ...rights]: Cell[]): RightsReason[] {
  const table = `${schema}.${name}`;
  if (owned === true) return [{ grade: 'owner', right: `OWNER of ${table}`, text: ownerText }];
  const held = writes.filter((_, index) => rights[index] === true).join(', ');
  const trigger = rights[writes.length] === true;
  return [
    ...(trigger ? [{ grade: 'owner' as const, right: `TRIGGER on ${table}`, text: triggerText }] : []),
    ...(held ? [{ grade: 'writer' as const, right: `${held} on ${table}`, text: writeText }] : []),
  ];
}

function placeReasons([kind, name, owned, creates]: Cell[]): RightsReason[] {
  const place = `${String(kind).toLowerCase()} ${name}`;
  if (owned === true) return [{ grade: 'owner', right: `OWNER of ${place}`, text: ownerText }];
  return creates === true
    ? [{ grade: 'owner', right: ['CREATE', place].join(' on '), text: createText }]
    : [];
}

/** What the login may do by its role's attributes, its memberships and its grants, those of PUBLIC included. */
export async function readPostgresqlRights(run: RunStatement): Promise<LoginRights> {
  const [[login] = []] = await run('SELECT session_user::text');
  const roles = await run(attributesQuery);
  const script = await readPostgresqlReaderScript(run);
  const [[, , superuser] = []] = roles;
  if (superuser === true) {
    return gradeRights(String(login), attributeReasons(roles.slice(0, 1)).slice(0, 1), script);
  }
  const functions = (await run(functionsQuery)).map(
    ([name, language]): RightsReason => ({
      grade: 'administrator',
      right: `EXECUTE on ${name} (${language})`,
      text: functionText,
    }),
  );
  const reasons = [
    ...attributeReasons(roles),
    ...membershipReasons(roles),
    ...functions,
    ...(await run(placesQuery)).flatMap(placeReasons),
    ...(await run(tablesQuery)).flatMap(tableReasons),
  ];
  return gradeRights(String(login), reasons, script);
}
