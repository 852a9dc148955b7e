import type { Cell } from '@sextant/contract/chart';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { RunStatement } from '../pooled-database.ts';

const reader = 'sextant_reader';

/** Per schema whether the login may read all that is in it, and what it may read, with columns where not all of them. */
const readableQuery = `SELECT n.nspname, bool_and(has_table_privilege(c.oid, 'SELECT')), json_agg(json_build_array(c.relname,
    CASE WHEN NOT has_table_privilege(c.oid, 'SELECT') THEN (SELECT json_agg(a.attname ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      AND has_column_privilege(c.oid, a.attnum, 'SELECT')) END) ORDER BY c.relname)
  FILTER (WHERE has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_t%' AND has_schema_privilege(n.oid, 'USAGE')
GROUP BY n.nspname ORDER BY n.nspname`;

const openSchemasQuery = `SELECT nspname FROM pg_namespace WHERE has_schema_privilege('public', oid, 'CREATE')
  AND nspname NOT LIKE 'pg\\_%' ORDER BY nspname`;

type ReadableTable = [name: string, columns: string[] | null];

function identifier(name: Cell | undefined): string {
  return quoteIdentifier('postgresql', String(name));
}

function grantTo(...words: string[]): string {
  return `${['GRANT', ...words, 'TO', identifier(reader)].join(' ')};`;
}

function tableGrant(schema: string, [table, columns]: ReadableTable): string {
  const listed = columns === null ? [] : [`(${columns.map(identifier).join(', ')})`];
  return grantTo('SELECT', ...listed, 'ON', `${schema}.${identifier(table)}`);
}

function schemaGrants([name, whole, tables]: Cell[]): string[] {
  if (typeof tables !== 'string') return [];
  const schema = identifier(name);
  const usage = grantTo('USAGE ON SCHEMA', schema);
  if (whole === true) return [usage, grantTo('SELECT ON ALL TABLES IN SCHEMA', schema)];
  return [usage, ...(JSON.parse(tables) as ReadableTable[]).map((table) => tableGrant(schema, table))];
}

/** Statements for a role that may read what this login sees in its database, and nothing else. */
export async function readPostgresqlReaderScript(run: RunStatement): Promise<string> {
  const [[database] = []] = await run('SELECT current_database()');
  const open = (await run(openSchemasQuery)).map(([schema]) =>
    ['REVOKE CREATE ON SCHEMA', identifier(schema), 'FROM PUBLIC;'].join(' '),
  );
  const grants = (await run(readableQuery)).flatMap(schemaGrants);
  return [
    '-- Choose a password in place of <password>. 请把 <password> 换成新密码。',
    ['CREATE ROLE', identifier(reader), "LOGIN PASSWORD '<password>';"].join(' '),
    ['ALTER ROLE', identifier(reader), 'SET default_transaction_read_only = on;'].join(' '),
    ...open,
    grantTo('CONNECT ON DATABASE', identifier(database)),
    ...grants,
    '',
  ].join('\n');
}
