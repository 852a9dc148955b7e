import type { Text } from '@sextant/contract/text';
import { isDay, readMoment } from './moments.ts';
import type { ColumnType } from './table-writer.ts';

/**
 * A value as warehouses take it: `integer` a safe number or a bigint of 64 bits, `decimal` plain digits, `date`
 * `YYYY-MM-DD`, `timestamp` `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC, `json` its text.
 */
export type StoredValue = string | number | bigint | boolean | null;

const maxInt64 = 2n ** 63n - 1n;
const decimalPattern = /^[+-]?\d{1,20}(\.\d{1,18})?$/;
const plainInteger = /^[+-]?\d{1,40}$/;

/** What a script sends for integers beyond a double, for decimals and for structures. */
function special(cell: unknown): { integer?: string; decimal?: string; json?: string } | null {
  if (typeof cell !== 'object' || cell === null) return null;
  const { $integer: integer, $decimal: decimal, $json: json } = cell as Record<string, unknown>;
  if (typeof integer === 'string') return { integer };
  if (typeof decimal === 'string') return { decimal };
  return typeof json === 'string' ? { json } : {};
}

function fitsInt64(digits: string): boolean {
  const value = BigInt(digits);
  return value <= maxInt64 && value >= -maxInt64 - 1n;
}

function typeOfText(text: string): ColumnType {
  // Most texts are no dates; a look at two characters tells.
  if (text.length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return 'text';
  if (isDay(text)) return 'date';
  return readMoment(text) === null ? 'text' : 'timestamp';
}

/** The type that a value has by itself; null for NULL. Digits in a text stay text, for codes keep their zeros. */
export function typeOfCell(cell: unknown): ColumnType | null {
  switch (typeof cell) {
    case 'number':
      return Number.isSafeInteger(cell) ? 'integer' : 'number';
    case 'string':
      return typeOfText(cell);
    case 'boolean':
      return 'boolean';
    default: {
      const { integer, decimal, json } = special(cell) ?? {};
      if (json !== undefined) return 'json';
      if (decimal !== undefined) return decimalPattern.test(decimal) ? 'decimal' : 'text';
      if (integer === undefined) return null;
      if (fitsInt64(integer)) return 'integer';
      return decimalPattern.test(integer) ? 'decimal' : 'text';
    }
  }
}

const widerTypes: Partial<Record<ColumnType, Partial<Record<ColumnType, ColumnType>>>> = {
  integer: { number: 'number', decimal: 'decimal' },
  date: { timestamp: 'timestamp' },
};

/** The narrowest type that holds the values of both without losing a digit; text where there is no other. */
export function joinTypes(one: ColumnType, other: ColumnType): ColumnType {
  if (one === other) return one;
  return widerTypes[one]?.[other] ?? widerTypes[other]?.[one] ?? 'text';
}

/** A value as text, in the form that identity hashes use: equal for 1, "1" and a big integer of one. */
export function canonicalText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return String(cell);
  const { integer, decimal, json } = special(cell) ?? {};
  if (integer !== undefined) return BigInt(integer).toString();
  return decimal ?? json ?? String(cell);
}

function toInteger(text: string): number | bigint | undefined {
  const trimmed = text.trim();
  if (!plainInteger.test(trimmed) || !fitsInt64(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isSafeInteger(value) ? value : BigInt(trimmed);
}

function toNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function toDecimal(cell: unknown, text: string): string | undefined {
  // JavaScript writes small numbers with an exponent.
  const plain = typeof cell === 'number' && /e-/.test(text) ? cell.toFixed(18) : text;
  return decimalPattern.test(plain) ? plain : undefined;
}

const booleans: Record<string, boolean> = { true: true, false: false, '1': true, '0': false };

function toDay(text: string): string | undefined {
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  const day = compact ? compact.slice(1).join('-') : text;
  if (isDay(day)) return day;
  return readMoment(text)?.slice(0, 10);
}

function toMoment(text: string): string | undefined {
  const day = toDay(text);
  return readMoment(text) ?? (day === undefined ? undefined : [day, '00:00:00'].join(' '));
}

function toJson(cell: unknown, text: string): string | undefined {
  if (typeof cell !== 'string') return text;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

/** A value in the form of a column's type; undefined when it has none there. */
export function convertCell(type: ColumnType, cell: unknown): StoredValue | undefined {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number' && (type === 'number' || (type === 'integer' && Number.isSafeInteger(cell)))) {
    return cell;
  }
  if (type === 'boolean' && typeof cell === 'boolean') return cell;
  if (type === 'text' && typeof cell === 'string' && cell.isWellFormed()) return cell;
  const text = canonicalText(cell);
  switch (type) {
    case 'text':
      return text.isWellFormed() ? text : text.toWellFormed();
    case 'integer':
      return toInteger(text);
    case 'number':
      return toNumber(text);
    case 'decimal':
      return toDecimal(cell, text.trim());
    case 'boolean':
      return booleans[text];
    case 'date':
      return toDay(text);
    case 'timestamp':
      return toMoment(text);
    case 'json':
      return toJson(cell, text);
  }
}

/** Whether cells are what a column of the type stores, just as they came; most columns are. */
export function areStored(type: ColumnType, cells: readonly unknown[]): cells is readonly StoredValue[] {
  const isStored = storedAsItIs[type];
  return isStored !== undefined && cells.every((cell) => cell === null || isStored(cell));
}

const storedAsItIs: Partial<Record<ColumnType, (cell: unknown) => boolean>> = {
  text: (cell) => typeof cell === 'string' && !cell.includes('\0') && cell.isWellFormed(),
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  boolean: (cell) => typeof cell === 'boolean',
  date: (cell) => typeof cell === 'string' && isDay(cell),
};

/** A decimal without the zeros with which databases fill it up. */
export function shortDecimal(text: string): string {
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

export const typeNames: Record<ColumnType, Text> = {
  text: { zh: '文本', en: 'text' },
  integer: { zh: '整数', en: 'an integer of 64 bits' },
  number: { zh: '数值', en: 'a number' },
  decimal: { zh: '定点小数（最多 20 位整数、18 位小数）', en: 'a decimal of up to 20 and 18 digits' },
  boolean: { zh: '布尔值', en: 'true or false' },
  date: { zh: '日期', en: 'a date' },
  timestamp: { zh: '时间', en: 'a timestamp' },
  json: { zh: 'JSON', en: 'JSON' },
};
