/** What the driver knows of the column whose value comes next. */
export interface WireMetadata {
  type: { name: string };
  scale?: number | undefined;
}

interface WireValue {
  value: unknown;
  offset: number;
}

export type ReadValue = (
  buffer: Buffer,
  offset: number,
  metadata: WireMetadata,
  options: unknown,
) => WireValue;
type Decode = (bytes: Buffer, scale: number) => string;

const dayMs = 86_400_000;
/** Days from 0001-01-01 to 1970-01-01, and to 1900-01-01. */
const epochDay = 719_162;
const day1900 = 693_595;

function littleEndian(bytes: Buffer): bigint {
  let value = 0n;
  for (let index = bytes.length - 1; index >= 0; index--) value = value * 256n + BigInt(bytes[index] ?? 0);
  return value;
}

function withPoint(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function decimalText(bytes: Buffer, scale: number): string {
  const digits = withPoint(littleEndian(bytes.subarray(1)).toString(), scale);
  return bytes[0] === 1 ? digits : `-${digits}`;
}

/** Ten-thousandths: four bytes, or eight of which the upper four come first. */
function moneyText(bytes: Buffer): string {
  const units =
    bytes.length === 4
      ? BigInt(bytes.readInt32LE(0))
      : BigInt(bytes.readInt32LE(0)) * 4_294_967_296n + BigInt(bytes.readUInt32LE(4));
  const digits = withPoint((units < 0n ? -units : units).toString(), 4);
  return units < 0n ? `-${digits}` : digits;
}

function isoText(day: number, ms: number): string {
  return new Date((day - epochDay) * dayMs + ms).toISOString();
}

function dateTimeText(bytes: Buffer): string {
  if (bytes.length === 4) {
    const iso = isoText(day1900 + bytes.readUInt16LE(0), bytes.readUInt16LE(2) * 60_000);
    return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  }
  const iso = isoText(day1900 + bytes.readInt32LE(0), Math.round((bytes.readInt32LE(4) * 10) / 3));
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/** Whole seconds since midnight, and the rest as `.1234567` or nothing. */
function timeParts(bytes: Buffer, scale: number): { seconds: number; fraction: string } {
  const units = bytes.readUIntLE(0, bytes.length);
  const perSecond = 10 ** scale;
  const fraction = String(units % perSecond).padStart(scale, '0');
  return { seconds: Math.floor(units / perSecond), fraction: scale > 0 ? `.${fraction}` : '' };
}

function timeText(bytes: Buffer, scale: number): string {
  const { seconds, fraction } = timeParts(bytes, scale);
  return isoText(epochDay, seconds * 1000).slice(11, 19) + fraction;
}

function dateText(bytes: Buffer): string {
  return isoText(bytes.readUIntLE(0, 3), 0).slice(0, 10);
}

function dateTime2Text(bytes: Buffer, scale: number): string {
  const date = bytes.length - 3;
  return `${dateText(bytes.subarray(date))} ${timeText(bytes.subarray(0, date), scale)}`;
}

/** The wire holds universal time and the offset in minutes; shown is the local time with its offset. */
function dateTimeOffsetText(bytes: Buffer, scale: number): string {
  const date = bytes.length - 5;
  const { seconds, fraction } = timeParts(bytes.subarray(0, date), scale);
  const minutes = bytes.readInt16LE(bytes.length - 2);
  const iso = isoText(bytes.readUIntLE(date, 3), seconds * 1000 + minutes * 60_000);
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  const rest = String(size % 60).padStart(2, '0');
  return `${iso.slice(0, 19)}${fraction}${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

const decoders: Record<string, Decode> = {
  NumericN: decimalText,
  DecimalN: decimalText,
  MoneyN: moneyText,
  Money: moneyText,
  SmallMoney: moneyText,
  DateTimeN: dateTimeText,
  DateTime: dateTimeText,
  SmallDateTime: dateTimeText,
  Date: dateText,
  Time: timeText,
  DateTime2: dateTime2Text,
  DateTimeOffset: dateTimeOffsetText,
};

const fixedSizes: Record<string, number> = { Money: 8, SmallMoney: 4, DateTime: 8, SmallDateTime: 4 };

/** The types by which a `sql_variant` names its value, and how many bytes before it tell the scale. */
const variantTypes: Record<number, { name: string; scaleAt: number | null }> = {
  40: { name: 'Date', scaleAt: null },
  41: { name: 'Time', scaleAt: 0 },
  42: { name: 'DateTime2', scaleAt: 0 },
  43: { name: 'DateTimeOffset', scaleAt: 0 },
  58: { name: 'SmallDateTime', scaleAt: null },
  60: { name: 'Money', scaleAt: null },
  61: { name: 'DateTime', scaleAt: null },
  106: { name: 'DecimalN', scaleAt: 1 },
  108: { name: 'NumericN', scaleAt: 1 },
  122: { name: 'SmallMoney', scaleAt: null },
};

const variantHead = 6;

function decodeVariant(bytes: Buffer): string | null {
  const type = variantTypes[bytes[0] ?? 0];
  const decode = type && decoders[type.name];
  if (!decode) return null;
  const properties = bytes[1] ?? 0;
  const scale = type.scaleAt === null ? 0 : (bytes[2 + type.scaleAt] ?? 0);
  return decode(bytes.subarray(2 + properties), scale);
}

/**
 * The driver's value reader, made exact: it turns `decimal` and `money` into doubles, drops the offset of
 * `datetimeoffset` and keeps three digits of a second. Those types become the text that SQL Server itself shows; all
 * others are left to `original`. `missing` makes the driver's sign that more bytes must come first.
 */
export function exactReader(original: ReadValue, missing: (bytes: number) => unknown): ReadValue {
  function take(buffer: Buffer, start: number, size: number): Buffer {
    if (buffer.length < start + size) throw missing(start + size);
    return buffer.subarray(start, start + size);
  }

  function readVariant(buffer: Buffer, offset: number): WireValue | null {
    const size = take(buffer, offset, 4).readUInt32LE(0);
    if (size < variantHead - 4) return null;
    const value = decodeVariant(take(buffer, offset + 4, size));
    return value === null ? null : { value, offset: offset + 4 + size };
  }

  return (buffer, offset, metadata, options) => {
    const { name } = metadata.type;
    if (name === 'Variant') {
      return readVariant(buffer, offset) ?? original(buffer, offset, metadata, options);
    }
    const decode = decoders[name];
    if (!decode) return original(buffer, offset, metadata, options);
    const fixed = fixedSizes[name];
    const start = fixed === undefined ? offset + 1 : offset;
    const size = fixed ?? take(buffer, offset, 1).readUInt8(0);
    if (size === 0) return { value: null, offset: start };
    return { value: decode(take(buffer, start, size), metadata.scale ?? 0), offset: start + size };
  };
}
