import type { LexicalRules } from './lexical-rules.ts';
import { matchAt } from './match-at.ts';
import { numberToken, tupleElement } from './number-token.ts';
import { alternativeQuoted, bracketed, dollarQuoted, quoted } from './quoted-token.ts';
import { constructRefusal, type Refusal, syntaxRefusal, unterminated } from './refusal.ts';
import type { Token } from './token.ts';

const blank = /[ \t\r\n\f\v]+/y;
const unicodeBlank = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+/y;
const anyUnicodeBlank = /[\u0085\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/;
const digitWord = /[0-9]+[A-Za-z_$\u0080-\u{10ffff}][A-Za-z0-9_$\u0080-\u{10ffff}]*/uy;
const number =
  /0[xX][0-9A-Fa-f_]+|0[bB][01_]+|0[oO][0-7_]+|(?:[0-9][0-9_]*(?:\.(?!\.)[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?/y;
const parameter = /(?:[?][0-9]*|[$][0-9]+|[:@$][A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_\u0080-\u{10ffff}]*)/uy;
const money = /[$][0-9]+(?:\.[0-9]*)?/y;
const numberedParameter = /:[ \t]*[0-9]+|:"[^"]+"/y;
/** Quotes too: MySQL reads them inside a hint, so that the hint may end later than a comment would. */
const riskyHint = /['"`]|set_var|max_execution_time|resource_group|\bset\s*\(/i;

const comment = { zh: '注释', en: 'comment' };

/**
 * Splits a statement into tokens and drops comments; the last token is always of kind `end`.
 * Throws a Refusal for text that does not end its quotes or comments, or that hides code in a comment.
 */
export function tokenize(sql: string, rules: LexicalRules): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const next = skipBlank(sql, at, rules) ?? skipComment(sql, at, rules, tokens.length === 0);
    if (next !== null) {
      at = next;
      continue;
    }
    const token = readToken(sql, at, rules, tokens.at(-1));
    refuseContinuedEscape(sql, tokens.at(-1), token, rules);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', upper: '', start: sql.length, end: sql.length });
  return tokens;
}

function skipBlank(sql: string, at: number, rules: LexicalRules): number | null {
  const found = matchAt(blank, sql, at) ?? (rules.unicodeBlanks ? matchAt(unicodeBlank, sql, at) : null);
  return found === null ? null : at + found.length;
}

/**
 * Before the first token `--` is a comment for MySQL too, even without a blank:
 * no statement begins with a minus, so a server that reads it as one rejects the statement.
 */
function skipComment(sql: string, at: number, rules: LexicalRules, first: boolean): number | null {
  const two = sql.slice(at, at + 2);
  if (two === '/*') return endOfBlockComment(sql, at, rules);
  const hash =
    sql[at] === '#' &&
    (rules.hashComments === 'always' ||
      (rules.hashComments === 'before_blank' && /[ !]/.test(sql.charAt(at + 1))));
  const dashes =
    two === '--' && (first || !rules.dashesNeedBlank || /^[\0-\x20\x7f]?$/.test(sql.charAt(at + 2)));
  if (!hash && !dashes) return null;
  const end = sql.indexOf('\n', at);
  const text = sql.slice(at, end === -1 ? undefined : end);
  const otherEnd = /[\r\u0085\u2028\u2029]/.exec(text.replace(/\r$/, ''));
  if (otherEnd) {
    throw constructRefusal(otherEnd[0] === '\r' ? 'CR' : codePoint(otherEnd[0]), {
      zh: '注释中间有换行符以外的断行字符，不同的解析器会把注释的结尾读在不同位置。请改用换行符。',
      en: 'a line break other than a line feed ends a comment for some readers and not for others. Use a line feed.',
    });
  }
  return end === -1 ? sql.length : end + 1;
}

function endOfBlockComment(sql: string, start: number, rules: LexicalRules): number {
  if (rules.executableComments && /^\/\*(?:M?!)/i.test(sql.slice(start, start + 4))) {
    throw constructRefusal(sql.slice(start, start + 3), {
      zh: '这种注释里的内容会被服务器当作 SQL 执行。',
      en: 'the server runs what is inside this comment.',
    });
  }
  let depth = 1;
  let at = start + 2;
  while (depth > 0) {
    const close = sql.indexOf('*/', at);
    if (close === -1) throw unterminated(comment, '/*', start);
    const open = sql.slice(at, close).indexOf('/*');
    if (open !== -1) {
      if (!rules.nestedComments) throw nestedComment();
      depth += 1;
      at += open + 2;
    } else {
      depth -= 1;
      at = close + 2;
    }
  }
  if (sql[start + 2] === '+' && riskyHint.test(sql.slice(start, at))) {
    throw constructRefusal(sql.slice(start, at).slice(0, 60), {
      zh: '这条优化器提示含有引号，或会改变会话设置与超时。',
      en: 'this optimizer hint holds quotes, or changes session settings or timeouts.',
    });
  }
  return at;
}

function nestedComment(): Refusal {
  return constructRefusal('/* /* */ */', {
    zh: '嵌套注释在不同版本中读法不同。请去掉内层注释。',
    en: 'nested comments are read differently by different versions. Remove the inner one.',
  });
}

function readToken(sql: string, at: number, rules: LexicalRules, before: Token | undefined): Token {
  const char = sql.charAt(at);
  const element = rules.tupleAccess ? tupleElement(sql, at, before) : null;
  if (element) return element;
  if (char === "'") return quoted(sql, at, at, 'string', rules.backslashInSingleQuotes);
  if (char === '"') {
    return quoted(
      sql,
      at,
      at,
      rules.doubleQuotes === 'string' ? 'string' : 'quoted',
      rules.backslashInDoubleQuotes,
    );
  }
  if (char === '`' && rules.backticks) return quoted(sql, at, at, 'quoted', rules.backslashInBackticks);
  if (char === '[' && rules.brackets !== 'never') return bracketed(sql, at, rules.brackets === 'doubled');
  if (char === '$' && rules.dollarTag) {
    const tag = matchAt(rules.dollarTag, sql, at);
    if (tag !== null) return dollarQuoted(sql, at, tag);
  }
  if (rules.sigils.includes(char) || char === '?') {
    const found = sigilToken(sql, at, rules);
    if (found) return found;
  }
  return readWord(sql, at, rules) ?? readOperator(sql, at, rules);
}

function readWord(sql: string, at: number, rules: LexicalRules): Token | null {
  const digits = rules.digitsStartNames ? matchAt(digitWord, sql, at) : null;
  const numeric = matchAt(number, sql, at) ?? (rules.moneyNumbers ? matchAt(money, sql, at) : null);
  if (digits !== null && numeric !== null && numeric.length < digits.length) return wordToken(digits, at);
  if (numeric !== null) return numberToken(sql, at, numeric, rules);
  const found = matchAt(rules.word, sql, at);
  if (found === null) return null;
  if (anyUnicodeBlank.test(found)) throw hiddenBlank(found, at);
  const after = at + found.length;
  if (sql[after] === "'") {
    if (rules.alternativeQuotes && /^n?q$/i.test(found)) return alternativeQuoted(sql, at, after);
    if (rules.escapeStrings && /^e$/i.test(found)) return quoted(sql, at, after, 'string', true);
    if (/^[xbn]$/i.test(found))
      return quoted(sql, at, after, 'string', /^n$/i.test(found) && rules.backslashInSingleQuotes);
  }
  if (/^u$/i.test(found) && sql[after] === '&' && /['"]/.test(sql.charAt(after + 1))) {
    if (!rules.unicodeQuotes && rules.escapeStrings) throw syntaxRefusal('U&', at);
    if (rules.unicodeQuotes)
      return quoted(sql, at, after + 1, sql[after + 1] === "'" ? 'string' : 'quoted', false);
  }
  return wordToken(found, at);
}

function wordToken(text: string, start: number): Token {
  return { kind: 'word', text, upper: text.toUpperCase(), start, end: start + text.length };
}

function codePoint(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function hiddenBlank(found: string, at: number): Refusal {
  const char = anyUnicodeBlank.exec(found)?.[0] ?? '';
  const code = codePoint(char);
  return constructRefusal(code, {
    zh: `第 ${at + 1} 个字符附近有全角空格或不可见字符（${code}）。请改成普通空格。`,
    en: `there is an invisible or full-width blank (${code}) near character ${at + 1}. Replace it with an ordinary blank.`,
  });
}

function readOperator(sql: string, at: number, rules: LexicalRules): Token {
  if (anyUnicodeBlank.test(sql.charAt(at))) throw hiddenBlank(sql.charAt(at), at);
  const found = rules.operators.find((operator) => isOperator(sql, at, operator));
  if (found === undefined || found === '\\') throw syntaxRefusal(sql.charAt(at), at);
  return { kind: 'operator', text: found, upper: found, start: at, end: at + found.length };
}

/** An operator ends where a comment begins: `//*` is a division and a comment. */
function isOperator(sql: string, at: number, operator: string): boolean {
  if (!sql.startsWith(operator, at)) return false;
  const rest = sql.slice(at + 1, at + operator.length + 1);
  return operator.length === 1 || !(rest.includes('/*') || rest.includes('--'));
}

/** A string after an E'' string goes on with its backslash escapes when a line feed lies between. */
function refuseContinuedEscape(
  sql: string,
  before: Token | undefined,
  token: Token,
  rules: LexicalRules,
): void {
  if (!rules.escapeStrings || rules.nestedComments || before?.kind !== 'string' || token.kind !== 'string')
    return;
  if (/^e'/i.test(sql.slice(before.start, before.start + 2)))
    throw syntaxRefusal(sql.slice(token.start), token.start);
}

function sigilToken(sql: string, at: number, rules: LexicalRules): Token | null {
  if (rules.executableComments && sql[at] === '@') return userVariable(sql, at, rules);
  const found =
    matchAt(parameter, sql, at) ?? (rules.numberedParameters ? matchAt(numberedParameter, sql, at) : null);
  if (found === null) return null;
  const end = at + found.length;
  const tclSuffix =
    rules.brackets === 'plain' && sql[at] !== '?' && (sql[end] === '(' || sql.startsWith('::', end));
  if (tclSuffix) throw syntaxRefusal(sql.slice(at, end + 2), at);
  return { kind: 'parameter', text: found, upper: '', start: at, end };
}

function userVariable(sql: string, at: number, rules: LexicalRules): Token {
  const start = sql[at + 1] === '@' ? at + 2 : at + 1;
  const quote = sql[start];
  if (quote === "'" || quote === '"' || quote === '`') {
    const backslash = quote === '"' ? rules.backslashInDoubleQuotes : rules.backslashInSingleQuotes;
    const name = quoted(sql, at, start, 'quoted', quote !== '`' && backslash);
    return { ...name, kind: 'parameter' };
  }
  const name = matchAt(/[A-Za-z0-9_$.\u0080-\u{10ffff}]*/uy, sql, start) ?? '';
  return { kind: 'parameter', text: name, upper: '', start: at, end: start + name.length };
}
