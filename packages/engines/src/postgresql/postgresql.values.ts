import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind, ResultColumn } from '@sextant/contract/result';
import type { FieldDef } from 'pg';
import { uniqueColumns } from '../column-names.ts';
import { decimalCell, doubleCell, integerTextCell } from '../numbers.ts';

type ParseText = (text: string) => Cell;

interface TypeRule {
  name: string;
  kind: ColumnKind;
  parse: ParseText;
}

const asText: ParseText = (text) => text;

function withFullOffset(text: string): string {
  return /[+-]\d\d$/.test(text) ? `${text}:00` : text;
}

function zonedDateTime(text: string): string {
  const full = withFullOffset(text);
  return full.charCodeAt(10) === 32 ? `${full.slice(0, 10)}T${full.slice(11)}` : full;
}

function byteaBase64(text: string): string {
  return Buffer.from(text.slice(2), 'hex').toString('base64');
}

function rule(name: string, kind: ColumnKind, parse: ParseText = asText): TypeRule {
  return { name, kind, parse };
}

/** The built-in types by OID; their OIDs are the same in every PostgreSQL. */
const rules = new Map<number, TypeRule>([
  [16, rule('boolean', 'boolean', (text) => text === 't')],
  [17, rule('bytea', 'binary', byteaBase64)],
  [18, rule('"char"', 'text')],
  [19, rule('name', 'text')],
  [20, rule('bigint', 'integer', integerTextCell)],
  [21, rule('smallint', 'integer', Number)],
  [23, rule('integer', 'integer', Number)],
  [25, rule('text', 'text')],
  [26, rule('oid', 'integer', Number)],
  [114, rule('json', 'json')],
  [142, rule('xml', 'text')],
  [700, rule('real', 'number', (text) => doubleCell(Number(text)))],
  [701, rule('double precision', 'number', (text) => doubleCell(Number(text)))],
  [790, rule('money', 'other')],
  [1042, rule('character', 'text')],
  [1043, rule('character varying', 'text')],
  [1082, rule('date', 'date')],
  [1083, rule('time without time zone', 'time')],
  [1114, rule('timestamp without time zone', 'datetime')],
  [1184, rule('timestamp with time zone', 'datetime', zonedDateTime)],
  [1186, rule('interval', 'other')],
  [1266, rule('time with time zone', 'time', withFullOffset)],
  [1560, rule('bit', 'other')],
  [1562, rule('bit varying', 'other')],
  [1700, rule('numeric', 'number', decimalCell)],
  [2950, rule('uuid', 'text')],
  [3802, rule('jsonb', 'json')],
]);

const kinds = new Map([...rules.values()].map((entry) => [entry.name, entry.kind]));

const otherNames: Record<number, string> = {
  199: 'json[]',
  600: 'point',
  650: 'cidr',
  705: 'text',
  829: 'macaddr',
  869: 'inet',
  1000: 'boolean[]',
  1001: 'bytea[]',
  1005: 'smallint[]',
  1007: 'integer[]',
  1009: 'text[]',
  1015: 'character varying[]',
  1016: 'bigint[]',
  1021: 'real[]',
  1022: 'double precision[]',
  1115: 'timestamp without time zone[]',
  1182: 'date[]',
  1185: 'timestamp with time zone[]',
  1231: 'numeric[]',
  2249: 'record',
  2278: 'void',
  2951: 'uuid[]',
  3614: 'tsvector',
  3807: 'jsonb[]',
  3904: 'int4range',
  3906: 'numrange',
  3908: 'tsrange',
  3910: 'tstzrange',
  3912: 'daterange',
  3926: 'int8range',
};
const textOids = new Set([705]);

function modifier(oid: number, typmod: number): string {
  if (typmod < 0) return '';
  if (oid === 1700) return `(${((typmod - 4) >> 16) & 0xffff},${(typmod - 4) & 0x7ff})`;
  if (oid === 1042 || oid === 1043) return `(${typmod - 4})`;
  return '';
}

/** How a column's text becomes a cell. Arrays, ranges, enums and unknown types stay the text PostgreSQL writes. */
export function cellParser(oid: number): ParseText {
  return rules.get(oid)?.parse ?? asText;
}

/** A user-defined type as the session learnt it at connect. */
export interface OwnType {
  name: string;
  isEnum: boolean;
}

/** Type text and kind of a result column. */
export function resultType(
  oid: number,
  typmod: number,
  ownTypes: ReadonlyMap<number, OwnType>,
): { type: string; kind: ColumnKind } {
  const known = rules.get(oid);
  if (known) return { type: known.name + modifier(oid, typmod), kind: known.kind };
  const own = ownTypes.get(oid);
  if (own) return { type: own.name, kind: own.isEnum ? 'text' : 'other' };
  return { type: otherNames[oid] ?? `oid ${oid}`, kind: textOids.has(oid) ? 'text' : 'other' };
}

/** Kind of a catalog column by its `format_type` text; `category` is the letter of `pg_type.typcategory`. */
export function catalogKind(type: string, category: string): ColumnKind {
  if (type.endsWith(']')) return 'other';
  const bare = type.replace(/\(.*?\)/, '');
  return kinds.get(bare) ?? (category === 'E' || category === 'S' ? 'text' : 'other');
}

/** Result columns with unique names, as the server described them. */
export function resultColumns(fields: FieldDef[], ownTypes: ReadonlyMap<number, OwnType>): ResultColumn[] {
  return uniqueColumns(
    fields.map((field) => ({
      name: field.name,
      ...resultType(field.dataTypeID, field.dataTypeModifier, ownTypes),
    })),
  );
}
