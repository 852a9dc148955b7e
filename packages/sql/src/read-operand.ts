import { readCall, readCaseExpression } from './read-call.ts';
import { readBraces, readBrackets, readStarModifiers } from './read-collection.ts';
import { readExpression, takeBinaryOperator } from './read-expression.ts';
import { atQuery, readQuery, readQueryTail } from './read-query.ts';
import {
  atOneOf,
  atOperator,
  atWords,
  expectName,
  expectOperator,
  isForbiddenWord,
  list,
  parenthesised,
  peek,
  type Reader,
  take,
  takeOneOf,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';
import { within } from './syntax-tree.ts';

const prefixOperators = new Set(['+', '-', '~', '!', '@']);

const quantifiers = new Set(['ANY', 'ALL', 'SOME']);

export function readOperand(reader: Reader): boolean {
  let plain = true;
  while (takePrefix(reader)) plain = false;
  return readPrimary(reader) && plain;
}

function takePrefix(reader: Reader): boolean {
  if (!atPrefix(reader)) return false;
  take(reader);
  return true;
}

function atPrefix(reader: Reader): boolean {
  const token = peek(reader);
  if (token.kind === 'operator') {
    const star = token.text === '*' || token.text === '**';
    if (token.text === '@' && !reader.rules.methodCalls) return false;
    return prefixOperators.has(token.text) || (star && atColumns(reader, 1));
  }
  if (atWords(reader, 'NOT')) return true;
  return reader.rules.binaryPrefix && atWords(reader, 'BINARY') && startsOperand(reader, 1);
}

function atColumns(reader: Reader, ahead: number): boolean {
  return peek(reader, ahead).upper === 'COLUMNS' && atOperator(reader, '(', ahead + 1);
}

function startsOperand(reader: Reader, ahead: number): boolean {
  const token = peek(reader, ahead);
  if (token.kind === 'word') return !reader.rules.reserved.has(token.upper) || token.upper === 'CASE';
  return token.kind !== 'operator' ? token.kind !== 'end' : '(-+'.includes(token.text);
}

function readPrimary(reader: Reader): boolean {
  const token = peek(reader);
  if (token.kind === 'operator') return readSymbol(reader);
  if (token.kind === 'number' || token.kind === 'parameter') take(reader);
  else if (token.kind === 'string') while (peek(reader).kind === 'string') take(reader);
  else if (token.kind === 'quoted') readReference(reader);
  else if (token.kind === 'word') readWordOperand(reader);
  else throw unexpected(reader);
  return false;
}

function readSymbol(reader: Reader): boolean {
  if (atOperator(reader, '(')) return readParenthesis(reader);
  if (takeOperator(reader, '*')) readStarModifiers(reader);
  else if (reader.rules.collections && atOperator(reader, '[')) readBrackets(reader);
  else if (atOperator(reader, '{')) readBraces(reader);
  else if (reader.rules.collections && takeOperator(reader, '#')) {
    if (take(reader).kind !== 'number') throw unexpected(reader);
  } else if (reader.rules.leadingDots && takeOperator(reader, '.')) readReference(reader);
  else throw unexpected(reader);
  return false;
}

/** A parenthesis in an expression: a query, a row or nothing. True when it holds a query. */
export function readParenthesis(reader: Reader): boolean {
  expectOperator(reader, '(');
  if (takeOperator(reader, ')')) return false;
  const query = atQuery(reader) ? readQuery(reader) : readRow(reader);
  expectOperator(reader, ')');
  return query;
}

function readRow(reader: Reader): boolean {
  const query = readExpression(reader);
  if (query && readQueryTail(reader)) return true;
  if (!atOperator(reader, ',')) {
    readAliasInRow(reader);
    return query;
  }
  readAliasInRow(reader);
  while (takeOperator(reader, ',')) {
    if (atOperator(reader, ')')) break;
    readExpression(reader);
    readAliasInRow(reader);
  }
  return false;
}

function readAliasInRow(reader: Reader): void {
  if (takeWords(reader, 'AS')) expectName(reader);
}

function readWordOperand(reader: Reader): void {
  if (within(reader, 'own', reader.rules.own.operand)) return;
  if (atWords(reader, 'CASE')) {
    readCaseExpression(reader);
    return;
  }
  if (atWords(reader, 'EXISTS') && atOperator(reader, '(', 1)) {
    readExists(reader);
    return;
  }
  if (atOneOf(reader, quantifiers) && atOperator(reader, '(', 1)) {
    take(reader);
    readParenthesis(reader);
    return;
  }
  if (atWords(reader, 'INTERVAL') && readInterval(reader)) return;
  if (reader.rules.lambdas && atWords(reader, 'LAMBDA') && peek(reader, 1).kind === 'word') {
    within(reader, 'own', readLambda);
    return;
  }
  if (reader.rules.collections && takeWordBefore(reader, 'ARRAY', '[')) {
    readBrackets(reader);
    return;
  }
  if (reader.rules.collections && takeWordBefore(reader, 'MAP', '{')) {
    readBraces(reader);
    return;
  }
  if (peek(reader, 1).kind === 'string' && reader.rules.literalPrefix(peek(reader).upper)) {
    take(reader);
    take(reader);
    return;
  }
  readReference(reader);
}

function takeWordBefore(reader: Reader, word: string, operator: string): boolean {
  return atWords(reader, word) && atOperator(reader, operator, 1) && takeWords(reader, word);
}

function readExists(reader: Reader): void {
  take(reader);
  if (!readParenthesis(reader)) throw unexpected(reader);
}

function readLambda(reader: Reader): void {
  take(reader);
  list(reader, expectName);
  expectOperator(reader, ':');
  readExpression(reader);
}

/** `INTERVAL 1 DAY`, `INTERVAL '1 day'`, `INTERVAL (n) MONTH`; false where INTERVAL is a name or a function. */
function readInterval(reader: Reader): boolean {
  if (!reader.rules.intervals || !startsOperand(reader, 1)) return false;
  take(reader);
  if (!atOperator(reader, '(')) readExpression(reader);
  else {
    readParenthesis(reader);
    while (takeBinaryOperator(reader)) readOperand(reader);
  }
  takeIntervalUnit(reader);
  if (takeWords(reader, 'TO')) takeIntervalUnit(reader);
  return true;
}

/** `DAY`, or with a precision `DAY(3)`. */
function takeIntervalUnit(reader: Reader): void {
  if (!takeOneOf(reader, reader.rules.intervalUnits) || !atOperator(reader, '(')) return;
  parenthesised(reader, () => {
    do if (!['number', 'parameter'].includes(take(reader).kind)) throw unexpected(reader);
    while (takeOperator(reader, ','));
  });
}

/** A column, a qualified star, or a call. */
export function readReference(reader: Reader): void {
  within(reader, 'reference', readNamed);
}

function readNamed(reader: Reader): void {
  const callable = reader.rules.callableKeywords.has(peek(reader).upper) && atOperator(reader, '(', 1);
  const parts = [callable ? take(reader).text : expectName(reader)];
  while (takeOperator(reader, '.')) {
    if (takeOperator(reader, '*')) {
      readStarModifiers(reader);
      return;
    }
    if (reader.rules.tupleAccess && !takeOperator(reader, '^')) takeOperator(reader, ':');
    parts.push(expectMember(reader));
  }
  if (atOperator(reader, '(') && !atOuterMark(reader)) readCall(reader, parts);
  else if (parts.length > 1 && reader.rules.refusedMembers.has((parts.at(-1) ?? '').toLowerCase())) {
    reader.at -= 1;
    throw unexpected(reader);
  } else reader.rules.own.reference(reader, parts);
}

/** Oracle's `(+)` behind a column. */
function atOuterMark(reader: Reader): boolean {
  return atOperator(reader, '+', 1) && atOperator(reader, ')', 2);
}

export function expectMember(reader: Reader): string {
  const token = peek(reader);
  const fits =
    (token.kind === 'word' && !isForbiddenWord(reader, token)) ||
    token.kind === 'quoted' ||
    (token.kind === 'string' && reader.rules.stringAliases) ||
    (token.kind === 'number' && reader.rules.tupleAccess);
  if (!fits) throw unexpected(reader);
  return take(reader).text;
}
