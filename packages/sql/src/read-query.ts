import { readExpression } from './read-expression.ts';
import { readFrom, readSample, readTableName } from './read-from.ts';
import { atPivotStatement, readPivotStatement } from './read-pivot.ts';
import { readWindowDefinition } from './read-window.ts';
import {
  atOneOf,
  atOperator,
  atWords,
  deeper,
  expectName,
  expectOperator,
  expectWords,
  list,
  nameList,
  parenthesised,
  peek,
  type Reader,
  take,
  takeAlias,
  takeOneOf,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';
import { within } from './syntax-tree.ts';

const selectEnds = new Set(['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'QUALIFY']);
const rowWords = new Set(['ROW', 'ROWS']);

/** Whether a query, and not an expression, begins here. */
export function atQuery(reader: Reader): boolean {
  if (atWords(reader, 'SELECT') || atWords(reader, 'WITH')) return true;
  if (atWords(reader, 'VALUES')) return atOperator(reader, '(', 1) || peek(reader, 1).upper === 'ROW';
  if (atWords(reader, 'TABLE')) return reader.rules.tableQuery && peek(reader, 1).kind !== 'operator';
  return (
    reader.rules.fromFirst && (atWords(reader, 'FROM') || atPivotStatement(reader) || atDescription(reader))
  );
}

function atDescription(reader: Reader): boolean {
  const describes = atWords(reader, 'DESCRIBE') || atWords(reader, 'SUMMARIZE') || atWords(reader, 'SHOW');
  const next = peek(reader, 1).kind;
  return describes && (next === 'word' || next === 'quoted');
}

/** Reads a whole query: WITH, set operations, ORDER BY and LIMIT. Always true, so that it can say "this was a query". */
export function readQuery(reader: Reader): true {
  return deeper(
    reader,
    () => {
      const scopes = reader.scopes.length;
      if (takeWords(reader, 'WITH')) readWith(reader);
      readSetOperand(reader);
      readQueryTail(reader);
      reader.scopes.length = scopes;
      return true;
    },
    'query',
  );
}

/** Set operations, ORDER BY and LIMIT after a query that was read already; false where there is nothing of the kind. */
export function readQueryTail(reader: Reader): boolean {
  const before = reader.at;
  for (;;) {
    if (atOneOf(reader, reader.rules.setOperators)) readSetOperation(reader);
    else if (atWords(reader, 'ORDER')) readOrderBy(reader);
    else if (within(reader, 'own', reader.rules.own.queryTail)) continue;
    else if (atOneOf(reader, reader.rules.tailClauses)) readLimit(reader);
    else if (atWords(reader, 'USING', 'SAMPLE')) readSample(reader);
    else return reader.at > before;
  }
}

function readSetOperation(reader: Reader): void {
  take(reader);
  if (!takeWords(reader, 'ALL')) takeWords(reader, 'DISTINCT');
  if (takeWords(reader, 'BY')) expectWords(reader, 'NAME');
  readSetOperand(reader);
}

function readWith(reader: Reader): void {
  const recursive = takeWords(reader, 'RECURSIVE') || reader.rules.recursiveWith;
  const scope = new Set<string>();
  reader.scopes.push(scope);
  list(reader, () => within(reader, 'with', () => readWithItem(reader, scope, recursive)));
}

function readWithItem(reader: Reader, scope: Set<string>, recursive: boolean): void {
  if (within(reader, 'own', reader.rules.own.withItem)) return;
  const name = reader.rules.foldName(expectName(reader));
  if (atOperator(reader, '(')) nameList(reader);
  if (takeWords(reader, 'USING', 'KEY')) nameList(reader);
  expectWords(reader, 'AS');
  if (takeWords(reader, 'NOT')) expectWords(reader, 'MATERIALIZED');
  else takeWords(reader, 'MATERIALIZED');
  if (recursive) scope.add(name);
  parenthesised(reader, expectQuery);
  scope.add(name);
  while (reader.rules.own.afterWithItem(reader));
}

/** A query, or the refusal that names what stands there instead. */
export function expectQuery(reader: Reader): void {
  if (!atQuery(reader) && !atOperator(reader, '(')) throw unexpected(reader);
  readQuery(reader);
}

function readSetOperand(reader: Reader): void {
  if (takeOperator(reader, '(')) {
    expectQuery(reader);
    expectOperator(reader, ')');
    return;
  }
  if (takeWords(reader, 'VALUES')) {
    list(reader, readValuesRow);
    return;
  }
  if (atWords(reader, 'TABLE') && atQuery(reader)) {
    take(reader);
    readTableName(reader);
    return;
  }
  if (reader.rules.fromFirst && atWords(reader, 'FROM')) {
    within(reader, 'select', readFromFirst);
    return;
  }
  if (reader.rules.fromFirst && atPivotStatement(reader)) {
    readPivotStatement(reader);
    return;
  }
  if (reader.rules.fromFirst && atDescription(reader)) {
    readDescription(reader);
    return;
  }
  expectWords(reader, 'SELECT');
  within(reader, 'select', readSelect);
}

/** `DESCRIBE t`, `SUMMARIZE SELECT …`, `SHOW TABLES` used as a query. */
function readDescription(reader: Reader): void {
  const verb = take(reader).upper;
  if (verb === 'SHOW') {
    if (takeWords(reader, 'ALL', 'TABLES') || takeWords(reader, 'TABLES') || takeWords(reader, 'DATABASES'))
      return;
  }
  if (atQuery(reader)) readQuery(reader);
  else readTableName(reader);
}

function readValuesRow(reader: Reader): void {
  takeWords(reader, 'ROW');
  parenthesised(reader, () => {
    if (!atOperator(reader, ')')) list(reader, readExpression);
  });
}

function readFromFirst(reader: Reader): void {
  take(reader);
  readFrom(reader);
  if (takeWords(reader, 'SELECT')) readSelect(reader);
  else readSelectClauses(reader);
}

function readSelect(reader: Reader): void {
  while (takeOneOf(reader, reader.rules.selectModifiers));
  if (takeWords(reader, 'DISTINCT')) {
    if (reader.rules.distinctOn && takeWords(reader, 'ON'))
      parenthesised(reader, () => list(reader, readExpression));
  } else takeWords(reader, 'ALL');
  while (takeOneOf(reader, reader.rules.selectModifiers));
  within(reader, 'own', reader.rules.own.selectHead);
  if (!reader.rules.fromFirst || !atOneOf(reader, selectEnds)) readSelectItems(reader);
  if (takeWords(reader, 'FROM')) readFrom(reader);
  readSelectClauses(reader);
}

function readSelectItems(reader: Reader): void {
  do {
    if (reader.rules.fromFirst && atSelectEnd(reader)) return;
    within(reader, 'item', readSelectItem);
  } while (takeOperator(reader, ','));
}

function readSelectItem(reader: Reader): void {
  if (reader.rules.prefixAliases && atOperator(reader, ':', 1)) {
    within(reader, 'alias', expectName);
    take(reader);
  }
  reader.rules.own.selectItem(reader);
  readExpression(reader);
  takeAlias(reader);
}

function atSelectEnd(reader: Reader): boolean {
  return peek(reader).kind === 'end' || atOperator(reader, ')') || atOneOf(reader, selectEnds);
}

function readOwnClauses(reader: Reader): void {
  while (within(reader, 'own', reader.rules.own.selectClause));
}

function readSelectClauses(reader: Reader): void {
  readOwnClauses(reader);
  if (takeWords(reader, 'WHERE')) within(reader, 'where', readExpression);
  readOwnClauses(reader);
  if (takeWords(reader, 'GROUP')) within(reader, 'group', readGroupBy);
  if (takeWords(reader, 'HAVING')) within(reader, 'having', readExpression);
  readOwnClauses(reader);
  if (takeWords(reader, 'WINDOW')) {
    list(reader, () => {
      expectName(reader);
      expectWords(reader, 'AS');
      readWindowDefinition(reader);
    });
  }
  readOwnClauses(reader);
  if (reader.rules.fromFirst && takeWords(reader, 'QUALIFY')) readExpression(reader);
}

function readGroupBy(reader: Reader): void {
  expectWords(reader, 'BY');
  if (takeWords(reader, 'ALL')) return;
  list(reader, readGroupingElement);
  while (atWords(reader, 'WITH') && reader.rules.groupModifiers.has(peek(reader, 1).upper)) reader.at += 2;
}

function readGroupingElement(reader: Reader): void {
  if (takeWords(reader, 'GROUPING', 'SETS')) parenthesised(reader, () => list(reader, readGroupingElement));
  else {
    readExpression(reader);
    if (!takeWords(reader, 'ASC')) takeWords(reader, 'DESC');
  }
}

/** `ORDER BY a DESC NULLS LAST, b`; nothing where no ORDER stands. */
export function readOrderBy(reader: Reader): void {
  if (!takeWords(reader, 'ORDER')) return;
  takeWords(reader, 'SIBLINGS');
  within(reader, 'order', readOrderItems);
}

function readOrderItems(reader: Reader): void {
  expectWords(reader, 'BY');
  list(reader, () => {
    if (!takeWords(reader, 'ALL')) readExpression(reader);
    if (!takeWords(reader, 'ASC')) takeWords(reader, 'DESC');
    if (takeWords(reader, 'NULLS') && !takeWords(reader, 'FIRST')) expectWords(reader, 'LAST');
    while (reader.rules.own.orderItem(reader));
  });
  takeWords(reader, 'WITH', 'ROLLUP');
}

/** LIMIT, OFFSET or FETCH, whichever stands here. */
export function readLimit(reader: Reader): void {
  within(reader, 'limit', readLimitClause);
}

function readLimitClause(reader: Reader): void {
  const clause = take(reader).upper;
  if (clause === 'FETCH') {
    readFetch(reader);
    return;
  }
  if (clause === 'LIMIT' && takeWords(reader, 'ALL')) return;
  readExpression(reader);
  if (!takeOperator(reader, '%')) takeWords(reader, 'PERCENT');
  if (clause === 'LIMIT' && takeOperator(reader, ',')) readExpression(reader);
  takeOneOf(reader, rowWords);
  while (reader.rules.own.limitTail(reader));
}

/** `FETCH NEXT 5 ROWS ONLY` behind its first word. */
export function readFetch(reader: Reader): void {
  if (!takeWords(reader, 'FIRST')) expectWords(reader, 'NEXT');
  if (!atOneOf(reader, rowWords)) readExpression(reader);
  takeWords(reader, 'PERCENT');
  if (!takeOneOf(reader, rowWords)) throw unexpected(reader);
  if (!takeWords(reader, 'ONLY')) expectWords(reader, 'WITH', 'TIES');
}
