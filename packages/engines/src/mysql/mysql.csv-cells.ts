import type { Cell } from '@sextant/contract/chart';
import {
  type CsvSink,
  makeRoom,
  writeByte,
  writeFourDigits,
  writeInteger,
  writeString,
  writeText,
  writeTwoDigits,
} from '../csv-sink.ts';
import { csvCell } from '../csv-text.ts';
import { type DriverValue, type MysqlField, typeRule, unsignedFlag } from './mysql.values.ts';

/** A message of the server as mysql2 reads it; not part of its published types. */
export interface MysqlPacket {
  buffer: Buffer;
  /** Where the next value begins. */
  offset: number;
  end: number;
  readLengthCodedString(encoding: string): string;
  readLengthCodedBuffer(): Buffer;
  readDateTimeString(decimals: number, separator: null, columnType: number): string;
  readTimeString(): string;
  parseGeometryValue(): DriverValue;
  parseVector(): DriverValue;
}

/** Writes the value at the packet's offset, which is not NULL, as a field of CSV, and moves the offset behind it. */
export type CellWriter = (packet: MysqlPacket, sink: CsvSink) => void;

const types = {
  tiny: 1,
  short: 2,
  long: 3,
  float: 4,
  double: 5,
  timestamp: 7,
  longlong: 8,
  int24: 9,
  date: 10,
  time: 11,
  datetime: 12,
  year: 13,
  newdate: 14,
  json: 245,
  vector: 242,
  geometry: 255,
};
const decimalTypes = new Set([0, 246]);
const textTypes = new Set([15, 245, 247, 248, 249, 250, 251, 252, 253, 254]);
const binaryCharset = 63;

const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const space = 0x20;
/** A double gives so many digits back as they were. */
const safeDigits = 15;
const twoTo32 = 2 ** 32;
const maxSafeHigh = 2 ** 21;

/** Reads the length before a text and moves the offset to the text; throws where the packet ends earlier. */
function readLength(packet: MysqlPacket): number {
  const { buffer, offset } = packet;
  const first = buffer[offset] as number;
  const width = first < 251 ? 0 : first === 252 ? 2 : first === 253 ? 3 : 8;
  const length =
    width === 0
      ? first
      : width === 8
        ? Number(buffer.readBigUInt64LE(offset + 1))
        : buffer.readUIntLE(offset + 1, width);
  packet.offset = offset + 1 + width;
  if (packet.offset + length > packet.end) throw new Error('A value is longer than its row');
  return length;
}

/** The numbers of two's complement in fixed widths. */
function integerWriter(width: 1 | 2 | 4, signed: boolean): CellWriter {
  const shift = 32 - width * 8;
  return (packet, sink) => {
    const { buffer, offset } = packet;
    let bits = buffer[offset] as number;
    if (width > 1) bits |= (buffer[offset + 1] as number) << 8;
    if (width > 2) bits |= ((buffer[offset + 2] as number) << 16) | ((buffer[offset + 3] as number) << 24);
    packet.offset = offset + width;
    writeInteger(sink, signed ? (bits << shift) >> shift : bits >>> 0);
  };
}

function longWriter(signed: boolean): CellWriter {
  return (packet, sink) => {
    const { buffer, offset } = packet;
    const low = buffer.readUInt32LE(offset);
    const high = signed ? buffer.readInt32LE(offset + 4) : buffer.readUInt32LE(offset + 4);
    packet.offset = offset + 8;
    if (high >= -maxSafeHigh && high < maxSafeHigh) writeInteger(sink, high * twoTo32 + low);
    else writeString(sink, String(signed ? buffer.readBigInt64LE(offset) : buffer.readBigUInt64LE(offset)));
  };
}

/** Writes by way of a cell, for what is rare or not simple. */
function cellWriter(field: MysqlField, read: (packet: MysqlPacket) => DriverValue): CellWriter {
  const { kind, cell } = typeRule(field);
  return (packet, sink) => {
    const value = read(packet);
    const shown: Cell = value === null || value === undefined ? null : cell(value);
    writeString(sink, csvCell(shown, kind));
  };
}

function textWriter(field: MysqlField): CellWriter {
  const { kind } = typeRule(field);
  return (packet, sink) => {
    const length = readLength(packet);
    const { buffer, offset } = packet;
    packet.offset = offset + length;
    if (writeText(sink, buffer, offset, packet.offset)) return;
    writeString(sink, csvCell(buffer.toString('utf8', offset, packet.offset), kind));
  };
}

/** Copies the digits of a decimal without the zeros at its end; false where a number would not be shown like that. */
function copyDecimal(sink: CsvSink, source: Buffer, from: number, to: number): boolean {
  const first = source[from] === minus ? from + 1 : from;
  const lead = source[first] as number;
  if (to - from > safeDigits || lead <= zero || lead > nine) return false;
  const point = source.subarray(from, to).indexOf(dot);
  let end = to;
  if (point >= 0) {
    while (source[end - 1] === zero) end -= 1;
    if (source[end - 1] === dot) end -= 1;
  }
  makeRoom(sink, end - from);
  for (let at = from; at < end; at += 1) sink.bytes[sink.used++] = source[at] as number;
  return true;
}

function decimalWriter(field: MysqlField): CellWriter {
  const { cell, kind } = typeRule(field);
  return (packet, sink) => {
    const length = readLength(packet);
    const { buffer, offset } = packet;
    packet.offset = offset + length;
    if (copyDecimal(sink, buffer, offset, packet.offset)) return;
    writeString(sink, csvCell(cell(buffer.toString('latin1', offset, packet.offset)), kind));
  };
}

const dateBytes = 4;
const secondsBytes = 7;

function writeDate(sink: CsvSink, buffer: Buffer, at: number): void {
  writeFourDigits(sink, (buffer[at] as number) | ((buffer[at + 1] as number) << 8));
  writeByte(sink, minus);
  writeTwoDigits(sink, buffer[at + 2] as number);
  writeByte(sink, minus);
  writeTwoDigits(sink, buffer[at + 3] as number);
}

function writeClock(sink: CsvSink, buffer: Buffer, at: number): void {
  writeTwoDigits(sink, buffer[at] as number);
  writeByte(sink, colon);
  writeTwoDigits(sink, buffer[at + 1] as number);
  writeByte(sink, colon);
  writeTwoDigits(sink, buffer[at + 2] as number);
}

/** Dates and whole seconds are written at once; fractions and the date that is all zeros by the driver. */
function dateWriter(field: MysqlField): CellWriter {
  const { columnType } = field;
  const timed = columnType === types.datetime || columnType === types.timestamp;
  const rare = cellWriter(field, (packet) =>
    packet.readDateTimeString(Number(field.decimals), null, columnType),
  );
  return (packet, sink) => {
    const { buffer, offset } = packet;
    const length = buffer[offset];
    if (length !== secondsBytes && (length !== dateBytes || timed)) return rare(packet, sink);
    writeDate(sink, buffer, offset + 1);
    if (length === secondsBytes) {
      writeByte(sink, space);
      writeClock(sink, buffer, offset + 5);
    }
    packet.offset = offset + 1 + length;
  };
}

function plainText(field: MysqlField): boolean {
  const { columnType, characterSet, encoding } = field;
  if (!textTypes.has(columnType) || typeRule(field).kind === 'binary') return false;
  return columnType === types.json || characterSet === binaryCharset || encoding === 'utf8';
}

/** What writes the values of a column of a prepared statement, as `typeRule` and `csvCell` would have it. */
export function csvCellWriter(field: MysqlField): CellWriter {
  const signed = (field.flags & unsignedFlag) === 0;
  if (decimalTypes.has(field.columnType)) return decimalWriter(field);
  if (plainText(field)) return textWriter(field);
  switch (field.columnType) {
    case types.tiny:
      return integerWriter(1, signed);
    case types.short:
      return integerWriter(2, signed);
    case types.long:
    case types.int24:
      return integerWriter(4, signed);
    case types.longlong:
      return longWriter(signed);
    case types.year:
      return integerWriter(2, false);
    case types.date:
    case types.newdate:
    case types.datetime:
    case types.timestamp:
      return dateWriter(field);
    default:
      return cellWriter(field, rareReader(field));
  }
}

/** How mysql2 itself reads the types that `csvCellWriter` leaves to it. */
function rareReader({ columnType, characterSet, encoding = 'utf8' }: MysqlField) {
  const number = (width: number, read: (buffer: Buffer, at: number) => number) => (packet: MysqlPacket) => {
    const value = read(packet.buffer, packet.offset);
    packet.offset += width;
    return value;
  };
  switch (columnType) {
    case types.float:
      return number(4, (buffer, at) => buffer.readFloatLE(at));
    case types.double:
      return number(8, (buffer, at) => buffer.readDoubleLE(at));
    case types.time:
      return (packet: MysqlPacket) => packet.readTimeString();
    case types.geometry:
      return (packet: MysqlPacket) => packet.parseGeometryValue();
    case types.vector:
      return (packet: MysqlPacket) => packet.parseVector();
    default:
      return (packet: MysqlPacket) =>
        characterSet === binaryCharset
          ? packet.readLengthCodedBuffer()
          : packet.readLengthCodedString(encoding);
  }
}
