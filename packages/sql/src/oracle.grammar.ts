import { clauses, type GrammarRules, joins, none, operators, plainGrammar, words } from './grammar-core.ts';
import { oracleFunctions } from './oracle.functions.ts';
import { oracleClauses } from './read-oracle.ts';

export const oracleGrammar: GrammarRules = {
  ...plainGrammar,
  reserved:
    words(`SELECT FROM WHERE GROUP HAVING ORDER UNION INTERSECT EXCEPT MINUS INTO ON USING JOIN INNER LEFT RIGHT CROSS
    NATURAL AND OR NOT AS CASE WHEN THEN ELSE IN IS LIKE BETWEEN EXISTS WITH DISTINCT BY ASC DESC CREATE TABLE INSERT
    UPDATE DELETE DROP ALTER GRANT REVOKE LOCK FOR CONNECT PRIOR START UNIQUE BEGIN DECLARE MERGE`),
  notAliases:
    words(`${clauses} PIVOT UNPIVOT MODEL SAMPLE VERSIONS MATCH_RECOGNIZE SUBPARTITION APPLY LOG BULK LIMIT
    CONNECT_BY_ROOT MULTISET MEMBER SUBMULTISET LIKEC LIKE2 LIKE4 SEARCH CYCLE`),
  callableKeywords: none,
  functions: oracleFunctions,
  refusedTables: words('user$ link$ user_history$ default_pwd$'),
  refusedMembers: words('nextval'),
  selectModifiers: words('UNIQUE'),
  tailClauses: words('OFFSET FETCH'),
  groupModifiers: none,
  joinWords: words(`${joins} APPLY`),
  binaryOperators: words(`${operators.replace('%', '').replace('&', '')} ^= ~=`),
  intervalUnits: words('YEAR MONTH DAY HOUR MINUTE SECOND'),
  intervals: true,
  inWithoutParenthesis: 'value',
  pivots: true,
  namedArguments: true,
  dual: true,
  recursiveWith: true,
  spacedComparisons: true,
  foldName: (name) => name.toUpperCase(),
  literalPrefix: (word) => ['DATE', 'TIMESTAMP'].includes(word),
  own: oracleClauses,
};
