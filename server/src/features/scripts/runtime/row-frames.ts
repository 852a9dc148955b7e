import { Decimal } from './decimal.ts';
import { encodeJson, type ScriptFailure } from './frames.ts';

/** A row that cannot be stored; names the row and, where one is at fault, its column. */
export class RowError extends Error {
  readonly failure: Pick<ScriptFailure, 'row' | 'column'>;

  constructor(message: string, row: number, column?: string) {
    super(message);
    this.name = 'RowError';
    this.failure = { row, ...(column !== undefined && { column }) };
  }
}

const batchRows = 2000;
const batchCells = 20_000;
const maxColumns = 2000;
const maxNameLength = 255;

/** Gathers the rows that a script yields and sends them in frames of one shape each. */
export function createRowFrames(send: (frame: Buffer) => void) {
  let columns: string[] | null = null;
  let cells: unknown[][] = [];
  let gathered = 0;
  let count = 0;

  function flush(): void {
    if (gathered === 0) return;
    send(encodeJson('rows', { columns, cells }));
    cells = cells.map(() => []);
    gathered = 0;
  }

  function shapeOf(row: object): string[] {
    const names = Object.keys(row);
    const known = columns;
    if (known !== null && names.length === known.length && names.every((name, at) => name === known[at])) {
      return known;
    }
    checkNames(names, count);
    flush();
    columns = names;
    cells = names.map(() => []);
    return names;
  }

  function add(row: unknown): void {
    count += 1;
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new RowError(`Row ${count} is ${describe(row)}; a row must be an object of columns`, count);
    }
    const names = shapeOf(row);
    const values = row as Record<string, unknown>;
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] as string;
      (cells[at] as unknown[]).push(cellOf(values[name], count, name));
    }
    gathered += 1;
    if (gathered >= batchRows || gathered * (names.length + 1) >= batchCells) flush();
  }

  return {
    /** Takes what a script yields: one row, or an array of rows. */
    take(yielded: unknown): void {
      if (Array.isArray(yielded)) for (const row of yielded) add(row);
      else add(yielded);
    },
    flush,
    count: () => count,
  };
}

function checkNames(names: string[], row: number): void {
  if (names.length === 0) throw new RowError(`Row ${row} has no columns`, row);
  if (names.length > maxColumns) {
    throw new RowError(`Row ${row} has ${names.length} columns; ${maxColumns} are the most`, row);
  }
  for (const name of names) {
    if (name.trim() === '') throw new RowError(`Row ${row} has a column without a name`, row, name);
    if (name.length > maxNameLength || name.includes('\0') || !name.isWellFormed()) {
      throw new RowError(`Row ${row}: ${JSON.stringify(name.slice(0, 80))} cannot name a column`, row, name);
    }
  }
}

function cellOf(value: unknown, row: number, column: string): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new RowError(`Row ${row}, column "${column}": ${value} is no number; use null`, row, column);
    case 'undefined':
      return null;
    case 'bigint':
      return { $integer: value.toString() };
    case 'object':
      return value === null ? null : structureOf(value, row, column);
    default:
      throw new RowError(`Row ${row}, column "${column}" holds ${describe(value)}`, row, column);
  }
}

function structureOf(value: object, row: number, column: string): unknown {
  if (value instanceof Decimal) return { $decimal: value.text };
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) {
      throw new RowError(`Row ${row}, column "${column}" holds an invalid date`, row, column);
    }
    return value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  try {
    return { $json: JSON.stringify(value) };
  } catch (error) {
    throw new RowError(`Row ${row}, column "${column}" cannot be stored: ${String(error)}`, row, column);
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
