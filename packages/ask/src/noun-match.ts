import {
  isColumn,
  type PreparedCatalog,
  type PreparedColumn,
  type PreparedName,
  type PreparedTable,
} from './catalog-index.ts';
import { type WordKeys, wordSimilarity } from './lexicon.ts';

/** A table or column that words of the question may name; `score` is 0–1. */
export interface NounCandidate {
  thing: PreparedColumn | PreparedTable;
  score: number;
}

const similarEnough = 0.7;
const genericName = /^(name|名称|名字|名|title)$/;

function bestSimilarity(word: WordKeys, others: readonly WordKeys[]): number {
  let best = 0;
  for (const other of others) best = Math.max(best, wordSimilarity(word, other));
  return best;
}

interface Owner {
  words: WordKeys[];
  isNameColumn: boolean;
  isText: boolean;
  isMeasure: boolean;
  /** The last words of the table's names: `price` of daily price, whose close is the closing price. */
  heads: string[];
  names: PreparedName[];
}

function scoreName(words: readonly WordKeys[], name: PreparedName, owner: Owner): number {
  const used = new Array<boolean>(name.words.length).fill(false);
  let similarity = 0;
  let matched = 0;
  let qualified = 0;
  for (const [place, word] of words.entries()) {
    const isHead = words.length > 1 && place === words.length - 1;
    let best = 0;
    let bestIndex = -1;
    for (const [index, other] of name.words.entries()) {
      const value = used[index] ? 0 : wordSimilarity(word, other);
      if (value > best) {
        best = value;
        bestIndex = index;
      }
    }
    if (best >= similarEnough) {
      used[bestIndex] = true;
      similarity += best;
      matched += 1;
    } else if (!isHead && bestSimilarity(word, owner.words) >= similarEnough) qualified += 1;
    else if (isHead && matched > 0 && owner.isMeasure && owner.heads.includes(word.exact)) continue;
    else if ((owner.isNameColumn || (owner.isText && words.length > 1)) && genericName.test(word.exact))
      qualified += 1;
    else return 0;
  }
  if (matched === 0) return 0;
  let total = 0;
  let covered = 0;
  for (const [index, other] of name.words.entries()) {
    const isHead = index === name.words.length - 1;
    const weight = (bestSimilarity(other, owner.words) === 1 ? 0.35 : 1) + (isHead ? 0.5 : 0);
    total += weight;
    if (used[index]) covered += weight;
  }
  return (similarity / matched) * (0.35 + 0.65 * (covered / total)) + qualifierBonus(words, owner, qualified);
}

/** Naming the whole of the table speaks for its column; naming part of it (`order` for order items) against. */
function qualifierBonus(words: readonly WordKeys[], owner: Owner, qualified: number): number {
  if (qualified === 0) return 0;
  if (owner.names.length === 0) return 0.04;
  const covers = (name: PreparedName) =>
    name.words.every(
      (own) =>
        words.some((word) => wordSimilarity(word, own) >= similarEnough) || genericName.test(own.exact),
    );
  return owner.names.some(covers) ? 0.15 : -0.15;
}

/** How well words name a table or column, 0–1: every word must be explained, by its name or by its table's. */
export function scoreThing(words: readonly WordKeys[], thing: PreparedColumn | PreparedTable): number {
  const owner: Owner = isColumn(thing)
    ? {
        words: thing.table.names.flatMap((name) => name.words),
        isNameColumn: thing.table.nameColumns.includes(thing),
        isText: thing.kind === 'text' && thing.role !== 'key',
        isMeasure: thing.role === 'measure',
        heads: thing.table.names.flatMap((name) => name.words.slice(-1).map((word) => word.exact)),
        names: thing.table.names,
      }
    : { words: [], isNameColumn: false, isText: false, isMeasure: false, heads: [], names: [] };
  let best = 0;
  for (const name of thing.names) best = Math.max(best, scoreName(words, name, owner));
  return Math.min(best, 1.04);
}

function nameOfTable(words: readonly WordKeys[], prepared: PreparedCatalog): NounCandidate[] {
  const last = words.at(-1);
  if (words.length < 2 || !last || !genericName.test(last.exact)) return [];
  return matchPhrase(words.slice(0, -1), prepared)
    .filter((candidate) => !isColumn(candidate.thing) && candidate.score >= 0.8)
    .flatMap((candidate) => {
      const table = candidate.thing as PreparedTable;
      return table.nameColumns
        .filter((column) => column.role !== 'key')
        .map((column) => ({ thing: column, score: candidate.score * 0.9 }));
    });
}

/** Tables and columns that a run of words may name, best first. */
export function matchPhrase(words: readonly WordKeys[], prepared: PreparedCatalog): NounCandidate[] {
  const things = new Set<PreparedColumn | PreparedTable>();
  for (const word of words) {
    const keys = [`w:${word.exact}`, ...word.concepts.map((concept) => `c:${concept}`)];
    if (word.root) keys.push(`r:${word.root}`);
    for (const key of keys) for (const thing of prepared.postings.get(key) ?? []) things.add(thing);
  }
  const found: NounCandidate[] = [];
  for (const thing of things) {
    const score = scoreThing(words, thing);
    if (score >= 0.4) found.push({ thing, score });
  }
  for (const named of nameOfTable(words, prepared)) {
    if (!found.some((other) => other.thing === named.thing && other.score >= named.score)) found.push(named);
  }
  return found.sort((left, right) => right.score - left.score).slice(0, 400);
}
