import type { Dialect } from './dialect.ts';

const quoteMarks: Record<Dialect, string> = { postgresql: '"', mysql: '`', sqlite: '"', duckdb: '"' };

/**
 * A name as an identifier of the dialect, quoted whatever it holds, so that it can never become other SQL.
 * Throws a `RangeError` for what no database accepts: an empty name, a NUL character, a lone surrogate.
 */
export function quoteIdentifier(dialect: Dialect, name: string): string {
  if (name === '') throw new RangeError('An identifier must not be empty');
  if (name.includes('\0') || !name.isWellFormed()) {
    throw new RangeError(`The identifier ${JSON.stringify(name)} holds a character that no database accepts`);
  }
  const mark = quoteMarks[dialect];
  return mark + name.replaceAll(mark, mark + mark) + mark;
}
