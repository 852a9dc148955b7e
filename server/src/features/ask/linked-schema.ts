import { isColumn, type PreparedCatalog, type PreparedTable } from '@sextant/ask/catalog-index';
import { cutHan, keysOf } from '@sextant/ask/lexicon';
import { normalizeText } from '@sextant/ask/normalize';
import type { ValueIndex } from '@sextant/ask/value-index';

/** No prompt holds more tables than this. */
export const maxPromptTables = 24;
const maxDirect = 12;
const maxWords = 120;

/**
 * The tables a question may be about, best first: all of a small catalog; of a large one those whose names,
 * columns, comments or values occur in the question, with the tables their keys lead to.
 */
export function linkedTables(
  question: string,
  prepared: PreparedCatalog,
  values: ValueIndex,
  limit: number = maxPromptTables,
): PreparedTable[] {
  if (prepared.tables.length <= limit) return prepared.tables;
  const scores = scoreTables(wordsOf(question), prepared, values);
  const ranked = [...scores].sort(([, left], [, right]) => right - left).map(([table]) => table);
  const chosen = new Set(ranked.slice(0, Math.min(maxDirect, limit)));
  for (const table of neighbours(chosen)) {
    if (chosen.size >= limit) break;
    chosen.add(table);
  }
  for (const table of [...ranked, ...byKeys(prepared.tables)]) {
    if (chosen.size >= limit) break;
    chosen.add(table);
  }
  return [...chosen];
}

function wordsOf(question: string): string[] {
  const runs = normalizeText(question).match(/[\p{Script=Han}]+|[\p{L}\p{N}_]+/gu) ?? [];
  const words = runs.flatMap((run) => (/\p{Script=Han}/u.test(run) ? hanWords(run) : run.split('_')));
  return [...new Set(words)].filter((word) => word.length > 1).slice(0, maxWords);
}

/** Words of a Chinese run as the lexicon cuts them, and its short pieces, since comments are cut otherwise. */
function hanWords(run: string): string[] {
  const pieces: string[] = [];
  for (let length = 2; length <= 4; length += 1) {
    for (let start = 0; start + length <= run.length; start += 1)
      pieces.push(run.slice(start, start + length));
  }
  return [...cutHan(run), ...pieces];
}

function scoreTables(
  words: string[],
  prepared: PreparedCatalog,
  values: ValueIndex,
): Map<PreparedTable, number> {
  const scores = new Map<PreparedTable, number>();
  const add = (table: PreparedTable, points: number) => scores.set(table, (scores.get(table) ?? 0) + points);
  const byName = new Map(prepared.tables.map((table) => [`${table.schema ?? ''}.${table.name}`, table]));
  for (const word of words) {
    const { exact, concepts, root } = keysOf(word);
    const keys = [`w:${exact}`, ...concepts.map((concept) => `c:${concept}`), ...(root ? [`r:${root}`] : [])];
    const things = new Set(keys.flatMap((key) => prepared.postings.get(key) ?? []));
    // A word that many tables share tells little.
    const weight = 1 / Math.log2(things.size + 2);
    const best = new Map<PreparedTable, number>();
    for (const thing of things) {
      const table = isColumn(thing) ? thing.table : thing;
      best.set(table, Math.max(best.get(table) ?? 0, isColumn(thing) ? 1 : 3));
    }
    for (const [table, points] of best) add(table, points * weight);
    for (const { column, score } of values.lookup(word)) {
      const table = byName.get(`${column.schema ?? ''}.${column.table}`);
      if (table) add(table, 2 * score * weight);
    }
  }
  return scores;
}

/** Tables one key away, those that connect several chosen ones first. */
function neighbours(chosen: Set<PreparedTable>): PreparedTable[] {
  const counts = new Map<PreparedTable, number>();
  for (const table of chosen) {
    for (const { child, parent } of table.edges) {
      const other = child === table ? parent : child;
      if (!chosen.has(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, left], [, right]) => right - left).map(([table]) => table);
}

function byKeys(tables: PreparedTable[]): PreparedTable[] {
  return tables.toSorted((left, right) => right.edges.length - left.edges.length);
}
