import type { LexicalRules } from './lexical-rules.ts';
import { matchAt } from './match-at.ts';
import { constructRefusal, excerpt } from './refusal.ts';
import type { Token } from './token.ts';

const digits = /[0-9]+/y;
const wordAfterNumber = /[\p{L}_$#@]/uy;
const suffixedNumber = /(?:[fFdD](?![\p{L}\p{N}_$#]))/uy;

/** The number that begins at `start`, with Oracle's `f` and `d`. Throws a Refusal where a letter stands right behind it. */
export function numberToken(sql: string, start: number, text: string, rules: LexicalRules): Token {
  const suffix = rules.alternativeQuotes ? (matchAt(suffixedNumber, sql, start + text.length) ?? '') : '';
  const end = start + text.length + suffix.length;
  if (rules.numbersStandApart && matchAt(wordAfterNumber, sql, end) !== null) {
    throw constructRefusal(excerpt(sql.slice(start, end + 12)), {
      zh: '数字后面紧跟字母，服务器可能从别处断开。请在数字后加空格。',
      en: 'a letter follows the number directly, and servers may cut it elsewhere. Put a blank after the number.',
    });
  }
  return { kind: 'number', text: text + suffix, upper: '', start, end };
}

/** The dot or the digits of a tuple's element, null for anything else: in `t.1.2` neither `.1` nor `1.2` is a number. */
export function tupleElement(sql: string, at: number, before: Token | undefined): Token | null {
  if (before?.kind === 'operator' && before.text === '.') {
    const text = matchAt(digits, sql, at);
    return text === null ? null : { kind: 'number', text, upper: '', start: at, end: at + text.length };
  }
  const operand = before?.kind === 'word' || before?.kind === 'quoted' || /^[)\]]$/.test(before?.text ?? '');
  const element = operand || before?.kind === 'number';
  return element && sql[at] === '.'
    ? { kind: 'operator', text: '.', upper: '.', start: at, end: at + 1 }
    : null;
}
