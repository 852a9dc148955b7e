import { ApiError } from '../../../lib/api-error.ts';

/** Where in the SQL an engine says that it failed, as an offset; null when it does not say. */
export function placeOfError(error: unknown, sql: string): number | null {
  if (!(error instanceof ApiError)) return null;
  const told = error.details.position;
  if (typeof told === 'number') return within(told - 1, sql);
  const character = /at character (\d+)/.exec(error.message);
  if (character !== null) return within(Number(character[1]) - 1, sql);
  const line = /\bat line (\d+)|\bline (\d+)\b/i.exec(error.message);
  if (line !== null) return startOfLine(Number(line[1] ?? line[2]), sql);
  const named = culprit
    .exec(error.message)
    ?.slice(1)
    .find((name) => name !== undefined);
  const at = named === undefined ? -1 : indexOfWord(sql, named);
  return at < 0 ? null : at;
}

/** What engines that tell no position say instead: the word that they did not understand. */
const culprit = /near ["'](.+?)["']|no such (?:column|table|function): ([\w.]+)|Unknown column '([^']+)'/;

function indexOfWord(sql: string, word: string): number {
  const isLetter = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);
  let at = sql.indexOf(word);
  while (at >= 0 && (isLetter(sql[at - 1]) || isLetter(sql[at + word.length])))
    at = sql.indexOf(word, at + 1);
  return at;
}

function within(offset: number, sql: string): number | null {
  return offset >= 0 && offset <= sql.length ? offset : null;
}

function startOfLine(line: number, sql: string): number | null {
  const lines = sql.split('\n');
  if (line < 1 || line > lines.length) return null;
  return lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
}
