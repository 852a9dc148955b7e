import type { SqlToken } from './sql-tokens.ts';

/** Something rows come from: a table of the catalog, or columns that the statement itself makes. */
export interface SqlSource {
  alias: string | null;
  schema: string | null;
  name: string;
  /** Set for a subquery or a CTE: the names of its columns, `*` for all columns of `from`. */
  columns: string[] | null;
  from: SqlSource[];
}

/** What can be referred to at a place in a statement. */
export interface SqlScope {
  sources: SqlSource[];
  ctes: SqlSource[];
  /** What belongs at the place, by the words before it. */
  expects: 'table' | 'expression';
  /** Directly behind ON, where the condition of a join begins. */
  behindOn: boolean;
}

const tableWords = new Set(['from', 'join', 'update', 'into', 'table', 'describe', 'desc']);
const endOfFrom = new Set(
  'where group having order limit union intersect except window offset fetch on using set values select qualify'.split(
    ' ',
  ),
);
const notAlias = new Set([
  ...endOfFrom,
  ...'join inner left right full cross natural outer as lateral tablesample final sample prewhere for and or'.split(
    ' ',
  ),
]);

/** Reads the tokens of one statement as far as completion needs it; a half-written statement is the rule. */
export function scopeAt(tokens: readonly SqlToken[], cursor: number): SqlScope {
  const ctes = readCtes(tokens);
  const sources: SqlSource[] = [];
  for (const level of levelsAround(tokens, cursor)) sources.push(...readSources(level, ctes));
  const before = tokensBefore(tokens, cursor);
  return { sources, ctes, expects: expectationAt(before), behindOn: wordOf(before.at(-1)) === 'on' };
}

/** The token lists of the query around the cursor and of those around it, innermost first. */
function levelsAround(tokens: readonly SqlToken[], cursor: number): SqlToken[][] {
  const opened: number[] = [0];
  tokens.forEach((token, at) => {
    if (token.from >= cursor || token.kind !== 'sign') return;
    if (token.text === '(') opened.push(at + 1);
    else if (token.text === ')' && opened.length > 1) opened.pop();
  });
  return opened
    .toReversed()
    .map((start) => tokens.slice(start, start === 0 ? tokens.length : closing(tokens, start)));
}

/** The index of the `)` that ends the list starting at `start`, or the end. */
function closing(tokens: readonly SqlToken[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') depth += 1;
    else if (tokens[at]?.text === ')') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return tokens.length;
}

function wordOf(token: SqlToken | undefined): string {
  return token?.kind === 'word' ? token.text.toLowerCase() : '';
}

function isName(token: SqlToken | undefined): token is SqlToken {
  return token !== undefined && (token.kind === 'word' || token.kind === 'name');
}

function readSources(tokens: readonly SqlToken[], ctes: readonly SqlSource[]): SqlSource[] {
  const sources: SqlSource[] = [];
  let inFrom = false;
  let expects = false;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at]!;
    const word = wordOf(token);
    if (expects && token.text === '(') {
      const end = closing(tokens, at + 1);
      const inner = tokens.slice(at + 1, end);
      const [alias, next] = readAlias(tokens, end + 1);
      sources.push({ alias, schema: null, name: alias ?? '', ...outputOf(inner, ctes) });
      at = next;
      expects = false;
      continue;
    }
    if (token.text === '(') {
      at = closing(tokens, at + 1) + 1;
      continue;
    }
    if (expects && isName(token) && !notAlias.has(word)) {
      const [source, next] = readTable(tokens, at, ctes);
      sources.push(source);
      at = next;
      expects = false;
      continue;
    }
    if (word === 'from' || word === 'join' || word === 'update' || word === 'into') {
      inFrom = true;
      expects = true;
    } else if (endOfFrom.has(word)) {
      inFrom = word === 'on' || word === 'using' ? inFrom : false;
      expects = false;
    } else if (token.text === ',' && inFrom) expects = true;
    at += 1;
  }
  return sources;
}

function readTable(
  tokens: readonly SqlToken[],
  start: number,
  ctes: readonly SqlSource[],
): [SqlSource, number] {
  const parts: string[] = [];
  let at = start;
  while (isName(tokens[at])) {
    parts.push(tokens[at]!.text);
    at += 1;
    if (tokens[at]?.text !== '.') break;
    at += 1;
  }
  const [alias, next] = readAlias(tokens, at);
  const name = parts.at(-1) ?? '';
  const schema = parts.length > 1 ? (parts.at(-2) ?? null) : null;
  const cte = schema === null ? ctes.find((one) => sameName(one.name, name)) : undefined;
  return [{ alias, schema, name, columns: cte?.columns ?? null, from: cte?.from ?? [] }, next];
}

function readAlias(tokens: readonly SqlToken[], start: number): [string | null, number] {
  const at = wordOf(tokens[start]) === 'as' ? start + 1 : start;
  const token = tokens[at];
  if (!isName(token) || notAlias.has(wordOf(token))) return [null, at];
  return [token.text, at + 1];
}

/** `with a (x) as (…), b as (…)`, wherever it stands. */
function readCtes(tokens: readonly SqlToken[]): SqlSource[] {
  const ctes: SqlSource[] = [];
  tokens.forEach((token, start) => {
    if (wordOf(token) !== 'with') return;
    let at = wordOf(tokens[start + 1]) === 'recursive' ? start + 2 : start + 1;
    while (isName(tokens[at])) {
      const name = tokens[at]!.text;
      at += 1;
      let named: string[] | null = null;
      if (tokens[at]?.text === '(') {
        const end = closing(tokens, at + 1);
        named = tokens
          .slice(at + 1, end)
          .filter(isName)
          .map(({ text }) => text);
        at = end + 1;
      }
      while (['as', 'not', 'materialized'].includes(wordOf(tokens[at]))) at += 1;
      if (tokens[at]?.text !== '(') return;
      const end = closing(tokens, at + 1);
      const output = outputOf(tokens.slice(at + 1, end), ctes);
      ctes.push({ alias: null, schema: null, name, columns: named ?? output.columns, from: output.from });
      at = end + 1;
      if (tokens[at]?.text !== ',') return;
      at += 1;
    }
  });
  return ctes;
}

/** The columns a subquery gives, as far as their names are written. */
function outputOf(
  tokens: readonly SqlToken[],
  ctes: readonly SqlSource[],
): { columns: string[]; from: SqlSource[] } {
  const start = tokens.findIndex((token) => wordOf(token) === 'select') + 1;
  const items: SqlToken[][] = [[]];
  for (let at = start, depth = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (depth === 0 && (wordOf(token) === 'from' || wordOf(token) === 'union')) break;
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    if (depth === 0 && token.text === ',') items.push([]);
    else items.at(-1)!.push(token);
  }
  const columns = items.flatMap((item) => {
    const last = item.at(-1);
    if (last?.text === '*') return ['*'];
    return isName(last) && wordOf(last) !== 'end' ? [last.text] : [];
  });
  return { columns, from: readSources(tokens, ctes) };
}

/** The tokens before the word at the cursor; a path before its dot (`shop.`) belongs to that word. */
function tokensBefore(tokens: readonly SqlToken[], cursor: number): SqlToken[] {
  const before = tokens.filter(({ to }) => to < cursor || (to === cursor && !isWordBefore(tokens, cursor)));
  while (before.at(-1)?.text === '.') before.splice(-2);
  return before;
}

function expectationAt(before: readonly SqlToken[]): SqlScope['expects'] {
  let depth = 0;
  let behindComma = false;
  for (const token of before.toReversed()) {
    if (token.text === ')') depth += 1;
    else if (token.text === '(' && depth === 0) return 'expression';
    else if (token.text === '(') depth -= 1;
    if (depth > 0) continue;
    const word = wordOf(token);
    if (tableWords.has(word)) return behindComma || token === before.at(-1) ? 'table' : 'expression';
    if (word !== '' && notAlias.has(word) && word !== 'as') return 'expression';
    if (token.text === ',' && token === before.at(-1)) behindComma = true;
  }
  return 'expression';
}

function isWordBefore(tokens: readonly SqlToken[], cursor: number): boolean {
  return tokens.some((token) => token.to === cursor && (token.kind === 'word' || token.kind === 'value'));
}

/** Names compare without regard to case, as most engines do. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
