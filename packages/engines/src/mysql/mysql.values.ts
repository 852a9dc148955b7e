import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { decimalCell, doubleCell, floatCell, integerTextCell } from '../numbers.ts';

/** What a MySQL server says of a result column; numbers as in its protocol. */
export interface MysqlField {
  name: string;
  columnType: number;
  columnLength: number;
  decimals: number;
  characterSet: number;
  flags: number;
  /** Of the bytes of its values, by the name that Node or iconv gives it. */
  encoding?: string;
  extendedFormat?: string;
}

/** What the driver makes of a value when it is asked for text wherever a number or date could lose something. */
export type DriverValue = string | number | Buffer | null | object;

interface TypeRule {
  type: string;
  kind: ColumnKind;
  cell: (value: DriverValue) => Cell;
}

const binaryCharset = 63;
export const unsignedFlag = 32;
const binaryFlag = 128;
const enumFlag = 256;
const setFlag = 2048;

const asText = (value: DriverValue): Cell => String(value);
const asNumber = (value: DriverValue): Cell => Number(value);
const asDouble = (value: DriverValue): Cell => doubleCell(Number(value));
const asDecimal = (value: DriverValue): Cell => decimalCell(String(value));

function asBase64(value: DriverValue): Cell {
  return Buffer.isBuffer(value) ? value.toString('base64') : Buffer.from(String(value)).toString('base64');
}

function bits(value: DriverValue, length: number): string {
  if (!Buffer.isBuffer(value)) return String(value);
  const digits = [...value].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return digits.slice(-length).padStart(length, '0');
}

/** A point as `POINT(1 2)`, other shapes as the JSON of their coordinates. */
function geometryText(value: DriverValue): string {
  const point = (place: unknown): unknown => {
    if (Array.isArray(place)) return place.map(point);
    const { x, y } = place as { x: number; y: number };
    return [x, y];
  };
  if (Array.isArray(value)) return JSON.stringify(point(value));
  const [x, y] = point(value) as [number, number];
  return `POINT(${x} ${y})`;
}

function decimalRule(field: MysqlField): TypeRule {
  const sign = field.flags & unsignedFlag ? 0 : 1;
  const precision = field.columnLength - sign - (field.decimals > 0 ? 1 : 0);
  return { type: `decimal(${precision},${field.decimals})`, kind: 'number', cell: asDecimal };
}

function bitRule(field: MysqlField): TypeRule {
  if (field.columnLength === 1) {
    return { type: 'bit(1)', kind: 'boolean', cell: (value) => bits(value, 1) === '1' };
  }
  const length = field.columnLength;
  return { type: `bit(${length})`, kind: 'other', cell: (value) => bits(value, length) };
}

function textRule(field: MysqlField, textName: string, binaryName: string): TypeRule {
  if (field.extendedFormat === 'json') return { type: 'json', kind: 'json', cell: asText };
  if (field.flags & enumFlag) return { type: 'enum', kind: 'text', cell: asText };
  if (field.flags & setFlag) return { type: 'set', kind: 'text', cell: asText };
  const binary = field.characterSet === binaryCharset && (field.flags & binaryFlag) !== 0;
  return binary
    ? { type: binaryName, kind: 'binary', cell: asBase64 }
    : { type: textName, kind: 'text', cell: asText };
}

function integerRule(type: string, cell: TypeRule['cell'] = asNumber): (field: MysqlField) => TypeRule {
  return (field) => ({
    type: field.flags & unsignedFlag ? `${type} unsigned` : type,
    kind: 'integer',
    cell,
  });
}

function fixedRule(type: string, kind: ColumnKind, cell: TypeRule['cell'] = asText): () => TypeRule {
  return () => ({ type, kind, cell });
}

const asInteger = (value: DriverValue): Cell =>
  typeof value === 'number' ? value : integerTextCell(String(value));

const rules: Record<number, (field: MysqlField) => TypeRule> = {
  0: decimalRule,
  1: integerRule('tinyint'),
  2: integerRule('smallint'),
  3: integerRule('int'),
  4: fixedRule('float', 'number', (value) => floatCell(Number(value))),
  5: fixedRule('double', 'number', asDouble),
  6: fixedRule('null', 'other'),
  7: fixedRule('timestamp', 'datetime'),
  8: integerRule('bigint', asInteger),
  9: integerRule('mediumint'),
  10: fixedRule('date', 'date'),
  11: fixedRule('time', 'time'),
  12: fixedRule('datetime', 'datetime'),
  13: fixedRule('year', 'integer', asNumber),
  14: fixedRule('date', 'date'),
  15: (field) => textRule(field, 'varchar', 'varbinary'),
  16: bitRule,
  242: fixedRule('vector', 'other', (value) => JSON.stringify(value)),
  245: fixedRule('json', 'json'),
  246: decimalRule,
  247: fixedRule('enum', 'text'),
  248: fixedRule('set', 'text'),
  249: (field) => textRule(field, 'tinytext', 'tinyblob'),
  250: (field) => textRule(field, 'mediumtext', 'mediumblob'),
  251: (field) => textRule(field, 'longtext', 'longblob'),
  252: (field) => textRule(field, 'text', 'blob'),
  253: (field) => textRule(field, 'varchar', 'varbinary'),
  254: (field) => textRule(field, 'char', 'binary'),
  255: fixedRule('geometry', 'other', geometryText),
};

/** Type text, kind and cell function of a result column. */
export function typeRule(field: MysqlField): TypeRule {
  return (
    rules[field.columnType]?.(field) ?? { type: `type ${field.columnType}`, kind: 'other', cell: asText }
  );
}

const catalogKinds: Record<string, ColumnKind> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  year: 'integer',
  decimal: 'number',
  float: 'number',
  double: 'number',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  timestamp: 'datetime',
  json: 'json',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  uuid: 'text',
  inet4: 'text',
  inet6: 'text',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  // Types that TiDB, Doris and StarRocks add.
  boolean: 'boolean',
  largeint: 'integer',
  'bigint unsigned': 'integer',
  decimalv3: 'number',
  datev2: 'date',
  datetimev2: 'datetime',
  string: 'text',
  ipv4: 'text',
  ipv6: 'text',
  array: 'json',
  map: 'json',
  struct: 'json',
  variant: 'json',
};

/** Kind of a catalog column by `DATA_TYPE` and `COLUMN_TYPE`. */
export function catalogKind(dataType: string, columnType: string): ColumnKind {
  if (columnType === 'bit(1)') return 'boolean';
  return catalogKinds[dataType.toLowerCase()] ?? 'other';
}
