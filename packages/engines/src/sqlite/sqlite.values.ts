import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { doubleCell, integerCell } from '../numbers.ts';

export type SqliteValue = null | number | bigint | string | Uint8Array;

const kindPatterns: [RegExp, ColumnKind][] = [
  [/BOOL/, 'boolean'],
  [/INT/, 'integer'],
  [/JSON/, 'json'],
  [/CHAR|CLOB|TEXT|UUID|ENUM/, 'text'],
  [/DATETIME|TIMESTAMP/, 'datetime'],
  [/DATE/, 'date'],
  [/TIME/, 'time'],
  [/REAL|FLOA|DOUB|NUM|DEC/, 'number'],
  [/BLOB|BINARY/, 'binary'],
];

const dateKinds = new Set<ColumnKind>(['date', 'datetime', 'time']);

/** Kind by declared type, as far as a name tells; null when it does not. */
export function declaredKind(type: string): ColumnKind | null {
  const upper = type.toUpperCase();
  return kindPatterns.find(([pattern]) => pattern.test(upper))?.[1] ?? null;
}

function storedType(value: SqliteValue): { type: string; kind: ColumnKind } {
  if (typeof value === 'bigint') return { type: 'INTEGER', kind: 'integer' };
  if (typeof value === 'number') return { type: 'REAL', kind: 'number' };
  if (typeof value === 'string') return { type: 'TEXT', kind: 'text' };
  return { type: 'BLOB', kind: 'binary' };
}

/**
 * Type and kind of a result column. SQLite types values, not columns: the declared type leads, and where there is
 * none, or dates are stored as numbers, the first values decide.
 */
export function columnType(
  declared: string | null,
  sample: readonly SqliteValue[],
): { type: string; kind: ColumnKind } {
  const values = sample.filter((value) => value !== null);
  const first = values[0];
  const stored = first === undefined ? null : storedType(first);
  const widened = values.some((value) => typeof value === 'number') && stored?.kind === 'integer';
  const actual = widened ? { type: 'REAL', kind: 'number' as const } : stored;
  const kind = declared ? declaredKind(declared) : null;
  if (!declared || !kind) return { type: declared || (actual?.type ?? ''), kind: actual?.kind ?? 'other' };
  const misdescribed = dateKinds.has(kind) && actual !== null && actual.kind !== 'text';
  return { type: declared, kind: misdescribed ? actual.kind : kind };
}

function plainCell(value: SqliteValue): Cell {
  if (typeof value === 'bigint') return integerCell(value);
  if (typeof value === 'number') return doubleCell(value);
  if (value === null || typeof value === 'string') return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

function booleanCell(value: SqliteValue): Cell {
  return value === 0n || value === 1n ? value === 1n : plainCell(value);
}

/** How values of a column become cells: by storage class, and 0 and 1 as booleans where declared so. */
export function cellFunction(kind: ColumnKind): (value: SqliteValue) => Cell {
  return kind === 'boolean' ? booleanCell : plainCell;
}
