import type { Dialect } from './dialect.ts';
import { duckdbFunctions, duckdbNamedTableFunctions, duckdbTableFunctions } from './duckdb.functions.ts';
import { mysqlFunctions } from './mysql.functions.ts';
import { sqliteFunctions, sqliteNamedTableFunctions, sqliteTableFunctions } from './sqlite.functions.ts';

/** What the SELECT grammar of a dialect allows beyond the common core. PostgreSQL has its own parser instead. */
export interface GrammarRules {
  /** Words that are never a name or a bare alias unless quoted. */
  reserved: ReadonlySet<string>;
  /** Words that may be names, but that begin a clause where a bare alias could stand. */
  notAliases: ReadonlySet<string>;
  /** Reserved words that are also functions when a parenthesis follows. */
  callableKeywords: ReadonlySet<string>;
  functions: ReadonlySet<string>;
  tableFunctions: ReadonlySet<string>;
  /** Table functions whose first argument is the name of a table that they read. */
  namedTableFunctions: ReadonlySet<string>;
  refusedTables: ReadonlySet<string>;
  /** Members that act when they are read, such as MariaDB's `sequence.nextval`. */
  refusedMembers: ReadonlySet<string>;
  selectModifiers: ReadonlySet<string>;
  binaryOperators: ReadonlySet<string>;
  intervalUnits: ReadonlySet<string>;
  intervals: boolean;
  inWithoutParenthesis: 'table' | 'value' | false;
  stringAliases: boolean;
  binaryPrefix: boolean;
  leadingDots: boolean;
  lambdas: boolean;
  casts: boolean;
  collections: boolean;
  pivots: boolean;
  fromFirst: boolean;
  tableQuery: boolean;
  distinctOn: boolean;
  prefixAliases: boolean;
  namedArguments: boolean;
  methodCalls: boolean;
  fullTextMatch: boolean;
  indexHints: boolean;
  dual: boolean;
  /** A table's name can make the database open a file of that name. */
  fileTables: boolean;
  foldName: (name: string) => string;
  /** Whether a word before a string makes a typed literal, as in `DATE '2024-01-01'`. */
  literalPrefix: (word: string) => boolean;
  /** Whether a table name given as a string could be something else than a table. */
  doubtfulTable: (name: string) => boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
const none: ReadonlySet<string> = new Set();

const core = `SELECT FROM WHERE GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT INTO ON USING JOIN INNER LEFT RIGHT CROSS
  NATURAL AND OR NOT AS CASE WHEN THEN ELSE IN IS LIKE BETWEEN EXISTS WITH DISTINCT BY ASC DESC CREATE TABLE`;
const clauses = `OFFSET FETCH WINDOW QUALIFY FULL OUTER SEMI ANTI FOR SET VALUES COLLATE ESCAPE ISNULL NOTNULL FILTER OVER
  IGNORE RESPECT WITHIN END REGEXP GLOB MATCH PRECEDING FOLLOWING NULLS RETURNING SEPARATOR PARTITION MINUS`;
const operators = '+ - * / % || | & << >> = == <> != < <= > >= ->  ->>';

/**
 * SQLite has no stored functions, so the pure functions of other databases do no harm there:
 * SQLite answers "no such function", which tells the reader more than a refusal would.
 */
const sqlite: GrammarRules = {
  reserved: words(
    `${core} INSERT UPDATE DELETE DROP ALTER VALUES SET ISNULL NOTNULL ESCAPE COLLATE RETURNING FOR END`,
  ),
  notAliases: words(`${clauses} INDEXED`),
  callableKeywords: words('LEFT RIGHT LIKE'),
  functions: new Set([...sqliteFunctions, ...mysqlFunctions, ...duckdbFunctions]),
  tableFunctions: sqliteTableFunctions,
  namedTableFunctions: sqliteNamedTableFunctions,
  refusedTables: words('sqlite_dbpage fsdir zipfile sqlite_stmt'),
  refusedMembers: none,
  selectModifiers: none,
  binaryOperators: words(operators),
  intervalUnits: none,
  intervals: false,
  inWithoutParenthesis: 'table',
  stringAliases: true,
  binaryPrefix: false,
  leadingDots: false,
  lambdas: false,
  casts: false,
  collections: false,
  pivots: false,
  fromFirst: false,
  tableQuery: false,
  distinctOn: false,
  prefixAliases: false,
  namedArguments: false,
  methodCalls: false,
  fullTextMatch: false,
  indexHints: false,
  dual: false,
  fileTables: false,
  foldName: (name) => name.toLowerCase(),
  literalPrefix: () => false,
  doubtfulTable: () => false,
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

export const grammarRules: Record<OwnGrammarDialect, GrammarRules> = { mysql, sqlite, duckdb };
