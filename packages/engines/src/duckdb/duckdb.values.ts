import type { DuckDBType, DuckDBValue, Json } from '@duckdb/node-api';
import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { decimalCell, doubleCell, floatCell, integerCell } from '../numbers.ts';

type ToCell = (value: DuckDBValue) => Cell;

/** The driver's own conversion of nested values, handed in because the driver is loaded late. */
export type ToJson = (value: DuckDBValue, type: DuckDBType) => Json;

const kinds: [RegExp, ColumnKind][] = [
  [/\]$|^(STRUCT|MAP|UNION)\(/, 'json'],
  [/^JSON/, 'json'],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|^BIGNUM$/, 'integer'],
  [/^(FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC)/, 'number'],
  [/^(VARCHAR|TEXT|ENUM|UUID|CHAR)/, 'text'],
  [/^BOOL/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^(TIMESTAMP|DATETIME)/, 'datetime'],
  [/^TIME/, 'time'],
  [/^(BLOB|BYTEA)/, 'binary'],
];

/** Kind by DuckDB's type text, the same for result columns and the catalog. */
export function duckdbKind(type: string): ColumnKind {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

/** A moment as ISO text with its offset, from DuckDB's own `2024-01-01 04:00:01.5+00`. */
function zonedText(value: DuckDBValue): string {
  const text = String(value);
  const full = /[+-]\d\d$/.test(text) ? `${text}:00` : text;
  return /^\d{4}-\d\d-\d\d /.test(full) ? full.replace(' ', 'T') : full;
}

const asText: ToCell = (value) => String(value);
const asInteger: ToCell = (value) => (typeof value === 'bigint' ? integerCell(value) : (value as number));

const cellRules: Record<string, ToCell> = {
  BOOLEAN: (value) => value === true,
  FLOAT: (value) => floatCell(Number(value)),
  DOUBLE: (value) => doubleCell(Number(value)),
  VARCHAR: (value) => value as string,
  BLOB: (value) => Buffer.from((value as { bytes: Uint8Array }).bytes).toString('base64'),
  'TIMESTAMP WITH TIME ZONE': zonedText,
};

const nested = /^(STRUCT|MAP|UNION)\(|\]$/;

/** Type text and kind of a result column. */
export function resultType(type: DuckDBType): { type: string; kind: ColumnKind } {
  const text = type.alias ?? String(type);
  return { type: text, kind: duckdbKind(text) };
}

/** How values of a result column become cells; nested values become the text of their JSON. */
export function cellFunction(type: DuckDBType, toJson: ToJson): ToCell {
  const text = String(type);
  const rule = cellRules[text];
  if (rule) return rule;
  if (nested.test(text)) return (value) => JSON.stringify(toJson(value, type));
  const kind = duckdbKind(text);
  if (kind === 'integer') return asInteger;
  return kind === 'number' ? (value) => decimalCell(String(value)) : asText;
}
