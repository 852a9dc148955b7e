import { setImmediate as nextTurn } from 'node:timers/promises';
import { pinyinInitials } from '@sextant/ask/pinyin-initials';
import type { Catalog, CatalogColumn, CatalogTable } from '@sextant/engines/catalog';
import { qualifiedName } from './find-table.ts';

/** How long the names of a large catalog are prepared before others get their turn. */
const sliceMs = 10;
const maxColumns = 20;
/** What a match of a column counts against the same match of a table. */
const columnShare = 0.5;

interface Searchable {
  name: string;
  comment: string;
  initials: string[];
}

interface SearchableTable extends Searchable {
  table: CatalogTable;
  columns: (Searchable & { column: CatalogColumn })[];
}

export interface TableMatch {
  table: CatalogTable;
  /** The columns that matched; empty when the table itself did. */
  columns: CatalogColumn[];
}

/** Finds tables by parts of the names, comments and pinyin initials of themselves and of their columns. */
export interface SchemaSearch {
  /** Best first; every word of the text must be found. `total` counts also what is over the limit. */
  find(text: string, limit: number): { matches: TableMatch[]; total: number };
}

/** Prepares a catalog for searching, in slices that leave room for other work. */
export async function createSchemaSearch(catalog: Catalog): Promise<SchemaSearch> {
  const tables: SearchableTable[] = [];
  let sliceEnd = performance.now() + sliceMs;
  for (const table of catalog.tables) {
    const columns = table.columns.map((column) => ({ column, ...searchable(column.name, column.comment) }));
    tables.push({ table, columns, ...searchable(qualifiedName(table), table.comment) });
    if (performance.now() < sliceEnd) continue;
    await nextTurn();
    sliceEnd = performance.now() + sliceMs;
  }
  return {
    find(text, limit) {
      const words = text
        .toLowerCase()
        .split(/[\s.]+/u)
        .filter((word) => word !== '');
      if (words.length === 0) return { matches: [], total: 0 };
      const found = tables
        .map((table) => matchTable(table, words))
        .filter((match) => match !== null)
        .sort((left, right) => right.score - left.score || left.name.length - right.name.length);
      return { matches: found.slice(0, limit), total: found.length };
    },
  };
}

function searchable(name: string, comment: string | null): Searchable {
  const initials = [...pinyinInitials(name), ...pinyinInitials(comment ?? '')];
  return { name: name.toLowerCase(), comment: (comment ?? '').toLowerCase(), initials };
}

function matchTable(
  entry: SearchableTable,
  words: readonly string[],
): (TableMatch & { score: number; name: string }) | null {
  const { table, name } = entry;
  let score = 0;
  const columns = new Set<CatalogColumn>();
  for (const word of words) {
    const own = scoreOf(entry, word);
    if (own > 0) {
      score += own;
      continue;
    }
    let best = 0;
    for (const column of entry.columns) {
      const points = scoreOf(column, word);
      if (points > 0) columns.add(column.column);
      best = Math.max(best, points);
    }
    if (best === 0) return null;
    score += best * columnShare;
  }
  return { table, name, score, columns: [...columns].slice(0, maxColumns) };
}

function scoreOf({ name, comment, initials }: Searchable, word: string): number {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 100 : 80;
  if (at > 0) {
    if (name.endsWith(`.${word}`)) return 95;
    return /[_.\-\s]/.test(name.charAt(at - 1)) ? 70 : 60;
  }
  if (comment !== '' && comment.includes(word)) return comment.startsWith(word) ? 55 : 45;
  if (word.length < 2) return 0;
  if (initials.some((reading) => reading.startsWith(word))) return 50;
  return initials.some((reading) => reading.includes(word)) ? 35 : 0;
}
