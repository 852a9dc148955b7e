import type { Text } from '@sextant/contract/text';

export interface Token {
  type: 'word' | 'string' | 'number' | 'symbol' | 'end';
  /** A string without its quotes, a word in lower case, a symbol as it is. */
  text: string;
  from: number;
  to: number;
}

/** What is wrong with an expression and where; `expected` are words that would fit. */
export class RuleError extends Error {
  readonly text: Text;
  readonly from: number;
  readonly to: number;
  readonly expected: readonly string[];

  constructor(text: Text, place: { from: number; to: number }, expected: readonly string[] = []) {
    super(text.en);
    this.name = 'RuleError';
    this.text = text;
    this.from = place.from;
    this.to = Math.max(place.to, place.from + 1);
    this.expected = expected;
  }
}

const space = /\s+/y;
const wordPattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const numberPattern = /-?\d+(\.\d+)?/y;
const symbolPattern = /<=|>=|!=|<>|[=<>(),]/y;
/** Chinese keyboards make these; they mean the same. */
const fullWidth: Record<string, string> = {
  '（': '(',
  '）': ')',
  '，': ',',
  '＝': '=',
  '＜': '<',
  '＞': '>',
};
const closing: Record<string, string> = { '"': '"', "'": "'", '“': '”' };

function matchAt(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** A text in quotes; the quote itself is written twice. */
function readString(source: string, from: number): Token {
  const end = closing[source.charAt(from)] ?? '"';
  let text = '';
  for (let at = from + 1; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character !== end) {
      text += character;
      continue;
    }
    if (source.charAt(at + 1) !== end) return { type: 'string', text, from, to: at + 1 };
    text += end;
    at += 1;
  }
  throw new RuleError(
    { zh: `从这里开始的文字没有结束的引号 ${end}`, en: `The text that begins here has no closing ${end}` },
    { from, to: source.length },
    [end],
  );
}

/** The words, texts, numbers and symbols of an expression, ended by an `end`. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const blank = matchAt(space, source, at);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.to;
  }
  return [...tokens, { type: 'end', text: '', from: source.length, to: source.length }];
}

function tokenAt(source: string, from: number): Token {
  const character = source.charAt(from);
  if (Object.hasOwn(closing, character)) return readString(source, from);
  if (Object.hasOwn(fullWidth, character)) {
    return { type: 'symbol', text: fullWidth[character] ?? character, from, to: from + 1 };
  }
  const number = matchAt(numberPattern, source, from);
  if (number !== null) return { type: 'number', text: number, from, to: from + number.length };
  const word = matchAt(wordPattern, source, from);
  if (word !== null) return { type: 'word', text: word.toLowerCase(), from, to: from + word.length };
  const symbol = matchAt(symbolPattern, source, from);
  if (symbol !== null) {
    return { type: 'symbol', text: symbol === '<>' ? '!=' : symbol, from, to: from + symbol.length };
  }
  const strange = String.fromCodePoint(source.codePointAt(from) ?? 0);
  throw new RuleError(
    { zh: `这里的「${strange}」读不懂`, en: `"${strange}" cannot be read here` },
    { from, to: from + strange.length },
  );
}
