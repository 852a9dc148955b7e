import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { singular } from './words.ts';

function distinguishing(column: PreparedColumn, table: PreparedTable): string[][] {
  const owner = new Set(table.names.flatMap((name) => name.words.map((word) => singular(word.exact))));
  return column.names.map((name) =>
    name.words.map((word) => singular(word.exact)).filter((word) => !owner.has(word)),
  );
}

function findBy(table: PreparedTable, test: (words: string[]) => boolean): PreparedColumn | null {
  for (const column of table.columns) {
    if (column.kind !== 'text' && column.kind !== 'other') continue;
    if (distinguishing(column, table).some(test)) return column;
  }
  return null;
}

const exactly =
  (...wanted: string[]) =>
  (words: string[]) =>
    words.join(' ') === wanted.join(' ');

/** Something that happened to other things: it has keys to them and a time, and its names are theirs. */
function isEvent(table: PreparedTable): boolean {
  const keys = table.columns.filter((column) => column.references !== null).length;
  return keys > 0 && table.columns.some((column) => column.role === 'time');
}

/** The columns a person knows a row by; the primary key when nothing else names it; empty when nothing does. */
export function findNameColumns(table: PreparedTable): PreparedColumn[] {
  const whole =
    findBy(table, exactly('name')) ??
    findBy(table, exactly('full', 'name')) ??
    findBy(table, exactly('名称')) ??
    findBy(table, exactly('姓名'));
  if (whole) return [whole];
  const first = findBy(table, (words) =>
    /^(first name|given name|fname|firstname|forename)$/.test(words.join(' ')),
  );
  const last = findBy(table, (words) =>
    /^(last name|surname|lname|lastname|family name)$/.test(words.join(' ')),
  );
  if (first && last) return [first, last];
  const own = findBy(table, (words) => words.length === 0);
  const other =
    findBy(table, exactly('title')) ??
    findBy(table, exactly('标题')) ??
    (own && !own.isPrimary && own.references === null ? own : null) ??
    (isEvent(table)
      ? null
      : findBy(table, (words) => /(^| )(name|title|名称|姓名)$/.test(words.join(' ')))) ??
    findBy(table, exactly('description'));
  if (other && other.references === null) return [other];
  if (table.primaryKey.length > 0) return table.primaryKey;
  const keyed = table.columns.find((column) => column.role === 'key' && column.references === null);
  const numbered = table.columns.find(
    (column) => /(no|number|code)$/i.test(column.name) && !column.references,
  );
  return keyed ? [keyed] : numbered ? [numbered] : [];
}
