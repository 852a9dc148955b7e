import type { ColumnKind } from '@sextant/contract/result';
import type { Dialect } from '@sextant/sql/dialect';
import { writeLiteral } from './literal-text.ts';

function call(name: string, ...args: string[]): string {
  return `${name}(${args.join(', ')})`;
}

function asDate(text: string): string {
  return `CAST(${text} AS date)`;
}

const dayDifferences: Record<Dialect, (from: string, to: string) => string> = {
  postgresql: (from, to) => `(${asDate(to)} - ${asDate(from)})`,
  mysql: (from, to) => call('DATEDIFF', to, from),
  sqlite: (from, to) => call('CAST', `julianday(date(${to})) - julianday(date(${from})) AS INTEGER`),
  duckdb: (from, to) => call('date_diff', "'day'", asDate(from), asDate(to)),
  clickhouse: (from, to) => call('dateDiff', "'day'", from, to),
  tsql: (from, to) => call('DATEDIFF', 'day', from, to),
  oracle: (from, to) => `(TRUNC(${asDate(to)}) - TRUNC(${asDate(from)}))`,
};

/** Whole calendar days from one time to another. */
export function daysBetween(dialect: Dialect, from: string, to: string): string {
  return dayDifferences[dialect](from, to);
}

const quotients: Record<Dialect, (left: string, right: string) => string> = {
  postgresql: (left, right) => `${left} * 1.0 / ${right}`,
  sqlite: (left, right) => `${left} * 1.0 / ${right}`,
  mysql: (left, right) => `${left} * 1e0 / ${right}`,
  tsql: (left, right) => `${left} * 1e0 / ${right}`,
  duckdb: (left, right) => `${left} / ${right}`,
  oracle: (left, right) => `${left} / ${right}`,
  /** Decimals would keep the dividend's few digits. */
  clickhouse: (left, right) => `toFloat64(${left}) / ${right}`,
};

/** `a / b` that neither cuts off decimals nor fails on zero; both sides come ready to be operands. */
export function trueDivision(dialect: Dialect, left: string, right: string): string {
  return quotients[dialect](left, right);
}

/** An average that keeps its decimals where the database would give integers for integers. */
export function average(dialect: Dialect, value: string): string {
  if (dialect !== 'tsql') return `AVG(${value})`;
  return /^[\w.]+$/.test(value) ? `AVG(1.0 * ${value})` : `AVG(1.0 * (${value}))`;
}

/** Case-insensitive by an operator of its own, by the collation, or by comparing capitals. */
const likeOperators: Record<Dialect, 'ILIKE' | 'LIKE' | 'UPPER'> = {
  postgresql: 'ILIKE',
  duckdb: 'ILIKE',
  clickhouse: 'ILIKE',
  mysql: 'LIKE',
  sqlite: 'LIKE',
  tsql: 'LIKE',
  oracle: 'UPPER',
};
const namesEscape: ReadonlySet<Dialect> = new Set<Dialect>(['sqlite', 'duckdb', 'tsql', 'oracle']);

/** A pattern match that ignores case; `\` escapes in the pattern. */
export function likeCondition(dialect: Dialect, text: string, pattern: string, negated: boolean): string {
  const operator = likeOperators[dialect];
  const byCapitals = operator === 'UPPER';
  const plain = dialect === 'tsql' ? pattern.replaceAll('[', '\\[') : pattern;
  const literal = writeLiteral(dialect, plain);
  const needsEscape = plain.includes('\\') && namesEscape.has(dialect);
  return [
    byCapitals ? call('UPPER', text) : text,
    negated ? 'NOT' : '',
    byCapitals ? 'LIKE' : operator,
    byCapitals ? call('UPPER', literal) : literal,
    needsEscape ? "ESCAPE '\\'" : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const yearEarlier: Record<Dialect, (label: string) => string> = {
  postgresql: ansiYearEarlier,
  sqlite: ansiYearEarlier,
  duckdb: ansiYearEarlier,
  mysql: (label) => `CONCAT(CAST(SUBSTR(${label}, 1, 4) AS SIGNED) - 1, SUBSTR(${label}, 5))`,
  clickhouse: (label) => `concat(toString(toInt32(substring(${label}, 1, 4)) - 1), substring(${label}, 5))`,
  tsql: (label) => `CONCAT(CAST(LEFT(${label}, 4) AS int) - 1, SUBSTRING(${label}, 5, 20))`,
  oracle: (label) => `TO_CHAR(TO_NUMBER(SUBSTR(${label}, 1, 4)) - 1) || SUBSTR(${label}, 5)`,
};

function ansiYearEarlier(label: string): string {
  return `CAST(CAST(SUBSTR(${label}, 1, 4) AS INTEGER) - 1 AS VARCHAR) || SUBSTR(${label}, 5)`;
}

/** The label of the same period one year earlier, from a label column that `grainLabel` wrote. */
export function labelOneYearEarlier(dialect: Dialect, label: string): string {
  return yearEarlier[dialect](label);
}

const timeLiterals: Partial<
  Record<Dialect, { day: (day: string) => string; time: (time: string) => string }>
> = {
  clickhouse: { day: (day) => `toDate('${day}')`, time: (time) => `toDateTime('${time}')` },
  tsql: { day: (day) => `CAST('${day}' AS date)`, time: (time) => `CAST('${time}' AS datetime2)` },
  oracle: { day: (day) => `DATE '${day}'`, time: (time) => `TIMESTAMP '${time}'` },
};

/** A day or time as the dialect compares it with a time column; as text where the column is text or that will do. */
export function timeLiteral(dialect: Dialect, text: string, kind?: ColumnKind): string {
  const writers = timeLiterals[dialect];
  const parts = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2})(:\d{2})?)?$/.exec(text);
  if (!writers || !parts || kind === 'text') return writeLiteral(dialect, text);
  const [, day = '', minutes, seconds = ':00'] = parts;
  return minutes === undefined ? writers.day(day) : writers.time(`${day} ${minutes}${seconds}`);
}

const setOperatorNames = { union: 'UNION', union_all: 'UNION ALL', intersect: 'INTERSECT', except: 'EXCEPT' };

/** The set operation, without duplicates but for `union_all`. */
export function setOperator(dialect: Dialect, operator: keyof typeof setOperatorNames): string {
  const name = setOperatorNames[operator];
  if (dialect === 'oracle' && operator === 'except') return 'MINUS';
  return dialect === 'clickhouse' && operator !== 'union_all' ? `${name} DISTINCT` : name;
}

/** ` AS alias` after a table or a query in brackets; Oracle knows no AS there. */
export function tableAlias(dialect: Dialect, alias: string): string {
  return dialect === 'oracle' ? ` ${alias}` : ` AS ${alias}`;
}

/** The value of the group before in a window; ClickHouse's own lag gives zero where there is none, and needs a frame. */
export function previousValue(dialect: Dialect, value: string, partition: string, order: string): string {
  if (dialect !== 'clickhouse') return `LAG(${value}) OVER (${partition}ORDER BY ${order})`;
  const frame = 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW';
  return `lagInFrame(toNullable(${value})) OVER (${partition}ORDER BY ${order} ${frame})`;
}
