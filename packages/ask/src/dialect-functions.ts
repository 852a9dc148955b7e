import type { ColumnKind } from '@sextant/contract/result';
import type { Dialect } from '@sextant/sql/dialect';
import { writeLiteral } from './literal-text.ts';
import type { Grain } from './semantic-query.ts';

const postgresFormats: Record<Grain, string> = {
  hour: 'YYYY-MM-DD HH24:00',
  day: 'YYYY-MM-DD',
  week: 'IYYY-"W"IW',
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
  weekday: 'ID',
  month_of_year: 'MM',
  hour_of_day: 'HH24',
};

const mysqlFormats: Record<Exclude<Grain, 'quarter' | 'weekday'>, string> = {
  hour: '%Y-%m-%d %H:00',
  day: '%Y-%m-%d',
  week: '%x-W%v',
  month: '%Y-%m',
  year: '%Y',
  month_of_year: '%m',
  hour_of_day: '%H',
};

/** For SQLite and DuckDB, which agree on these. */
const strftimeFormats: Record<Exclude<Grain, 'quarter'>, string> = {
  hour: '%Y-%m-%d %H:00',
  day: '%Y-%m-%d',
  week: '%G-W%V',
  month: '%Y-%m',
  year: '%Y',
  weekday: '%u',
  month_of_year: '%m',
  hour_of_day: '%H',
};

function call(name: string, ...args: string[]): string {
  return `${name}(${args.join(', ')})`;
}

function mysqlGrain(grain: Grain, time: string): string {
  if (grain === 'quarter') return call('CONCAT', call('YEAR', time), "'-Q'", call('QUARTER', time));
  if (grain === 'weekday') return call('CAST', `WEEKDAY(${time}) + 1 AS CHAR`);
  return call('DATE_FORMAT', time, writeLiteral('mysql', mysqlFormats[grain]));
}

/** The period a time falls in, as the text that `Grain` documents. `kind` is the column's, when known. */
export function grainLabel(dialect: Dialect, grain: Grain, column: string, kind?: ColumnKind): string {
  if (dialect === 'mysql') return mysqlGrain(grain, column);
  const needsCast = kind === 'text' && dialect !== 'sqlite';
  const time = needsCast ? call('CAST', `${column} AS timestamp`) : column;
  if (dialect === 'postgresql') {
    return call('to_char', time, writeLiteral(dialect, postgresFormats[grain]));
  }
  const format = (text: string): string =>
    dialect === 'sqlite' ? call('strftime', `'${text}'`, time) : call('strftime', time, `'${text}'`);
  if (grain !== 'quarter') return format(strftimeFormats[grain]);
  const quarter = dialect === 'sqlite' ? `((${format('%m')} + 2) / 3)` : call('quarter', time);
  return `${format('%Y')} || '-Q' || ${quarter}`;
}

/** Whole calendar days from one time to another. */
export function daysBetween(dialect: Dialect, from: string, to: string): string {
  if (dialect === 'mysql') return call('DATEDIFF', to, from);
  if (dialect === 'duckdb') {
    return call('date_diff', "'day'", `CAST(${from} AS date)`, `CAST(${to} AS date)`);
  }
  if (dialect === 'postgresql') return `(CAST(${to} AS date) - CAST(${from} AS date))`;
  return call('CAST', `julianday(date(${to})) - julianday(date(${from})) AS INTEGER`);
}

/** `a / b` that neither cuts off decimals nor fails on zero; both sides come ready to be operands. */
export function trueDivision(dialect: Dialect, left: string, right: string): string {
  const factor: Record<Dialect, string> = {
    postgresql: ' * 1.0',
    sqlite: ' * 1.0',
    mysql: ' * 1e0',
    duckdb: '',
  };
  return `${left}${factor[dialect]} / ${right}`;
}

/** A pattern match that ignores case; `\` escapes in the pattern. */
export function likeCondition(dialect: Dialect, text: string, pattern: string, negated: boolean): string {
  const operator = dialect === 'postgresql' || dialect === 'duckdb' ? 'ILIKE' : 'LIKE';
  const needsEscape = pattern.includes('\\') && (dialect === 'sqlite' || dialect === 'duckdb');
  return [
    text,
    negated ? 'NOT' : '',
    operator,
    writeLiteral(dialect, pattern),
    needsEscape ? "ESCAPE '\\'" : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The label of the same period one year earlier, from a label column that `grainLabel` wrote. */
export function labelOneYearEarlier(dialect: Dialect, label: string): string {
  const rest = call('SUBSTR', label, '5');
  if (dialect === 'mysql') {
    return call('CONCAT', `CAST(SUBSTR(${label}, 1, 4) AS SIGNED) - 1`, rest);
  }
  return `CAST(CAST(SUBSTR(${label}, 1, 4) AS INTEGER) - 1 AS VARCHAR) || ${rest}`;
}
