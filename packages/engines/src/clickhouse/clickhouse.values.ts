import type { Cell } from '@sextant/contract/chart';
import type { ColumnKind } from '@sextant/contract/result';
import { decimalCell, doubleCell, integerTextCell } from '../numbers.ts';
import { createZoneOffsets } from './zone-offset.ts';

/** How the text of a value, without its quotes, becomes a cell. */
export interface TypeRule {
  kind: ColumnKind;
  cell: (text: string) => Cell;
}

const asText = (text: string): Cell => text;

const specialDoubles: Record<string, string> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' };
const asDouble = (text: string): Cell => specialDoubles[text] ?? doubleCell(Number(text));

const rules: [RegExp, TypeRule][] = [
  [/^Bool$/, { kind: 'boolean', cell: (text) => text === 'true' }],
  [/^U?Int\d+$/, { kind: 'integer', cell: integerTextCell }],
  [/^(Float|BFloat)\d+$/, { kind: 'number', cell: asDouble }],
  [/^Decimal/, { kind: 'number', cell: decimalCell }],
  [/^Date(32)?$/, { kind: 'date', cell: asText }],
  [/^DateTime/, { kind: 'datetime', cell: asText }],
  [/^Time(64)?\b/, { kind: 'time', cell: asText }],
  [/^(String|FixedString|Enum|UUID|IPv[46])/, { kind: 'text', cell: asText }],
  [
    /^(Array|Map|Tuple|Nested|JSON|Object|Point|Ring|LineString|Polygon|Multi)/,
    { kind: 'json', cell: asText },
  ],
];

const other: TypeRule = { kind: 'other', cell: asText };
const wrapped = /^(?:Nullable|LowCardinality|SimpleAggregateFunction)\((.*)\)$/s;

/** The type that holds the value: without Nullable, LowCardinality and the function that merges it. */
function bareType(type: string): string {
  const inner = wrapped.exec(type)?.[1];
  if (inner === undefined) return type;
  return bareType(type.startsWith('Simple') ? inner.replace(/^[^,]*,\s*/, '') : inner);
}

export function isNullable(type: string): boolean {
  return /^(?:LowCardinality\()?Nullable\(/.test(type);
}

/** Kind and cell function of a column by ClickHouse's name of its type. */
export function typeRule(type: string): TypeRule {
  const bare = bareType(type);
  const zone = /^DateTime.*'([^']+)'\)$/.exec(bare)?.[1];
  if (zone) return { kind: 'datetime', cell: createZoneOffsets(zone) };
  return rules.find(([pattern]) => pattern.test(bare))?.[1] ?? other;
}
