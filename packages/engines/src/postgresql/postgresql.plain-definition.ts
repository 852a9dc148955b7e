import { quoteIdentifier } from '@sextant/sql/identifier';
import type { CatalogTable } from '../catalog.ts';
import { hintedError } from '../hints.ts';
import type { RunStatement } from '../pooled-database.ts';

const placeQuery = `SELECT c.oid, n.nspname, CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = coalesce($1::text, current_schema()::text) AND c.relname = $2::text`;

const constraintsQuery = `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE conrelid = $1::int8::oid AND contype IN ('p', 'u', 'c', 'f') ORDER BY contype DESC, conname`;

const indexesQuery = `SELECT pg_get_indexdef(x.indexrelid) FROM pg_index x WHERE x.indrelid = $1::int8::oid
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid) ORDER BY x.indexrelid`;

const identifier = (name: string) => quoteIdentifier('postgresql', name);

/**
 * The statement that makes a table or view, for servers that know no more than PostgreSQL 9.2: columns, constraints
 * and indexes, put together from what the server tells of each.
 */
export async function readPlainDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  const [[oid, schema, view] = []] = await run(placeQuery, [table.schema, table.name]);
  if (oid === undefined) throw hintedError('unknown_table', `There is no table ${table.name}`);
  const path = [String(schema), table.name].map(identifier).join('.');
  if (typeof view === 'string') return ['CREATE VIEW', path, 'AS', view.trim()].join(' ');
  const columns = table.columns.map(({ name, type, nullable }) =>
    [identifier(name), type, ...(nullable ? [] : ['NOT NULL'])].join(' '),
  );
  const constraints = (await run(constraintsQuery, [String(oid)])).map(([name, text]) =>
    ['CONSTRAINT', identifier(String(name)), String(text)].join(' '),
  );
  const indexes = (await run(indexesQuery, [String(oid)])).map(([text]) => `${String(text)};`);
  const parts = [...columns, ...constraints].map((part) => `  ${part}`).join(',\n');
  return [`${['CREATE TABLE', path, '('].join(' ')}\n${parts}\n);`, ...indexes].join('\n');
}
