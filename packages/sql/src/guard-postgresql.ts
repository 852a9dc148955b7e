import { loadModule, parseSync, SqlError } from 'libpg-query';
import { lexicalRules } from './lexical-rules.ts';
import { oneStatement } from './one-statement.ts';
import { checkPostgresqlTree } from './postgresql-tree.ts';
import { constructRefusal, notReadOnly, syntaxRefusal } from './refusal.ts';
import { refuseOverlarge } from './statement-limits.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';
import type { Verdict } from './verdict.ts';

const harmlessExplainOptions = new Set([
  'verbose',
  'costs',
  'settings',
  'generic_plan',
  'buffers',
  'summary',
  'format',
  'memory',
]);

/** Loads PostgreSQL's own parser; needed once before `guardPostgresql`. */
export async function loadPostgresqlParser(): Promise<void> {
  await loadModule();
}

/** Judges a PostgreSQL statement by the parse tree of PostgreSQL's own parser. Throws a Refusal. */
export function guardPostgresql(sql: string): Verdict {
  const tokens = tokenize(sql, lexicalRules.postgresql);
  oneStatement(tokens, sql);
  refuseOverlarge(tokens);
  const [statement, second] = parseStatements(sql);
  if (statement === undefined || second !== undefined) throw syntaxRefusal(sql, 0);
  return { allow: true, tables: checkPostgresqlTree(readableQuery(statement, tokens)) };
}

function parseStatements(sql: string): Record<string, unknown>[] {
  try {
    const parsed = parseSync(sql);
    return (parsed.stmts ?? []).map((raw) => ({ ...raw.stmt }));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const near = /at or near "([\s\S]+)"$/.exec(error.message)?.[1] ?? error.message;
    const found = near.endsWith('at end of input') ? '…' : near;
    throw syntaxRefusal(found, unitsBefore(sql, error.sqlDetails?.cursorPosition ?? 0));
  }
}

/** PostgreSQL counts characters, JavaScript UTF-16 units. */
function unitsBefore(sql: string, characters: number): number {
  let units = 0;
  for (let passed = 0; passed < characters && units < sql.length; passed += 1) {
    units += (sql.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** The SELECT of a query or of a plain EXPLAIN; null for SHOW, which reads no table. */
function readableQuery(statement: Record<string, unknown>, tokens: readonly Token[]): unknown {
  if ('SelectStmt' in statement) return statement;
  if ('VariableShowStmt' in statement) return null;
  const explain = statement.ExplainStmt;
  if (!isRecord(explain)) throw notReadOnly(firstWords(tokens));
  for (const option of Array.isArray(explain.options) ? explain.options : []) checkExplainOption(option);
  if (!isRecord(explain.query) || !('SelectStmt' in explain.query)) throw notReadOnly(firstWords(tokens));
  return explain.query;
}

function checkExplainOption(option: unknown): void {
  const element = isRecord(option) ? option.DefElem : null;
  const name = isRecord(element) ? String(element.defname) : '';
  if (harmlessExplainOptions.has(name)) return;
  throw constructRefusal(`EXPLAIN ${name.toUpperCase()}`, {
    zh: '它会真正执行语句或不为人所知。请用不带它的 EXPLAIN。',
    en: 'it runs the statement or is unknown. Use EXPLAIN without it.',
  });
}

function firstWords(tokens: readonly Token[]): string {
  const words = tokens.filter((token) => token.kind === 'word').slice(0, 2);
  return words.map((token) => token.upper).join(' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
