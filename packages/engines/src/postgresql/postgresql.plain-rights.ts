import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { gradeRights, type LoginRights, type RightsGrade, type RightsReason } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';

/** A column of `pg_roles` that gives power, and what it is called. */
export interface RoleAttribute {
  column: string;
  right: string;
  grade: RightsGrade;
  text: Text;
}

/** The attributes that every server of PostgreSQL's descent has. */
export const commonAttributes: readonly RoleAttribute[] = [
  {
    column: 'rolsuper',
    right: 'SUPERUSER',
    grade: 'administrator',
    text: { zh: '超级用户，可以做任何事。', en: 'May do anything.' },
  },
  {
    column: 'rolcreaterole',
    right: 'CREATEROLE',
    grade: 'administrator',
    text: { zh: '可以新建和修改其他账号。', en: 'May make and change other roles.' },
  },
  {
    column: 'rolcreatedb',
    right: 'CREATEDB',
    grade: 'owner',
    text: { zh: '可以新建数据库。', en: 'May make databases.' },
  },
];

const tablesQuery = `SELECT n.nspname, c.relname, pg_has_role(c.relowner, 'USAGE'), has_table_privilege(c.oid, 'SELECT'),
  has_table_privilege(c.oid, 'INSERT'), has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND strpos($1, ',' || n.nspname::text || ',') = 0
  AND n.nspname::text NOT LIKE 'pg\\_t%' AND has_schema_privilege(n.oid, 'USAGE') ORDER BY n.nspname, c.relname`;

const schemasQuery = `SELECT nspname FROM pg_namespace WHERE strpos($1, ',' || nspname::text || ',') = 0
  AND nspname::text NOT LIKE 'pg\\_t%' AND has_schema_privilege(oid, 'CREATE') ORDER BY nspname`;

const ownerText: Text = { zh: '是它的所有者，可以修改或删除它。', en: 'Owns it, so may change or drop it.' };
const createText: Text = { zh: '可以在其中新建对象。', en: 'May make objects in it.' };
const writeText: Text = { zh: '可以改动这张表的数据。', en: 'May change rows of this table.' };
const writes = ['INSERT', 'UPDATE', 'DELETE'];

function attributesQuery(attributes: readonly RoleAttribute[]): string {
  const columns = attributes.map((attribute) => attribute.column).join();
  return ['SELECT', columns, 'FROM pg_roles WHERE rolname = current_user'].join(' ');
}

function tableReasons([schema, name, owned, , ...rights]: Cell[]): RightsReason[] {
  const table = `${schema}.${name}`;
  if (owned === true) return [{ grade: 'owner', right: `OWNER of ${table}`, text: ownerText }];
  const held = writes.filter((_, index) => rights[index] === true).join(', ');
  return held ? [{ grade: 'writer', right: [held, table].join(' on '), text: writeText }] : [];
}

function readerScript(database: string, schemas: readonly string[]): string {
  const reader = quoteIdentifier('postgresql', 'sextant_reader');
  const grant = (...words: string[]) => `${['GRANT', ...words, 'TO', reader].join(' ')};`;
  return [
    '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
    ['CREATE USER', reader, "PASSWORD '<password>';"].join(' '),
    ['ALTER USER', reader, 'SET default_transaction_read_only = on;'].join(' '),
    grant('CONNECT ON DATABASE', quoteIdentifier('postgresql', database)),
    ...schemas
      .map((name) => quoteIdentifier('postgresql', name))
      .flatMap((schema) => [
        grant('USAGE ON SCHEMA', schema),
        grant('SELECT ON ALL TABLES IN SCHEMA', schema),
      ]),
    '',
  ].join('\n');
}

/** What the login may do, asked with nothing newer than PostgreSQL 9.2. */
export async function readPlainRights(
  run: RunStatement,
  systemSchemas: readonly string[],
  attributes: readonly RoleAttribute[],
): Promise<LoginRights> {
  const skipped = [['', ...systemSchemas, ''].join()];
  const [[login, database] = []] = await run('SELECT current_user::text, current_database()::text');
  const [held = []] = await run(attributesQuery(attributes));
  const powers = attributes
    .filter((_, index) => held[index] === true)
    .map(({ grade, right, text }) => ({ grade, right, text }));
  const tables = await run(tablesQuery, skipped);
  const readable = new Set(tables.filter((row) => row[3] === true).map(([schema]) => String(schema)));
  const script = readerScript(String(database), [...readable]);
  if (powers.some(({ right }) => right === 'SUPERUSER')) return gradeRights(String(login), powers, script);
  const schemas = (await run(schemasQuery, skipped)).map(
    ([name]): RightsReason => ({
      grade: 'owner',
      right: ['CREATE', `schema ${name}`].join(' on '),
      text: createText,
    }),
  );
  return gradeRights(String(login), [...powers, ...schemas, ...tables.flatMap(tableReasons)], script);
}
