import { noOwnClauses, type OwnClauses } from './own-clauses.ts';

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
  setOperators: ReadonlySet<string>;
  /** Words that begin a clause after a whole query. */
  tailClauses: ReadonlySet<string>;
  /** What may follow GROUP BY … WITH. */
  groupModifiers: ReadonlySet<string>;
  /** Words that may stand before JOIN; APPLY takes its place where it is one of them. */
  joinWords: ReadonlySet<string>;
  /** Endings that turn an aggregate function into another one, in small letters. */
  combinators: readonly string[];
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
  /** A common table expression sees itself without RECURSIVE. */
  recursiveWith: boolean;
  /** `t.1` is the first element of a tuple. */
  tupleAccess: boolean;
  /** Behind AS or a dot every word is a name, also a reserved one. */
  reservedNames: boolean;
  /** A statement may begin with semicolons. */
  leadingSemicolons: boolean;
  /** `> =` is `>=`. */
  spacedComparisons: boolean;
  /** Which argument of CONVERT is a type. */
  convertedType: 'first' | 'second' | 'none';
  /** `db..table`: the schema may be left out. */
  emptySchema: boolean;
  /** A name of more parts reaches another server. */
  mostNameParts: number;
  /** A table's name can make the database open a file of that name. */
  fileTables: boolean;
  foldName: (name: string) => string;
  /** Whether a word before a string makes a typed literal, as in `DATE '2024-01-01'`. */
  literalPrefix: (word: string) => boolean;
  /** Whether a table name given as a string could be something else than a table. */
  doubtfulTable: (name: string) => boolean;
  /** Clauses that only this dialect has. */
  own: OwnClauses;
}

export const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
export const none: ReadonlySet<string> = new Set();

export const core = `SELECT FROM WHERE GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT INTO ON USING JOIN INNER LEFT RIGHT CROSS
  NATURAL AND OR NOT AS CASE WHEN THEN ELSE IN IS LIKE BETWEEN EXISTS WITH DISTINCT BY ASC DESC CREATE TABLE`;
export const clauses = `OFFSET FETCH WINDOW QUALIFY FULL OUTER SEMI ANTI FOR SET VALUES COLLATE ESCAPE ISNULL NOTNULL FILTER OVER
  IGNORE RESPECT WITHIN END REGEXP GLOB MATCH PRECEDING FOLLOWING NULLS RETURNING SEPARATOR PARTITION MINUS`;
export const operators = '+ - * / % || | & << >> = == <> != < <= > >= ->  ->>';

export const joins = 'NATURAL ASOF POSITIONAL CROSS INNER LEFT RIGHT FULL SEMI ANTI OUTER';

/** What the dialects have in common; nothing that any of them could read otherwise. */
export const plainGrammar: Omit<GrammarRules, 'reserved' | 'functions'> = {
  notAliases: words(clauses),
  callableKeywords: words('LEFT RIGHT'),
  tableFunctions: none,
  namedTableFunctions: none,
  refusedTables: none,
  refusedMembers: none,
  selectModifiers: none,
  setOperators: words('UNION EXCEPT INTERSECT MINUS'),
  tailClauses: words('ORDER LIMIT OFFSET FETCH'),
  groupModifiers: words('ROLLUP'),
  joinWords: words(joins),
  combinators: [],
  binaryOperators: words(operators),
  intervalUnits: none,
  intervals: false,
  inWithoutParenthesis: false,
  stringAliases: false,
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
  recursiveWith: false,
  tupleAccess: false,
  reservedNames: true,
  leadingSemicolons: false,
  spacedComparisons: false,
  convertedType: 'none',
  emptySchema: false,
  mostNameParts: Number.POSITIVE_INFINITY,
  fileTables: false,
  foldName: (name) => name.toLowerCase(),
  literalPrefix: () => false,
  doubtfulTable: () => false,
  own: noOwnClauses,
};
