import { readExpression } from './read-expression.ts';
import {
  atOperator,
  atWords,
  expectName,
  expectOperator,
  expectWords,
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

/** `[a, b]`, a subscript or slice `[1:2:3]`, or a list comprehension `[f(x) for x in l if p(x)]`. */
export function readBrackets(reader: Reader): void {
  expectOperator(reader, '[');
  while (!takeOperator(reader, ']')) {
    if (takeOperator(reader, ',') || takeOperator(reader, ':')) continue;
    if (atOperator(reader, '-') && atOperator(reader, ':', 1)) take(reader);
    else readExpression(reader);
    if (takeWords(reader, 'FOR')) readComprehension(reader);
    else if (!atOperator(reader, ']') && !atOperator(reader, ',')) expectOperator(reader, ':');
  }
}

function readComprehension(reader: Reader): void {
  list(reader, expectName);
  expectWords(reader, 'IN');
  readExpression(reader);
  if (takeWords(reader, 'IF')) readExpression(reader);
}

/** A struct or map `{'a': 1, b: 2}`. */
export function readBraces(reader: Reader): void {
  expectOperator(reader, '{');
  if (takeOperator(reader, '}')) return;
  if (!reader.rules.collections) {
    readOdbcEscape(reader);
    return;
  }
  do {
    readExpression(reader);
    expectOperator(reader, ':');
    readExpression(reader);
  } while (takeOperator(reader, ','));
  expectOperator(reader, '}');
}

const odbcEscapes = new Set(['D', 'T', 'TS', 'FN', 'GUID']);

/** MySQL's and SQL Server's `{d '2024-01-01'}`. */
function readOdbcEscape(reader: Reader): void {
  if (!takeOneOf(reader, odbcEscapes)) throw unexpected(reader);
  readExpression(reader);
  expectOperator(reader, '}');
}

/** DuckDB's `* EXCLUDE (…) REPLACE (…) RENAME (…)`. */
export function readStarModifiers(reader: Reader): void {
  if (!reader.rules.collections) return;
  for (;;) {
    if (takeWords(reader, 'EXCLUDE') || takeWords(reader, 'EXCEPT')) oneOrMany(reader, readDottedName);
    else if (atWords(reader, 'REPLACE') || atWords(reader, 'RENAME')) {
      take(reader);
      oneOrMany(reader, readRenamed);
    } else return;
  }
}

function readDottedName(reader: Reader): void {
  do {
    if (peek(reader).kind === 'string') take(reader);
    else expectName(reader);
  } while (takeOperator(reader, '.'));
}

function readRenamed(reader: Reader): void {
  readExpression(reader);
  if (takeWords(reader, 'AS')) expectName(reader);
}

function oneOrMany(reader: Reader, item: (reader: Reader) => void): void {
  if (atOperator(reader, '(')) parenthesised(reader, (inner) => list(inner, item));
  else item(reader);
}
