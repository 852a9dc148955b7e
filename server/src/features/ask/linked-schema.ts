import type { PreparedCatalog, PreparedColumn, PreparedTable } from '@sextant/ask/catalog-index';
import type { ValueIndex } from '@sextant/ask/value-index';
import { askedColumns, tableHits, type WordHits } from './table-scores.ts';

/** No prompt holds more tables than this. */
export const maxPromptTables = 60;
/** Tables that come with all their columns; the others, less likely meant, with those that matter. */
const wholeTables = 16;
const fewColumns = 10;
/** Tables whose neighbours belong to the question as well. */
const seeds = 6;
/** What a word counts that is said of a table one key away, and two. */
const nearShare = 0.35;
const farShare = 0.12;
/** A table that points to one of the best belongs to it less than one it points to. */
const childShare = 0.6;

/**
 * The tables a question may be about, best first: all of a small catalog; of a large one those whose names,
 * columns, comments or values occur in the question, those that together explain most of its words before others, with
 * the tables their keys lead to; the less likely ones with their main columns only.
 */
export function linkedTables(
  question: string,
  prepared: PreparedCatalog,
  values: ValueIndex,
  limit: number = maxPromptTables,
): PreparedTable[] {
  if (prepared.tables.length <= limit) return prepared.tables;
  const hits = tableHits(question, prepared, values);
  const scores = new Map([...hits].map(([table, own]) => [table, scoreWithin(table, own, hits)]));
  const ranked = [...scores].sort(([, left], [, right]) => right - left).map(([table]) => table);
  const chosen = new Set(ranked.slice(0, Math.ceil(limit * 0.6)));
  const take = (tables: Iterable<PreparedTable>, most: number) => {
    for (const table of tables) {
      if (chosen.size >= most) return;
      chosen.add(table);
    }
  };
  take(neighbours(ranked.slice(0, seeds), scores), Math.ceil(limit * 0.9));
  take(ranked, limit);
  take(byKeys(prepared.tables), limit);
  const asked = askedColumns(question, prepared);
  return [...chosen].map((table, rank) => (rank < wholeTables ? table : inPart(table, asked)));
}

/** A table with its keys, its names and what was asked for alone, in its order. */
function inPart(table: PreparedTable, asked: ReadonlySet<PreparedColumn>): PreparedTable {
  const matters = (column: PreparedColumn) =>
    column.isPrimary || column.references !== null || table.nameColumns.includes(column) || asked.has(column);
  const main = new Set([...table.columns.filter(matters), ...table.columns].slice(0, fewColumns));
  return { ...table, columns: table.columns.filter((column) => main.has(column)) };
}

/** What a table explains of a question by itself and with the tables around it. */
function scoreWithin(
  table: PreparedTable,
  own: WordHits,
  hits: ReadonlyMap<PreparedTable, WordHits>,
): number {
  const best = new Map(own);
  const raise = (other: PreparedTable, share: number) => {
    for (const [word, score] of hits.get(other) ?? []) {
      if (score * share > (best.get(word) ?? 0)) best.set(word, score * share);
    }
  };
  const near = adjacent(table);
  for (const other of near) raise(other, nearShare);
  for (const other of near)
    if (adjacent(other).length <= 30) for (const far of adjacent(other)) raise(far, farShare);
  let sum = 0;
  for (const score of best.values()) sum += score;
  return sum;
}

function adjacent(table: PreparedTable): PreparedTable[] {
  return table.edges.map(({ child, parent }) => (child === table ? parent : child));
}

/** Tables one key away from the best ones, those first that are near several, are pointed to, or answer to a word themselves. */
function neighbours(
  tables: readonly PreparedTable[],
  scores: ReadonlyMap<PreparedTable, number>,
): PreparedTable[] {
  const top = scores.get(tables[0] as PreparedTable) || 1;
  const weights = new Map<PreparedTable, number>();
  for (const table of tables) {
    const near = ((scores.get(table) ?? 0) / top) ** 2;
    for (const { child, parent } of table.edges) {
      const [other, weight] = child === table ? [parent, near] : [child, near * childShare];
      weights.set(other, (weights.get(other) ?? (scores.get(other) ?? 0) / top) + weight);
    }
  }
  return [...weights].sort(([, left], [, right]) => right - left).map(([table]) => table);
}

function byKeys(tables: PreparedTable[]): PreparedTable[] {
  return tables.toSorted((left, right) => right.edges.length - left.edges.length);
}
