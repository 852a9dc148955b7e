import type { PreparedColumn, PreparedTable } from '@sextant/ask/catalog-index';
import type { ValueIndex } from '@sextant/ask/value-index';
import type { Catalog, CatalogTable } from '@sextant/engines/catalog';

const maxCharacters = 40_000;
const maxColumns = 80;
const maxComment = 120;
const maxExamples = 5;
const maxExample = 40;

/** Tables as a prompt shows them: columns with type, keys, comment and example values, cut at 40,000 characters. */
export function schemaText(tables: readonly PreparedTable[], catalog: Catalog, values: ValueIndex): string {
  const byName = new Map(catalog.tables.map((table) => [nameOf(table), table]));
  const parts: string[] = [];
  let length = 0;
  for (const table of tables) {
    const source = byName.get(nameOf(table));
    if (!source) continue;
    const part = tableText(table, source, values);
    length += part.length;
    if (length > maxCharacters) break;
    parts.push(part);
  }
  return asData(parts.join('\n\n'));
}

/** Text of strangers for a prompt: it cannot close the tags that mark it as data. */
export function asData(text: string): string {
  return text.replace(/<(?=\s*\/?\s*(schema|knowledge|question|result|sql)\b)/gi, '‹');
}

function nameOf(table: { schema: string | null; name: string }): string {
  return table.schema === null ? table.name : `${table.schema}.${table.name}`;
}

function tableText(table: PreparedTable, source: CatalogTable, values: ValueIndex): string {
  const rows = source.rowEstimate === null ? '' : `, about ${source.rowEstimate} rows`;
  const head = `${source.kind === 'view' ? 'View' : 'Table'} ${nameOf(source)}${rows}${comment(table.comment)}`;
  const types = new Map(source.columns.map((column) => [column.name, column.type]));
  const shown = table.columns.slice(0, maxColumns);
  const more = table.columns.length - shown.length;
  return [
    head,
    ...shown.map((column) => columnText(column, types.get(column.name) ?? '', values)),
    ...compositeKeys(source),
    ...(more > 0 ? [`  … and ${more} more columns`] : []),
  ].join('\n');
}

function columnText(column: PreparedColumn, type: string, values: ValueIndex): string {
  const reference = column.references;
  const marks = [
    column.isPrimary ? 'primary key' : '',
    !column.isPrimary && !column.nullable ? 'not null' : '',
    reference ? `references ${nameOf(reference.table)}.${reference.name}` : '',
  ].filter(Boolean);
  const examples = values
    .valuesOf(column.ref)
    .slice(0, maxExamples)
    .map((value) => `'${oneLine(value, maxExample)}'`);
  const complete = values.isComplete(column.ref) && values.valuesOf(column.ref).length <= maxExamples;
  const shown = examples.length === 0 ? '' : ` ${complete ? 'values' : 'e.g.'} ${examples.join(', ')}`;
  const mark = marks.length === 0 ? '' : ` ${marks.join(', ')}`;
  return `  ${column.name} ${type}${mark}${comment(column.comment)}${shown}`;
}

function compositeKeys(source: CatalogTable): string[] {
  return source.foreignKeys
    .filter((key) => key.columns.length > 1)
    .map((key) => {
      const target = nameOf({ schema: key.referencedSchema, name: key.referencedTable });
      return `  (${key.columns.join(', ')}) references ${target}(${key.referencedColumns.join(', ')})`;
    });
}

function comment(text: string | null): string {
  return text === null || text === '' ? '' : ` -- ${JSON.stringify(oneLine(text, maxComment))}`;
}

function oneLine(text: string, limit: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}
