import { withBestSellers } from './best-sellers.ts';
import type { PreparedCatalog } from './catalog-index.ts';
import { grammar } from './grammar.ts';
import { joinWords, type RawPiece } from './join-words.ts';
import { keysOf, knowsEnglish, knowsHan, longestHanWord, type WordKeys } from './lexicon.ts';
import { isHan, normalizeText, withoutRemarks } from './normalize.ts';
import { readNumber } from './numbers.ts';
import type { Operation } from './operations.ts';
import { withOwnColumns } from './own-columns.ts';
import { readPeriod } from './periods.ts';
import type { Piece } from './pieces.ts';
import { withOwners } from './qualified-nouns.ts';
import { readRank } from './ranks.ts';
import { withSharedYears } from './shared-year.ts';
import type { ValueIndex } from './value-index.ts';
import { withinReach } from './within-reach.ts';

interface Edge {
  end: number;
  cost: number;
  /** Null for what says nothing, such as spaces. */
  piece: RawPiece | null;
}

/** Grammar words that give way to a column of the very same name. */
const softOperations = new Set<Operation['op']>([
  'filler',
  'verb',
  'share',
  'ratio',
  'null',
  'of',
  'only',
  'top',
  'by',
  'when',
  'new',
]);
const englishWord = /[a-z\u00c0-\u024f][a-z0-9\u00c0-\u024f]*(?:'(?!s\b)[a-z]+)?/y;

interface Source {
  text: string;
  original: string;
  now: string;
  prepared: PreparedCatalog;
  values: ValueIndex;
  /** Names of defined metrics, normalised. */
  terms: readonly string[];
}

function isBoundary(text: string, position: number): boolean {
  return (
    position <= 0 ||
    position >= text.length ||
    !/[a-z0-9]/.test(text.charAt(position)) ||
    !/[a-z0-9]/.test(text.charAt(position - 1))
  );
}

/** A double quote after an odd number of them closes the text before it. */
function closesQuote(text: string, position: number): boolean {
  let before = 0;
  for (let at = text.indexOf('"'); at >= 0 && at < position; at = text.indexOf('"', at + 1)) before += 1;
  return before % 2 === 1;
}

function quotedEdge(source: Source, position: number): Edge | null {
  const open = source.text.charAt(position);
  if (open !== '"' && open !== "'") return null;
  if (open === '"' && closesQuote(source.text, position)) return null;
  if (open === "'" && position > 0 && /[a-z0-9]/.test(source.text.charAt(position - 1))) return null;
  let close = source.text.indexOf(open, position + 1);
  while (open === "'" && close >= 0 && /[a-z]/.test(source.text.charAt(close + 1)))
    close = source.text.indexOf(open, close + 1);
  if (close < 0 || close === position + 1) return null;
  const text = source.original.slice(position + 1, close);
  const piece: Piece = {
    kind: 'value',
    start: position,
    end: close + 1,
    text,
    matches: source.values.lookup(text),
    quoted: true,
  };
  return { end: close + 1, cost: 0.4, piece };
}

function wordEnds(text: string, position: number, most: number): number[] {
  const ends: number[] = [];
  let at = position;
  for (let words = 0; words < most && at < text.length; words += 1) {
    let end = at;
    while (end < text.length && !/[\s,;?"()]/.test(text.charAt(end)) && !isHan(text.charAt(end))) end += 1;
    if (end === at) break;
    const trimmed = text.slice(position, end).replace(/['.!:]+$/, '');
    ends.push(position + trimmed.length);
    if (/'s$/.test(trimmed)) ends.push(position + trimmed.length - 2);
    at = end;
    while (at < text.length && text.charAt(at) === ' ') at += 1;
    if (at === end) break;
  }
  return ends;
}

/** Words of grammar alone, which never name a column, even one that is called so (`did` for a key). */
const functionWords =
  /^(from|with|that|this|into|over|have|has|had|to|by|in|on|at|of|for|the|a|an|as|and|or|do|did|does|is|are|was|were|be|been|can|will|i|me|my|we|our|us|you|your|it|its|he|she|his|her|him|they|their|them|all)$/;

/** `did each seller make`: what someone did is a verb, though a column may be called make. */
function isDone(text: string, position: number): boolean {
  return /\b(did|does|do)\b[^.?!,]*$/.test(text.slice(0, position));
}

/** `maximum share of`: what an extreme or an average is taken of is a column, no part of a whole. */
function aggregated(source: Source, position: number): boolean {
  return /(\b(maximum|minimum|max|min|average|highest|lowest|total|mean)\s*|最[大小高低]|平均)$/.test(
    source.text.slice(0, position),
  );
}

/** `State the names` and `and show their ages` ask; `by state` and `the city and state of` name a column. */
function opensSentence(text: string, position: number, end: number): boolean {
  const before = text.slice(0, position);
  if (/(^|[.?!;:]|\b(please|you|then))\s*$/.test(before)) return true;
  const goesOn = /^\s+(the|their|its|his|her|all|each|how|which|what|who|me|us|only|both|also)\b/;
  return /(,|\band)\s*$/.test(before) && goesOn.test(text.slice(end));
}

function isKnownName(source: Source, text: string): boolean {
  const { postings } = source.prepared;
  const { exact, concepts } = keysOf(text);
  return postings.has(`w:${exact}`) || concepts.some((concept) => postings.has(`c:${concept}`));
}

function operationEdge(source: Source, position: number, end: number): Edge | null {
  const text = source.text.slice(position, end).replace(/\s+/g, ' ');
  const operation = grammar().operations.get(text);
  if (!operation) return null;
  const soft = softOperations.has(operation.op) && !functionWords.test(text);
  const spelled =
    operation.op !== 'verb' ||
    (keysOf(text).exact.startsWith(text.slice(0, 3)) && !isDone(source.text, position));
  const named = soft && spelled && source.prepared.postings.has(`w:${keysOf(text).exact}`);
  const stored =
    (operation.op === 'weekdays' ||
      ((operation.op === 'verb' || operation.op === 'filler') && text.length > 3)) &&
    source.values.lookup(text).some((match) => match.score === 1);
  const asked = operation.op === 'ask' && !/\s/.test(text) && !opensSentence(source.text, position, end);
  const called = asked && source.prepared.postings.has(`w:${keysOf(text).exact}`);
  const head = /^(share|ratio|percentage|proportion) of$/.exec(text)?.[1];
  const isColumnHead =
    (head !== undefined && aggregated(source, position) && source.prepared.postings.has(`w:${head}`)) ||
    (/^(份额|比例|比率|占比)$/.test(text) && aggregated(source, position) && isKnownName(source, text));
  if (isColumnHead) return { end, cost: 3, piece: null };
  const known = named || stored || called;
  return { end, cost: known ? 1.1 : 1, piece: { kind: 'operation', start: position, end, text, operation } };
}

function valueEdge(source: Source, position: number, end: number): Edge | null {
  const text = source.text.slice(position, end);
  const single = text.length < 2;
  if (single && !/\d/.test(text) && !isHan(text)) return null;
  const matches = source.values.lookup(source.original.slice(position, end));
  if (matches.length === 0) return null;
  return {
    end,
    cost: single ? 1.4 : 1.05,
    piece: {
      kind: 'value',
      start: position,
      end,
      text: source.original.slice(position, end),
      matches,
      quoted: false,
    },
  };
}

function wordCost(source: Source, keys: WordKeys): number {
  if (functionWords.test(keys.text)) return 1.3;
  if (source.prepared.postings.has(`w:${keys.exact}`)) return 1.01;
  if (keys.concepts.some((concept) => source.prepared.postings.has(`c:${concept}`))) return 1.06;
  return knowsEnglish(keys.exact) || knowsHan(keys.exact) ? 1.3 : 2;
}

/** `first` is an order, not part of a name such as first name, unless a name follows. */
function isBareOrdinal(text: string, position: number, end: number): boolean {
  return (
    /^(first|last|best|top)$/.test(text.slice(position, end)) &&
    !/^[\s,]*(and\s+)?(the\s+)?(first|middle|last|given|family)?[\s,]*(and\s+)?(last\s+)?names?\b/.test(
      text.slice(end, end + 40),
    ) &&
    !/^_|^\d/.test(text.slice(end))
  );
}

function latinEdges(source: Source, position: number): Edge[] {
  const edges: Edge[] = [];
  const { text } = source;
  if (!isBoundary(text, position)) return edges;
  const most = Math.max(grammar().mostWords, source.values.mostWords);
  for (const end of wordEnds(text, position, most)) {
    const operation = operationEdge(source, position, end);
    if (operation) edges.push(operation);
    const value = valueEdge(source, position, end);
    if (value) edges.push(value);
  }
  englishWord.lastIndex = position;
  const word = englishWord.exec(text);
  if (word) {
    const end = position + word[0].length;
    const keys = keysOf(word[0]);
    edges.push({
      end,
      cost: isBareOrdinal(text, position, end) ? 1.3 : wordCost(source, keys),
      piece: { kind: 'word', start: position, end, text: word[0], keys },
    });
  }
  return edges;
}

function hanEdges(source: Source, position: number): Edge[] {
  const edges: Edge[] = [];
  const { text, prepared } = source;
  const longest = Math.max(
    grammar().longestHan,
    longestHanWord(),
    prepared.longestHan,
    source.values.longestHan,
  );
  for (let end = position + 1; end <= Math.min(text.length, position + longest); end += 1) {
    if (!isHan(text.charAt(end - 1)) && !/[a-z0-9,]/.test(text.charAt(end - 1))) break;
    const slice = text.slice(position, end);
    const operation = operationEdge(source, position, end);
    if (operation) edges.push(operation);
    const value = valueEdge(source, position, end);
    if (value) edges.push(value);
    if (prepared.hanWords.has(slice) || knowsHan(slice)) {
      const keys = keysOf(slice);
      const single = slice.length === 1 ? 0.3 : 0;
      edges.push({
        end,
        cost: wordCost(source, keys) + single,
        piece: { kind: 'word', start: position, end, text: slice, keys },
      });
    }
  }
  edges.push({
    end: position + 1,
    cost: 3,
    piece: { kind: 'unknown', start: position, end: position + 1, text: text.charAt(position) },
  });
  return edges;
}

/** A phone number or an order number is a stored text, not a quantity. */
function isStoredDigits(source: Source, position: number, end: number): boolean {
  const digits = source.text.slice(position, end).trim();
  return /^\d{5,}$/.test(digits) && source.values.lookup(digits).some((match) => match.score === 1);
}

function edgesAt(source: Source, position: number): Edge[] {
  const { text } = source;
  const character = text.charAt(position);
  if (/\s|_|-/.test(character)) return [{ end: position + 1, cost: 0, piece: null }];
  const edges: Edge[] = [];
  for (const term of source.terms) {
    const end = position + term.length;
    if (!text.startsWith(term, position) || !isBoundary(text, position) || !isBoundary(text, end)) continue;
    edges.push({ end, cost: 0.8, piece: { kind: 'noun', start: position, end, text: term, candidates: [] } });
  }
  const quoted = quotedEdge(source, position);
  if (quoted) edges.push(quoted);
  const boundary = isBoundary(text, position);
  if (boundary || isHan(character)) {
    const period = readPeriod(text, position, source.now);
    if (period) {
      const { end, ...rest } = period;
      edges.push({
        end,
        cost: 0.9,
        piece: { kind: 'period', start: position, text: text.slice(position, end), ...rest, end },
      });
    }
    const rank = readRank(text, position);
    if (rank)
      edges.push({
        end: rank.end,
        cost: 0.9,
        piece: {
          kind: 'operation',
          start: position,
          end: rank.end,
          text: text.slice(position, rank.end),
          operation: rank.operation,
        },
      });
    const number = readNumber(text, position);
    if (number && !isStoredDigits(source, position, number.end))
      edges.push({
        end: number.end,
        cost: 1,
        piece: { kind: 'number', start: position, text: text.slice(position, number.end), ...number },
      });
  }
  if (isHan(character)) edges.push(...hanEdges(source, position));
  else if (/[a-z0-9\u00c0-\u024f]/.test(character)) edges.push(...latinEdges(source, position));
  const operation = operationEdge(source, position, position + 1);
  if (operation && /[,;&]/.test(character)) edges.push({ ...operation, cost: 0.1 });
  if (text.startsWith("'s", position))
    edges.push({
      end: position + 2,
      cost: 0.1,
      piece: { kind: 'operation', start: position, end: position + 2, text: "'s", operation: { op: 'of' } },
    });
  if (edges.length === 0 || /[.?!:()[\]"'/]/.test(character)) {
    const stops = /[.?!:;()[\]]/.test(character);
    edges.push({
      end: position + 1,
      cost: 0.3,
      piece: stops ? { kind: 'stop', start: position, end: position + 1, text: character } : null,
    });
  }
  return edges;
}

function cheapestPath(source: Source): RawPiece[] {
  const length = source.text.length;
  const cost = new Array<number>(length + 1).fill(Number.POSITIVE_INFINITY);
  const back = new Array<{ from: number; piece: RawPiece | null } | null>(length + 1).fill(null);
  cost[0] = 0;
  for (let position = 0; position < length; position += 1) {
    const here = cost[position] ?? Number.POSITIVE_INFINITY;
    if (!Number.isFinite(here)) continue;
    for (const edge of edgesAt(source, position)) {
      if (here + edge.cost >= (cost[edge.end] ?? Number.POSITIVE_INFINITY)) continue;
      cost[edge.end] = here + edge.cost;
      back[edge.end] = { from: position, piece: edge.piece };
    }
  }
  const pieces: RawPiece[] = [];
  for (let position = length; position > 0; ) {
    const step = back[position];
    if (!step) break;
    if (step.piece) pieces.push(step.piece);
    position = step.from;
  }
  return pieces.reverse();
}

/** `Chicago (ORD)`: the code in brackets says what the name before it says. */
function withoutGlossedNames(pieces: Piece[]): Piece[] {
  return pieces.filter((piece, index) => {
    const [open, code, close] = pieces.slice(index + 1, index + 4);
    const isGlossed =
      piece.kind === 'value' && open?.text === '(' && code?.kind === 'value' && close?.text === ')';
    return !(isGlossed && code.matches.length > 0);
  });
}

/** Cuts a question into understood pieces: the cheapest cover by grammar, catalog, values, numbers and periods. */
export function segment(
  question: string,
  now: string,
  prepared: PreparedCatalog,
  values: ValueIndex,
  terms: readonly string[] = [],
): Piece[] {
  const source: Source = {
    text: withoutRemarks(normalizeText(question)),
    original: question,
    now,
    prepared,
    values,
    terms,
  };
  const pieces = joinWords(withBestSellers(cheapestPath(source), prepared), source.text, source.prepared);
  return withSharedYears(withOwnColumns(withinReach(withOwners(withoutGlossedNames(pieces), prepared))));
}
