import type { Cell } from '@sextant/contract/chart';
import { lexicalRules } from '@sextant/sql/lexical-rules';
import { Refusal } from '@sextant/sql/refusal';
import type { Token } from '@sextant/sql/token';
import { tokenize } from '@sextant/sql/tokenize';
import type { Connection, Query } from 'mysql2';
import { hintedError } from '../hints.ts';
import type { RunningCopy } from '../session.ts';
import { copyRows } from './mysql.copy.ts';
import type { MysqlSetUp } from './mysql.profile.ts';
import { type MysqlRows, pullRows } from './mysql.rows.ts';

/** Runs a statement of our own as text and gives its rows. */
export function command(connection: Connection, sql: string, params: readonly Cell[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(sql, [...params], (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}

/** mysql2 also takes the options here, without which it does not find the statement again; its types know only text. */
interface PreparingDriver {
  prepare(options: object, done: (error: Error | null, statement: { columns: unknown[] }) => void): void;
  unprepare(options: object): void;
}

function preparing(connection: Connection): PreparingDriver {
  return connection as unknown as PreparingDriver;
}

/** The driver finds a prepared statement again by its text together with these options. */
function preparable(sql: string) {
  return { sql, rowsAsArray: true };
}

/** How many columns the server says a statement will give; the statement stays prepared for `execute`. */
function prepareColumns(connection: Connection, sql: string): Promise<number> {
  return new Promise((resolve, reject) => {
    preparing(connection).prepare(preparable(sql), (error, statement) => {
      if (error) reject(error);
      else resolve(statement.columns.length);
    });
  });
}

const onlyRows = 'Only statements that give rows run in a read-only session';
const unpreparable = 1295;
const readsAsText = /^\s*(show|explain|describe|desc)\s/i;

/** Whether the server prepared a statement that gives rows, which `execute` can run then. */
async function prepareRows(connection: Connection, sql: string): Promise<boolean> {
  const columns = await prepareColumns(connection, sql).catch((error: { errno?: number }) => {
    if (error.errno === unpreparable) return 0;
    throw error;
  });
  return columns > 0;
}

function execute(connection: Connection, sql: string, params: readonly Cell[]): Query {
  return connection.execute(preparable(sql), [...params]) as Query;
}

/**
 * Statements are prepared on the server, so that parameters are never pasted into text and floats keep all digits;
 * a SHOW that cannot be prepared runs as text. What gives no rows is refused before it runs: SET GLOBAL, INTO OUTFILE
 * and MariaDB's BEGIN NOT ATOMIC are no business of a transaction, read-only or not.
 */
async function startPrepared(
  connection: Connection,
  sql: string,
  params: readonly Cell[],
): Promise<MysqlRows> {
  if (await prepareRows(connection, sql)) return pullRows(connection, execute(connection, sql, params));
  if (readsAsText.test(sql)) return pullRows(connection, connection.query(preparable(sql)));
  throw hintedError('read_only', onlyRows);
}

/** Starts a statement whose rows come as CSV; null, with nothing run, for one that the server does not prepare. */
export async function startCopy(
  connection: Connection,
  setUp: Pick<MysqlSetUp, 'prepares'>,
  sql: string,
): Promise<RunningCopy | null> {
  if (!setUp.prepares || !(await prepareRows(connection, sql))) return null;
  return copyRows(connection, execute(connection, sql, []));
}

/** Lets go of a statement that `startStatement` prepared. */
export function forgetStatement(connection: Connection, sql: string): void {
  preparing(connection).unprepare(preparable(sql));
}

const reading = new Set(['SELECT', 'WITH', 'SHOW', 'EXPLAIN', 'DESCRIBE', 'DESC', 'VALUES', '(']);
const writing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'INTO', 'ANALYZE']);

function tokensOf(sql: string): Token[] {
  try {
    return tokenize(sql, lexicalRules.mysql).filter((token) => token.kind !== 'end');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw hintedError(error.verdict.code === 'syntax' ? 'syntax' : 'read_only', error.message, error);
  }
}

/**
 * Stands in for the server where it neither refuses a second statement nor knows read-only transactions: one
 * statement, of a kind that reads, without a word that only writing statements hold.
 */
function checkReads(tokens: readonly Token[]): void {
  const [first] = tokens;
  if (!first) throw hintedError('syntax', 'The statement is empty');
  if (!reading.has(first.upper)) throw hintedError('read_only', onlyRows);
  const separator = tokens.findIndex((token) => token.kind === 'operator' && token.text === ';');
  if (separator >= 0 && separator < tokens.length - 1) {
    throw hintedError('syntax', 'Only one statement runs at a time');
  }
  const writes = tokens.some(
    ({ kind, upper }, index) =>
      kind === 'word' && writing.has(upper) && !(upper === 'INSERT' && tokens[index + 1]?.text === '('),
  );
  if (writes) throw hintedError('read_only', onlyRows);
}

/** Means the same whether or not the server takes a backslash for an escape: neither reading ends the text early. */
function literal(value: Cell): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value).toUpperCase();
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The statement with its parameters in place of its question marks, as the tokens tell them from text. */
function withLiterals(sql: string, tokens: readonly Token[], params: readonly Cell[]): string {
  const parts: string[] = [];
  let at = 0;
  let used = 0;
  for (const token of tokens) {
    if (token.kind !== 'parameter' || token.text !== '?') continue;
    parts.push(sql.slice(at, token.start), literal(params[used] ?? null));
    at = token.end;
    used += 1;
  }
  if (used !== params.length) {
    throw hintedError('syntax', `The statement has ${used} parameters; ${params.length} were given`);
  }
  return [...parts, sql.slice(at)].join('');
}

/** Starts a statement by the way that the server offers. */
export async function startStatement(
  connection: Connection,
  setUp: Pick<MysqlSetUp, 'prepares'>,
  sql: string,
  params: readonly Cell[],
): Promise<MysqlRows> {
  if (setUp.prepares) return startPrepared(connection, sql, params);
  const tokens = tokensOf(sql);
  checkReads(tokens);
  return pullRows(connection, connection.query(preparable(withLiterals(sql, tokens, params))));
}
