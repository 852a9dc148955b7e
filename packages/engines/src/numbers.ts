import type { Cell } from '@sextant/contract/chart';

/** A whole number as a cell: a number where a double holds it exactly, else its digits. */
export function integerCell(value: bigint): Cell {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value.toString();
}

/** The digits of a whole number as a cell, exact in either form. */
export function integerTextCell(text: string): Cell {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** A decimal's text as a cell: a number when at most 15 digits count, which a double always gives back; else the text. */
export function decimalCell(text: string): Cell {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  if (text.length <= 15) return value;
  const digits = text.replace(/e.*$/i, '').replace(/[-+.]/g, '').replace(/^0+/, '');
  const counted = text.includes('.') ? digits.replace(/0+$/, '') : digits;
  return counted.length <= 15 ? value : text;
}

/** A double as a cell; JSON has no NaN and no infinity, so these travel as text. */
export function doubleCell(value: number): Cell {
  return Number.isFinite(value) ? value : String(value);
}

/** A 32-bit float as the shortest number that means the same float: 1.1, not 1.10000002384. */
export function floatCell(value: number): Cell {
  if (!Number.isFinite(value)) return String(value);
  for (let precision = 6; precision <= 9; precision++) {
    const short = Number(value.toPrecision(precision));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
