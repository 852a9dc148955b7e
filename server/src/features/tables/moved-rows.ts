import { createHash } from 'node:crypto';
import type { Cell } from '@sextant/contract/chart';
import { bookkeepingColumns } from '@sextant/contract/tables';
import type { Database } from '@sextant/engines/engine';
import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { readingSql } from './reading-sql.ts';
import type { StagedRows, WarehouseColumn } from './row-shaper.ts';
import { convertCell, type StoredValue, shortDecimal } from './stored-values.ts';
import { stampColumns } from './warehouse/sql-staging.ts';

/** A table as one warehouse holds it, read for another. */
export interface TableSource {
  database: Database;
  dialect: Dialect;
  table: string;
  columns: readonly WarehouseColumn[];
}

/** All rows of a table with what wrote them and when, in the order they came. */
export async function* readTable(source: TableSource, signal: AbortSignal): AsyncGenerator<StagedRows> {
  const { database, dialect, table, columns } = source;
  const all = [...columns, ...stampColumns];
  const names = [...all.map(({ name }) => name), bookkeepingColumns.hash];
  const selected = names.map((name) => quoteIdentifier(dialect, name)).join(', ');
  const sql = [
    'SELECT',
    selected,
    'FROM',
    quoteIdentifier(dialect, table),
    'ORDER BY',
    readingSql(dialect).order,
  ];
  const { batches } = await database.query(sql.join(' '), { signal });
  for await (const rows of batches) {
    yield {
      columns: all,
      values: all.map(({ type }, index) => rows.map((row) => storedValue(type, row[index] ?? null))),
      hashes: rows.map((row) => String(row[all.length]).replaceAll('-', '')),
    };
  }
}

/** The value that a warehouse gave for one of its own cells. */
function storedValue(type: WarehouseColumn['type'], cell: Cell): StoredValue {
  const value = convertCell(type, cell);
  if (value === undefined) throw new Error(`${String(cell)} is no ${type}`);
  return type === 'decimal' && typeof value === 'string' ? shortDecimal(value) : value;
}

/** A sum over rows that is equal for equal rows, whatever their order and whichever database they come from. */
export function createChecksum() {
  let sum = 0n;
  let rows = 0;
  return {
    add({ columns, values, hashes }: StagedRows): void {
      for (let at = 0; at < hashes.length; at += 1) {
        const texts = columns.map(({ type }, index) => comparableText(type, values[index]?.[at] ?? null));
        const digest = createHash('md5')
          .update([hashes[at], ...texts].join('\0'))
          .digest('hex');
        sum = (sum + BigInt(['0x', digest].join(''))) % (1n << 128n);
        rows += 1;
      }
    },
    rows: (): number => rows,
    result: (): string => [rows, sum.toString(16)].join(':'),
  };
}

/** A value as text that does not depend on how a database writes it. */
function comparableText(type: WarehouseColumn['type'], value: StoredValue): string {
  if (value === null) return '\u0001';
  if (type !== 'json') return String(value);
  return JSON.stringify(sorted(JSON.parse(String(value))));
}

/** Structures with their keys in order, for not every database keeps it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
