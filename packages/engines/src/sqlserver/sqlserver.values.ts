import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { decimalCell, doubleCell, floatCell, integerTextCell } from '../numbers.ts';

/** What the server says of a result column, as the driver passes it on. */
export interface SqlserverField {
  colName: string;
  type: { name: string };
  dataLength?: number | undefined;
  precision?: number | undefined;
  scale?: number | undefined;
  udtInfo?: { typeName: string } | undefined;
}

interface TypeRule {
  type: string;
  kind: ColumnKind;
  cell: (value: unknown) => Cell;
}

const maxLength = 65_535;

const asText = (value: unknown): Cell => String(value);
const asNumber = (value: unknown): Cell => Number(value);
const asInteger = (value: unknown): Cell => integerTextCell(String(value));
const asDecimal = (value: unknown): Cell => decimalCell(String(value));
const asDouble = (value: unknown): Cell => doubleCell(Number(value));
const asFloat = (value: unknown): Cell => floatCell(Number(value));

function asBase64(value: unknown): Cell {
  return Buffer.isBuffer(value) ? value.toString('base64') : String(value);
}

/** A variant keeps what its own type makes of it. */
function asVariant(value: unknown): Cell {
  if (typeof value === 'number') return doubleCell(value);
  return typeof value === 'boolean' ? value : asBase64(value);
}

function sized(name: string, length: number | undefined, bytesPerCharacter = 1): string {
  if (length === undefined) return name;
  return `${name}(${length >= maxLength ? 'max' : length / bytesPerCharacter})`;
}

const tinyint: TypeRule = { type: 'tinyint', kind: 'integer', cell: asNumber };
const smallint: TypeRule = { type: 'smallint', kind: 'integer', cell: asNumber };
const int: TypeRule = { type: 'int', kind: 'integer', cell: asNumber };
const bigint: TypeRule = { type: 'bigint', kind: 'integer', cell: asInteger };
const real: TypeRule = { type: 'real', kind: 'number', cell: asFloat };
const float: TypeRule = { type: 'float', kind: 'number', cell: asDouble };
const money: TypeRule = { type: 'money', kind: 'number', cell: asDecimal };
const smallmoney: TypeRule = { type: 'smallmoney', kind: 'number', cell: asDecimal };
const datetime: TypeRule = { type: 'datetime', kind: 'datetime', cell: asText };
const smalldatetime: TypeRule = { type: 'smalldatetime', kind: 'datetime', cell: asText };
const bit: TypeRule = { type: 'bit', kind: 'boolean', cell: (value) => value === true };

type MakeRule = (field: SqlserverField) => TypeRule;

function text(name: string, bytesPerCharacter = 1): MakeRule {
  return (field) => ({ type: sized(name, field.dataLength, bytesPerCharacter), kind: 'text', cell: asText });
}

function binary(name: string): MakeRule {
  return (field) => ({ type: sized(name, field.dataLength), kind: 'binary', cell: asBase64 });
}

function decimal(name: string): MakeRule {
  return ({ precision, scale }) => ({
    type: `${name}(${precision ?? 18},${scale ?? 0})`,
    kind: 'number',
    cell: asDecimal,
  });
}

function scaled(name: string, kind: ColumnKind): MakeRule {
  return ({ scale }) => ({ type: `${name}(${scale ?? 7})`, kind, cell: asText });
}

const always =
  (rule: TypeRule): MakeRule =>
  () =>
    rule;

/** Types whose length tells which one is meant. */
const byLength =
  (rules: Record<number, TypeRule>, other: TypeRule): MakeRule =>
  (field) =>
    rules[field.dataLength ?? 0] ?? other;

const makers: Record<string, MakeRule> = {
  Null: always({ type: 'null', kind: 'other', cell: asText }),
  TinyInt: always(tinyint),
  SmallInt: always(smallint),
  Int: always(int),
  BigInt: always(bigint),
  IntN: byLength({ 1: tinyint, 2: smallint, 4: int }, bigint),
  Real: always(real),
  Float: always(float),
  FloatN: byLength({ 4: real }, float),
  Money: always(money),
  SmallMoney: always(smallmoney),
  MoneyN: byLength({ 4: smallmoney }, money),
  Bit: always(bit),
  BitN: always(bit),
  NumericN: decimal('numeric'),
  DecimalN: decimal('decimal'),
  DateTime: always(datetime),
  SmallDateTime: always(smalldatetime),
  DateTimeN: byLength({ 4: smalldatetime }, datetime),
  Date: always({ type: 'date', kind: 'date', cell: asText }),
  Time: scaled('time', 'time'),
  DateTime2: scaled('datetime2', 'datetime'),
  DateTimeOffset: scaled('datetimeoffset', 'datetime'),
  UniqueIdentifier: always({ type: 'uniqueidentifier', kind: 'text', cell: asText }),
  VarChar: text('varchar'),
  Char: text('char'),
  NVarChar: text('nvarchar', 2),
  NChar: text('nchar', 2),
  Text: always({ type: 'text', kind: 'text', cell: asText }),
  NText: always({ type: 'ntext', kind: 'text', cell: asText }),
  Xml: always({ type: 'xml', kind: 'text', cell: asText }),
  VarBinary: binary('varbinary'),
  Binary: binary('binary'),
  Image: always({ type: 'image', kind: 'binary', cell: asBase64 }),
  UDT: ({ udtInfo }) => ({ type: udtInfo?.typeName ?? 'udt', kind: 'binary', cell: asBase64 }),
  Variant: always({ type: 'sql_variant', kind: 'other', cell: asVariant }),
};

/** Type text, kind and cell function of a result column; values come from `exactReader`. */
export function typeRule(field: SqlserverField): TypeRule {
  return makers[field.type.name]?.(field) ?? { type: field.type.name, kind: 'other', cell: asText };
}

const catalogKinds: Record<string, ColumnKind> = {
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  decimal: 'number',
  numeric: 'number',
  money: 'number',
  smallmoney: 'number',
  float: 'number',
  real: 'number',
  bit: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  datetime2: 'datetime',
  smalldatetime: 'datetime',
  datetimeoffset: 'datetime',
  char: 'text',
  varchar: 'text',
  text: 'text',
  nchar: 'text',
  nvarchar: 'text',
  ntext: 'text',
  sysname: 'text',
  uniqueidentifier: 'text',
  xml: 'text',
  json: 'json',
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
  timestamp: 'binary',
  rowversion: 'binary',
  geography: 'binary',
  geometry: 'binary',
  hierarchyid: 'binary',
};

/** Kind of a catalog column by the name of its base type. */
export function catalogKind(baseType: string): ColumnKind {
  return catalogKinds[baseType.toLowerCase()] ?? 'other';
}

/** A type as it is declared: `nvarchar(50)`, `decimal(10,2)`; `length` is in bytes, -1 for `max`. */
export function declaredType(name: string, length: number, precision: number, scale: number): string {
  const size = length === -1 ? 'max' : String(/^n(var)?char$/.test(name) ? length / 2 : length);
  if (/^n?(var)?char$|^(var)?binary$/.test(name)) return `${name}(${size})`;
  if (name === 'decimal' || name === 'numeric') return `${name}(${precision},${scale})`;
  return /^(time|datetime2|datetimeoffset)$/.test(name) ? `${name}(${scale})` : name;
}
