import { quoteIdentifier } from '@sextant/sql/identifier';
import type { CatalogTable } from '../catalog.ts';
import { EngineError } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import type { RunStatement } from '../pooled-database.ts';

const ddlQuery = `SELECT DBMS_METADATA.GET_DDL(:1, :2, COALESCE(:3, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')))
  FROM DUAL`;
const viewQuery = `SELECT text FROM all_views
  WHERE view_name = :1 AND owner = COALESCE(:2, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))`;

const existsQuery = `SELECT COUNT(*) FROM all_objects WHERE object_type IN ('TABLE', 'VIEW')
  AND object_name = :1 AND owner = COALESCE(:2, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))`;

const quoted = (name: string) => quoteIdentifier('oracle', name);
const quotedList = (names: readonly string[]) => names.map(quoted).join(', ');

function qualified(schema: string | null, name: string): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function commentLines(table: CatalogTable, place: string): string[] {
  const text = (comment: string) => `'${comment.replaceAll("'", "''")}';`;
  const own =
    table.comment === null ? [] : [['COMMENT ON TABLE', place, 'IS', text(table.comment)].join(' ')];
  const columns = table.columns.flatMap(({ name, comment }) =>
    comment === null
      ? []
      : [['COMMENT ON COLUMN', `${place}.${quoted(name)}`, 'IS', text(comment)].join(' ')],
  );
  return [...own, ...columns];
}

/** The statements that make a table, from the catalog alone: without defaults, storage and partitions. */
export function tableDefinition(table: CatalogTable): string {
  const place = qualified(table.schema, table.name);
  const columns = table.columns.map(({ name, type, nullable }) =>
    [quoted(name), type, ...(nullable ? [] : ['NOT NULL'])].join(' '),
  );
  const primary = table.primaryKey.length > 0 ? [`PRIMARY KEY (${quotedList(table.primaryKey)})`] : [];
  const foreign = table.foreignKeys.map((key) =>
    [
      `FOREIGN KEY (${quotedList(key.columns)}) REFERENCES`,
      `${qualified(key.referencedSchema, key.referencedTable)} (${quotedList(key.referencedColumns)})`,
    ].join(' '),
  );
  const body = [...columns, ...primary, ...foreign].map((line) => `  ${line}`).join(',\n');
  const indexes = table.indexes
    .filter((index) => index.columns.join('\0') !== table.primaryKey.join('\0'))
    .filter((index) => !index.columns.includes('(expression)'))
    .map(({ name, columns: keys, unique }) =>
      [
        unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
        quoted(name),
        'ON',
        `${place} (${quotedList(keys)});`,
      ].join(' '),
    );
  const head = ['CREATE TABLE', place, '('].join(' ');
  return [[head, body, ');'].join('\n'), ...indexes, ...commentLines(table, place)].join('\n');
}

async function fromCatalog(run: RunStatement, table: CatalogTable): Promise<string> {
  const place = [table.name, table.schema];
  const [[count] = []] = await run(existsQuery, place);
  if (Number(count) === 0) throw hintedError('unknown_table', `There is no ${table.kind} ${table.name}`);
  if (table.kind === 'table') return tableDefinition(table);
  const [[text] = []] = await run(viewQuery, place);
  const head = ['CREATE OR REPLACE VIEW', qualified(table.schema, table.name), 'AS'];
  return [...head, String(text ?? '').trim()].join(' ');
}

/** The statement that makes a table or view: Oracle's own, or one from the catalog where Oracle would not tell. */
export async function readOracleDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  try {
    const [[text] = []] = await run(ddlQuery, [table.kind.toUpperCase(), table.name, table.schema]);
    if (typeof text === 'string') return text.trim();
  } catch (error) {
    if (!(error instanceof EngineError) || /^(lost|timeout|cancelled)$/.test(error.code)) throw error;
  }
  return fromCatalog(run, table);
}
