import type { Dialect } from '@sextant/sql/dialect';
import type { Literal } from './semantic-query.ts';

const numericBooleans: ReadonlySet<Dialect> = new Set<Dialect>(['sqlite', 'tsql', 'oracle']);
const backslashEscapes: ReadonlySet<Dialect> = new Set<Dialect>(['mysql', 'clickhouse']);

/** SQL Server reads a plain literal in the code page of the database, which turns other letters into question marks. */
function literalPrefix(dialect: Dialect, text: string): string {
  return dialect === 'tsql' && /[^ -~]/.test(text) ? 'N' : '';
}

/** A value as a literal of the dialect. Throws a `RangeError` for what no literal can hold (NaN, NUL). */
export function writeLiteral(dialect: Dialect, value: Literal): string {
  if (typeof value === 'boolean') {
    if (numericBooleans.has(dialect)) return value ? '1' : '0';
    return value ? 'TRUE' : 'FALSE';
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written in SQL`);
    return String(value);
  }
  if (value.includes('\0')) throw new RangeError('A text with a NUL character cannot be written in SQL');
  const escaped = backslashEscapes.has(dialect) ? value.replaceAll('\\', '\\\\') : value;
  return `${literalPrefix(dialect, value)}'${escaped.replaceAll("'", "''")}'`;
}
