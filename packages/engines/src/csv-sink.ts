import { isUtf8 } from 'node:buffer';

/**
 * CSV that is being written as bytes: `bytes` up to `used`. Engines whose rows come as bytes write here what
 * `csv-text.ts` would write, without a string for every cell.
 */
export interface CsvSink {
  bytes: Buffer;
  used: number;
}

const pieceBytes = 128 * 1024;
/** A piece is full when less than this is left of it, so that the next row mostly fits without moving. */
const spareBytes = 8 * 1024;

const quote = 0x22;
const comma = 0x2c;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const minus = 0x2d;
const zero = 0x30;
const billion = 1e9;
const digitsOfDouble = 17;

/** By first byte: 1 for what may begin a formula, of which `0xef` is the first byte of the full-width forms. */
const armedStarts = tableOf([...Buffer.from('=+-@\t\r\n'), 0xef]);
const needsQuotes = tableOf([quote, comma, carriageReturn, lineFeed]);

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

export function createCsvSink(): CsvSink {
  return { bytes: Buffer.allocUnsafe(pieceBytes), used: 0 };
}

/** To be called before `count` bytes are written. */
export function makeRoom(sink: CsvSink, count: number): void {
  const needed = sink.used + count;
  if (needed <= sink.bytes.length) return;
  const larger = Buffer.allocUnsafe(Math.max(needed, sink.bytes.length * 2));
  sink.bytes.copy(larger, 0, 0, sink.used);
  sink.bytes = larger;
}

export function isFull(sink: CsvSink): boolean {
  return sink.bytes.length - sink.used < spareBytes;
}

/** Gives what was written, always whole rows, as UTF-8 that is valid as a decoder would make it; begins a new piece. */
export function takeCsv(sink: CsvSink): Buffer {
  const bytes = sink.bytes.subarray(0, sink.used);
  sink.bytes = isFull(sink) ? Buffer.allocUnsafe(pieceBytes) : sink.bytes.subarray(sink.used);
  sink.used = 0;
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString());
}

export function writeByte(sink: CsvSink, byte: number): void {
  makeRoom(sink, 1);
  sink.bytes[sink.used++] = byte;
}

export function writeComma(sink: CsvSink): void {
  writeByte(sink, comma);
}

export function endLine(sink: CsvSink): void {
  makeRoom(sink, 2);
  sink.bytes[sink.used++] = carriageReturn;
  sink.bytes[sink.used++] = lineFeed;
}

/** Writes text as it is, in UTF-8. */
export function writeString(sink: CsvSink, text: string): void {
  makeRoom(sink, text.length * 3);
  sink.used += sink.bytes.write(text, sink.used);
}

/** Writes a number from 0 to 2^31 - 1 into `width` bytes, which its digits may not exceed. */
function putDigits(sink: CsvSink, value: number, width: number): void {
  const { bytes } = sink;
  let rest = value | 0;
  sink.used += width;
  for (let at = sink.used - 1; at >= sink.used - width; at -= 1) {
    const next = (rest / 10) | 0;
    bytes[at] = zero + rest - next * 10;
    rest = next;
  }
}

function widthOf(value: number): number {
  let width = 1;
  for (let above = 10; above <= value; above *= 10) width += 1;
  return width;
}

/** Writes a whole number that a double holds exactly. */
export function writeInteger(sink: CsvSink, value: number): void {
  makeRoom(sink, digitsOfDouble);
  if (value < 0) sink.bytes[sink.used++] = minus;
  const size = Math.abs(value);
  // Whole numbers of 32 bits divide much quicker.
  const high = size < billion ? 0 : Math.floor(size / billion);
  if (high === 0) putDigits(sink, size, widthOf(size));
  else {
    putDigits(sink, high, widthOf(high));
    putDigits(sink, size - high * billion, 9);
  }
}

/** Writes a number below 100 with two digits, a larger one with all. */
export function writeTwoDigits(sink: CsvSink, value: number): void {
  if (value < 10) writeByte(sink, zero);
  writeInteger(sink, value);
}

/** Writes a number below 10,000 with four digits, a larger one with all. */
export function writeFourDigits(sink: CsvSink, value: number): void {
  if (value < 1000) writeByte(sink, zero);
  if (value < 100) writeByte(sink, zero);
  writeTwoDigits(sink, value);
}

function writeQuoted(sink: CsvSink, source: Uint8Array, from: number, to: number): void {
  makeRoom(sink, 2 * (to - from) + 2);
  const { bytes } = sink;
  let { used } = sink;
  bytes[used++] = quote;
  for (let at = from; at < to; at += 1) {
    const byte = source[at] as number;
    if (byte === quote) bytes[used++] = quote;
    bytes[used++] = byte;
  }
  bytes[used++] = quote;
  sink.used = used;
}

/**
 * Writes UTF-8 text as a field. False, with nothing written, for a text that may look like a formula, which
 * `csvCell` decides.
 */
export function writeText(sink: CsvSink, source: Uint8Array, from: number, to: number): boolean {
  if (from === to) {
    writeString(sink, '""');
    return true;
  }
  if (armedStarts[source[from] as number]) return false;
  makeRoom(sink, to - from);
  const { bytes } = sink;
  let { used } = sink;
  for (let at = from; at < to; at += 1) {
    const byte = source[at] as number;
    if (needsQuotes[byte]) {
      writeQuoted(sink, source, from, to);
      return true;
    }
    bytes[used++] = byte;
  }
  sink.used = used;
  return true;
}
