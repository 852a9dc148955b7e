import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { SchemaElement } from 'hyparquet-writer';
import { parseDate, parseDecimal, parseTimestamp } from './parquet-values.ts';

type ParquetValue = string | number | bigint | boolean | Uint8Array | null;

/** How one column of a result is kept in a Parquet file. */
export interface ParquetColumn {
  name: string;
  element: SchemaElement;
  /** The value to write; undefined when the cell does not fit the column's type. NULL never comes here. */
  convert(cell: Exclude<Cell, null>): ParquetValue | undefined;
}

type Shape = Omit<ParquetColumn, 'name' | 'element'> & { element: Omit<SchemaElement, 'name'> };

const smallest64 = -(2n ** 63n);
const largest64 = 2n ** 63n - 1n;
/** What fits 64 bits with room to spare, and what fits 16 bytes. */
const longDigits = 18;
const widestDigits = 38;

const text: Shape = {
  element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  convert: (cell) => (typeof cell === 'string' ? cell : String(cell)),
};
const boolean: Shape = {
  element: { type: 'BOOLEAN' },
  convert: (cell) => (typeof cell === 'boolean' ? cell : undefined),
};
const integer: Shape = { element: { type: 'INT64' }, convert: toInt64 };
const double: Shape = { element: { type: 'DOUBLE' }, convert: toDouble };
const date: Shape = {
  element: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  convert: (cell) => (typeof cell === 'string' ? parseDate(cell) : undefined),
};
const binary: Shape = {
  element: { type: 'BYTE_ARRAY' },
  convert: (cell) => (typeof cell === 'string' ? Buffer.from(cell, 'base64') : undefined),
};

/**
 * Chooses the types of the columns from what the database says of them. A column whose first rows hold something
 * else (engines without strict types, dates that are none) becomes text, which keeps everything.
 */
export function parquetColumns(
  columns: readonly ResultColumn[],
  firstRows: readonly Cell[][],
): ParquetColumn[] {
  return columns.map((column, index) => {
    const cells = firstRows.map((row) => row[index] ?? null).filter((cell) => cell !== null);
    const shape = shapeOf(column, cells);
    const fits = cells.every((cell) => shape.convert(cell) !== undefined);
    const { element, convert } = fits ? shape : text;
    return {
      name: column.name,
      element: { ...element, name: column.name, repetition_type: 'OPTIONAL' },
      convert,
    };
  });
}

function shapeOf({ kind, type }: ResultColumn, cells: readonly Exclude<Cell, null>[]): Shape {
  if (kind === 'integer') return wideInteger(type) ?? integer;
  if (kind === 'number') return decimalOf(type) ?? (isFloat(type) ? double : text);
  if (kind === 'boolean') return boolean;
  if (kind === 'date') return date;
  if (kind === 'datetime') return timestamp(cells.some((cell) => hasZone(cell)));
  if (kind === 'binary') return binary;
  return text;
}

/** Integers that may not fit 64 bits with a sign. */
function wideInteger(type: string): Shape | null {
  if (/hugeint|u?int(128|256)/i.test(type)) return decimal(widestDigits, 0);
  if (/bigint unsigned|ubigint|uint64/i.test(type)) return decimal(20, 0);
  return null;
}

function decimalOf(type: string): Shape | null {
  const found = /(?:decimal|numeric|number)\d*\((\d+)(?:\s*,\s*(\d+))?\)/i.exec(type);
  if (!found) return null;
  const precision = Number(found[1]);
  const scale = Number(found[2] ?? 0);
  return precision >= 1 && precision <= widestDigits && scale <= precision ? decimal(precision, scale) : null;
}

function isFloat(type: string): boolean {
  return /double|float|real/i.test(type);
}

function decimal(precision: number, scale: number): Shape {
  const storage =
    precision <= longDigits
      ? ({ type: 'INT64' } as const)
      : ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 } as const);
  const limit = 10n ** BigInt(precision);
  return {
    element: { ...storage, converted_type: 'DECIMAL', precision, scale },
    convert(cell) {
      const value = typeof cell === 'boolean' ? undefined : parseDecimal(String(cell), scale);
      return value !== undefined && value > -limit && value < limit ? value : undefined;
    },
  };
}

function timestamp(zoned: boolean): Shape {
  const logical = { type: 'TIMESTAMP', isAdjustedToUTC: zoned, unit: 'MICROS' } as const;
  return {
    element: { type: 'INT64', logical_type: logical },
    convert: (cell) =>
      typeof cell === 'string' && hasZone(cell) === zoned ? parseTimestamp(cell) : undefined,
  };
}

function hasZone(cell: Cell): boolean {
  return typeof cell === 'string' && /(?:Z|[+-]\d\d:?\d\d)$/.test(cell.slice(10));
}

function toInt64(cell: Exclude<Cell, null>): bigint | undefined {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
  if (typeof cell === 'boolean' || !/^-?\d{1,19}$/.test(cell)) return undefined;
  const value = BigInt(cell);
  return value >= smallest64 && value <= largest64 ? value : undefined;
}

function toDouble(cell: Exclude<Cell, null>): number | undefined {
  if (typeof cell === 'number') return cell;
  return cell === 'NaN' || cell === 'Infinity' || cell === '-Infinity' ? Number(cell) : undefined;
}
