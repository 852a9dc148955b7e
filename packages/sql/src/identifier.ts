import type { Dialect } from './dialect.ts';

/** How a dialect opens and closes a quoted name, and which characters inside it are written with an escape. */
interface NameQuotes {
  open: string;
  close: string;
  escaped: RegExp;
  escape: (character: string) => string;
}

function doubled(open: string, close: string): NameQuotes {
  return {
    open,
    close,
    escaped: new RegExp(`\\${close}`, 'g'),
    escape: (character) => character + character,
  };
}

const ansi = doubled('"', '"');

const nameQuotes: Record<Dialect, NameQuotes> = {
  postgresql: ansi,
  mysql: doubled('`', '`'),
  sqlite: ansi,
  duckdb: ansi,
  /** A backslash escapes inside ClickHouse's quotes, and not every version knows the doubled mark. */
  clickhouse: { open: '`', close: '`', escaped: /[`\\]/g, escape: (character) => `\\${character}` },
  tsql: doubled('[', ']'),
  oracle: ansi,
};

/**
 * A name as an identifier of the dialect, quoted whatever it holds, so that it can never become other SQL.
 * Throws a `RangeError` for what no database accepts: an empty name, a NUL character, a lone surrogate.
 */
export function quoteIdentifier(dialect: Dialect, name: string): string {
  if (name === '') throw new RangeError('An identifier must not be empty');
  if (name.includes('\0') || !name.isWellFormed()) {
    throw new RangeError(`The identifier ${JSON.stringify(name)} holds a character that no database accepts`);
  }
  if (dialect === 'oracle' && name.includes('"')) {
    throw new RangeError(`Oracle accepts no quote mark inside the name ${JSON.stringify(name)}`);
  }
  const quotes = nameQuotes[dialect];
  return quotes.open + name.replaceAll(quotes.escaped, quotes.escape) + quotes.close;
}

/** A table's name as an identifier of the dialect, with its schema unless that is the default one. */
export function quoteTable(dialect: Dialect, schema: string | null, name: string): string {
  const table = quoteIdentifier(dialect, name);
  return schema === null ? table : `${quoteIdentifier(dialect, schema)}.${table}`;
}
