import { cutHan, keysOf, knowsHan, type WordKeys } from '@sextant/ask/lexicon';
import { normalizeText } from '@sextant/ask/normalize';
import { singular } from '@sextant/ask/words';
import { impliedThings } from './implied-things.ts';

const maxWords = 200;
const impliedWeight = 0.55;
const mostJoined = 3;
const mostHan = 6;

/** A word of a question, or some of its words read as one. */
export interface QuestionWord {
  text: string;
  keys: WordKeys;
  /** 1 for what is said, less for what is only implied. */
  weight: number;
  /** The same for words that say one thing: what one verb implies, and a word within a longer one of its meaning. */
  sense: number;
}

/**
 * The words of a question for finding tables: each by itself, and neighbours read as one (high schooler →
 * highschooler, 订单 明细 → 订单明细), since names are written both ways.
 */
export function questionWords(question: string): QuestionWord[] {
  const runs = normalizeText(question).match(/\p{Script=Han}+|[[\p{L}\p{N}_]--\p{Script=Han}]+/gv) ?? [];
  const latin = runs.flatMap((run) => (isHanRun(run) ? [null] : run.split('_').filter(Boolean)));
  const texts = [
    ...runs.filter(isHanRun).flatMap(hanWords),
    ...latin.flatMap((_, at) => joinedFrom(latin, at)),
  ];
  const words = new Map<string, QuestionWord>();
  const add = (text: string, weight: number, sense?: number) => {
    const keys = keysOf(text);
    if (words.has(keys.exact)) return;
    words.set(keys.exact, { text, keys, weight, sense: sense ?? senseOf(text, keys, words) });
  };
  for (const text of texts) {
    const { size } = words;
    add(text, 1);
    // Some plurals are words of their own (sales), and a table may be called by either.
    if (/^[a-z]+[^s]$/.test(text) && keysOf(`${text}s`).exact !== text) add(`${text}s`, 1, size);
  }
  for (const { line, things } of impliedThings(texts))
    for (const text of things) add(text, impliedWeight, maxWords + line);
  return [...words.values()].slice(0, maxWords);
}

/** A word that lies within another of a common meaning says nothing more (销售 in 销售单). */
function senseOf(text: string, keys: WordKeys, words: ReadonlyMap<string, QuestionWord>): number {
  for (const other of words.values()) {
    const overlaps = other.text.includes(text) || text.includes(other.text);
    if (overlaps && keys.concepts.some((concept) => other.keys.concepts.includes(concept)))
      return other.sense;
  }
  return words.size;
}

function isHanRun(run: string): boolean {
  return /^\p{Script=Han}/u.test(run);
}

/** The word at a place, and it with those behind it, in one piece; the last word in the singular. */
function joinedFrom(words: (string | null)[], at: number): string[] {
  const found: string[] = [];
  let joined = '';
  for (const word of words.slice(at, at + mostJoined)) {
    if (word === null) break;
    if (joined === '' ? word.length > 1 : true) found.push(joined + (joined === '' ? word : singular(word)));
    joined += word;
  }
  return found;
}

/** Words of a Chinese run as the lexicon cuts them, and all its short pieces, since names are cut otherwise. */
function hanWords(run: string): string[] {
  const pieces: string[] = [];
  for (let length = 2; length <= mostHan; length += 1) {
    for (let start = 0; start + length <= run.length; start += 1)
      pieces.push(run.slice(start, start + length));
  }
  return [...cutHan(run).filter((word) => word.length > 1 || knowsHan(word)), ...pieces];
}
