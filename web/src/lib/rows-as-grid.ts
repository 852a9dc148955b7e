import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';

/** Rows as a script yields them, as columns and cells: columns in the order in which they first come. */
export function rowsAsGrid(rows: readonly Record<string, unknown>[]): {
  columns: ResultColumn[];
  rows: Cell[][];
} {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => {
    const kind = kindOf(rows.map((row) => row[name]));
    return { name, type: kind, kind };
  });
  return { columns, rows: rows.map((row) => names.map((name) => cellOf(row[name]))) };
}

/** A value of JSON as a cell: what is neither text nor figure nor flag as its JSON text. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

/** The kind that all values share; digits in texts stay text, for codes have leading zeros. */
function kindOf(values: readonly unknown[]): ColumnKind {
  const kinds = new Set(values.filter((value) => value !== null && value !== undefined).map(kindOfValue));
  if (kinds.size === 2 && kinds.has('integer') && kinds.has('number')) return 'number';
  const [only = 'text'] = kinds;
  return kinds.size > 1 ? 'text' : only;
}

function kindOfValue(value: unknown): ColumnKind {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'object') return 'json';
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'date';
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? 'datetime' : 'text';
}
