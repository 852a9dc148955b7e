import duckdb, { type Vector } from '@duckdb/node-bindings';
import type { StoredValue } from '../stored-values.ts';
import type { StagedKind } from './sql-dialect.ts';

/** Rows of a chunk; DuckDB takes 2,048 at most. */
export const chunkRows = 2048;
/** DuckDB's `duckdb_string_t`: the length, then the text itself if it has 12 bytes at most. */
const stringBytes = 16;
const inlineBytes = 12;
const hashBytes = 16;
const wordSize = 2 ** 32;
const dayMs = 86_400_000;

/** What vectors are made in before DuckDB copies them; shared, for filling one is never interrupted. */
const scratch = new ArrayBuffer(chunkRows * stringBytes);
const bytes = new Uint8Array(scratch);
const view = new DataView(scratch);
const ints = new Int32Array(scratch);
const doubles = new Float64Array(scratch);

type Cells = readonly (StoredValue | undefined)[];

const writers: Record<StagedKind, { width: number; write(at: number, value: StoredValue): void }> = {
  integer: {
    width: 8,
    write(at, value) {
      if (typeof value === 'number') {
        ints[at * 2] = value;
        ints[at * 2 + 1] = Math.floor(value / wordSize);
      } else view.setBigInt64(at * 8, BigInt(value as bigint), true);
    },
  },
  number: {
    width: 8,
    write(at, value) {
      doubles[at] = Number(value);
    },
  },
  boolean: {
    width: 1,
    write(at, value) {
      bytes[at] = value ? 1 : 0;
    },
  },
  date: {
    width: 4,
    write(at, value) {
      ints[at] = dayNumber(value as string);
    },
  },
  text: { width: stringBytes, write: (at, value) => writeInline(at * stringBytes, value as string) },
};

let lastDay = '';
let lastDayNumber = 0;

/** Days since 1970; rows that follow each other often have one day. */
function dayNumber(day: string): number {
  if (day !== lastDay) {
    lastDayNumber = Date.parse(day) / dayMs;
    lastDay = day;
  }
  return lastDayNumber;
}

/** Writes a text of up to 12 bytes of UTF-8; false when it is longer. */
function writeInline(at: number, text: string): boolean {
  if (text.length > inlineBytes) return false;
  ints.fill(0, at / 4, at / 4 + 4);
  let end = at + 4;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xe000) return false;
    if (end + (code < 0x80 ? 1 : code < 0x800 ? 2 : 3) > at + stringBytes) return false;
    if (code < 0x80) bytes[end++] = code;
    else {
      if (code < 0x800) bytes[end++] = 0xc0 | (code >> 6);
      else {
        bytes[end++] = 0xe0 | (code >> 12);
        bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[end++] = 0x80 | (code & 0x3f);
    }
  }
  ints[at / 4] = end - at - 4;
  return true;
}

/** Marks rows of a vector as NULL. */
function setNulls(vector: Vector, rows: readonly number[], count: number): void {
  if (rows.length === 0) return;
  duckdb.vector_ensure_validity_writable(vector);
  const validity = new Uint8Array(Math.ceil(count / 64) * 8).fill(0xff);
  for (const row of rows) validity[row >> 3] = (validity[row >> 3] as number) & ~(1 << (row & 7));
  duckdb.copy_data_to_vector_validity(vector, 0, validity.buffer, 0, validity.byteLength);
}

/** Fills a vector with cells; those of a column that the rows do not have are NULL. */
export function fillVector(
  vector: Vector,
  kind: StagedKind,
  cells: Cells | null,
  from: number,
  count: number,
): void {
  const { width, write } = writers[kind];
  const nulls: number[] = [];
  const long: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const value = cells?.[from + at] ?? null;
    if (value === null) nulls.push(at);
    else if (kind === 'text') {
      if (!writeInline(at * stringBytes, value as string)) long.push(at);
    } else write(at, value);
  }
  for (const at of [...nulls, ...long]) bytes.fill(0, at * width, (at + 1) * width);
  duckdb.copy_data_to_vector(vector, 0, scratch, 0, count * width);
  for (const at of long) duckdb.vector_assign_string_element(vector, at, String(cells?.[from + at]));
  setNulls(vector, nulls, count);
}

/** Fills a vector of UUIDs with hashes of 32 hexadecimal digits. */
export function fillHashes(vector: Vector, hashes: readonly string[]): void {
  const given = Buffer.from(hashes.join(''), 'hex');
  if (given.length !== hashes.length * hashBytes) throw new Error('A hash is not one of 32 digits');
  for (let at = 0; at < given.length; at += hashBytes) {
    // DuckDB keeps a UUID as an integer of 128 bits, its lower half first and the highest bit turned.
    view.setUint32(at, given.readUInt32BE(at + 12), true);
    view.setUint32(at + 4, given.readUInt32BE(at + 8), true);
    view.setUint32(at + 8, given.readUInt32BE(at + 4), true);
    view.setUint32(at + 12, given.readUInt32BE(at) ^ 0x8000_0000, true);
  }
  duckdb.copy_data_to_vector(vector, 0, scratch, 0, given.length);
}
