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
};

/** The SQL that reads collected tables in a dialect that a warehouse can have. */
export function readingSql(dialect: Dialect): ReadingSql {
  const found = reading[dialect];
  if (!found) throw new Error(`A warehouse does not speak ${dialect}`);
  return found;
}
