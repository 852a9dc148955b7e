import type { PreparedColumn, PreparedTable } from '@sextant/ask/catalog-index';
import type { ValueIndex } from '@sextant/ask/value-index';
import type { Catalog, CatalogTable } from '@sextant/engines/catalog';

/** About how much of a prompt the schema may take, by an estimate that errs on the high side. */
const maxTokens = 12_000;
const maxColumns = 80;
const maxComment = 120;
const maxExamples = 5;
const maxExample = 40;
const maxName = 128;
const maxType = 60;

/**
 * Tables as a prompt shows them: columns with type, keys, comment and example values, best first, cut by a budget of
 * tokens. Comments and examples go before tables do, those of the last tables first.
 */
export function schemaText(tables: readonly PreparedTable[], catalog: Catalog, values: ValueIndex): string {
  const byName = new Map(catalog.tables.map((table) => [nameOf(table), table]));
  const known = tables.flatMap((table) => {
    const source = byName.get(nameOf(table));
    return source ? [{ table, source, bare: tableText(table, source, null) }] : [];
  });
  const parts: string[] = [];
  let left = maxTokens;
  let forOthers = known.reduce((sum, { bare }) => sum + tokensOf(bare), 0);
  for (const { table, source, bare } of known) {
    forOthers -= tokensOf(bare);
    const whole = tableText(table, source, values);
    const part = tokensOf(whole) <= left - forOthers ? whole : bare;
    if (tokensOf(part) > left) continue;
    left -= tokensOf(part);
    parts.push(part);
  }
  return asData(parts.join('\n\n'));
}

/** Text of strangers for a prompt: it cannot close the tags that mark it as data. */
export function asData(text: string): string {
  return text.replace(/<(?=\s*\/?\s*(schema|knowledge|question|result|sql)\b)/gi, '‹');
}

/** Four Latin letters to a token, and a token to every other character. */
function tokensOf(text: string): number {
  const others = text.match(/[^\x20-\x7e\n]/g)?.length ?? 0;
  return Math.ceil((text.length - others) / 4) + others;
}

function nameOf(table: { schema: string | null; name: string }): string {
  return table.schema === null ? table.name : `${table.schema}.${table.name}`;
}

/** Without values also without comments. */
function tableText(table: PreparedTable, source: CatalogTable, values: ValueIndex | null): string {
  const rows = source.rowEstimate === null ? '' : `, about ${source.rowEstimate} rows`;
  const head = `${source.kind === 'view' ? 'View' : 'Table'} ${shownName(nameOf(source))}${rows}${comment(values && table.comment)}`;
  const types = new Map(source.columns.map((column) => [column.name, column.type]));
  const shown = table.columns.slice(0, maxColumns);
  const more = source.columns.length - shown.length;
  return [
    head,
    ...shown.map((column) => columnText(column, types.get(column.name) ?? '', values)),
    ...compositeKeys(source),
    ...(more > 0 ? [`  … and ${more} more columns`] : []),
  ].join('\n');
}

function columnText(column: PreparedColumn, type: string, values: ValueIndex | null): string {
  const reference = column.references;
  const marks = [
    column.isPrimary ? 'primary key' : '',
    !column.isPrimary && !column.nullable ? 'not null' : '',
    reference ? `references ${shownName(`${nameOf(reference.table)}.${reference.name}`)}` : '',
  ].filter(Boolean);
  const mark = marks.length === 0 ? '' : ` ${marks.join(', ')}`;
  const bare = `  ${shownName(column.name)} ${oneLine(type, maxType)}${mark}`;
  return values === null ? bare : `${bare}${comment(column.comment)}${examplesOf(column, values)}`;
}

function examplesOf({ ref }: PreparedColumn, values: ValueIndex): string {
  const known = values.valuesOf(ref);
  if (known.length === 0) return '';
  const shown = known.slice(0, maxExamples).map((value) => `'${oneLine(value, maxExample)}'`);
  const complete = values.isComplete(ref) && known.length <= maxExamples;
  return ` ${complete ? 'values' : 'e.g.'} ${shown.join(', ')}`;
}

function compositeKeys(source: CatalogTable): string[] {
  return source.foreignKeys
    .filter((key) => key.columns.length > 1)
    .map((key) => {
      const target = nameOf({ schema: key.referencedSchema, name: key.referencedTable });
      const [own, theirs] = [key.columns, key.referencedColumns].map((names) =>
        names.map(shownName).join(', '),
      );
      return `  (${own}) references ${shownName(target)}(${theirs})`;
    });
}

/** SQLite takes names and types of any length and with any characters. */
function shownName(name: string): string {
  return oneLine(name, maxName);
}

function comment(text: string | null): string {
  return text === null || text === '' ? '' : ` -- ${JSON.stringify(oneLine(text, maxComment))}`;
}

function oneLine(text: string, limit: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}
