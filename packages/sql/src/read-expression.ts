import { readCall } from './read-call.ts';
import { readBrackets, readStarModifiers } from './read-collection.ts';
import { readTableName } from './read-from.ts';
import { expectMember, readOperand, readParenthesis } from './read-operand.ts';
import { readType } from './read-type.ts';
import {
  atOneOf,
  atOperator,
  atWords,
  deeper,
  expectWords,
  isForbiddenWord,
  peek,
  type Reader,
  take,
  takeOneOf,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';

const wordOperators = new Set(
  'AND OR XOR DIV MOD LIKE ILIKE RLIKE REGEXP GLOB MATCH ESCAPE OVERLAPS'.split(' '),
);

const negatable = new Set('LIKE ILIKE RLIKE REGEXP GLOB MATCH BETWEEN SIMILAR'.split(' '));

const endsOfLimit = new Set(['OFFSET', 'ROWS', 'SAMPLE', 'UNION']);

/** Reads one expression. True when it is nothing but a query in parentheses, which may be part of a set operation. */
export function readExpression(reader: Reader): boolean {
  return deeper(reader, () => {
    let onlyQuery = readOperand(reader);
    for (;;) {
      if (readPostfix(reader)) onlyQuery = false;
      else if (takeBinaryOperator(reader)) {
        readOperand(reader);
        onlyQuery = false;
      } else return onlyQuery;
    }
  });
}

/** Takes what may follow an operand and needs no second one; false where nothing of the kind stands. */
function readPostfix(reader: Reader): boolean {
  const { rules } = reader;
  if (takeNullTest(reader) || rules.own.postfix(reader)) return true;
  if (takeWords(reader, 'COLLATE')) readCollation(reader);
  else if (rules.casts && takeOperator(reader, '::')) readType(reader);
  else if (rules.collections && atOperator(reader, '[')) readBrackets(reader);
  else if (rules.collections && takeOperator(reader, '.')) readMember(reader);
  else if (takeWords(reader, 'MEMBER', 'OF')) readParenthesis(reader);
  else return readIn(reader);
  return true;
}

function takeNullTest(reader: Reader): boolean {
  return takeWords(reader, 'ISNULL') || takeWords(reader, 'NOTNULL') || takeWords(reader, 'NOT', 'NULL');
}

/** `[NOT] IN (…)`; SQLite also takes a table there, DuckDB a list value. */
function readIn(reader: Reader): boolean {
  const negated = atWords(reader, 'NOT', 'IN');
  if (!negated && !atWords(reader, 'IN')) return false;
  const before = reader.at;
  reader.at += negated ? 2 : 1;
  if (atOperator(reader, '(')) readParenthesis(reader);
  else if (reader.rules.inWithoutParenthesis === 'table') readTableName(reader);
  else if (reader.rules.inWithoutParenthesis === 'value') readOperand(reader);
  else {
    reader.at = before;
    return false;
  }
  return true;
}

function readCollation(reader: Reader): void {
  do {
    const name = peek(reader);
    if (name.kind === 'operator' || isForbiddenWord(reader, name)) throw unexpected(reader);
    take(reader);
  } while (takeOperator(reader, '.'));
}

function readMember(reader: Reader): void {
  if (takeOperator(reader, '*')) readStarModifiers(reader);
  else {
    const member = expectMember(reader);
    if (atOperator(reader, '(')) readCall(reader, [member]);
  }
}

export function takeBinaryOperator(reader: Reader): boolean {
  const token = peek(reader);
  if (token.kind === 'operator') return takeSymbolOperator(reader);
  if (token.kind !== 'word') return false;
  if (takeWords(reader, 'IS')) {
    takeWords(reader, 'NOT');
    if (takeWords(reader, 'DISTINCT')) expectWords(reader, 'FROM');
    return true;
  }
  const negated = atWords(reader, 'NOT') && negatable.has(peek(reader, 1).upper);
  if (negated) take(reader);
  if (takeWords(reader, 'BETWEEN')) {
    takeWords(reader, 'SYMMETRIC');
    return true;
  }
  if (takeWords(reader, 'SIMILAR', 'TO') || takeWords(reader, 'SOUNDS', 'LIKE')) return true;
  if (takeWords(reader, 'AT', 'TIME', 'ZONE')) return true;
  if (negated && !atOneOf(reader, wordOperators)) throw unexpected(reader);
  return takeOneOf(reader, wordOperators);
}

function takeSymbolOperator(reader: Reader): boolean {
  const token = peek(reader);
  if (!reader.rules.binaryOperators.has(token.text)) return false;
  if (token.text === '%' && endsLimit(reader)) return false;
  take(reader);
  if (reader.rules.spacedComparisons && /^[<>!]$/.test(token.text)) takeOperator(reader, '=');
  return true;
}

function endsLimit(reader: Reader): boolean {
  const next = peek(reader, 1);
  return next.kind === 'end' || next.text === ')' || next.text === ';' || endsOfLimit.has(next.upper);
}
