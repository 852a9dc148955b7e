import { businessEntries } from './lexicon-business.ts';
import { domainEntries } from './lexicon-domains.ts';
import { everydayEntries } from './lexicon-everyday.ts';
import { tradeEntries } from './lexicon-trades.ts';
import { isHanWord, looseRoot, singular } from './words.ts';

/** Keys under which a word is found: itself (`w:`), the concepts it stands for (`c:`), its root (`r:`). */
export interface WordKeys {
  text: string;
  exact: string;
  concepts: readonly string[];
  root: string | null;
}

interface Lexicon {
  concepts: Map<string, string[]>;
  hanWords: Set<string>;
  englishWords: Set<string>;
  longestHan: number;
}

const abbreviations: Record<string, string> = {
  qty: 'quantity',
  amt: 'amount',
  cust: 'customer',
  dept: 'department',
  num: 'number',
  no: 'number',
  nbr: 'number',
  addr: 'address',
  tel: 'phone',
  desc: 'description',
  dob: 'birthday',
  emp: 'employee',
  mgr: 'manager',
  prod: 'product',
  cat: 'category',
  ord: 'order',
  inv: 'invoice',
  acct: 'account',
  tx: 'transaction',
  txn: 'transaction',
  trans: 'transaction',
  dt: 'date',
  ts: 'time',
  yr: 'year',
  mo: 'month',
  pct: 'percent',
  avg: 'average',
  min: 'minimum',
  max: 'maximum',
  std: 'standard',
  lang: 'language',
  ctry: 'country',
  prov: 'province',
  sup: 'supplier',
  wh: 'warehouse',
  pwd: 'password',
  img: 'image',
  msg: 'message',
  doc: 'document',
  org: 'organization',
  dest: 'destination',
  src: 'source',
  fname: 'firstname',
  lname: 'lastname',
  hr: 'hour',
  pt: 'point',
  temp: 'temperature',
  info: 'information',
  stu: 'student',
  uni: 'university',
  univ: 'university',
  prof: 'professor',
  lat: 'latitude',
  lon: 'longitude',
  lng: 'longitude',
  cnt: 'count',
  ref: 'reference',
  abbrev: 'abbreviation',
  abbr: 'abbreviation',
  sub: 'sub',
  cert: 'certificate',
  cmt: 'comment',
  pos: 'position',
  dur: 'duration',
  dist: 'distance',
};

let loaded: Lexicon | null = null;

function load(): Lexicon {
  const lexicon: Lexicon = {
    concepts: new Map(),
    hanWords: new Set(),
    englishWords: new Set(),
    longestHan: 1,
  };
  const add = (word: string, concept: string) => {
    const list = lexicon.concepts.get(word) ?? [];
    if (!list.includes(concept)) list.push(concept);
    lexicon.concepts.set(word, list);
  };
  const lines = `${businessEntries}\n${everydayEntries}\n${domainEntries}\n${tradeEntries}`
    .split('\n')
    .filter((line) => line.includes('|'));
  for (const [row, line] of lines.entries()) {
    const [english = '', chinese = ''] = line.split('|');
    const words = english
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
    const concept = `${words[0]}#${row}`;
    for (const word of words) {
      const stem = word.split('_').map(singular).join('_');
      add(stem, concept);
      for (const part of word.split('_')) lexicon.englishWords.add(singular(part));
    }
    for (const word of chinese.trim().split(/\s+/).filter(Boolean)) {
      add(word, concept);
      if (!isHanWord(word)) continue;
      lexicon.hanWords.add(word);
      lexicon.longestHan = Math.max(lexicon.longestHan, word.length);
    }
  }
  for (const [short, long] of Object.entries(abbreviations)) {
    for (const concept of lexicon.concepts.get(long) ?? []) add(short, concept);
    lexicon.englishWords.add(short);
  }
  return lexicon;
}

function lexicon(): Lexicon {
  loaded ??= load();
  return loaded;
}

const keyCache = new Map<string, WordKeys>();

/** The keys of one lower-case word or underscore-joined phrase, English or Chinese. */
export function keysOf(word: string): WordKeys {
  const cached = keyCache.get(word);
  if (cached) return cached;
  const han = isHanWord(word);
  const full = han ? word : (abbreviations[word] ?? word);
  const stem = han ? full : full.split('_').map(singular).join('_');
  const keys: WordKeys = {
    text: word,
    exact: stem,
    concepts: lexicon().concepts.get(stem) ?? [],
    root: han ? null : looseRoot(stem),
  };
  if (keyCache.size < 100_000) keyCache.set(word, keys);
  return keys;
}

/** How well two words mean the same: 1 same word, 0.85 synonyms, 0.7 same root, 0 unrelated. */
export function wordSimilarity(left: WordKeys, right: WordKeys): number {
  if (left.exact === right.exact) return 1;
  for (const concept of left.concepts) if (right.concepts.includes(concept)) return 0.85;
  if (left.root && left.root === right.root) return 0.7;
  return 0;
}

/** Whether the lexicon knows the English word (any inflection). */
export function knowsEnglish(word: string): boolean {
  return lexicon().englishWords.has(singular(word));
}

/** Whether the lexicon knows the Chinese word. */
export function knowsHan(word: string): boolean {
  return lexicon().hanWords.has(word);
}

/** Length of the longest Chinese word of the lexicon, in characters. */
export function longestHanWord(): number {
  return lexicon().longestHan;
}

/** Cuts a Chinese name into lexicon words, longest first; what is unknown stays as runs. */
export function cutHan(text: string): string[] {
  const words: string[] = [];
  let unknown = '';
  for (let index = 0; index < text.length; ) {
    let length = Math.min(longestHanWord(), text.length - index);
    while (length > 0 && !knowsHan(text.slice(index, index + length))) length -= 1;
    if (length === 0) {
      unknown += text.charAt(index);
      index += 1;
      continue;
    }
    if (unknown) words.push(unknown);
    unknown = '';
    words.push(text.slice(index, index + length));
    index += length;
  }
  if (unknown) words.push(unknown);
  return words;
}
