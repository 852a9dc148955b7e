import {
  clickhouseCombinators,
  clickhouseFunctions,
  clickhouseNamedTableFunctions,
  clickhouseTableFunctions,
} from './clickhouse.functions.ts';
import { clauses, type GrammarRules, joins, operators, plainGrammar, words } from './grammar-core.ts';
import { clickhouseClauses } from './read-clickhouse.ts';

const units = 'NANOSECOND MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR';

export const clickhouseGrammar: GrammarRules = {
  ...plainGrammar,
  reserved:
    words(`SELECT FROM WHERE PREWHERE GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT INTO ON USING JOIN INNER LEFT
    RIGHT CROSS NATURAL AND OR NOT AS CASE WHEN THEN ELSE IN IS LIKE BETWEEN WITH DISTINCT BY ASC DESC CREATE INSERT
    ALTER DROP ARRAY`),
  notAliases:
    words(`${clauses} SAMPLE FINAL ANY ALL GLOBAL LOCAL ASOF PASTE SETTINGS FORMAT TOTALS INTERPOLATE ILIKE
    PARALLEL DIV MOD REPLACE`),
  callableKeywords: words('LEFT RIGHT LIKE AND OR NOT IN ARRAY'),
  functions: clickhouseFunctions,
  tableFunctions: clickhouseTableFunctions,
  namedTableFunctions: clickhouseNamedTableFunctions,
  joinWords: words(`${joins} ANY ALL GLOBAL LOCAL PASTE`),
  groupModifiers: words('ROLLUP CUBE TOTALS'),
  combinators: clickhouseCombinators,
  binaryOperators: words(`${operators} <=>`),
  intervalUnits: words(`${units} ${units.replaceAll(/\w+/g, '$&S')}`),
  intervals: true,
  inWithoutParenthesis: 'value',
  lambdas: false,
  casts: true,
  collections: true,
  distinctOn: true,
  tupleAccess: true,
  foldName: (name) => name,
  literalPrefix: (word) => word === 'DATE' || word === 'TIMESTAMP',
  own: clickhouseClauses,
};
