import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import type { Dialect } from './dialect.ts';
import { lexicalRules } from './lexical-rules.ts';
import { createPlaceholders, sampleValues } from './placeholders.ts';
import { Refusal } from './refusal.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/** A statement with the engine's own placeholders and their values, or what is wrong with the values. */
export type BoundStatement =
  | { bound: true; sql: string; params: Cell[] }
  | { bound: false; names: string[]; problem: Text };

interface NamedParameter {
  name: string;
  /** `:name IS NULL`, which says nothing of its type. */
  tested: boolean;
  start: number;
  end: number;
}

/** The names of a statement's `:name` parameters without the colon, each once, in the order of their first use. */
export function parameterNames(sql: string, dialect: Dialect): string[] {
  return [...new Set(findParameters(sql, dialect).map(({ name }) => name))];
}

/**
 * Puts the engine's placeholders in place of `:name` parameters. The values keep their types: text stays text, even
 * when it looks like a number. Names a parameter without a value, and a value without a parameter.
 */
export function bindParameters(
  sql: string,
  dialect: Dialect,
  values: Readonly<Record<string, Cell>> = {},
): BoundStatement {
  const found = findParameters(sql, dialect);
  const names = new Set(found.map(({ name }) => name));
  const missing = [...names].filter((name) => !Object.hasOwn(values, name));
  if (missing.length > 0) return { bound: false, names: missing, problem: missingValues(missing) };
  const extra = Object.keys(values).filter((name) => !names.has(name));
  if (extra.length > 0) return { bound: false, names: extra, problem: unusedValues(extra, [...names]) };
  const own = found.length > 0 ? ownPlaceholder(sql, dialect) : null;
  if (own !== null) return { bound: false, names: [own], problem: mixedPlaceholders(own) };
  const placeholders = createPlaceholders(dialect);
  const parts = splitAt(sql, found, ({ name, tested }) =>
    placeholders.write(name, values[name] ?? null, tested),
  );
  return { bound: true, sql: parts, params: placeholders.params() };
}

/**
 * The statement with a stand-in of the same length for each parameter, so that the guard can read it and every place
 * in it is also a place in the original. It is for reading only and never runs.
 */
export function withoutParameterNames(sql: string, dialect: Dialect): string {
  const standIn = sampleValues[dialect];
  return splitAt(sql, findParameters(sql, dialect), ({ start, end }) => standIn.padEnd(end - start));
}

function splitAt(
  sql: string,
  found: readonly NamedParameter[],
  write: (parameter: NamedParameter) => string,
): string {
  let at = 0;
  const parts: string[] = [];
  for (const parameter of found) {
    parts.push(sql.slice(at, parameter.start), write(parameter));
    at = parameter.end;
  }
  return parts.join('') + sql.slice(at);
}

/** None in a text that has no tokens, such as one with an open quote: the guard refuses it with the reason. */
function tokensOf(sql: string, dialect: Dialect): Token[] {
  try {
    return tokenize(sql, lexicalRules[dialect]);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

const name = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function findParameters(sql: string, dialect: Dialect): NamedParameter[] {
  if (!sql.includes(':')) return [];
  const tokens = tokensOf(sql, dialect);
  const brackets = createBrackets();
  const found: NamedParameter[] = [];
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    if (token.kind === 'parameter' && token.text.startsWith(':')) {
      if (name.test(token.text.slice(1)))
        found.push(parameter(token.start, token.text.slice(1), tokens[index + 1]));
    } else if (token.text === '?') brackets.pass(token, previous);
    else if (token.kind === 'operator') {
      const next = tokens[index + 1];
      const named = token.text === ':' && next?.kind === 'word' && next.start === token.end;
      const free = named && name.test(next.text) && startsValue(token, previous) && brackets.allow(previous);
      if (free) found.push(parameter(token.start, next.text, tokens[index + 2]));
      brackets.pass(token, previous);
    }
  }
  return found;
}

function parameter(start: number, text: string, after: Token | undefined): NamedParameter {
  return { name: text, tested: after?.upper === 'IS', start, end: start + text.length + 1 };
}

/** A colon that touches what stands before it is a cast, a slice, a label or a path, except after an opening or operator. */
function startsValue(colon: Token, previous: Token | undefined): boolean {
  if (previous === undefined || previous.end < colon.start) return true;
  return previous.kind === 'operator' && !['.', ':', ')', ']', '}'].includes(previous.text);
}

/**
 * Tells where a colon separates: between the bounds of a slice `a[lo :hi]`, the key and value of `{k :v}`, and the
 * branches of `x ? y :z`.
 */
function createBrackets() {
  const open: ('slice' | 'pairs' | 'plain')[] = [];
  let questions = 0;
  return {
    allow(previous: Token | undefined): boolean {
      const kind = open.at(-1) ?? 'plain';
      const afterValue = previous !== undefined && endsValue(previous);
      if (questions > 0 && afterValue) return false;
      if (kind === 'slice')
        return previous?.kind === 'operator' && !endsValue(previous) && previous.text !== '[';
      return kind === 'plain' || !afterValue;
    },
    pass(token: Token, previous: Token | undefined): void {
      if (token.text === '(') open.push('plain');
      else if (token.text === '{') open.push('pairs');
      else if (token.text === '[')
        open.push(previous !== undefined && subscripted(previous) ? 'slice' : 'plain');
      else if (token.text === ')' || token.text === '}' || token.text === ']') open.pop();
      else if (token.text === '?') questions += 1;
      else if (token.text === ':' && questions > 0) questions -= 1;
    },
  };
}

function endsValue(token: Token): boolean {
  return token.kind === 'operator'
    ? [')', ']', '}'].includes(token.text)
    : token.kind !== 'word' || !isKeyword(token);
}

/** What stands before `[` makes it a subscript; after ARRAY, an operator or a keyword it begins a list. */
function subscripted(token: Token): boolean {
  return token.upper !== 'ARRAY' && endsValue(token);
}

const keywords = new Set(
  `SELECT WHERE AND OR NOT IN LIKE ILIKE BETWEEN WHEN THEN ELSE ON HAVING BY LIMIT OFFSET IS CASE RETURN AS FROM
   DISTINCT ALL ANY SOME VALUES TOP FETCH NEXT FIRST DIV MOD REGEXP RLIKE GLOB MATCH ESCAPE INTERVAL USING TO`.split(
    /\s+/,
  ),
);

function isKeyword(token: Token): boolean {
  return keywords.has(token.upper);
}

const ownPlaceholders: Record<Dialect, RegExp> = {
  postgresql: /^\$\d+$/,
  mysql: /^\?$/,
  sqlite: /^[?$@]/,
  duckdb: /^[?$]/,
  clickhouse: /^\?$/,
  tsql: /^@p\d+$/i,
  oracle: /^:\d+$/,
};

/** A placeholder of the engine that stands in the text already, whose value nobody gives; null when there is none. */
function ownPlaceholder(sql: string, dialect: Dialect): string | null {
  const written = tokensOf(sql, dialect)
    .filter(({ kind }) => kind === 'parameter')
    .map(({ start, end }) => sql.slice(start, end));
  return written.find((text) => ownPlaceholders[dialect].test(text)) ?? null;
}

function listed(names: readonly string[], separator: string): string {
  return names.map((item) => `:${item}`).join(separator);
}

function missingValues(missing: readonly string[]): Text {
  return {
    zh: `缺少参数 ${listed(missing, '、')} 的值，请填写；需要空值时请选择 NULL。`,
    en: `No value for ${listed(missing, ', ')}. Fill it in, or choose NULL.`,
  };
}

function unusedValues(extra: readonly string[], names: readonly string[]): Text {
  const known = names.length > 0;
  return {
    zh: `语句中没有参数 ${listed(extra, '、')}，${known ? `只有 ${listed(names, '、')}` : '它不带参数'}。请检查名称。`,
    en: `The statement has no parameter ${listed(extra, ', ')}${known ? `, only ${listed(names, ', ')}` : ''}. Check the name.`,
  };
}

function mixedPlaceholders(own: string): Text {
  return {
    zh: `语句里同时有 ${own} 和 :name 参数。请全部改用 :name。`,
    en: `The statement mixes ${own} with :name parameters. Use :name for all of them.`,
  };
}
