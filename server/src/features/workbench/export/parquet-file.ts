import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts';

/**
 * A row group is written when it holds so much; what is in memory is a small multiple of it. Larger groups cost more
 * time, for the collector has to move their rows, and save less than a hundredth of the file.
 */
const groupRows = 10_000;
const groupBytes = 8 * 1024 * 1024;

/** What cannot be kept in a column whose type the first rows settled. */
export class UnfitValue extends Error {
  readonly column: string;
  readonly row: number;
  readonly value: string;

  constructor(column: string, row: number, value: string) {
    super(`Row ${row} of ${column} does not fit the type of the column`);
    this.column = column;
    this.row = row;
    this.value = value;
  }
}

/**
 * Builds a Parquet file from rows in order; both calls give the bytes that are ready. Throws an `UnfitValue` for a
 * row that does not fit its column.
 */
export function createParquetFile(resultColumns: readonly ResultColumn[]) {
  let rows: Cell[][] = [];
  let bytes = 0;
  let written = 0;
  let file: { writer: ByteWriter; parquet: ParquetWriter; columns: ParquetColumn[] } | null = null;

  function open() {
    const columns = parquetColumns(resultColumns, rows);
    const writer = new ByteWriter(1024 * 1024);
    const root = { name: 'root', num_children: columns.length };
    const schema = [root, ...columns.map(({ element }) => element)];
    const parquet = new ParquetWriter({ writer, schema, createdBy: 'Sextant', statistics: false });
    return { writer, parquet, columns };
  }

  function values({ name, convert }: ParquetColumn, index: number): ColumnSource['data'] {
    return rows.map((row, at) => {
      const cell = row[index] ?? null;
      const value = cell === null ? null : convert(cell);
      if (value === undefined) throw new UnfitValue(name, written + at + 1, String(cell).slice(0, 100));
      return value;
    });
  }

  function flush(): Uint8Array<ArrayBuffer> {
    file ??= open();
    const { writer, parquet, columns } = file;
    if (rows.length > 0) {
      const columnData = columns.map((column, index) => ({ name: column.name, data: values(column, index) }));
      void parquet.write({ columnData, rowGroupSize: rows.length });
      written += rows.length;
      rows = [];
      bytes = 0;
    }
    return take(writer);
  }

  return {
    add(batch: readonly Cell[][]): Uint8Array<ArrayBuffer> | null {
      for (const row of batch) {
        rows.push(row);
        for (const cell of row) bytes += typeof cell === 'string' ? cell.length : 8;
      }
      return rows.length >= groupRows || bytes >= groupBytes ? flush() : null;
    },

    finish(): Uint8Array<ArrayBuffer> {
      const last = flush();
      if (!file) return last;
      void file.parquet.finish();
      return join(last, take(file.writer));
    },
  };
}

/** The bytes written so far, which the writer then forgets. */
function take(writer: ByteWriter): Uint8Array<ArrayBuffer> {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}
