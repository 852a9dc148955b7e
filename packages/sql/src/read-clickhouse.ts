import { clickhouseLookups, clickhouseSettings } from './clickhouse.functions.ts';
import { noOwnClauses, type OwnClauses } from './own-clauses.ts';
import { isFunction, readArguments } from './read-call.ts';
import { describesInClickhouse } from './read-clickhouse-statement.ts';
import { readStarModifiers } from './read-collection.ts';
import { readExpression } from './read-expression.ts';
import { addTable, readTableName } from './read-from.ts';
import { readOperand } from './read-operand.ts';
import {
  atOperator,
  atWords,
  expectName,
  expectOperator,
  list,
  parenthesised,
  peek,
  type Reader,
  take,
  takeAlias,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal, functionRefusal } from './refusal.ts';

/** `WITH expression AS name`; a common table expression is `name AS (query)`. */
function readNamedExpression(reader: Reader): boolean {
  if (atCommonTable(reader)) return false;
  readExpression(reader);
  const alias = takeAlias(reader);
  if (alias !== null) reader.scopes.at(-1)?.add(alias);
  return true;
}

/** `name AS (` or `name(a, b) AS (`. */
function atCommonTable(reader: Reader): boolean {
  const named = peek(reader).kind === 'quoted' || peek(reader).kind === 'word';
  let at = 1;
  if (atOperator(reader, '(', at)) {
    while (peek(reader, at).kind !== 'end' && !atOperator(reader, ')', at)) at += 1;
    at += 1;
  }
  return named && peek(reader, at).upper === 'AS' && atOperator(reader, '(', at + 1);
}

function readCondition(reader: Reader): boolean {
  if (!takeWords(reader, 'PREWHERE') && !takeWords(reader, 'QUALIFY')) return false;
  readExpression(reader);
  return true;
}

/** `ORDER BY d WITH FILL FROM a TO b STEP 1 INTERPOLATE (x AS x + 1)` */
function readFill(reader: Reader): boolean {
  if (takeWords(reader, 'COLLATE')) {
    if (take(reader).kind !== 'string') throw unexpected(reader);
    return true;
  }
  if (takeWords(reader, 'INTERPOLATE')) {
    if (atOperator(reader, '(')) parenthesised(reader, (inner) => list(inner, readInterpolation));
    return true;
  }
  if (!takeWords(reader, 'WITH', 'FILL')) return false;
  while (['FROM', 'TO', 'STEP', 'STALENESS'].includes(peek(reader).upper)) {
    take(reader);
    readExpression(reader);
  }
  return true;
}

function readInterpolation(reader: Reader): void {
  expectName(reader);
  if (takeWords(reader, 'AS')) readExpression(reader);
}

function readLimitTail(reader: Reader): boolean {
  if (takeWords(reader, 'WITH', 'TIES')) return true;
  if (!takeWords(reader, 'BY')) return false;
  list(reader, readExpression);
  return true;
}

function readQueryTail(reader: Reader): boolean {
  if (takeWords(reader, 'SETTINGS')) {
    list(reader, readSetting);
    return true;
  }
  if (!atWords(reader, 'FORMAT')) return false;
  throw constructRefusal(`FORMAT ${peek(reader, 1).text}`, {
    zh: '结果的格式由程序决定。请去掉 FORMAT 子句；需要文件时请用导出。',
    en: 'the program chooses how results are sent. Leave the FORMAT clause out, and use an export for files.',
  });
}

/** Settings could lift the limits that the session sets, so only those on the list may be given. */
export function readSetting(reader: Reader): void {
  const name = expectName(reader);
  if (!clickhouseSettings.has(name.toLowerCase())) {
    throw constructRefusal(`SETTINGS ${name}`, {
      zh: '这项设置可能放宽会话的限制或改变读取范围。请去掉它。',
      en: 'this setting may lift the limits of the session or change what is read. Leave it out.',
    });
  }
  expectOperator(reader, '=');
  readExpression(reader);
}

function readTableOption(reader: Reader): boolean {
  if (takeWords(reader, 'FINAL')) return true;
  if (!takeWords(reader, 'SAMPLE')) return false;
  readExpression(reader);
  if (takeWords(reader, 'OFFSET')) readExpression(reader);
  return true;
}

/** `USING a, b` without brackets, and ARRAY JOIN. */
function readJoin(reader: Reader): boolean {
  if (!atWords(reader, 'USING') || atOperator(reader, '(', 1)) return readArrayJoin(reader);
  take(reader);
  list(reader, expectName);
  return true;
}

function readArrayJoin(reader: Reader): boolean {
  const joined = takeWords(reader, 'ARRAY', 'JOIN') || takeWords(reader, 'LEFT', 'ARRAY', 'JOIN');
  if (!joined && !takeWords(reader, 'INNER', 'ARRAY', 'JOIN')) return false;
  list(reader, () => {
    readExpression(reader);
    takeAlias(reader);
  });
  return true;
}

function readPostfix(reader: Reader): boolean {
  return readMembership(reader) || readApply(reader) || readColumnModifiers(reader);
}

/** `COLUMNS('x') EXCEPT (a) REPLACE (b + 1 AS b)`; EXCEPT before a query is a set operation. */
function readColumnModifiers(reader: Reader): boolean {
  const modifier = atWords(reader, 'EXCEPT') || atWords(reader, 'REPLACE');
  const query = ['SELECT', 'WITH'].includes(peek(reader, 2).upper) || atOperator(reader, '(', 2);
  if (!modifier || !atOperator(reader, '(', 1) || query) return false;
  readStarModifiers(reader);
  return true;
}

/** `x [GLOBAL] [NOT] IN y`, where a bare name is a table, or an expression that WITH has named. */
function readMembership(reader: Reader): boolean {
  const global = atWords(reader, 'GLOBAL') ? 1 : 0;
  const negated = peek(reader, global).upper === 'NOT' ? 1 : 0;
  if (peek(reader, global + negated).upper !== 'IN') return false;
  const after = global + negated + 1;
  const kind = peek(reader, after).kind;
  const name = (kind === 'word' || kind === 'quoted') && !atOperator(reader, '(', after + 1);
  if (!name) {
    reader.at += global;
    return global === 1;
  }
  reader.at += after;
  readTableName(reader);
  return true;
}

/** `COLUMNS('x') APPLY(toString) APPLY(x -> x + 1)`: a bare name in it is a function that is called. */
function readApply(reader: Reader): boolean {
  if (!atWords(reader, 'APPLY') || !atOperator(reader, '(', 1)) return false;
  take(reader);
  parenthesised(reader, () => {
    if (!atOperator(reader, ')', 1)) return void readExpression(reader);
    const name = expectName(reader);
    if (!isFunction(reader.rules, name.toLowerCase())) throw functionRefusal(name);
  });
  return true;
}

/** `dictGet('d', …)` and `joinGet('t', …)`, which read what their first argument names. */
function readLookup(reader: Reader): boolean {
  const name = peek(reader).text.toLowerCase();
  if (!clickhouseLookups.has(name) || !atOperator(reader, '(', 1)) return false;
  const first = peek(reader, 2);
  if (first.kind !== 'string') throw functionRefusal(name);
  addTable(reader, first.text.split('.'));
  take(reader);
  readArguments(reader, name);
  return true;
}

/** The second parenthesis of `quantile(0.9)(x)`. */
function readParameters(reader: Reader): boolean {
  if (!atOperator(reader, '(')) return false;
  readArguments(reader, '');
  return true;
}

/** A parameterised view, `db.view(year = 2024)`: table functions have no database before their name. */
function readViewWithParameters(reader: Reader, parts: readonly string[]): boolean {
  if (parts.length < 2) return false;
  parenthesised(reader, () =>
    list(reader, () => {
      expectName(reader);
      if (!takeOperator(reader, '=')) throw unexpected(reader);
      readOperand(reader);
    }),
  );
  addTable(reader, parts);
  return true;
}

export const clickhouseClauses: OwnClauses = {
  ...noOwnClauses,
  statement: describesInClickhouse,
  withItem: readNamedExpression,
  selectClause: readCondition,
  orderItem: readFill,
  limitTail: readLimitTail,
  queryTail: readQueryTail,
  tableOption: readTableOption,
  join: readJoin,
  operand: readLookup,
  postfix: readPostfix,
  callSuffix: readParameters,
  tableCall: readViewWithParameters,
};
