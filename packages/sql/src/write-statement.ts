import type { Text } from '@sextant/contract/text';
import type { Dialect } from './dialect.ts';
import { lexicalRules } from './lexical-rules.ts';
import { Refusal } from './refusal.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/**
 * A statement that changes the rows of one table, in its parts. What is written in them is not judged here: each part
 * must be read, and guarded, as a part of a SELECT.
 */
export type WriteStatement =
  | { kind: 'insert'; table: string; columns: string[] | null; source: string }
  | {
      kind: 'update';
      table: string;
      changes: { column: string; value: string }[];
      condition: string | null;
    }
  | { kind: 'delete'; table: string; condition: string | null };

interface Cursor {
  sql: string;
  tokens: readonly Token[];
  at: number;
}

/** Whether a text begins like a statement that changes rows. */
export function beginsLikeWrite(sql: string, dialect: Dialect): boolean {
  try {
    return /^(INSERT|UPDATE|DELETE)$/.test(tokenize(sql, lexicalRules[dialect])[0]?.upper ?? '');
  } catch {
    return false;
  }
}

/**
 * Takes an INSERT, UPDATE or DELETE in its plain form apart: one table by its bare name, no alias, and nothing behind
 * WHERE or the rows. Gives what is wrong with any other.
 */
export function readWriteStatement(
  sql: string,
  dialect: Dialect,
): { write: WriteStatement } | { problem: Text } {
  try {
    const tokens = tokenize(sql, lexicalRules[dialect]).filter(({ kind }) => kind !== 'end');
    while (tokens.at(-1)?.text === ';') tokens.pop();
    const cursor: Cursor = { sql, tokens, at: 0 };
    const first = next(cursor)?.upper;
    if (first === 'INSERT') return { write: readInsert(cursor, dialect) };
    if (first === 'UPDATE') return { write: readUpdate(cursor) };
    return { write: readDelete(cursor) };
  } catch (error) {
    if (error instanceof Unread) return { problem: error.problem };
    if (error instanceof Refusal) return { problem: error.verdict.reason };
    throw error;
  }
}

class Unread extends Error {
  readonly problem: Text;

  constructor(form: string, token: Token | undefined) {
    super(form);
    const found = token?.text ?? '';
    this.problem = {
      zh: `写数据表的语句请写成 ${form}${found === '' ? '，现在不完整' : `，「${found}」处读不懂`}`,
      en: `A statement that writes a table has the form ${form}; it ${found === '' ? 'is not complete' : `cannot be read at "${found}"`}`,
    };
  }
}

const forms = {
  insert: 'INSERT INTO table (columns) VALUES (…) | SELECT …',
  update: 'UPDATE table SET column = value, … WHERE …',
  delete: 'DELETE FROM table WHERE …',
};

function next(cursor: Cursor): Token | undefined {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  return token;
}

function expectWord(cursor: Cursor, word: string, form: string): void {
  const token = next(cursor);
  if (token?.upper !== word) throw new Unread(form, token);
}

function readName(cursor: Cursor, form: string): string {
  const token = next(cursor);
  if (token?.kind !== 'word' && token?.kind !== 'quoted') throw new Unread(form, token);
  const after = cursor.tokens[cursor.at];
  if (after?.text === '.' && after.kind === 'operator') throw new Unread(form, after);
  return token.text;
}

/** The text from a token up to another, as it was written. */
function written({ sql, tokens }: Cursor, from: number, to: number, form: string): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  if (!first || !last || from >= to) throw new Unread(form, tokens[from]);
  return sql.slice(first.start, last.end);
}

const depthChange = ({ kind, text }: Token): number => {
  if (kind !== 'operator') return 0;
  if (text === '(' || text === '[' || text === '{') return 1;
  return text === ')' || text === ']' || text === '}' ? -1 : 0;
};

/** Where the next token outside of parentheses stands that meets a condition; the end when none does. */
function findOutside({ tokens }: Cursor, from: number, isWanted: (token: Token) => boolean): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (depth === 0 && isWanted(token)) return at;
    depth += depthChange(token);
  }
  return tokens.length;
}

const isComma = ({ kind, text }: Token) => kind === 'operator' && text === ',';

/** What a condition holds; null when there is none. */
function readCondition(cursor: Cursor, form: string): string | null {
  if (cursor.at === cursor.tokens.length) return null;
  expectWord(cursor, 'WHERE', form);
  return written(cursor, cursor.at, cursor.tokens.length, form);
}

function readDelete(cursor: Cursor): WriteStatement {
  expectWord(cursor, 'FROM', forms.delete);
  const table = readName(cursor, forms.delete);
  return { kind: 'delete', table, condition: readCondition(cursor, forms.delete) };
}

function readUpdate(cursor: Cursor): WriteStatement {
  const form = forms.update;
  const table = readName(cursor, form);
  expectWord(cursor, 'SET', form);
  const end = findOutside(cursor, cursor.at, ({ upper }) => upper === 'WHERE');
  const changes: { column: string; value: string }[] = [];
  while (cursor.at < end) {
    const column = readName(cursor, form);
    expectWord(cursor, '=', form);
    const comma = Math.min(findOutside(cursor, cursor.at, isComma), end);
    changes.push({ column, value: written(cursor, cursor.at, comma, form) });
    cursor.at = comma < end ? comma + 1 : end;
  }
  if (changes.length === 0) throw new Unread(form, cursor.tokens[cursor.at]);
  cursor.at = end;
  return { kind: 'update', table, changes, condition: readCondition(cursor, form) };
}

function readInsert(cursor: Cursor, dialect: Dialect): WriteStatement {
  const form = forms.insert;
  expectWord(cursor, 'INTO', form);
  const table = readName(cursor, form);
  const columns = cursor.tokens[cursor.at]?.text === '(' ? readColumns(cursor, form) : null;
  const head = cursor.tokens[cursor.at];
  const end = cursor.tokens.length;
  if (head?.upper === 'SELECT' || head?.upper === 'WITH')
    return { kind: 'insert', table, columns, source: written(cursor, cursor.at, end, form) };
  expectWord(cursor, 'VALUES', form);
  return { kind: 'insert', table, columns, source: rowsAsQuery(readRows(cursor, form), dialect) };
}

function readColumns(cursor: Cursor, form: string): string[] {
  const columns: string[] = [];
  do {
    cursor.at += 1;
    columns.push(readName(cursor, form));
  } while (cursor.tokens[cursor.at]?.text === ',');
  expectWord(cursor, ')', form);
  return columns;
}

/** The rows behind VALUES, each without its parentheses. */
function readRows(cursor: Cursor, form: string): string[] {
  const rows: string[] = [];
  do {
    if (rows.length > 0) cursor.at += 1;
    const open = cursor.at;
    expectWord(cursor, '(', form);
    cursor.at = findOutside(cursor, cursor.at, ({ kind, text }) => kind === 'operator' && text === ')');
    expectWord(cursor, ')', form);
    rows.push(written(cursor, open + 1, cursor.at - 1, form));
  } while (cursor.tokens[cursor.at]?.text === ',');
  if (cursor.at < cursor.tokens.length) throw new Unread(form, cursor.tokens[cursor.at]);
  return rows;
}

/** Not every dialect reads VALUES as a table, and not every one finds the common type of a UNION. */
function rowsAsQuery(rows: readonly string[], dialect: Dialect): string {
  if (dialect === 'mysql' || dialect === 'clickhouse')
    return rows.map((row) => ['SELECT ', row, '\n'].join('')).join(' UNION ALL ');
  return ['SELECT * FROM (VALUES ', rows.map((row) => ['(', row, '\n)'].join('')).join(', '), ') AS v'].join(
    '',
  );
}
