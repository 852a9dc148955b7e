import type { Dialect } from './dialect.ts';

/** What a dialect's lexer takes for a comment, a string, a name and a parameter. */
export interface LexicalRules {
  hashComments: boolean;
  /** MySQL takes `--` for a comment only when a blank or the end follows. */
  dashesNeedBlank: boolean;
  nestedComments: boolean;
  /** Comments that the server runs as SQL: `/*!` and MariaDB's `/*M!`. */
  executableComments: boolean;
  backslashInSingleQuotes: boolean;
  backslashInDoubleQuotes: boolean;
  doubleQuotes: 'string' | 'name';
  backticks: boolean;
  brackets: boolean;
  escapeStrings: boolean;
  dollarQuotes: boolean;
  unicodeQuotes: boolean;
  unicodeBlanks: boolean;
  digitsStartNames: boolean;
  sigils: string;
  /** Longest first: the first one that fits is taken. */
  operators: readonly string[];
}

const common = ['<=', '>=', '<>', '!=', '==', '||', '<<', '>>'];
const single = [...'+-*/%=<>()[]{},;.:&|^~!?@#\\'];

const mysql: LexicalRules = {
  hashComments: true,
  dashesNeedBlank: true,
  nestedComments: false,
  executableComments: true,
  backslashInSingleQuotes: true,
  backslashInDoubleQuotes: true,
  doubleQuotes: 'string',
  backticks: true,
  brackets: false,
  escapeStrings: false,
  dollarQuotes: false,
  unicodeQuotes: false,
  unicodeBlanks: false,
  digitsStartNames: true,
  sigils: '@',
  operators: ['<=>', '->>', '->', ':=', '&&', ...common, ...single],
};

const sqlite: LexicalRules = {
  ...mysql,
  hashComments: false,
  dashesNeedBlank: false,
  executableComments: false,
  backslashInSingleQuotes: false,
  backslashInDoubleQuotes: false,
  doubleQuotes: 'name',
  brackets: true,
  digitsStartNames: false,
  sigils: ':@$',
  operators: ['->>', '->', ...common, ...single],
};

const duckdb: LexicalRules = {
  ...sqlite,
  backticks: false,
  brackets: false,
  escapeStrings: true,
  dollarQuotes: true,
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

export const lexicalRules: Record<Dialect, LexicalRules> = { postgresql, mysql, sqlite, duckdb };

/**
 * MySQL's lexer depends on the session's sql_mode (NO_BACKSLASH_ESCAPES, ANSI_QUOTES).
 * A statement that reads differently under another mode must be harmless under each of them.
 */
export const mysqlReadings: readonly LexicalRules[] = [
  mysql,
  { ...mysql, backslashInDoubleQuotes: false },
  { ...mysql, backslashInDoubleQuotes: false, backslashInSingleQuotes: false },
];
