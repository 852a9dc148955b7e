import { quoteIdentifier } from '@sextant/sql/identifier';
import { bookkeepingNames, type WarehouseColumn } from '../row-shaper.ts';
import type { ColumnType } from '../table-writer.ts';
import { castAs, inParens, listed, type StagedKind, words } from './sql-dialect.ts';

export const rowNumber = '`_row_number`';
export const quoted = (name: string): string => quoteIdentifier('clickhouse', name);

const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'" };

/** A text as it stands in a statement. */
export function literal(text: string): string {
  return ["'", text.replace(/[\\']/g, (character) => escapes[character] ?? character), "'"].join('');
}

const kindTypes: Record<StagedKind, string> = {
  integer: 'Nullable(Int64)',
  number: 'Nullable(Float64)',
  boolean: 'Nullable(UInt8)',
  date: 'Nullable(String)',
  text: 'Nullable(String)',
};

/** First version whose timestamps have fractions of seconds; before it they are text. */
const firstWithMoments = 20;

const readable: Partial<Record<ColumnType, string>> = {
  date: '1970-01-01',
  timestamp: '1970-01-01 00:00:00',
};

/** The SQL of types in a version of ClickHouse. */
export function clickhouseTypes(major: number) {
  const hasMoments = major >= firstWithMoments;
  const types: Record<ColumnType, string> = {
    text: 'Nullable(String)',
    integer: 'Nullable(Int64)',
    number: 'Nullable(Float64)',
    decimal: 'Nullable(Decimal(38, 18))',
    boolean: 'Nullable(UInt8)',
    date: 'Nullable(Date)',
    timestamp: hasMoments ? "Nullable(DateTime64(6, 'UTC'))" : 'Nullable(String)',
    json: 'Nullable(String)',
  };
  /** What has no type of its own is told from text by its comment. */
  const commented: readonly ColumnType[] = hasMoments ? ['json'] : ['json', 'timestamp'];

  function toText(value: string, from: ColumnType): string {
    if (from === 'text') return value;
    if (from !== 'boolean') return castAs(value, 'Nullable(String)');
    const truth = ['if(ifNull(', value, ", 0) = 1, 'true', 'false')"].join('');
    return ['if(isNull(', value, '), NULL, ', truth, ')'].join('');
  }

  /** Old servers read the empty text behind a NULL too, so that there must be one that they can read. */
  function fromText(value: string, to: ColumnType): string {
    const filled = ['ifNull(', value, ', ', literal(readable[to] ?? '0'), ')'].join('');
    return ['if(isNull(', value, '), NULL, ', castAs(filled, types[to]), ')'].join('');
  }

  function toMoment(value: string, from: ColumnType): string {
    const text = toText(value, from);
    const whole = [
      'if(ifNull(length(',
      text,
      '), 0) = 10, concat(',
      text,
      ", ' 00:00:00'), ",
      text,
      ')',
    ].join('');
    return hasMoments ? fromText(whole, 'timestamp') : whole;
  }

  return {
    types,
    stageType: (kind: StagedKind): string => kindTypes[kind],
    definition({ name, type }: WarehouseColumn): string {
      const comment = commented.includes(type) ? words(' COMMENT', literal(type)) : '';
      return words(quoted(name), types[type]).concat(comment);
    },
    /** A value as a column of another type has it; `staged` for values of the staging table. */
    cast(value: string, from: ColumnType, to: ColumnType, staged: boolean): string {
      const isText = staged && !['integer', 'number', 'boolean'].includes(from);
      if (from === to && !staged) return value;
      if (to === 'text' || to === 'json') return isText ? value : toText(value, from);
      if (to === 'timestamp') return toMoment(value, isText ? 'text' : from);
      return isText || from === 'text' ? fromText(value, to) : castAs(value, types[to]);
    },
  };
}

export type ClickhouseTypes = ReturnType<typeof clickhouseTypes>;

const typesByName: Record<string, ColumnType> = {
  Int64: 'integer',
  Float64: 'number',
  UInt8: 'boolean',
  'Decimal(38, 18)': 'decimal',
  Date: 'date',
  "DateTime64(6, 'UTC')": 'timestamp',
};

/** The type of a column as the server describes it. */
export function columnType(type: string, comment: string): ColumnType {
  if (comment === 'json' || comment === 'timestamp') return comment;
  return typesByName[type.replace(/^Nullable\((.*)\)$/, '$1')] ?? 'text';
}

/** Columns without those of our own. */
export function ownColumns(columns: readonly WarehouseColumn[]): WarehouseColumn[] {
  return columns.filter(({ name }) => !bookkeepingNames.has(name) && quoted(name) !== rowNumber);
}

/** Whether two values are apart, NULL being equal to NULL. */
export function differs(one: string, other: string): string {
  const nulls = words(['isNull(', one, ')'].join(''), '!=', ['isNull(', other, ')'].join(''));
  return inParens(nulls, 'OR', ['ifNull(', one, ' != ', other, ', 0)'].join(''));
}

export const select = (parts: readonly string[], from: string): string =>
  words('SELECT', listed(parts), 'FROM', from);
export const as = (value: string, name: string): string => words(value, 'AS', name);
