import {
  isColumn,
  ownWords,
  type PreparedCatalog,
  type PreparedColumn,
  type PreparedTable,
} from '@sextant/ask/catalog-index';
import { knowsEnglish, type WordKeys, wordSimilarity } from '@sextant/ask/lexicon';
import { normalizeText } from '@sextant/ask/normalize';
import type { ValueIndex } from '@sextant/ask/value-index';
import { asksForSales } from './implied-things.ts';
import { type QuestionWord, questionWords } from './question-words.ts';
import { salesTables } from './sales-tables.ts';
import { valueHits } from './value-hits.ts';

const points = { table: 3, column: 1.2 };
const strengths = { exact: 1, concept: 0.95, root: 0.6 };
/** What the last word of a name counts, which says what the thing is; the others share the rest. */
const headShare = 0.65;
/** Places of what is no word of the question, behind all of its words. */
const firstValue = 1_000;
const firstTerm = 3_000;
const salesSense = 900;
/** A prefix that at least so many tables begin with names a part of the system, not a thing. */
const sharedBy = 4;

/** How well a table answers to each word of a question, by the word's place. */
export type WordHits = Map<number, number>;

/** For every table that a question may be about, which of its words lead there and how surely. */
export function tableHits(
  question: string,
  prepared: PreparedCatalog,
  values: ValueIndex,
): Map<PreparedTable, WordHits> {
  const words = questionWords(question);
  const hits = new Map<PreparedTable, WordHits>();
  const add = (table: PreparedTable, word: number, score: number) => {
    const own = hits.get(table) ?? new Map<number, number>();
    own.set(word, Math.max(own.get(word) ?? 0, score));
    hits.set(table, own);
  };
  addNames(words, prepared, add);
  addSales(words, prepared, add);
  for (const { table, place, score } of valueHits(question, prepared, values))
    add(table, firstValue + place, score);
  addTerms(question, firstTerm, prepared, add);
  return hits;
}

type Add = (table: PreparedTable, word: number, score: number) => void;

interface Match {
  thing: PreparedColumn | PreparedTable;
  strength: number;
}

function addNames(words: readonly QuestionWord[], prepared: PreparedCatalog, add: Add): void {
  const known = keyStrengths(words);
  const prefixes = sharedPrefixes(prepared);
  for (const word of words) {
    const names = new Map<PreparedTable, number>();
    const columns = new Map<PreparedTable, number>();
    for (const { thing, strength } of matchesOf(word, prepared)) {
      const [scores, table] = isColumn(thing) ? [columns, thing.table] : [names, thing];
      const score = isColumn(thing)
        ? strength * covered(thing, known, prefixes)
        : strength * shareOf(word.keys, thing, prefixes);
      if (score > (scores.get(table) ?? 0)) scores.set(table, score);
    }
    for (const table of calledInParts(word, prepared, prefixes))
      names.set(table, Math.max(names.get(table) ?? 0, strengths.concept));
    // A word in many names tells little; yet a thing with some tables around it (orders, their lines, their log) is one.
    const nameWeight = (named: number) => points.table / (1 + Math.max(0, Math.log2(named / 12)));
    const columnWeight = (named: number) => points.column / Math.log2(named + 1.5);
    for (const [table, score] of weighed(names, nameWeight)) add(table, word.sense, score * word.weight);
    for (const [table, score] of weighed(columns, columnWeight)) add(table, word.sense, score * word.weight);
  }
}

/** Tables whose whole name a joined word spells, though no lexicon knows the two as one: `invoice_line` → InvoiceLine. */
function calledInParts(
  { text }: QuestionWord,
  prepared: PreparedCatalog,
  prefixes: ReadonlySet<string>,
): PreparedTable[] {
  const parts = text.split('_');
  if (parts.length === 1) return [];
  return (prepared.postings.get(`w:${parts.at(-1)}`) ?? []).filter((thing): thing is PreparedTable => {
    if (isColumn(thing)) return false;
    const telling = tellingWords(thing.names[0]?.words ?? [], prefixes, []);
    return telling.map(({ exact }) => exact).join('_') === text;
  });
}

/** A question about sales is about tables that come to an amount sold, the more surely the fewer there are. */
function addSales(words: readonly QuestionWord[], prepared: PreparedCatalog, add: Add): void {
  if (!asksForSales(words.map(({ text }) => text))) return;
  const tables = salesTables(prepared);
  for (const table of tables) add(table, salesSense, points.table / Math.log2(tables.length + 1.5));
}

/** Scores, each weighed by how much is named as well or better: what only part of a name says does not lessen a whole one. */
function* weighed(
  scores: ReadonlyMap<PreparedTable, number>,
  weightOf: (named: number) => number,
): Iterable<[PreparedTable, number]> {
  let named = 0;
  const steps = [...Map.groupBy(scores, ([, score]) => score)].sort(([left], [right]) => right - left);
  for (const [score, some] of steps) {
    named += score * some.length;
    const weight = weightOf(named);
    for (const [table] of some) yield [table, score * weight];
  }
}

function* matchesOf({ keys }: QuestionWord, prepared: PreparedCatalog): Iterable<Match> {
  const seen = new Set<PreparedColumn | PreparedTable>();
  const lists: [string, number][] = [
    [`w:${keys.exact}`, strengths.exact],
    ...keys.concepts.map((concept): [string, number] => [`c:${concept}`, strengths.concept]),
  ];
  if (keys.root) lists.push([`r:${keys.root}`, strengths.root]);
  for (const [key, strength] of lists) {
    for (const thing of prepared.postings.get(key) ?? []) {
      if (seen.has(thing)) continue;
      seen.add(thing);
      yield { thing, strength };
    }
  }
}

/** Columns that a question names or may mean. */
export function askedColumns(question: string, prepared: PreparedCatalog): Set<PreparedColumn> {
  const found = new Set<PreparedColumn>();
  for (const word of questionWords(question)) {
    if (word.weight < 1) continue;
    for (const { thing } of matchesOf(word, prepared)) if (isColumn(thing)) found.add(thing);
  }
  return found;
}

/** What any word of the question says, by key. */
function keyStrengths(words: readonly QuestionWord[]): Map<string, number> {
  const known = new Map<string, number>();
  const put = (key: string, strength: number) => known.set(key, Math.max(known.get(key) ?? 0, strength));
  for (const { keys } of words) {
    put(`w:${keys.exact}`, strengths.exact);
    for (const concept of keys.concepts) put(`c:${concept}`, strengths.concept);
    if (keys.root) put(`r:${keys.root}`, strengths.root);
  }
  return known;
}

/** The share of a name that the question says, for the best of the thing's names. */
function covered(
  thing: PreparedColumn | PreparedTable,
  known: ReadonlyMap<string, number>,
  prefixes: ReadonlySet<string>,
): number {
  const owner = isColumn(thing) ? ownWords(thing.table) : [];
  let best = 0;
  for (const { words } of thing.names)
    best = Math.max(best, coveredWords(tellingWords(words, prefixes, owner), known));
  return best;
}

/** A name without the part of the system it begins with and, for a column, without the words of its table's name. */
function tellingWords(
  words: readonly WordKeys[],
  prefixes: ReadonlySet<string>,
  owner: readonly string[],
): readonly WordKeys[] {
  const telling = words.filter(
    ({ text, exact }, at) => !(at === 0 && prefixes.has(text)) && !owner.includes(exact),
  );
  return telling.length === 0 ? words.slice(-1) : telling;
}

/** How much of a table's name a word is: all of `customers`, little of `customer_log`. */
function shareOf(word: WordKeys, table: PreparedTable, prefixes: ReadonlySet<string>): number {
  let best = 0;
  for (const { words } of table.names) {
    const telling = tellingWords(words, prefixes, []);
    const at = telling.findLastIndex((own) => wordSimilarity(own, word) > 0);
    if (at < 0) continue;
    const others = telling.length - 1;
    const share = others === 0 ? 1 : at === others ? headShare : (1 - headShare) / others;
    best = Math.max(best, share);
  }
  return best;
}

function coveredWords(words: readonly WordKeys[], known: ReadonlyMap<string, number>): number {
  const said = words.map(({ exact, concepts, root }) =>
    Math.max(
      known.get(`w:${exact}`) ?? 0,
      ...concepts.map((concept) => known.get(`c:${concept}`) ?? 0),
      root ? (known.get(`r:${root}`) ?? 0) : 0,
    ),
  );
  const head = said.at(-1) ?? 0;
  const others = said.slice(0, -1);
  if (others.length === 0) return head;
  const rest = others.reduce((sum, one) => sum + one, 0) / others.length;
  return headShare * head + (1 - headShare) * rest;
}

const prefixesOf = new WeakMap<PreparedCatalog, Set<string>>();

/** First words of many tables that are no words of a language: `crm_`, `sb`. */
function sharedPrefixes(prepared: PreparedCatalog): Set<string> {
  const known = prefixesOf.get(prepared);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const { names } of prepared.tables) {
    const words = names[0]?.words ?? [];
    const first = words[0]?.text;
    if (first && words.length > 1) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const shared = [...counts].filter(
    ([word, count]) => count >= sharedBy && (word.length <= 3 || !knowsEnglish(word)),
  );
  const found = new Set(shared.map(([word]) => word));
  prefixesOf.set(prepared, found);
  return found;
}

/** Terms of the glossary that the question uses lead to the tables that their meaning names. */
function addTerms(question: string, firstWord: number, prepared: PreparedCatalog, add: Add): void {
  const asked = normalizeText(question);
  const used = prepared.glossary.filter(({ term, synonyms }) =>
    [term, ...synonyms].some((word) => asked.includes(normalizeText(word))),
  );
  if (used.length === 0) return;
  const byName = Map.groupBy(prepared.tables, ({ name }) => name.toLowerCase());
  for (const [at, { meaning }] of used.entries()) {
    for (const name of meaning.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
      for (const table of byName.get(name) ?? []) add(table, firstWord + at, points.table);
  }
}
