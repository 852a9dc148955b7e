import {
  MariaSQL,
  MSSQL,
  MySQL,
  PLSQL,
  PostgreSQL,
  SQLDialect,
  SQLite,
  StandardSQL,
} from '@codemirror/lang-sql';

/** Words that every analytic dialect knows, for engines that the editor's library has no grammar of. */
const queryWords =
  'all and any as asc between by case cast cross current_date current_timestamp desc distinct else end escape ' +
  'except exists explain false following from full group having in inner intersect interval is join lateral ' +
  'left like limit natural not null nulls offset on or order outer over partition preceding range recursive ' +
  'right rows select set show then ties top true unbounded union using values when where window with';

const clickHouse = SQLDialect.define({
  keywords: `${queryWords} anti any array asof final format global prewhere qualify rollup sample semi settings totals`,
  types:
    'array bool date date32 datetime datetime64 decimal decimal128 enum8 enum16 fixedstring float32 float64 int8 ' +
    'int16 int32 int64 int128 ipv4 ipv6 json lowcardinality map nullable string tuple uint8 uint16 uint32 uint64 uuid',
  backslashEscapes: true,
  hashComments: true,
  identifierQuotes: '`"',
});

/** How an engine writes names: the pair that quotes them, and the case that needs no quotes (null: either). */
export interface Naming {
  open: string;
  close: string;
  plain: 'lower' | 'upper' | null;
}

interface SqlFlavour {
  dialect: SQLDialect;
  naming: Naming;
  /** The group of `functionsOf`. */
  functions: 'standard' | 'postgresql' | 'mysql' | 'sqlite' | 'duckdb' | 'mssql' | 'oracle' | 'clickhouse';
}

const standard: Naming = { open: '"', close: '"', plain: null };
const backticks: Naming = { open: '`', close: '`', plain: null };
const postgresql: SqlFlavour = {
  dialect: PostgreSQL,
  naming: { ...standard, plain: 'lower' },
  functions: 'postgresql',
};
const mysql: SqlFlavour = { dialect: MySQL, naming: backticks, functions: 'mysql' };
const mssql: SqlFlavour = {
  dialect: MSSQL,
  naming: { open: '[', close: ']', plain: null },
  functions: 'mssql',
};
const fallback: SqlFlavour = { dialect: StandardSQL, naming: standard, functions: 'standard' };

const flavours: Record<string, SqlFlavour | undefined> = {
  postgresql,
  kingbase: postgresql,
  opengauss: postgresql,
  duckdb: { dialect: PostgreSQL, naming: standard, functions: 'duckdb' },
  mysql,
  mariadb: { ...mysql, dialect: MariaSQL },
  oceanbase: mysql,
  tidb: mysql,
  doris: mysql,
  starrocks: mysql,
  sqlite: { dialect: SQLite, naming: standard, functions: 'sqlite' },
  sqlserver: mssql,
  mssql,
  oracle: { dialect: PLSQL, naming: { ...standard, plain: 'upper' }, functions: 'oracle' },
  clickhouse: { dialect: clickHouse, naming: backticks, functions: 'clickhouse' },
};

/** What the editor knows of an engine, by the driver of a connection; standard SQL for one it does not know. */
export function flavourOf(driver: string | undefined): SqlFlavour {
  return flavours[driver ?? ''] ?? fallback;
}

const reserved = new Set(
  (
    'all and any as asc between by case cast check column constraint create cross current_date default delete desc ' +
    'distinct else end except exists false fetch for foreign from full grant group having in index inner insert ' +
    'intersect into is join key left like limit natural not null offset on or order outer primary references right ' +
    'row rows select set some table then to true union unique update user using values when where window with'
  ).split(' '),
);

/** A name as it must be written in SQL: quoted only where the engine would otherwise read something else. */
export function writtenName(name: string, naming: Naming): string {
  const simple = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !reserved.has(name.toLowerCase());
  const folded =
    naming.plain === null || name === (naming.plain === 'lower' ? name.toLowerCase() : name.toUpperCase());
  if (simple && folded) return name;
  return naming.open + name.replaceAll(naming.close, naming.close + naming.close) + naming.close;
}
