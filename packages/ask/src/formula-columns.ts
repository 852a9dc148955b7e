import { isColumn, type PreparedCatalog, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import { reachesUp } from './join-path.ts';
import { keysOf } from './lexicon.ts';
import { matchPhrase } from './noun-match.ts';
import { splitWords } from './split-words.ts';

/** A column that a name of a definition may stand for. */
export interface ColumnOption {
  column: PreparedColumn;
  /** 1 when it is named outright. */
  score: number;
}

/** A name without the quotes of any dialect: `"orders".[total]` is `orders.total`. */
function plainName(name: string): string {
  return name.replace(/["`[\]]/g, '').trim();
}

/** The columns that a name may stand for: `table.column` in full, else by its words. */
export function columnOptions(written: string, prepared: PreparedCatalog): ColumnOption[] {
  const name = plainName(written);
  const exact = prepared.tables.flatMap((table) =>
    table.columns.filter((column) => {
      const qualified = `${table.name}.${column.name}`.toLowerCase();
      return qualified === name || `${table.schema}.${qualified}` === name;
    }),
  );
  if (exact.length > 0) return exact.map((column) => ({ column, score: 1 }));
  if (/^[\w$]+\.[\w$]+$/.test(name)) return [];
  const words = splitWords(name).map(keysOf);
  const whole = matchPhrase([keysOf(name)], prepared);
  return [...whole, ...matchPhrase(words, prepared)].flatMap(({ thing, score }) =>
    isColumn(thing) && score >= 0.6 ? [{ column: thing, score }] : [],
  );
}

/** How well a column serves a formula over rows of a table. */
export function valueFor(base: PreparedTable, { column, score }: ColumnOption): number {
  return score + (column.table === base ? 0.3 : 0);
}

/** The option that a formula over rows of `base` reads; null when no row of it leads to one. */
export function bestOption(options: readonly ColumnOption[], base: PreparedTable): ColumnOption | null {
  const fits = options.filter(({ column }) => reachesUp(base, column.table));
  return fits.sort((left, right) => valueFor(base, right) - valueFor(base, left))[0] ?? null;
}

/** The tables that a name stands for, the surest first. */
export function tablesNamed(written: string, prepared: PreparedCatalog): PreparedTable[] {
  const name = plainName(written);
  const exact = prepared.tables.filter(
    (table) => table.name.toLowerCase() === name || `${table.schema}.${table.name}`.toLowerCase() === name,
  );
  if (exact.length > 0) return exact;
  return [...matchPhrase([keysOf(name)], prepared), ...matchPhrase(splitWords(name).map(keysOf), prepared)]
    .filter(({ thing, score }) => !isColumn(thing) && score >= 0.75)
    .sort((left, right) => right.score - left.score)
    .flatMap(({ thing }) => (isColumn(thing) ? [] : [thing]))
    .filter((table, index, all) => all.indexOf(table) === index);
}
