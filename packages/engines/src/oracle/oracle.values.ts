import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { decimalCell, doubleCell, floatCell } from '../numbers.ts';
import { withFraction } from './oracle.dates.ts';

/** What the driver says of a result column. */
export interface OracleField {
  name: string;
  /** e.g. `NUMBER`, `TIMESTAMP WITH TIME ZONE`. */
  dbTypeName?: string | undefined;
  byteSize?: number | undefined;
  precision?: number | undefined;
  scale?: number | undefined;
}

/** How a column is asked of the driver: as text, as bytes, or as it gives it by itself. */
export type FetchForm = 'text' | 'bytes' | 'own';

interface TypeRule {
  type: string;
  kind: ColumnKind;
  fetch: FetchForm;
  cell: (value: unknown) => Cell;
}

interface Interval {
  years?: number;
  months?: number;
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  fseconds?: number;
}

const asText = (value: unknown): Cell => String(value);

/** The driver writes `.5` and `-.5`. */
function asNumber(value: unknown): Cell {
  return decimalCell(String(value).replace(/^(-?)\./, '$10.'));
}

function asBase64(value: unknown): Cell {
  return Buffer.isBuffer(value) ? value.toString('base64') : String(value);
}

function asJson(value: unknown): Cell {
  const plain = ArrayBuffer.isView(value) ? Array.from(value as unknown as Iterable<number>) : value;
  return JSON.stringify(plain, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}

function yearsText(value: unknown): Cell {
  const { years = 0, months = 0 } = value as Interval;
  return `${years < 0 || months < 0 ? '-' : ''}${Math.abs(years)}-${Math.abs(months)}`;
}

function daysText(value: unknown): Cell {
  const { days = 0, hours = 0, minutes = 0, seconds = 0, fseconds = 0 } = value as Interval;
  const parts = [days, hours, minutes, seconds, fseconds];
  const [d = 0, h = 0, m = 0, s = 0, f = 0] = parts.map(Math.abs);
  const time = [h, m, s].map((part) => String(part).padStart(2, '0')).join(':');
  const fraction = f > 0 ? `.${String(f).padStart(9, '0').replace(/0+$/, '')}` : '';
  return `${parts.some((part) => part < 0) ? '-' : ''}${d} ${time}${fraction}`;
}

function numberRule({ precision = 0, scale = 0 }: OracleField): TypeRule {
  const isFloat = scale === -127;
  const declared = precision > 0 && !isFloat ? `NUMBER(${precision},${scale})` : 'NUMBER';
  const whole = precision > 0 && scale === 0;
  return { type: declared, kind: whole ? 'integer' : 'number', fetch: 'text', cell: asNumber };
}

function timestampRule(name: string): (field: OracleField) => TypeRule {
  return ({ precision, scale }) => {
    const digits = scale ?? precision ?? 6;
    const [head = name, ...rest] = name.split(' ');
    const type = [`${head}(${digits})`, ...rest].join(' ');
    return { type, kind: 'datetime', fetch: 'text', cell: (value) => withFraction(String(value), digits) };
  };
}

function fixed(type: string, kind: ColumnKind, cell = asText, fetch: FetchForm = 'text') {
  return (): TypeRule => ({ type, kind, fetch, cell });
}

function sized(name: string, kind: ColumnKind, cell: TypeRule['cell'], fetch: FetchForm) {
  return ({ byteSize }: OracleField): TypeRule => ({
    type: byteSize ? `${name}(${byteSize})` : name,
    kind,
    fetch,
    cell,
  });
}

const asBoolean = (value: unknown): Cell => value === true;
const asDouble = (value: unknown): Cell => doubleCell(Number(value));
const asFloat = (value: unknown): Cell => floatCell(Number(value));

const rules: Record<string, (field: OracleField) => TypeRule> = {
  NUMBER: numberRule,
  BINARY_INTEGER: fixed('BINARY_INTEGER', 'integer', asNumber, 'own'),
  BINARY_FLOAT: fixed('BINARY_FLOAT', 'number', asFloat, 'own'),
  BINARY_DOUBLE: fixed('BINARY_DOUBLE', 'number', asDouble, 'own'),
  BOOLEAN: fixed('BOOLEAN', 'boolean', asBoolean, 'own'),
  VARCHAR2: sized('VARCHAR2', 'text', asText, 'own'),
  NVARCHAR2: sized('NVARCHAR2', 'text', asText, 'own'),
  CHAR: sized('CHAR', 'text', asText, 'own'),
  NCHAR: sized('NCHAR', 'text', asText, 'own'),
  LONG: fixed('LONG', 'text', asText, 'own'),
  CLOB: fixed('CLOB', 'text'),
  NCLOB: fixed('NCLOB', 'text'),
  ROWID: fixed('ROWID', 'text', asText, 'own'),
  UROWID: fixed('UROWID', 'text', asText, 'own'),
  XMLTYPE: fixed('XMLTYPE', 'text', asText, 'own'),
  RAW: sized('RAW', 'binary', asBase64, 'own'),
  'LONG RAW': fixed('LONG RAW', 'binary', asBase64, 'own'),
  BLOB: fixed('BLOB', 'binary', asBase64, 'bytes'),
  // A DATE of Oracle has a time of day.
  DATE: () => ({
    type: 'DATE',
    kind: 'datetime',
    fetch: 'text',
    cell: (value) => withFraction(String(value), 0),
  }),
  TIMESTAMP: timestampRule('TIMESTAMP'),
  'TIMESTAMP WITH TIME ZONE': timestampRule('TIMESTAMP WITH TIME ZONE'),
  'TIMESTAMP WITH LOCAL TIME ZONE': timestampRule('TIMESTAMP WITH LOCAL TIME ZONE'),
  'INTERVAL DAY TO SECOND': fixed('INTERVAL DAY TO SECOND', 'other', daysText, 'own'),
  'INTERVAL YEAR TO MONTH': fixed('INTERVAL YEAR TO MONTH', 'other', yearsText, 'own'),
  JSON: fixed('JSON', 'json', asJson, 'own'),
  VECTOR: fixed('VECTOR', 'other', asJson, 'own'),
  // What is in a file of the server or behind a cursor is not fetched.
  BFILE: fixed('BFILE', 'other', () => '(BFILE)', 'own'),
  CURSOR: fixed('CURSOR', 'other', () => '(CURSOR)', 'own'),
};

const typeAliases: Record<string, string> = {
  VARCHAR: 'VARCHAR2',
  NVARCHAR: 'NVARCHAR2',
  'TIMESTAMP WITH TZ': 'TIMESTAMP WITH TIME ZONE',
  'TIMESTAMP WITH LOCAL TZ': 'TIMESTAMP WITH LOCAL TIME ZONE',
  'INTERVAL DS': 'INTERVAL DAY TO SECOND',
  'INTERVAL YM': 'INTERVAL YEAR TO MONTH',
};

/** Type text, kind, form of fetching and cell function of a result column. */
export function typeRule(field: OracleField): TypeRule {
  const name = (field.dbTypeName ?? '').toUpperCase();
  const rule = rules[typeAliases[name] ?? name];
  return rule?.(field) ?? { type: name || 'OBJECT', kind: 'other', fetch: 'own', cell: asJson };
}

const catalogKinds: Record<string, ColumnKind> = {
  FLOAT: 'number',
  BINARY_FLOAT: 'number',
  BINARY_DOUBLE: 'number',
  DATE: 'datetime',
  TIMESTAMP: 'datetime',
  CHAR: 'text',
  NCHAR: 'text',
  VARCHAR2: 'text',
  NVARCHAR2: 'text',
  CLOB: 'text',
  NCLOB: 'text',
  LONG: 'text',
  ROWID: 'text',
  UROWID: 'text',
  XMLTYPE: 'text',
  RAW: 'binary',
  'LONG RAW': 'binary',
  BLOB: 'binary',
  JSON: 'json',
  BOOLEAN: 'boolean',
};

/** What `ALL_TAB_COLUMNS` says of a column's type. */
export interface OracleColumnType {
  name: string;
  bytes: number;
  characters: number;
  precision: number | null;
  scale: number | null;
}

/** A type as it is declared: `NUMBER(10,2)`, `VARCHAR2(50)`. */
export function declaredType({ name, bytes, characters, precision, scale }: OracleColumnType): string {
  if (/^N?(VAR)?CHAR2?$/.test(name)) return `${name}(${characters || bytes})`;
  if (name === 'RAW') return `${name}(${bytes})`;
  if (name === 'FLOAT') return precision === null ? name : `${name}(${precision})`;
  if (name !== 'NUMBER') return name;
  if (precision === null) return scale === 0 ? 'NUMBER(38,0)' : 'NUMBER';
  return `NUMBER(${precision},${scale ?? 0})`;
}

/** Kind of a catalog column. */
export function catalogKind({ name, precision, scale }: OracleColumnType): ColumnKind {
  if (name === 'NUMBER') return scale === 0 || (precision !== null && scale === null) ? 'integer' : 'number';
  return catalogKinds[name.replace(/\(.*/, '').trim()] ?? 'other';
}
