import { noOwnClauses, type OwnClauses } from './own-clauses.ts';
import { readArguments } from './read-call.ts';
import { readExpression } from './read-expression.ts';
import { addTable } from './read-from.ts';
import { readParenthesis } from './read-operand.ts';
import { readFetch } from './read-query.ts';
import { readFor, readHints, readTableHints } from './read-tsql-clauses.ts';
import { readType } from './read-type.ts';
import {
  atOneOf,
  atOperator,
  atWords,
  expectName,
  expectOperator,
  list,
  parenthesised,
  peek,
  type Reader,
  take,
  takeOperator,
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal, functionRefusal, notReadOnly } from './refusal.ts';
import {
  tsqlMethods,
  tsqlOutsideSources,
  tsqlSearchFunctions,
  tsqlSystemFunctions,
  tsqlTableHints,
} from './tsql.functions.ts';

/** `TOP (10) PERCENT WITH TIES` */
function readTop(reader: Reader): boolean {
  if (!takeWords(reader, 'TOP')) return false;
  if (atOperator(reader, '(')) readParenthesis(reader);
  else if (!['number', 'parameter'].includes(take(reader).kind)) throw unexpected(reader);
  takeWords(reader, 'PERCENT');
  takeWords(reader, 'WITH', 'TIES');
  return true;
}

/** `SELECT @x = 1` sets a variable instead of giving rows. */
function refuseAssignment(reader: Reader): boolean {
  if (peek(reader).kind !== 'parameter' || !/^[-+*/%&|^]?=$/.test(peek(reader, 1).text)) return false;
  throw constructRefusal(`${peek(reader).text} =`, {
    zh: '给变量赋值的 SELECT 不返回数据。请去掉变量，直接查询。',
    en: 'a SELECT that sets a variable gives no rows. Select the value itself.',
  });
}

function readTail(reader: Reader): boolean {
  if (takeWords(reader, 'OFFSET')) {
    readExpression(reader);
    if (!takeWords(reader, 'ROWS') && !takeWords(reader, 'ROW')) throw unexpected(reader);
    if (takeWords(reader, 'FETCH')) readFetch(reader);
    return true;
  }
  if (atWords(reader, 'LIMIT') && peek(reader, 1).kind !== 'operator') {
    throw constructRefusal('LIMIT', {
      zh: 'SQL Server 没有 LIMIT。请用 SELECT TOP (n)，或 ORDER BY … OFFSET … ROWS FETCH NEXT … ROWS ONLY。',
      en: 'SQL Server has none. Use SELECT TOP (n), or ORDER BY … OFFSET … ROWS FETCH NEXT … ROWS ONLY.',
    });
  }
  return readFor(reader) || readHints(reader);
}

function readTableOption(reader: Reader): boolean {
  if (atWords(reader, 'WITH') && atOperator(reader, '(', 1)) {
    take(reader);
    readTableHints(reader);
    return true;
  }
  if (!takeWords(reader, 'FOR', 'SYSTEM_TIME', 'CONTAINED', 'IN')) return false;
  readParenthesis(reader);
  return true;
}

function refuseOutsideSource(reader: Reader): boolean {
  if (!atOneOf(reader, tsqlOutsideSources) || !atOperator(reader, '(', 1)) return false;
  throw functionRefusal(peek(reader).text);
}

function readOperand(reader: Reader): boolean {
  if (atWords(reader, 'NEXT', 'VALUE', 'FOR')) throw notReadOnly('NEXT VALUE FOR');
  return refuseOutsideSource(reader);
}

/** A method of a value, `x.value('(/a)[1]', 'int')`; any other qualified name is a function that a user made. */
function readMethod(reader: Reader, parts: readonly string[]): boolean {
  const name = (parts.at(-1) ?? '').toLowerCase();
  const system = parts.length === 2 && parts[0]?.toLowerCase() === 'sys';
  const owned = ['dbo', 'sys', 'guest'].includes((parts[0] ?? '').toLowerCase());
  if (!(system && tsqlSystemFunctions.has(name)) && (owned || !isMethodCall(reader, name))) return false;
  readArguments(reader, name);
  return true;
}

/** The XQuery of an XML method must be a text; a user's own function of that name seldom takes one alone. */
function isMethodCall(reader: Reader, name: string): boolean {
  if (!tsqlMethods.has(name)) return false;
  return !['value', 'query', 'exist', 'nodes'].includes(name) || peek(reader, 1).kind === 'string';
}

/** A method behind a query in brackets: `(SELECT … FOR XML PATH(''), TYPE).value('.', 'int')`. */
function readMethodOfQuery(reader: Reader): boolean {
  if (!atOperator(reader, '.') || !atOperator(reader, '(', 2)) return false;
  take(reader);
  const method = take(reader).text;
  if (!isMethodCall(reader, method.toLowerCase())) throw functionRefusal(method);
  readArguments(reader, method);
  return true;
}

function readTableCall(reader: Reader, parts: readonly string[]): boolean {
  const name = (parts.at(-1) ?? '').toLowerCase();
  if (parts.length > 1 && !tsqlTableHints.has(peek(reader, 1).upper)) return readMethod(reader, parts);
  if (name === 'openjson') return readOpenJson(reader);
  if (!tsqlTableHints.has(peek(reader, 1).upper) || reader.rules.tableFunctions.has(name)) return false;
  readTableHints(reader);
  addTable(reader, parts);
  return true;
}

/** `OPENJSON(doc, '$.items') WITH (id int '$.id', all nvarchar(max) AS JSON)` */
function readOpenJson(reader: Reader): true {
  readArguments(reader, 'openjson');
  if (!atWords(reader, 'WITH') || !atOperator(reader, '(', 1)) return true;
  const column = peek(reader, 2).upper;
  if (tsqlTableHints.has(column) && atOperator(reader, ')', 3)) return true;
  take(reader);
  parenthesised(reader, () => list(reader, readJsonColumn));
  return true;
}

function readJsonColumn(reader: Reader): void {
  expectName(reader);
  readType(reader);
  if (peek(reader).kind === 'string') take(reader);
  takeWords(reader, 'AS', 'JSON');
}

/** `CONTAINSTABLE(t, (a, b), 'words')` reads the table that it names. */
function readSearch(reader: Reader): boolean {
  if (!tsqlSearchFunctions.has(peek(reader).text.toLowerCase()) || !atOperator(reader, '(', 1)) return false;
  reader.at += 2;
  const parts = [expectName(reader)];
  while (takeOperator(reader, '.')) parts.push(expectName(reader));
  addTable(reader, parts);
  expectOperator(reader, ',');
  list(reader, readExpression);
  expectOperator(reader, ')');
  return true;
}

/** `JSON_OBJECT('a': 1 ABSENT ON NULL)` */
function readArgumentTail(reader: Reader): boolean {
  if (takeWords(reader, 'ABSENT', 'ON', 'NULL') || takeWords(reader, 'NULL', 'ON', 'NULL')) return true;
  if (!takeOperator(reader, ':')) return false;
  readExpression(reader);
  return true;
}

/** `WITH XMLNAMESPACES ('uri' AS ns, DEFAULT 'uri')` */
function readNamespaces(reader: Reader): boolean {
  if (!atWords(reader, 'XMLNAMESPACES') || !atOperator(reader, '(', 1)) return false;
  take(reader);
  parenthesised(reader, () =>
    list(reader, () => {
      takeWords(reader, 'DEFAULT');
      if (take(reader).kind !== 'string') throw unexpected(reader);
      if (takeWords(reader, 'AS')) expectName(reader);
    }),
  );
  return true;
}

export const tsqlClauses: OwnClauses = {
  ...noOwnClauses,
  withItem: readNamespaces,
  selectHead: readTop,
  selectItem: refuseAssignment,
  queryTail: readTail,
  tableSource: (reader) => refuseOutsideSource(reader) || readSearch(reader),
  tableOption: readTableOption,
  operand: readOperand,
  postfix: readMethodOfQuery,
  qualifiedCall: readMethod,
  tableCall: readTableCall,
  argument: readArgumentTail,
};
