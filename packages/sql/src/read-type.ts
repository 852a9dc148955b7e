import {
  atOneOf,
  atOperator,
  deeper,
  expectName,
  isForbiddenWord,
  peek,
  type Reader,
  take,
  takeOneOf,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';

const typeSuffixes = new Set(
  'PRECISION VARYING UNSIGNED SIGNED INTEGER INT INT8 BIG NATIVE CHARACTER CHARSET WITH WITHOUT TIME ZONE LOCAL BINARY ASCII UNICODE ARRAY LARGE OBJECT TO DAY HOUR MINUTE SECOND MONTH'.split(
    ' ',
  ),
);

/** A type name with its arguments: `DECIMAL(10, 2)`, `STRUCT(a INT, b VARCHAR[])[]`, `CHAR(3) CHARACTER SET utf8mb4`. */
export function readType(reader: Reader): void {
  deeper(reader, () => {
    do readTypeName(reader);
    while (takeOperator(reader, '.'));
    readSuffixes(reader);
    if (atOperator(reader, '(')) readTypeArguments(reader);
    readSuffixes(reader);
    while (reader.rules.collections && takeOperator(reader, '[')) {
      if (peek(reader).kind === 'number') take(reader);
      if (!takeOperator(reader, ']')) throw unexpected(reader);
    }
  });
}

function readTypeName(reader: Reader): void {
  if (takeOneOf(reader, typeSuffixes) || takeWords(reader, 'INTERVAL')) return;
  expectName(reader);
}

function readSuffixes(reader: Reader): void {
  for (;;) {
    if (takeWords(reader, 'CHARACTER', 'SET') || takeWords(reader, 'CHARSET')) take(reader);
    else if (atOneOf(reader, typeSuffixes)) take(reader);
    else return;
  }
}

/** `max_types = 10` in ClickHouse's JSON and Dynamic. */
function readTypeOption(reader: Reader): boolean {
  if (!reader.rules.tupleAccess || !atOperator(reader, '=', 1)) return false;
  reader.at += 2;
  if (take(reader).kind !== 'number') throw unexpected(reader);
  takeOperator(reader, ',');
  return true;
}

/** A number or text, or in an enumeration a text with its number. */
function readTypeValue(reader: Reader): void {
  take(reader);
  if (!takeOperator(reader, '=')) return;
  takeOperator(reader, '-');
  if (take(reader).kind !== 'number') throw unexpected(reader);
}

/** Numbers, strings and (named) types; nothing that could be evaluated. */
function readTypeArguments(reader: Reader): void {
  take(reader);
  while (!takeOperator(reader, ')')) {
    takeOperator(reader, '-');
    const { kind } = peek(reader);
    if (kind === 'number' || kind === 'string') readTypeValue(reader);
    else {
      if (readTypeOption(reader)) continue;
      if (isForbiddenWord(reader, peek(reader))) throw unexpected(reader);
      const named = peek(reader, 1).kind === 'word' || peek(reader, 1).kind === 'quoted';
      if (named && !typeSuffixes.has(peek(reader, 1).upper)) take(reader);
      readType(reader);
    }
    if (!atOperator(reader, ')') && !takeOperator(reader, ',')) throw unexpected(reader);
  }
}
