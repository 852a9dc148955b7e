import type { GrammarRules } from './grammar-core.ts';
import { constructRefusal, notReadOnly, type Refusal, syntaxRefusal } from './refusal.ts';
import { createSyntaxNode, type SyntaxKind, type SyntaxNode, within } from './syntax-tree.ts';
import { createTableReferences, type TableReferences } from './table-references.ts';
import type { Token } from './token.ts';

const deepestNesting = 600;

/** Where the grammar functions stand in a statement, and what they have found so far. */
export interface Reader {
  tokens: readonly Token[];
  at: number;
  depth: number;
  rules: GrammarRules;
  tables: TableReferences;
  /** Names of common table expressions that are visible here, innermost last. */
  scopes: Set<string>[];
  /** Every table, alias and common table expression that the statement has named so far. */
  sources: Set<string>;
  /** Names with a qualifier, where these could be calls without a parenthesis. */
  qualified: (readonly string[])[];
  /** The stretch of the syntax tree that is being read; null when nobody wants the tree. */
  tree: SyntaxNode | null;
}

export function createReader(tokens: readonly Token[], rules: GrammarRules): Reader {
  return {
    tokens,
    at: 0,
    depth: 0,
    rules,
    tables: createTableReferences(),
    scopes: [],
    sources: new Set(),
    qualified: [],
    tree: null,
  };
}

/** A reader that also keeps what it read as a tree. */
export function createTreeReader(tokens: readonly Token[], rules: GrammarRules) {
  return { ...createReader(tokens, rules), tree: createSyntaxNode('statement', 0) };
}

const end: Token = { kind: 'end', text: '', upper: '', start: 0, end: 0 };

export function peek(reader: Reader, ahead = 0): Token {
  return reader.tokens[reader.at + ahead] ?? reader.tokens.at(-1) ?? end;
}

export function take(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind !== 'end') reader.at += 1;
  return token;
}

/** Whether the coming tokens are these unquoted words. */
export function atWords(reader: Reader, ...words: string[]): boolean {
  return words.every((word, index) => {
    const token = peek(reader, index);
    return token.kind === 'word' && token.upper === word;
  });
}

export function takeWords(reader: Reader, ...words: string[]): boolean {
  if (!atWords(reader, ...words)) return false;
  reader.at += words.length;
  return true;
}

export function atOneOf(reader: Reader, words: ReadonlySet<string>): boolean {
  const token = peek(reader);
  return token.kind === 'word' && words.has(token.upper);
}

export function takeOneOf(reader: Reader, words: ReadonlySet<string>): boolean {
  if (!atOneOf(reader, words)) return false;
  reader.at += 1;
  return true;
}

export function atOperator(reader: Reader, operator: string, ahead = 0): boolean {
  const token = peek(reader, ahead);
  return token.kind === 'operator' && token.text === operator;
}

export function takeOperator(reader: Reader, operator: string): boolean {
  if (!atOperator(reader, operator)) return false;
  reader.at += 1;
  return true;
}

export function expectOperator(reader: Reader, operator: string): void {
  if (!takeOperator(reader, operator)) throw unexpected(reader);
}

export function expectWords(reader: Reader, ...words: string[]): void {
  if (!takeWords(reader, ...words)) throw unexpected(reader);
}

const changing = new Set(
  'INTO INSERT UPDATE DELETE MERGE REPLACE CREATE ALTER DROP TRUNCATE GRANT REVOKE LOCK CALL'.split(' '),
);

/** The refusal for a token that the grammar has no place for; names it, and the lock or target it would begin. */
export function unexpected(reader: Reader): Refusal {
  const token = peek(reader);
  if (token.kind === 'end') return syntaxRefusal('…', token.start);
  const next = peek(reader, 1);
  const following = next.kind === 'word' ? ` ${next.upper}` : '';
  if (token.kind === 'word') {
    if (changing.has(token.upper)) return notReadOnly(`${token.upper}${following}`);
    if (token.upper === 'FOR') return notReadOnly(`FOR${following}`);
    if (token.upper === 'PROCEDURE') return notReadOnly('PROCEDURE');
  }
  if (token.text === ':=') {
    return constructRefusal(':=', { zh: '赋值会改变会话状态。', en: 'an assignment changes the session.' });
  }
  return syntaxRefusal(token.text, token.start);
}

/** Runs `read` one level deeper; refuses a statement that nests too deeply for the databases themselves. */
export function deeper<T>(reader: Reader, read: (reader: Reader) => T, kind?: SyntaxKind): T {
  reader.depth += 1;
  if (reader.depth > deepestNesting) {
    throw constructRefusal(peek(reader).text, {
      zh: `语句嵌套超过 ${deepestNesting} 层。请拆成几步或使用公用表表达式。`,
      en: `the statement nests deeper than ${deepestNesting} levels. Split it, or use common table expressions.`,
    });
  }
  const result = kind === undefined ? read(reader) : within(reader, kind, read);
  reader.depth -= 1;
  return result;
}

/** A name: an unquoted word that is no clause keyword here, or anything quoted. Null where there is none. */
export function takeName(reader: Reader): string | null {
  const token = peek(reader);
  if (token.kind === 'quoted') return take(reader).text;
  if (token.kind === 'word' && !reader.rules.reserved.has(token.upper)) return take(reader).text;
  return null;
}

export function expectName(reader: Reader): string {
  const name = takeName(reader);
  if (name === null) throw unexpected(reader);
  return name;
}

/** Whether a bare word can be no name anywhere, not even behind AS or a dot. */
export function isForbiddenWord(reader: Reader, token: Token): boolean {
  return token.kind === 'word' && !reader.rules.reservedNames && reader.rules.reserved.has(token.upper);
}

/** An alias with or without AS; after AS every word will do, without it no word that may begin a clause. */
export function takeAlias(reader: Reader): string | null {
  return within(reader, 'alias', readAlias);
}

function readAlias(reader: Reader): string | null {
  const explicit = takeWords(reader, 'AS');
  const token = peek(reader);
  if (token.kind === 'quoted' || (token.kind === 'string' && reader.rules.stringAliases))
    return take(reader).text;
  if (token.kind === 'word') {
    const { reserved, notAliases } = reader.rules;
    const free = explicit
      ? !isForbiddenWord(reader, token)
      : !(reserved.has(token.upper) || notAliases.has(token.upper));
    if (free) return take(reader).text;
  }
  if (explicit) throw unexpected(reader);
  return null;
}

/** Comma-separated items; at least one. */
export function list(reader: Reader, item: (reader: Reader) => unknown): void {
  do item(reader);
  while (takeOperator(reader, ','));
}

export function parenthesised(reader: Reader, content: (reader: Reader) => unknown): void {
  expectOperator(reader, '(');
  content(reader);
  expectOperator(reader, ')');
}

export function nameList(reader: Reader): void {
  within(reader, 'names', () => parenthesised(reader, (inner) => list(inner, expectName)));
}
