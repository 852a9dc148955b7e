import { isColumn, type PreparedCatalog } from './catalog-index.ts';
import { countColumn, salesPhrase } from './count-column.ts';
import { keysOf, type WordKeys } from './lexicon.ts';
import { meansOrderValue, meansSales, tradedTables } from './metric.ts';
import { matchPhrase, type NounCandidate } from './noun-match.ts';
import { measureWords } from './numbers.ts';
import type { Piece, Span } from './pieces.ts';
import { nearestSpelling, writtenTogether } from './spelling.ts';
import { splitWords } from './split-words.ts';
import { isHanWord } from './words.ts';

/** A word that is no grammar: it waits to be joined with its neighbours to a name of the catalog. */
export type WordPiece = Span & { kind: 'word'; keys: WordKeys };

export type RawPiece = Piece | WordPiece;

const measurePattern = new RegExp(`^(?:${measureWords})$`);
const personParts = /^(first|middle|last|family|given|maiden)$/;
const participle =
  /(ed|ing|written|sold|made|held|given|taken|spent|built|bought|paid|shown|taught|born|drawn)$/;
const auxiliary = /^(do|did|does|is|are|was|were|be|been|have|has|had|they|he|she|it|their|his|her|its)$/;
/** Grammar that can be part of a name: `version number`, `last name`, `zip code`, `home state`. */
const nameable = new Set([
  'count',
  'superlative',
  'top',
  'ask',
  'filler',
  'verb',
  'share',
  'aggregate',
  'order',
  'only',
  'grain',
  'null',
  'both',
  'most',
  'new',
]);

function unitAfter(previous: Piece | undefined, raw: RawPiece): boolean {
  if (raw.kind === 'period' || raw.kind === 'value') return false;
  const counted =
    previous?.kind === 'number' ||
    (previous?.kind === 'operation' && ['each', 'count', 'top'].includes(previous.operation.op));
  return counted && previous?.end === raw.start && measurePattern.test(raw.text);
}

/** A grammar piece of one word read as a plain word; null when it can only be grammar. */
export function asWord(raw: RawPiece): WordPiece | null {
  if (raw.kind === 'word') return raw;
  if (raw.kind === 'number' && /^\d$/.test(raw.text)) return { ...raw, kind: 'word', keys: keysOf(raw.text) };
  if (raw.kind !== 'operation' || !nameable.has(raw.operation.op) || auxiliary.test(raw.text)) return null;
  const text = raw.text.replace(/^(numbers?) of$/, '$1');
  if (/\s/.test(text)) return null;
  return { kind: 'word', start: raw.start, end: raw.end, text, keys: keysOf(text) };
}

function wordRun(raw: RawPiece[], index: number): WordPiece[] {
  const run: WordPiece[] = [];
  for (let at = index; at < raw.length && run.length < 5; at += 1) {
    const next = raw[at];
    const word = next ? asWord(next) : null;
    if (!word) break;
    run.push(word);
  }
  return run;
}

/** `books written`: a table and what is done to it, not a name. */
function isClause(part: WordPiece[], prepared: PreparedCatalog): boolean {
  const last = part.at(-1);
  if (!last || part.length < 2 || isHanWord(last.text) || !participle.test(last.text)) return false;
  const first = matchPhrase(
    part.slice(0, -1).map((word) => word.keys),
    prepared,
  )[0];
  return first !== undefined && !isColumn(first.thing) && first.score >= 0.8;
}

/** 订单数量 and `order count` count orders; they are no columns of that name. */
function isRowCount(raw: RawPiece[], index: number, part: WordPiece[], prepared: PreparedCatalog): boolean {
  const last = raw[index + part.length - 1];
  if (last?.kind !== 'operation' || last.operation.op !== 'count') return false;
  const isHan = isHanWord(last.text);
  if (!isHan && !/^counts?$/.test(last.text)) return false;
  if (!isHan && (candidatesOf(part, prepared)[0]?.score ?? 0) >= 0.98) return false;
  const before = matchPhrase(
    part.slice(0, -1).map((word) => word.keys),
    prepared,
  );
  return before.some((candidate) => !isColumn(candidate.thing) && candidate.score >= 0.8);
}

function candidatesOf(part: WordPiece[], prepared: PreparedCatalog): NounCandidate[] {
  const plain = matchPhrase(
    part.map((word) => word.keys),
    prepared,
  );
  if (part.length < 2) return plain;
  const joined = [part.map((word) => word.text).join('_'), part.map((word) => word.text).join('')];
  const found = joined
    .map(keysOf)
    .filter((keys) => keys.concepts.length > 0 || prepared.postings.has(`w:${keys.exact}`))
    .flatMap((keys) => matchPhrase([keys], prepared));
  for (let at = 0; part.length > 2 && at + 1 < part.length; at += 1) {
    const pair = keysOf(`${part[at]?.text}_${part[at + 1]?.text}`);
    if (pair.concepts.length === 0) continue;
    const keys = part.map((word) => word.keys);
    found.push(...matchPhrase([...keys.slice(0, at), pair, ...keys.slice(at + 2)], prepared));
  }
  const better = new Map(plain.map((candidate) => [candidate.thing, candidate.score]));
  for (const { thing, score } of found) better.set(thing, Math.max(score, better.get(thing) ?? 0));
  return [...better]
    .map(([thing, score]) => ({ thing, score }))
    .sort((left, right) => right.score - left.score);
}

/** `how many cars cost …`: the table is counted, its measure is asked about. */
function isMeasureOf(candidate: NounCandidate, part: WordPiece[], prepared: PreparedCatalog): boolean {
  if (
    !isColumn(candidate.thing) ||
    (candidate.thing.role !== 'measure' && candidate.thing.references === null)
  )
    return false;
  const first = matchPhrase(
    part.slice(0, 1).map((word) => word.keys),
    prepared,
  )[0];
  return first?.thing === candidate.thing.table && first.score >= 0.9;
}

interface Joined {
  piece: Piece;
  used: number;
}

function longestName(raw: RawPiece[], index: number, text: string, prepared: PreparedCatalog): Joined | null {
  const opening = raw[index];
  if (opening?.kind === 'operation' && opening.operation.op === 'count') return null;
  const run = wordRun(raw, index);
  const counted = raw[index - 1];
  const afterCount =
    counted?.kind === 'operation' && counted.operation.op === 'count' && !isHanWord(counted.text);
  for (let used = run.length; used >= 1; used -= 1) {
    const part = run.slice(0, used);
    const grammar = part.some((_word, at) => raw[index + at]?.kind !== 'word');
    if (used === 1 && grammar) return null;
    if (used > 1 && (isClause(part, prepared) || isRowCount(raw, index, part, prepared))) continue;
    const candidates = candidatesOf(part, prepared);
    const best = candidates[0]?.score ?? 0;
    if (used > 1 && afterCount && candidates[0] && isMeasureOf(candidates[0], part, prepared)) continue;
    const least = used === 1 ? 0.4 : grammar ? 0.85 : 0.6;
    const single = used === 1 ? 0 : weakestSingle(part, prepared);
    if (best < least || best < single - 0.3) continue;
    const start = part[0]?.start ?? 0;
    const end = part.at(-1)?.end ?? start;
    return { piece: { kind: 'noun', start, end, text: text.slice(start, end), candidates }, used };
  }
  return null;
}

function isTotal(raw: RawPiece | undefined): raw is Piece & { kind: 'operation' } {
  return raw?.kind === 'operation' && raw.operation.op === 'aggregate' && raw.operation.aggregate === 'sum';
}

/** `total refund amount`, 退款总金额: the word for the total stands before or within the name of what is added up. */
function totalOf(
  raw: RawPiece[],
  index: number,
  text: string,
  prepared: PreparedCatalog,
): { pieces: Piece[]; used: number } | null {
  const run = wordRun(raw, index);
  const at = run.findIndex((_word, place) => isTotal(raw[index + place]));
  const total = raw[index + at];
  if (at < 0 || at > 2 || !isTotal(total)) return null;
  for (let used = run.length; used >= at + 2; used -= 1) {
    const whole = run.slice(0, used);
    const part = whole.filter((_word, place) => place !== at);
    if (part.length < 2) return null;
    const candidates = candidatesOf(part, prepared);
    const best = candidates[0];
    if (!best || !isColumn(best.thing) || best.thing.role !== 'measure' || best.score < 0.85) continue;
    const start = part[0]?.start ?? 0;
    const end = part.at(-1)?.end ?? start;
    return { pieces: [total, { kind: 'noun', start, end, text: text.slice(start, end), candidates }], used };
  }
  return null;
}

/** 运费总额: a word for the total right after the name of what is added up. */
function totalAfter(previous: Piece | undefined, raw: RawPiece): Piece | null {
  if (raw.kind !== 'word' || !/^(总额|总金额|总量|总值|总数额)$/.test(raw.text)) return null;
  const best = previous?.kind === 'noun' && previous.end === raw.start ? previous.candidates[0] : undefined;
  if (!best || !isColumn(best.thing) || best.thing.role !== 'measure' || best.score < 0.6) return null;
  const { start, end, text } = raw;
  return { kind: 'operation', start, end, text, operation: { op: 'aggregate', aggregate: 'sum' } };
}

function weakestSingle(words: WordPiece[], prepared: PreparedCatalog): number {
  return Math.min(...words.map((word) => matchPhrase([word.keys], prepared)[0]?.score ?? 0));
}

/** `first, middle and last name`: each part shares the word at the end. */
function sharedHead(raw: RawPiece[], index: number, prepared: PreparedCatalog): Joined[] | null {
  const parts: { at: number; text: string }[] = [];
  let at = index;
  for (; at < raw.length; at += 1) {
    const text = raw[at]?.text ?? '';
    if (personParts.test(text)) parts.push({ at, text });
    else if (!/^(,|and|&|the|, and|or)$/.test(text)) break;
  }
  const head = raw[at]?.text ?? '';
  if (parts.length < 2 || !/^names?$/.test(head)) return null;
  const joined = parts.map((part): Joined => {
    const source = raw[part.at];
    const candidates = matchPhrase([keysOf(part.text), keysOf('name')], prepared);
    const span = { start: source?.start ?? 0, end: source?.end ?? 0, text: `${part.text} name` };
    return { piece: { kind: 'noun', ...span, candidates }, used: 0 };
  });
  const last = joined.at(-1);
  if (last) last.used = at - index + 1;
  return joined.every((one) => one.piece.kind === 'noun' && (one.piece.candidates[0]?.score ?? 0) >= 0.8)
    ? joined
    : null;
}

function unknownWord(word: WordPiece, prepared: PreparedCatalog): Piece {
  const span = { start: word.start, end: word.end, text: word.text };
  if (meansSales(splitWords(word.text)) || meansOrderValue(word.text))
    return { kind: 'noun', ...span, candidates: [] };
  const traded = tradedTables(word.text, prepared).map((thing) => ({ thing, score: 0.7 }));
  if (traded.length > 0) return { kind: 'noun', ...span, candidates: traded };
  const stem = /^[a-z]{4,}ly$/.test(word.text) ? `w:${word.text.slice(0, -2)}` : '';
  const hinted = prepared.postings.get(stem) ?? [];
  if (hinted.length > 0 && hinted.every((thing) => isColumn(thing) && thing.references !== null))
    return { kind: 'operation', ...span, operation: { op: 'filler' } };
  const together = writtenTogether(word.text, prepared);
  if (together.length > 0) return { kind: 'noun', ...span, candidates: together };
  const near = nearestSpelling(word.text, prepared);
  const candidates = near ? matchPhrase([keysOf(near)], prepared) : [];
  if ((candidates[0]?.score ?? 0) >= 0.6) return { kind: 'noun', ...span, candidates };
  return { kind: 'unknown', ...span };
}

/** `customers who ordered last month` bought; `ordered by` sorts. */
function isBuying(raw: RawPiece[], index: number): boolean {
  const piece = raw[index];
  if (piece?.kind !== 'operation' || piece.operation.op !== 'order' || piece.text !== 'ordered') return false;
  const next = raw[index + 1];
  return next === undefined || next.kind === 'period' || next.kind === 'stop';
}

const englishUnits =
  /^(mph|kph|km|kilometers?|kilometres?|miles?|meters?|metres?|cm|feet|ft|inch(es)?|kg|kilograms?|pounds?|lbs|minutes?|mins?|hours?|seconds?|dollars?|usd|euros?|eur|units?|degrees?)$/;

/** `over 200 mph`: a unit after its number, where the catalog has no such name. */
function unitWord(previous: Piece | undefined, word: WordPiece): Piece | null {
  if (previous?.kind !== 'number' || !englishUnits.test(word.text)) return null;
  return { kind: 'unit', start: word.start, end: word.end, text: word.text };
}

/** Joins neighbouring words into the longest names that the catalog has. */
export function joinWords(raw: RawPiece[], text: string, prepared: PreparedCatalog): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < raw.length; ) {
    const piece = raw[index];
    if (!piece) break;
    if (unitAfter(pieces.at(-1), piece)) {
      pieces.push({ kind: 'unit', start: piece.start, end: piece.end, text: piece.text });
      index += 1;
      continue;
    }
    if (isBuying(raw, index)) {
      const traded = tradedTables(piece.text, prepared).map((thing) => ({ thing, score: 0.7 }));
      pieces.push({ kind: 'noun', start: piece.start, end: piece.end, text: piece.text, candidates: traded });
      index += 1;
      continue;
    }
    const amount = countColumn(raw, index, text, prepared);
    if (amount) {
      pieces.push(...amount.pieces);
      index += amount.used;
      continue;
    }
    const shared = personParts.test(piece.text) ? sharedHead(raw, index, prepared) : null;
    if (shared) {
      for (const one of shared) pieces.push(one.piece);
      index += shared.at(-1)?.used ?? 1;
      continue;
    }
    const sales = salesPhrase(raw, index, text, prepared);
    if (sales) {
      pieces.push(sales.piece);
      index += sales.used;
      continue;
    }
    const total = totalOf(raw, index, text, prepared);
    if (total) {
      pieces.push(...total.pieces);
      index += total.used;
      continue;
    }
    const after = totalAfter(pieces.at(-1), piece);
    if (after) {
      pieces.push(after);
      index += 1;
      continue;
    }
    const joined = asWord(piece) ? longestName(raw, index, text, prepared) : null;
    if (joined) pieces.push(joined.piece);
    else if (piece.kind === 'word')
      pieces.push(unitWord(pieces.at(-1), piece) ?? unknownWord(piece, prepared));
    else pieces.push(piece);
    index += joined?.used ?? 1;
  }
  return pieces;
}
