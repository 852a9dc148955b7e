import type { Cell } from '@sextant/contract/chart';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { CatalogColumn, CatalogTable } from '../catalog.ts';
import { hintedError } from '../hints.ts';
import type { RunStatement } from '../pooled-database.ts';

const viewQuery = `SELECT m.definition FROM sys.objects o LEFT JOIN sys.sql_modules m ON m.object_id = o.object_id
  JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE s.name = COALESCE(@p1, SCHEMA_NAME()) AND o.name = @p2`;

const extrasQuery = `SELECT c.name, d.definition, x.definition,
  CAST(i.seed_value AS bigint), CAST(i.increment_value AS bigint)
  FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.columns c ON c.object_id = o.object_id
  LEFT JOIN sys.default_constraints d ON d.object_id = c.default_object_id
  LEFT JOIN sys.computed_columns x ON x.object_id = c.object_id AND x.column_id = c.column_id
  LEFT JOIN sys.identity_columns i ON i.object_id = c.object_id AND i.column_id = c.column_id
  WHERE s.name = COALESCE(@p1, SCHEMA_NAME()) AND o.name = @p2 ORDER BY c.column_id`;

const quoted = (name: string) => quoteIdentifier('tsql', name);
const quotedList = (names: readonly string[]) => names.map(quoted).join(', ');
const quotedText = (text: string) => `N'${text.replaceAll("'", "''")}'`;

function qualified(schema: string | null, name: string): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function columnLine(column: CatalogColumn, extras: Cell[] | undefined): string {
  const [, initial, computed, seed, increment] = extras ?? [];
  if (typeof computed === 'string') return `${quoted(column.name)} AS ${computed}`;
  const parts = [quoted(column.name), column.type];
  if (seed !== null && seed !== undefined) parts.push(`IDENTITY(${seed},${increment})`);
  parts.push(column.nullable ? 'NULL' : 'NOT NULL');
  if (typeof initial === 'string') parts.push('DEFAULT', initial);
  return parts.join(' ');
}

function isPrimary(table: CatalogTable, columns: readonly string[]): boolean {
  return columns.join('\0') === table.primaryKey.join('\0');
}

function constraintLines(table: CatalogTable): string[] {
  const keys = table.foreignKeys.map((key) =>
    [
      `FOREIGN KEY (${quotedList(key.columns)})`,
      `REFERENCES ${qualified(key.referencedSchema, key.referencedTable)} (${quotedList(key.referencedColumns)})`,
    ].join(' '),
  );
  return table.primaryKey.length > 0 ? [`PRIMARY KEY (${quotedList(table.primaryKey)})`, ...keys] : keys;
}

function indexLines(table: CatalogTable): string[] {
  const others = table.indexes.filter((index) => !(index.unique && isPrimary(table, index.columns)));
  return others.map((index) =>
    [
      index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
      `${quoted(index.name)} ON ${qualified(table.schema, table.name)} (${quotedList(index.columns)});`,
    ].join(' '),
  );
}

function describeLine(table: CatalogTable, schema: string, column: string | null, comment: string): string {
  const place = [`N'SCHEMA', ${quotedText(schema)}`, `N'TABLE', ${quotedText(table.name)}`];
  if (column !== null) place.push(`N'COLUMN', ${quotedText(column)}`);
  return `EXEC sp_addextendedproperty N'MS_Description', ${[quotedText(comment), ...place].join(', ')};`;
}

function commentLines(table: CatalogTable): string[] {
  const schema = table.schema ?? 'dbo';
  const own = table.comment === null ? [] : [describeLine(table, schema, null, table.comment)];
  const columns = table.columns.flatMap(({ name, comment }) =>
    comment === null ? [] : [describeLine(table, schema, name, comment)],
  );
  return [...own, ...columns];
}

/** The statements that make a table, from its catalog and the rows of `extrasQuery`: defaults, computed and identity columns. */
export function tableDefinition(table: CatalogTable, extras: readonly Cell[][]): string {
  const byName = new Map(extras.map((row) => [String(row[0]), row]));
  const lines = table.columns.map((column) => columnLine(column, byName.get(column.name)));
  const body = [...lines, ...constraintLines(table)].map((line) => `  ${line}`).join(',\n');
  const head = ['CREATE TABLE', qualified(table.schema, table.name), '('].join(' ');
  return [[head, body, ');'].join('\n'), ...indexLines(table), ...commentLines(table)].join('\n');
}

/** The statement that makes a table, put together from the catalog, or a view, as it was written. */
export async function readSqlserverDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  const place = [table.schema, table.name];
  const isView = table.kind === 'view';
  const rows = await run(isView ? viewQuery : extrasQuery, place);
  if (rows.length === 0) throw hintedError('unknown_table', `There is no ${table.kind} ${table.name}`);
  if (!isView) return tableDefinition(table, rows);
  const text = rows[0]?.[0];
  if (typeof text === 'string') return text;
  throw hintedError('denied', `The text of ${table.name} is encrypted, or the login lacks VIEW DEFINITION`);
}
