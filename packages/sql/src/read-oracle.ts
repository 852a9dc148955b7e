import { oracleMethods, oraclePackageFunctions, oraclePackages } from './oracle.functions.ts';
import { noOwnClauses, type OwnClauses } from './own-clauses.ts';
import { readArguments } from './read-call.ts';
import { readExpression } from './read-expression.ts';
import { otherServer } from './read-from.ts';
import { readCells, readModel } from './read-model.ts';
import { readOperand } from './read-operand.ts';
import { readArgumentTail, refuseReachingQuery } from './read-oracle-arguments.ts';
import { readOracleTable, readOracleTableOption, refuseLink } from './read-oracle-table.ts';
import { readOrderBy } from './read-query.ts';
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
  takeWords,
  unexpected,
} from './reader.ts';
import { constructRefusal, excerpt, functionRefusal, notReadOnly } from './refusal.ts';

/** `CONNECT BY [NOCYCLE] …`, `START WITH …`, in either order, and MODEL. */
function readSelectClause(reader: Reader): boolean {
  if (takeWords(reader, 'CONNECT')) {
    expectWords(reader, 'BY');
    takeWords(reader, 'NOCYCLE');
  } else if (!takeWords(reader, 'START', 'WITH')) return readModel(reader);
  readExpression(reader);
  return true;
}

/** PL/SQL in a WITH clause can do anything. */
function refuseInlineCode(reader: Reader): boolean {
  const code = atWords(reader, 'FUNCTION') || atWords(reader, 'PROCEDURE');
  if (!code || peek(reader, 1).upper === 'AS' || atOperator(reader, '(', 1)) return false;
  throw notReadOnly(`WITH ${peek(reader).upper}`);
}

/** `SEARCH DEPTH FIRST BY a SET b` and `CYCLE a SET b TO 'Y' DEFAULT 'N'` after a recursive query. */
function readSearchOrCycle(reader: Reader): boolean {
  if (takeWords(reader, 'SEARCH')) {
    if (!takeWords(reader, 'DEPTH')) expectWords(reader, 'BREADTH');
    expectWords(reader, 'FIRST', 'BY');
    list(reader, readExpression);
    expectWords(reader, 'SET');
    expectName(reader);
    return true;
  }
  if (!takeWords(reader, 'CYCLE')) return false;
  list(reader, expectName);
  expectWords(reader, 'SET');
  expectName(reader);
  expectWords(reader, 'TO');
  readExpression(reader);
  expectWords(reader, 'DEFAULT');
  readExpression(reader);
  return true;
}

const xqueryFunctions = new Set(['XMLQUERY', 'XMLEXISTS']);

function readOperandWord(reader: Reader): boolean {
  if (takeWords(reader, 'PRIOR') || takeWords(reader, 'CONNECT_BY_ROOT')) {
    readOperand(reader);
    return true;
  }
  if (xqueryFunctions.has(peek(reader).upper) && atOperator(reader, '(', 1)) {
    refuseReachingQuery(peek(reader, 2));
    if (atOperator(reader, '||', 3)) throw functionRefusal(peek(reader).text);
  }
  return false;
}

/** A function without arguments needs no parenthesis, so what a name is qualified by is kept until all sources are known. */
function keepQualified(reader: Reader, parts: readonly string[]): void {
  if (parts.length > 1) reader.qualified.push(parts);
}

/** Refuses `package.function`: a qualifier that is neither a table here nor an alias of one. */
function refuseUnknownQualifier(reader: Reader): void {
  const known = (parts: readonly string[]): boolean => reader.sources.has(parts.join('.').toUpperCase());
  for (const parts of reader.qualified) {
    const sequence = (parts.at(-1) ?? '').toUpperCase() === 'CURRVAL';
    const column = known(parts.slice(0, 1)) || (parts.length > 2 && known(parts.slice(0, 2)));
    const own = oraclePackages.test((parts[0] ?? '').toLowerCase());
    if (isPackageFunction(parts) || (!own && (sequence || column))) continue;
    if (own) throw functionRefusal(parts.join('.'));
    throw constructRefusal(excerpt(parts.join('.')), {
      zh: '点号前面不是本语句里的表或别名，Oracle 会把它当作包里的函数来执行。请检查别名。',
      en: 'what stands before the dot is no table or alias of this statement, so Oracle would run it as a function of a package. Check the alias.',
    });
  }
}

function isPackageFunction(parts: readonly string[]): boolean {
  const names = parts.map((part) => part.toLowerCase());
  return oraclePackageFunctions.has((names[0] === 'sys' ? names.slice(1) : names).join('.'));
}

function readPackageCall(reader: Reader, parts: readonly string[]): boolean {
  const method = parts.length > 1 && oracleMethods.has((parts.at(-1) ?? '').toLowerCase());
  if (!method && !isPackageFunction(parts)) return false;
  if (!isPackageFunction(parts)) keepQualified(reader, parts);
  readArguments(reader, '');
  return true;
}

/** `x(+)`, `x.getClobVal()` behind a call, `x@link`, and the set tests of nested tables. */
function readPostfix(reader: Reader): boolean {
  if (atOperator(reader, '@')) throw constructRefusal(`@${peek(reader, 1).text}`, otherServer);
  if (atOperator(reader, '(') && atOperator(reader, '+', 1) && atOperator(reader, ')', 2)) {
    reader.at += 3;
    return true;
  }
  if (atOperator(reader, '.') && atOperator(reader, '(', 2)) {
    take(reader);
    const name = take(reader).text;
    if (!oracleMethods.has(name.toLowerCase())) throw functionRefusal(name);
    readArguments(reader, '');
    return true;
  }
  return readCells(reader) || readSetTest(reader);
}

function readSetTest(reader: Reader): boolean {
  if (takeWords(reader, 'MULTISET')) {
    if (!['UNION', 'INTERSECT', 'EXCEPT'].includes(take(reader).upper)) throw unexpected(reader);
    if (!takeWords(reader, 'ALL')) takeWords(reader, 'DISTINCT');
    readOperand(reader);
    return true;
  }
  if (atWords(reader, 'NOT', 'SUBMULTISET') || atWords(reader, 'NOT', 'MEMBER')) take(reader);
  if (takeWords(reader, 'AT', 'LOCAL')) return true;
  const test =
    takeWords(reader, 'SUBMULTISET') ||
    takeWords(reader, 'MEMBER') ||
    takeWords(reader, 'LIKEC') ||
    takeWords(reader, 'LIKE2') ||
    takeWords(reader, 'LIKE4');
  if (!test) return false;
  takeWords(reader, 'OF');
  readOperand(reader);
  return true;
}

/** `max(x) KEEP (DENSE_RANK LAST ORDER BY y)` */
function readKeep(reader: Reader): boolean {
  if (!atWords(reader, 'KEEP') || !atOperator(reader, '(', 1)) return false;
  take(reader);
  parenthesised(reader, () => {
    expectWords(reader, 'DENSE_RANK');
    if (!takeWords(reader, 'FIRST')) expectWords(reader, 'LAST');
    readOrderBy(reader);
  });
  return true;
}

export const oracleClauses: OwnClauses = {
  ...noOwnClauses,
  withItem: refuseInlineCode,
  afterWithItem: readSearchOrCycle,
  selectClause: readSelectClause,
  tableSource: readOracleTable,
  tableOption: readOracleTableOption,
  afterTableName: refuseLink,
  operand: readOperandWord,
  postfix: readPostfix,
  argument: readArgumentTail,
  callSuffix: readKeep,
  qualifiedCall: readPackageCall,
  reference: keepQualified,
  finish: refuseUnknownQualifier,
};
