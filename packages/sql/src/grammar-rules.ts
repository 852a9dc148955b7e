import { clickhouseGrammar } from './clickhouse.grammar.ts';
import type { Dialect } from './dialect.ts';
import { duckdbFunctions, duckdbNamedTableFunctions, duckdbTableFunctions } from './duckdb.functions.ts';
import { clauses, core, type GrammarRules, none, operators, plainGrammar, words } from './grammar-core.ts';
import { mysqlFunctions } from './mysql.functions.ts';
import { oracleGrammar } from './oracle.grammar.ts';
import { sqliteFunctions, sqliteNamedTableFunctions, sqliteTableFunctions } from './sqlite.functions.ts';
import { tsqlGrammar } from './tsql.grammar.ts';

/**
 * SQLite has no stored functions, so the pure functions of other databases do no harm there:
 * SQLite answers "no such function", which tells the reader more than a refusal would.
 */
const sqlite: GrammarRules = {
  ...plainGrammar,
  reserved: words(
    `${core} INSERT UPDATE DELETE DROP ALTER VALUES SET ISNULL NOTNULL ESCAPE COLLATE RETURNING FOR END`,
  ),
  notAliases: words(`${clauses} INDEXED`),
  callableKeywords: words('LEFT RIGHT LIKE'),
  functions: new Set([...sqliteFunctions, ...mysqlFunctions, ...duckdbFunctions]),
  tableFunctions: sqliteTableFunctions,
  namedTableFunctions: sqliteNamedTableFunctions,
  refusedTables: words('sqlite_dbpage fsdir zipfile sqlite_stmt'),
  inWithoutParenthesis: 'table',
  stringAliases: true,
};

const mysqlUnits = `MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR SECOND_MICROSECOND MINUTE_MICROSECOND
  MINUTE_SECOND HOUR_MICROSECOND HOUR_SECOND HOUR_MINUTE DAY_MICROSECOND DAY_SECOND DAY_MINUTE DAY_HOUR YEAR_MONTH`;

const mysql: GrammarRules = {
  ...sqlite,
  reserved:
    words(`${core} INSERT UPDATE DELETE DROP ALTER SET FOR LOCK PROCEDURE OUTFILE GRANT REVOKE LOAD CALL
    STRAIGHT_JOIN USE FORCE IGNORE RLIKE REGEXP COLLATE DIV XOR REPLACE RENAME LATERAL ELSE`),
  notAliases: words(`${clauses} ${mysqlUnits} DIV MOD SOUNDS MEMBER ROWS`),
  callableKeywords: words('LEFT RIGHT INSERT REPLACE VALUES ROW CHAR INTERVAL MATCH CONVERT DATABASE SCHEMA'),
  functions: mysqlFunctions,
  tableFunctions: none,
  namedTableFunctions: none,
  refusedTables: none,
  refusedMembers: words('nextval'),
  selectModifiers:
    words(`HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT SQL_CACHE
    SQL_NO_CACHE SQL_CALC_FOUND_ROWS DISTINCTROW`),
  binaryOperators: words(`${operators} && <=> ^`),
  intervalUnits: words(mysqlUnits),
  intervals: true,
  inWithoutParenthesis: false,
  binaryPrefix: true,
  leadingDots: true,
  tableQuery: true,
  fullTextMatch: true,
  convertedType: 'second',
  indexHints: true,
  dual: true,
  foldName: (name) => name,
  literalPrefix: (word) =>
    word.startsWith('_') || ['DATE', 'TIME', 'TIMESTAMP', 'N', 'X', 'B'].includes(word),
};

const duckdb: GrammarRules = {
  ...sqlite,
  reserved:
    words(`${core} LATERAL QUALIFY WINDOW RETURNING END FOR COLLATE OFFSET FETCH PIVOT UNPIVOT PIVOT_WIDER
    PIVOT_LONGER LAMBDA ONLY`),
  notAliases:
    words(`${clauses} ASOF POSITIONAL TABLESAMPLE SAMPLE AT SIMILAR ILIKE UNION REPLACE EXCLUDE RENAME
    INCLUDE`),
  callableKeywords: words('LEFT RIGHT REPLACE COLUMNS ROW MAP VALUES'),
  functions: duckdbFunctions,
  tableFunctions: duckdbTableFunctions,
  namedTableFunctions: duckdbNamedTableFunctions,
  refusedTables: words('duckdb_secrets'),
  binaryOperators: words(`${operators} && // ** ^ ^@ @> <@ ~ !~ ~* !~* ~~ !~~ ~~* !~~* ~~~ <-> <=>`),
  intervalUnits:
    words(`MICROSECOND MICROSECONDS MILLISECOND MILLISECONDS SECOND SECONDS MINUTE MINUTES HOUR HOURS DAY
    DAYS WEEK WEEKS MONTH MONTHS QUARTER QUARTERS YEAR YEARS DECADE DECADES CENTURY CENTURIES MILLENNIUM MILLENNIA`),
  intervals: true,
  inWithoutParenthesis: 'value',
  lambdas: true,
  casts: true,
  collections: true,
  pivots: true,
  fromFirst: true,
  tableQuery: true,
  distinctOn: true,
  prefixAliases: true,
  namedArguments: true,
  methodCalls: true,
  fileTables: true,
  foldName: (name) => name.toLowerCase(),
  literalPrefix: () => true,
  doubtfulTable: (name) => !/^[\p{L}\p{N}_]+$/u.test(name),
};

/** Dialects that the guard reads with its own grammar. */
export type OwnGrammarDialect = Exclude<Dialect, 'postgresql'>;

export const grammarRules: Record<OwnGrammarDialect, GrammarRules> = {
  mysql,
  sqlite,
  duckdb,
  clickhouse: clickhouseGrammar,
  tsql: tsqlGrammar,
  oracle: oracleGrammar,
};
