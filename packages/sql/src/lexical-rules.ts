import type { Dialect } from './dialect.ts';

/** What a dialect's lexer takes for a comment, a string, a name and a parameter. */
export interface LexicalRules {
  /** `#` begins a comment always, never, or only before a blank or an exclamation mark. */
  hashComments: 'always' | 'never' | 'before_blank';
  /** MySQL takes `--` for a comment only when a blank or the end follows. */
  dashesNeedBlank: boolean;
  nestedComments: boolean;
  /** Comments that the server runs as SQL: `/*!` and MariaDB's `/*M!`. */
  executableComments: boolean;
  backslashInSingleQuotes: boolean;
  backslashInDoubleQuotes: boolean;
  doubleQuotes: 'string' | 'name';
  backticks: boolean;
  /** Whether a backslash escapes inside backticks. */
  backslashInBackticks: boolean;
  /** `[name]`; where a bracket can be doubled, `]]` stands for one inside the name. */
  brackets: 'never' | 'plain' | 'doubled';
  /** Oracle's `q'[it's]'`. */
  alternativeQuotes: boolean;
  escapeStrings: boolean;
  unicodeQuotes: boolean;
  unicodeBlanks: boolean;
  digitsStartNames: boolean;
  /** Refuses `1abc`, which these servers cut at other places: `1eDELETE` is `1e DELETE` for SQL Server. */
  numbersStandApart: boolean;
  /** SQL Server's `$12.50`. */
  moneyNumbers: boolean;
  /** What opens and closes a string between equal marks, `$tag$`; null where there is none. */
  dollarTag: RegExp | null;
  /** Oracle's `:1` and `:"name"`, besides `:name`. */
  numberedParameters: boolean;
  /** `t.1` takes the first element of a tuple. */
  tupleAccess: boolean;
  /** A bare word at a position. */
  word: RegExp;
  sigils: string;
  /** Longest first: the first one that fits is taken. */
  operators: readonly string[];
}

const common = ['<=', '>=', '<>', '!=', '==', '||', '<<', '>>'];
const single = [...'+-*/%=<>()[]{},;.:&|^~!?@#\\'];

const anyLetters = /[A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_$\u0080-\u{10ffff}]*/uy;

const namedTag = /[$](?:[A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_\u0080-\u{10ffff}]*)?[$]/uy;

const mysql: LexicalRules = {
  hashComments: 'always',
  dashesNeedBlank: true,
  nestedComments: false,
  executableComments: true,
  backslashInSingleQuotes: true,
  backslashInDoubleQuotes: true,
  doubleQuotes: 'string',
  backticks: true,
  backslashInBackticks: false,
  brackets: 'never',
  alternativeQuotes: false,
  escapeStrings: false,
  dollarTag: null,
  unicodeQuotes: false,
  unicodeBlanks: false,
  digitsStartNames: true,
  numbersStandApart: false,
  moneyNumbers: false,
  numberedParameters: false,
  tupleAccess: false,
  word: anyLetters,
  sigils: '@',
  operators: ['<=>', '->>', '->', ':=', '&&', ...common, ...single],
};

const sqlite: LexicalRules = {
  ...mysql,
  hashComments: 'never',
  dashesNeedBlank: false,
  executableComments: false,
  backslashInSingleQuotes: false,
  backslashInDoubleQuotes: false,
  doubleQuotes: 'name',
  brackets: 'plain',
  digitsStartNames: false,
  sigils: ':@$',
  operators: ['->>', '->', ...common, ...single],
};

const duckdb: LexicalRules = {
  ...sqlite,
  backticks: false,
  brackets: 'never',
  escapeStrings: true,
  dollarTag: namedTag,
  unicodeBlanks: true,
  sigils: '$',
  operators: [
    ...['!~~*', '!~~', '~~~', '~~*', '<=>', '<->', '->>', '!~*', '->', '=>', ':=', '::', '**', '//'],
    ...['^@', '@>', '<@', '&&', '~~', '!~', '~*', '#>', ...common, ...single],
  ],
};

const postgresql: LexicalRules = {
  ...duckdb,
  nestedComments: true,
  unicodeQuotes: true,
  unicodeBlanks: false,
  operators: single,
};

/** Letters of any script, but none of the typographic quotes, blanks and dashes that ClickHouse reads as SQL. */
const clickhouse: LexicalRules = {
  ...mysql,
  hashComments: 'before_blank',
  dashesNeedBlank: false,
  executableComments: false,
  doubleQuotes: 'name',
  backslashInBackticks: true,
  dollarTag: /[$][A-Za-z0-9_]*[$]/y,
  tupleAccess: true,
  word: /[\p{L}_][\p{L}\p{M}\p{N}_$]*/uy,
  sigils: '',
  operators: ['<=>', '->', '::', '//', ...common, ...single],
};

/** Double quotes hold a name or a string by the session's QUOTED_IDENTIFIER; both readings end at the same place. */
const tsql: LexicalRules = {
  ...sqlite,
  backticks: false,
  nestedComments: true,
  brackets: 'doubled',
  numbersStandApart: true,
  moneyNumbers: true,
  word: /(?:@@)?[\p{L}_#][\p{L}\p{M}\p{N}_$#@]*/uy,
  sigils: '@',
  operators: ['!<', '!>', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '::', ...common, ...single],
};

const oracle: LexicalRules = {
  ...sqlite,
  backticks: false,
  brackets: 'never',
  alternativeQuotes: true,
  numbersStandApart: true,
  numberedParameters: true,
  word: /[\p{L}_][\p{L}\p{M}\p{N}_$#]*/uy,
  sigils: ':',
  operators: ['=>', ':=', '**', '^=', '~=', '..', ...common, ...single],
};

export const lexicalRules: Record<Dialect, LexicalRules> = {
  postgresql,
  mysql,
  sqlite,
  duckdb,
  clickhouse,
  tsql,
  oracle,
};

/**
 * MySQL's lexer depends on the session's sql_mode (NO_BACKSLASH_ESCAPES, ANSI_QUOTES).
 * A statement that reads differently under another mode must be harmless under each of them.
 */
export const mysqlReadings: readonly LexicalRules[] = [
  mysql,
  { ...mysql, backslashInDoubleQuotes: false },
  { ...mysql, backslashInDoubleQuotes: false, backslashInSingleQuotes: false },
];
