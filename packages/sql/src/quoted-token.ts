import { constructRefusal, unterminated } from './refusal.ts';
import type { Token } from './token.ts';

const string = { zh: '字符串', en: 'string' };
const quotedName = { zh: '带引号的名称', en: 'quoted name' };

/** What stands in quotes from `open` on, where a doubled quote mark stands for one; the token begins at `start`. */
export function quoted(
  sql: string,
  start: number,
  open: number,
  kind: 'string' | 'quoted',
  backslash: boolean,
): Token {
  const quote = sql.charAt(open);
  let at = open + 1;
  for (;;) {
    const char = sql[at];
    if (char === undefined) throw unterminated(kind === 'string' ? string : quotedName, quote, start);
    if (char === '\\' && backslash) at += 2;
    else if (char !== quote) at += 1;
    else if (sql[at + 1] === quote) at += 2;
    else break;
  }
  const written = sql.slice(open + 1, at).replaceAll(quote + quote, quote);
  const text = kind === 'quoted' && backslash ? withoutEscapes(written) : written;
  return { kind, text, upper: '', start, end: at + 1 };
}

/** A name is compared with lists, so it is read as the server reads it; nobody spells a name in codes for good reasons. */
function withoutEscapes(written: string): string {
  return written.replace(/\\([\s\S])/g, (found, character: string) => {
    if ('\\`"\''.includes(character)) return character;
    throw constructRefusal(found, {
      zh: '名称里的转义序列不被接受，请直接写出字符。',
      en: 'an escape inside a name is not accepted. Write the character itself.',
    });
  });
}

/** `[name]`, in which `]]` stands for one bracket where they can be doubled. */
export function bracketed(sql: string, start: number, doubled: boolean): Token {
  let close = sql.indexOf(']', start);
  while (doubled && close !== -1 && sql[close + 1] === ']') close = sql.indexOf(']', close + 2);
  if (close === -1) throw unterminated(quotedName, '[', start);
  const text = sql.slice(start + 1, close);
  return {
    kind: 'quoted',
    text: doubled ? text.replaceAll(']]', ']') : text,
    upper: '',
    start,
    end: close + 1,
  };
}

const closers = new Map([
  ['[', ']'],
  ['{', '}'],
  ['(', ')'],
  ['<', '>'],
]);

/** Oracle's `q'[it's]'`: ends at the matching bracket, or the same character, with a quote mark behind it. */
export function alternativeQuoted(sql: string, start: number, quote: number): Token {
  const open = String.fromCodePoint(sql.codePointAt(quote + 1) ?? 0x20);
  if (/^\s$/.test(open)) throw unterminated(string, sql.slice(start, quote + 1), start);
  const from = quote + 1 + open.length;
  const closer = `${closers.get(open) ?? open}'`;
  const close = sql.indexOf(closer, from);
  if (close === -1) throw unterminated(string, sql.slice(start, from), start);
  return { kind: 'string', text: sql.slice(from, close), upper: '', start, end: close + closer.length };
}

/** A string between two equal `$tag$`. */
export function dollarQuoted(sql: string, start: number, tag: string): Token {
  const close = sql.indexOf(tag, start + tag.length);
  if (close === -1) throw unterminated(string, tag, start);
  return {
    kind: 'string',
    text: sql.slice(start + tag.length, close),
    upper: '',
    start,
    end: close + tag.length,
  };
}
