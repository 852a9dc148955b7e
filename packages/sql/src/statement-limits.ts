import { constructRefusal, Refusal } from './refusal.ts';
import type { Token } from './token.ts';

/** Longest statement that is read at all, in UTF-16 code units. */
export const longestStatement = 1_000_000;
/** Longer statements are read in a worker thread, so that the caller's event loop goes on. */
export const longestInline = 8_000;
const deepestBrackets = 150;
const mostOperators = 5_000;

const openers = new Set(['(', '[', '{', 'CASE']);
const closers = new Set([')', ']', '}', 'END']);
const chainWords = new Set(['UNION', 'INTERSECT', 'EXCEPT', 'NOT']);
const free = new Set([',', '.', ';', '::']);

export function tooLong(length: number): Refusal {
  return new Refusal('too_long', String(length), {
    zh: `语句有 ${length} 个字符，上限是 ${longestStatement}。请缩短语句，例如把值放进表里再连接。`,
    en: `The statement has ${length} characters and the limit is ${longestStatement}. Shorten it, for instance by joining a table that holds the values.`,
  });
}

/** Refuses NUL and lone surrogates, which parsers and databases read differently. */
export function refuseBrokenText(sql: string): void {
  if (sql.includes('\0')) {
    throw constructRefusal('U+0000', {
      zh: '语句里有空字符。请删除它。',
      en: 'the statement holds a NUL character. Remove it.',
    });
  }
  if (!sql.isWellFormed()) {
    throw constructRefusal('U+D800', {
      zh: '语句里有不成对的代理字符。请重新输入这段文字。',
      en: 'the statement holds half of a surrogate pair. Type that text again.',
    });
  }
}

/** Refuses nesting and chains of operators that would exhaust a parser's stack. */
export function refuseOverlarge(tokens: readonly Token[]): void {
  let depth = 0;
  let operators = 0;
  for (const token of tokens) {
    if (token.kind !== 'word' && token.kind !== 'operator') continue;
    if (openers.has(token.upper)) depth += 1;
    else if (closers.has(token.upper)) depth = Math.max(0, depth - 1);
    else if (chains(token)) operators += 1;
    if (depth > deepestBrackets) throw tooDeep(token);
    if (operators > mostOperators) throw tooManyOperators(token);
  }
}

function chains(token: Token): boolean {
  return token.kind === 'operator' ? !free.has(token.text) : chainWords.has(token.upper);
}

function tooDeep(token: Token): Refusal {
  return constructRefusal(token.text, {
    zh: `语句嵌套超过 ${deepestBrackets} 层。请拆成几步或使用公用表表达式。`,
    en: `the statement nests deeper than ${deepestBrackets} levels. Split it, or use common table expressions.`,
  });
}

function tooManyOperators(token: Token): Refusal {
  return constructRefusal(token.text, {
    zh: `语句里的运算符超过 ${mostOperators} 个。请改用 IN 或临时值列表。`,
    en: `the statement has more than ${mostOperators} operators. Use IN, or a list of values.`,
  });
}
