import type { ColumnKind } from '@sextant/contract/result';
import type { Dialect } from '@sextant/sql/dialect';
import type { Grain } from './semantic-query.ts';

type Formats = Record<Grain, string>;

const postgresFormats: Formats = {
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

/** Oracle takes digits in a format for an error unless they are quoted, and has no ISO weekday. */
const oracleFormats: Omit<Formats, 'weekday'> = { ...postgresFormats, hour: 'YYYY-MM-DD HH24":00"' };

const mysqlFormats: Omit<Formats, 'quarter' | 'weekday'> = {
  hour: '%Y-%m-%d %H:00',
  day: '%Y-%m-%d',
  week: '%x-W%v',
  month: '%Y-%m',
  year: '%Y',
  month_of_year: '%m',
  hour_of_day: '%H',
};

/** For SQLite, DuckDB and ClickHouse, which agree on these. */
const strftimeFormats: Omit<Formats, 'quarter'> = {
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

function postgresqlGrain(grain: Grain, time: string): string {
  return call('to_char', time, `'${postgresFormats[grain]}'`);
}

function oracleGrain(grain: Grain, time: string): string {
  if (grain === 'weekday') return call('TO_CHAR', `TRUNC(${time}) - TRUNC(${time}, 'IW') + 1`);
  return call('TO_CHAR', time, `'${oracleFormats[grain]}'`);
}

function mysqlGrain(grain: Grain, time: string): string {
  if (grain === 'quarter') return call('CONCAT', call('YEAR', time), "'-Q'", call('QUARTER', time));
  if (grain === 'weekday') return call('CAST', `WEEKDAY(${time}) + 1 AS CHAR`);
  return call('DATE_FORMAT', time, `'${mysqlFormats[grain]}'`);
}

function sqliteGrain(grain: Grain, time: string): string {
  if (grain !== 'quarter') return call('strftime', `'${strftimeFormats[grain]}'`, time);
  return `strftime('%Y', ${time}) || '-Q' || ((strftime('%m', ${time}) + 2) / 3)`;
}

function duckdbGrain(grain: Grain, time: string): string {
  if (grain !== 'quarter') return call('strftime', time, `'${strftimeFormats[grain]}'`);
  return `strftime(${time}, '%Y') || '-Q' || quarter(${time})`;
}

function clickhouseGrain(grain: Grain, time: string): string {
  if (grain !== 'quarter') return call('formatDateTime', time, `'${strftimeFormats[grain]}'`);
  return call('concat', `toString(toYear(${time}))`, "'-Q'", `toString(toQuarter(${time}))`);
}

/** Styles 23 and 120 are ISO; weeks and weekdays are counted in ways that no language setting changes. */
function tsqlGrain(grain: Grain, time: string): string {
  const start = (length: number, style: number): string => `CONVERT(varchar(${length}), ${time}, ${style})`;
  const isoWeek = call('DATEPART', 'iso_week', time);
  const isoYear = call('YEAR', `DATEADD(day, 26 - ${isoWeek}, ${time})`);
  const labels: Formats = {
    hour: `${start(13, 120)} + ':00'`,
    day: start(10, 23),
    week: call('CONCAT', isoYear, "'-W'", `RIGHT(CONCAT('0', ${isoWeek}), 2)`),
    month: start(7, 23),
    quarter: call('CONCAT', call('YEAR', time), "'-Q'", call('DATEPART', 'quarter', time)),
    year: start(4, 23),
    weekday: `CAST(DATEDIFF(day, '19000101', ${time}) % 7 + 1 AS varchar(1))`,
    month_of_year: call('RIGHT', start(7, 23), '2'),
    hour_of_day: call('RIGHT', start(13, 120), '2'),
  };
  return labels[grain];
}

interface TimeWriter {
  /** The label of a value that is a time. */
  label: (grain: Grain, time: string) => string;
  /** A time that is kept as text, read as a time. */
  read: (text: string) => string;
}

const castToTimestamp = (text: string): string => call('CAST', `${text} AS timestamp`);
const asItIs = (text: string): string => text;

const writers: Record<Dialect, TimeWriter> = {
  postgresql: { label: postgresqlGrain, read: castToTimestamp },
  mysql: { label: mysqlGrain, read: asItIs },
  sqlite: { label: sqliteGrain, read: asItIs },
  duckdb: { label: duckdbGrain, read: castToTimestamp },
  clickhouse: { label: clickhouseGrain, read: (text) => call('parseDateTimeBestEffort', text) },
  tsql: { label: tsqlGrain, read: (text) => call('CAST', `${text} AS datetime2`) },
  oracle: { label: oracleGrain, read: (text) => call('TO_DATE', text, "'YYYY-MM-DD HH24:MI:SS'") },
};

/** The period a time falls in, as the text that `Grain` documents. `kind` is the column's, when known. */
export function grainLabel(dialect: Dialect, grain: Grain, column: string, kind?: ColumnKind): string {
  const { label, read } = writers[dialect];
  return label(grain, kind === 'text' ? read(column) : column);
}
