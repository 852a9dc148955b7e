import type { Dialect } from '@sextant/sql/dialect';
import type { Literal } from './semantic-query.ts';

/** A value as a literal of the dialect. Throws a `RangeError` for what no literal can hold (NaN, NUL). */
export function writeLiteral(dialect: Dialect, value: Literal): string {
  if (typeof value === 'boolean') {
    if (dialect === 'sqlite') return value ? '1' : '0';
    return value ? 'TRUE' : 'FALSE';
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written in SQL`);
    return String(value);
  }
  if (value.includes('\0')) throw new RangeError('A text with a NUL character cannot be written in SQL');
  const escaped = dialect === 'mysql' ? value.replaceAll('\\', '\\\\') : value;
  return `'${escaped.replaceAll("'", "''")}'`;
}
