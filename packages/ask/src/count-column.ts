import { isColumn, type PreparedCatalog } from './catalog-index.ts';
import type { RawPiece, WordPiece } from './join-words.ts';
import { keysOf, wordSimilarity } from './lexicon.ts';
import { meansSales } from './metric.ts';
import { matchPhrase, type NounCandidate } from './noun-match.ts';
import type { Piece } from './pieces.ts';

const countWord = /^(number|count|quantity)$/;

/** A name is at most this many words; longer runs are sentences. */
const longestName = 3;

function plainWords(raw: RawPiece[], index: number): WordPiece[] {
  const words: WordPiece[] = [];
  for (const piece of raw.slice(index, index + longestName)) {
    if (piece.kind !== 'word') break;
    words.push(piece);
  }
  return words;
}

/** Stored counts that the words name outright: `reviews` and number → review_count, num_reviews. */
function storedCount(words: WordPiece[], prepared: PreparedCatalog): NounCandidate[] {
  const keys = words.map((word) => word.keys);
  const named = matchPhrase([...keys, keysOf('number')], prepared);
  const plain = matchPhrase(keys, prepared);
  const table = Math.max(0, ...plain.filter((one) => !isColumn(one.thing)).map((one) => one.score));
  return named.filter(
    ({ thing, score }) =>
      isColumn(thing) &&
      thing.role === 'measure' &&
      score >= 0.9 &&
      score > table &&
      thing.names.some(
        (name) =>
          name.words.some((word) => countWord.test(word.exact)) &&
          name.words.some(
            (word) => !countWord.test(word.exact) && keys.some((other) => wordSimilarity(word, other) >= 0.7),
          ),
      ),
  );
}

/**
 * `the number of citations` where a column keeps that number: the column is meant, not a count of rows. The words
 * before `number of` stay as grammar: a total is a sum, the highest a superlative.
 */
export function countColumn(
  raw: RawPiece[],
  index: number,
  text: string,
  prepared: PreparedCatalog,
): { pieces: Piece[]; used: number } | null {
  const opening = raw[index];
  if (opening?.kind !== 'operation' || !/\bnumber of$/.test(opening.text)) return null;
  const most = opening.operation.op === 'most' || opening.operation.op === 'superlative';
  if (opening.operation.op !== 'count' && !most) return null;
  const words = plainWords(raw, index + 1);
  for (let used = words.length; used >= 1; used -= 1) {
    const candidates = storedCount(words.slice(0, used), prepared);
    if (candidates.length === 0) continue;
    const end = words[used - 1]?.end ?? opening.end;
    const start = words[0]?.start ?? opening.end;
    const noun: Piece = { kind: 'noun', start, end, text: text.slice(start, end), candidates };
    if (most) return { pieces: [opening, noun], used: used + 1 };
    const total = /\btotal\b/.test(opening.text);
    const sum: Piece = { ...opening, operation: { op: 'aggregate', aggregate: 'sum' } };
    return { pieces: total ? [sum, noun] : [{ ...noun, start: opening.start }], used: used + 1 };
  }
  return null;
}

/** `total sales count`: sales are counted, not their money. */
function isCounted(next: RawPiece | undefined): boolean {
  return next?.kind === 'operation' && next.operation.op === 'count' && /^counts?$/.test(next.text);
}

/** `total sales amount`: words that only together mean the money of sales, where no column is called so. */
export function salesPhrase(
  raw: RawPiece[],
  index: number,
  text: string,
  prepared: PreparedCatalog,
): { piece: Piece; used: number } | null {
  const opening = raw[index];
  if (opening?.kind !== 'word' && !(opening?.kind === 'operation' && opening.text === 'total')) return null;
  const words = [opening, ...plainWords(raw, index + 1)].slice(0, longestName);
  for (let used = words.length; used >= 2; used -= 1) {
    const part = words.slice(0, used);
    if (!/\b(amount|revenue|figures?|value|sales)$/.test(part.at(-1)?.text ?? '')) continue;
    if (!meansSales(part.map((word) => word.text))) continue;
    if (isCounted(raw[index + used])) continue;
    const outright = matchPhrase(
      part.filter((word) => word.text !== 'total').map((word) => keysOf(word.text)),
      prepared,
    ).some(({ thing, score }) => isColumn(thing) && score >= 0.85);
    if (outright) continue;
    const end = part.at(-1)?.end ?? opening.end;
    const piece: Piece = {
      kind: 'noun',
      start: opening.start,
      end,
      text: text.slice(opening.start, end),
      candidates: [],
    };
    return { piece, used };
  }
  return null;
}
