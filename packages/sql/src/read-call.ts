import type { GrammarRules } from './grammar-core.ts';
import { readStarModifiers } from './read-collection.ts';
import { readExpression } from './read-expression.ts';
import { atQuery, readLimit, readOrderBy, readQuery } from './read-query.ts';
import { readType } from './read-type.ts';
import { readWindow } from './read-window.ts';
import {
  atOperator,
  atWords,
  expectName,
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
import { functionRefusal } from './refusal.ts';

const separators = new Set(['FROM', 'FOR', 'USING', 'PLACING', 'SEPARATOR', 'IN']);
const trimSides = new Set(['BOTH', 'LEADING', 'TRAILING']);
const casts = new Set([
  'CAST',
  'TRY_CAST',
  'CONVERT',
  'WEIGHT_STRING',
  'PARSE',
  'TRY_PARSE',
  'TREAT',
  'XMLCAST',
]);

/** Reads the parenthesis and what follows a function's name; refuses a function that is not on the dialect's list. */
export function readCall(reader: Reader, parts: readonly string[]): void {
  const name = (parts.at(-1) ?? '').toLowerCase();
  const { rules } = reader;
  if (parts.length > 1 && rules.own.qualifiedCall(reader, parts)) {
    readCallSuffixes(reader);
    return;
  }
  const qualified = parts.length > 1 && !rules.methodCalls;
  if (qualified || !(isFunction(rules, name) || rules.callableKeywords.has(name.toUpperCase()))) {
    throw functionRefusal(parts.join('.'));
  }
  if (name === 'match' && rules.fullTextMatch) {
    readMatchAgainst(reader);
    return;
  }
  readArguments(reader, name);
  readCallSuffixes(reader);
}

/** Whether a function is on the list, by itself or with endings that only change how an aggregate counts. */
export function isFunction(rules: GrammarRules, name: string): boolean {
  if (rules.functions.has(name)) return true;
  return rules.combinators.some(
    (ending) => name.endsWith(ending) && isFunction(rules, name.slice(0, -ending.length)),
  );
}

/** The parenthesised arguments of a call, with the words that SQL puts between them (`FROM`, `AS type`, `ORDER BY` …). */
export function readArguments(reader: Reader, name: string): void {
  parenthesised(reader, () => {
    if (atOperator(reader, ')')) return;
    takeOneOf(reader, trimSides);
    do {
      if (!takeOneOf(reader, separators)) readArgument(reader, name);
      readArgumentTail(reader);
    } while (takeOperator(reader, ',') || takeOneOf(reader, separators) || continuesArguments(reader));
  });
}

function continuesArguments(reader: Reader): boolean {
  return !atOperator(reader, ')') && peek(reader).kind !== 'end' && atWords(reader, 'RETURNING');
}

function readArgument(reader: Reader, name: string): void {
  if (atOperator(reader, ')')) return;
  const unique = reader.rules.selectModifiers.has('UNIQUE') && takeWords(reader, 'UNIQUE');
  if (!unique && !takeWords(reader, 'DISTINCT')) takeWords(reader, 'ALL');
  if (takeWords(reader, 'RETURNING')) {
    readType(reader);
    return;
  }
  if (takeOperator(reader, '*')) {
    readStarModifiersAndMore(reader);
    return;
  }
  if (isNamedArgument(reader)) reader.at += 2;
  if (atQuery(reader)) return void readQuery(reader);
  if (name.endsWith('convert') && isTypeArgument(reader)) {
    readType(reader);
    return;
  }
  readExpression(reader);
  if (takeWords(reader, 'AS')) {
    if (casts.has(name.toUpperCase())) readType(reader);
    else expectName(reader);
  }
}

function readStarModifiersAndMore(reader: Reader): void {
  if (atOperator(reader, '(') || (atWords(reader, 'COLUMNS') && reader.rules.collections)) {
    return void readExpression(reader);
  }
  readStarModifiers(reader);
  if (
    atWords(reader, 'LIKE') ||
    atWords(reader, 'ILIKE') ||
    atWords(reader, 'NOT') ||
    atWords(reader, 'SIMILAR')
  ) {
    while (atWords(reader, 'NOT') || atWords(reader, 'SIMILAR') || atWords(reader, 'TO')) take(reader);
    if (atWords(reader, 'LIKE') || atWords(reader, 'ILIKE')) take(reader);
    readExpression(reader);
  }
}

function isNamedArgument(reader: Reader): boolean {
  const named = peek(reader).kind === 'word' || peek(reader).kind === 'quoted';
  const arrow = atOperator(reader, ':=', 1) || atOperator(reader, '=>', 1);
  return reader.rules.namedArguments && named && arrow;
}

/** The second argument of MySQL's CONVERT(x, type), the first one of SQL Server's. */
function isTypeArgument(reader: Reader): boolean {
  const { convertedType } = reader.rules;
  const before = reader.tokens[reader.at - 1]?.text;
  return convertedType !== 'none' && before === (convertedType === 'first' ? '(' : ',');
}

function readArgumentTail(reader: Reader): void {
  for (;;) {
    if (atWords(reader, 'ORDER')) readOrderBy(reader);
    else if (atWords(reader, 'LIMIT')) readLimit(reader);
    else if (reader.rules.own.argument(reader) || takeNullTreatment(reader)) continue;
    else if (takeWords(reader, 'DEFAULT')) readExpression(reader);
    else if (!takeJsonErrorClause(reader)) return;
  }
}

function takeJsonErrorClause(reader: Reader): boolean {
  return (
    takeWords(reader, 'NULL', 'ON') ||
    takeWords(reader, 'ERROR', 'ON') ||
    takeWords(reader, 'ON') ||
    takeWords(reader, 'EMPTY') ||
    takeWords(reader, 'ERROR')
  );
}

function takeNullTreatment(reader: Reader): boolean {
  return takeWords(reader, 'IGNORE', 'NULLS') || takeWords(reader, 'RESPECT', 'NULLS');
}

function readCallSuffixes(reader: Reader): void {
  for (;;) {
    if (reader.rules.own.callSuffix(reader)) continue;
    if (takeWords(reader, 'WITHIN', 'GROUP')) parenthesised(reader, readOrderBy);
    else if (atWords(reader, 'FILTER') && atOperator(reader, '(', 1)) readFilter(reader);
    else if (
      takeNullTreatment(reader) ||
      takeWords(reader, 'FROM', 'FIRST') ||
      takeWords(reader, 'FROM', 'LAST')
    )
      continue;
    else if (reader.rules.collections && takeWords(reader, 'EXPORT_STATE')) continue;
    else if (takeWords(reader, 'OVER')) {
      readWindow(reader);
      return;
    } else return;
  }
}

function readFilter(reader: Reader): void {
  take(reader);
  parenthesised(reader, () => {
    takeWords(reader, 'WHERE');
    readExpression(reader);
  });
}

/** MySQL's `MATCH (a, b) AGAINST ('words' IN BOOLEAN MODE)`. */
function readMatchAgainst(reader: Reader): void {
  parenthesised(reader, () => list(reader, readExpression));
  expectWords(reader, 'AGAINST');
  parenthesised(reader, () => {
    readExpression(reader);
    if (
      takeWords(reader, 'IN', 'NATURAL', 'LANGUAGE', 'MODE') ||
      takeWords(reader, 'IN', 'BOOLEAN', 'MODE')
    ) {
      takeWords(reader, 'WITH', 'QUERY', 'EXPANSION');
    } else takeWords(reader, 'WITH', 'QUERY', 'EXPANSION');
  });
}

/** `CASE x WHEN 1 THEN a ELSE b END` */
export function readCaseExpression(reader: Reader): void {
  expectWords(reader, 'CASE');
  if (!atWords(reader, 'WHEN')) readExpression(reader);
  if (!atWords(reader, 'WHEN')) throw unexpected(reader);
  while (takeWords(reader, 'WHEN')) {
    readExpression(reader);
    expectWords(reader, 'THEN');
    readExpression(reader);
  }
  if (takeWords(reader, 'ELSE')) readExpression(reader);
  expectWords(reader, 'END');
}

/** An aggregate list as in `USING sum(x) AS total, count(*)`. */
export function readAliasedExpression(reader: Reader): void {
  readExpression(reader);
  if (takeWords(reader, 'AS')) expectName(reader);
}
