import type { ColumnType, ScriptRow, ScriptValue } from '@sextant/contract/collector';
import { dayOf, instantIn } from './dates.ts';
import { numberOf } from './numbers.ts';

/** How a column is read from a record of an answer, and the type that it has in the table. */
export interface Field {
  type: ColumnType;
  read(record: object): ScriptValue;
}
/** Columns by their names. */
export type Shape = Record<string, Field>;

function field(type: ColumnType, path: string | number, convert: (value: unknown) => ScriptValue): Field {
  const steps = String(path).split('.');
  return {
    type,
    read(record) {
      let value: unknown = record;
      for (const step of steps) {
        value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : null;
      }
      try {
        return convert(value);
      } catch (error) {
        throw new TypeError(`Field ${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

/** Text as it is, without blanks around it; nothing is null. A path such as `country.id` or an index reaches deeper. */
export const text = (path: string | number) => field('text', path, textOf);
export const number = (path: string | number) => field('number', path, numberOf);
export const integer = (path: string | number) =>
  field('integer', path, (value) => {
    const read = numberOf(value);
    if (read !== null && !Number.isSafeInteger(read)) throw new TypeError(`${read} is not an integer`);
    return read;
  });
export const day = (path: string | number) => field('date', path, dayOf);
export const flag = (path: string | number) =>
  field('boolean', path, (value) => (typeof value === 'boolean' ? value : null));
/** An instant in ISO 8601 with its offset. */
export const instant = (path: string | number) =>
  field('timestamp', path, (value) => {
    const written = textOf(value);
    return written === null ? null : isoOf(Date.parse(written), written);
  });
/** An instant in milliseconds since 1970, or in seconds with `unit` 1000. */
export const epoch = (path: string | number, unit: 1 | 1000 = 1) =>
  field('timestamp', path, (value) => {
    const read = numberOf(value);
    return read === null ? null : isoOf(read * unit, String(read));
  });
/** What the clock of a time zone shows, as an instant. */
export const clock = (path: string | number, timeZone: string) =>
  field('timestamp', path, (value) => {
    const written = textOf(value);
    return written === null ? null : instantIn(timeZone, written);
  });
export const json = (path: string | number) =>
  field('json', path, (value) => (value === undefined ? null : (value as ScriptValue)));

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  const written = String(value).trim();
  return written === '' ? null : written;
}

function isoOf(ms: number, written: string): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) throw new TypeError(`"${written.slice(0, 60)}" is not a time`);
  return date.toISOString();
}

/**
 * Reads a record into a row. Throws a `TypeError` that names the field that does not hold what it should, or shows a
 * record that holds nothing of what is wanted.
 */
export function rowOf(record: object, shape: Shape): ScriptRow {
  const row = Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, one.read(record)]));
  if (Object.values(row).some((value) => value !== null)) return row;
  throw new TypeError(`A record has no field that is known: ${JSON.stringify(record).slice(0, 200)}`);
}

/** The types of a shape's columns, for a table's `columns`. */
export function columnsOf(shape: Shape): Record<string, ColumnType> {
  return Object.fromEntries(Object.entries(shape).map(([name, { type }]) => [name, type]));
}
