import { isHan } from './normalize.ts';

const irregularSingulars = new Map<string, string>(
  Object.entries({
    people: 'person',
    children: 'child',
    men: 'man',
    women: 'woman',
    feet: 'foot',
    mice: 'mouse',
    criteria: 'criterion',
    series: 'series',
    species: 'species',
    news: 'news',
    status: 'status',
    address: 'address',
    addresses: 'address',
    class: 'class',
    gas: 'gas',
    bus: 'bus',
    buses: 'bus',
    movies: 'movie',
    cookies: 'cookie',
    calories: 'calorie',
    data: 'data',
    sales: 'sales',
    lives: 'live',
    halves: 'half',
    wives: 'wife',
    leaves: 'leave',
    shelves: 'shelf',
    written: 'written',
    wrote: 'write',
    bought: 'buy',
    sold: 'sold',
    paid: 'pay',
    spent: 'spend',
    made: 'make',
    taught: 'teach',
    taken: 'take',
    given: 'give',
    held: 'hold',
    built: 'build',
    staff: 'staff',
    has: 'have',
    ids: 'id',
  }),
);

const stemCache = new Map<string, string>();

/** Singular form of an English word by its ending; other words come back unchanged. */
export function singular(word: string): string {
  const cached = stemCache.get(word);
  if (cached !== undefined) return cached;
  const stem = computeSingular(word);
  if (stemCache.size < 50_000) stemCache.set(word, stem);
  return stem;
}

function computeSingular(word: string): string {
  const irregular = irregularSingulars.get(word);
  if (irregular) return irregular;
  if (word.length <= 3 || !/[a-z]s$/.test(word)) return word;
  if (/(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(xes|ches|shes|sses|zes|oes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/**
 * The root an English word shares with its relatives (`director`, `directed` → `direct`); null for words
 * too short to be told apart by their root.
 */
export function looseRoot(word: string): string | null {
  let root = singular(word);
  root = root.replace(/(ational|ations?|ments?|ings?|ions?|ors?|ers?|ed|al|ance|ence|ive)$/, '');
  root = root.replace(/(.)\1$/, '$1').replace(/[ey]$/, '');
  return root.length >= 4 ? root : null;
}

/**
 * Splits an identifier at case changes, digits, separators and the border between scripts:
 * `sbTxAmount` → sb, tx, amount; `订单ID` → 订单, id. Words are lower-case.
 */
export function splitIdentifier(name: string): string[] {
  const spaced = name
    .replace(/([\u3400-\u9fff])([A-Za-z0-9])/g, '$1 $2')
    .replace(/([A-Za-z0-9])([\u3400-\u9fff])/g, '$1 $2')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z]+)/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2');
  return spaced
    .split(/[^A-Za-z0-9\u3400-\u9fff\u00c0-\u024f]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
}

/** Whether the word is written in Han characters. */
export function isHanWord(word: string): boolean {
  return word !== '' && isHan(word.charAt(0));
}
