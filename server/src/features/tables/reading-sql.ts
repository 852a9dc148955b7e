import type { Dialect } from '@sextant/sql/dialect';
import type { ColumnType } from './table-writer.ts';

/** How a warehouse's rows are read: what orders them as they came, and how values are compared. */
export interface ReadingSql {
  /** The column that numbers rows in the order they came. */
  order: string;
  placeholder(number: number): string;
  /** A parameter, given as text, as a value of a column's type. */
  param(type: ColumnType, number: number): string;
  asText(expression: string): string;
  /** A condition on a value that holds the text of a parameter, whichever case its letters have; null: LIKE. */
  contains: ((value: string, param: string) => string) | null;
}

const cast = (expression: string, type: string) => ['CAST(', expression, ' AS ', type, ')'].join('');
const dollar = (number: number) => ['$', number].join('');

function castingSql(
  order: string,
  placeholder: (number: number) => string,
  types: Record<ColumnType, string>,
): ReadingSql {
  return {
    order,
    placeholder,
    param: (type, number) => cast(placeholder(number), types[type]),
    asText: (expression) => cast(expression, types.text),
    contains: null,
  };
}

const mysqlTypes = {
  text: 'CHAR',
  integer: 'SIGNED',
  number: 'DECIMAL(65,30)',
  decimal: 'DECIMAL(38,18)',
  boolean: 'SIGNED',
  date: 'DATE',
  timestamp: 'DATETIME(6)',
  json: 'CHAR',
};

const clickhouseTypes = {
  text: 'String',
  integer: 'Int64',
  number: 'Float64',
  decimal: 'Decimal(38, 18)',
  boolean: 'String',
  date: 'Date',
  // Of a form in which the order of texts is that of moments, where a server has no type for fractions of seconds.
  timestamp: 'String',
  json: 'String',
};

const reading: Partial<Record<Dialect, ReadingSql>> = {
  duckdb: castingSql('rowid', dollar, {
    text: 'VARCHAR',
    integer: 'BIGINT',
    number: 'DOUBLE',
    decimal: 'DECIMAL(38,18)',
    boolean: 'BOOLEAN',
    date: 'DATE',
    timestamp: 'TIMESTAMP',
    json: 'VARCHAR',
  }),
  postgresql: castingSql('"_row_number"', dollar, {
    text: 'text',
    integer: 'bigint',
    number: 'double precision',
    decimal: 'numeric',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'timestamp',
    json: 'jsonb',
  }),
  mysql: {
    ...castingSql('`_row_number`', () => '?', mysqlTypes),
    // Not every version casts to DOUBLE; adding to one makes one.
    param(type) {
      if (type === 'number') return '(? + 0e0)';
      return type === 'boolean' ? "(? = 'true')" : cast('?', mysqlTypes[type]);
    },
  },
  clickhouse: {
    ...castingSql('`_row_number`', (number) => ['{p', number, ':String}'].join(''), clickhouseTypes),
    param(type, number) {
      const text = ['{p', number, ':String}'].join('');
      if (type === 'boolean') return ['(CAST(', text, " AS String) = 'true')"].join('');
      return cast(text, clickhouseTypes[type]);
    },
    asText: (expression) => cast(expression, 'Nullable(String)'),
    contains: (value, param) => ['positionCaseInsensitiveUTF8(', value, ', ', param, ') > 0'].join(''),
  },
};

/** The SQL that reads collected tables in a dialect that a warehouse can have. */
export function readingSql(dialect: Dialect): ReadingSql {
  const found = reading[dialect];
  if (!found) throw new Error(`A warehouse does not speak ${dialect}`);
  return found;
}
