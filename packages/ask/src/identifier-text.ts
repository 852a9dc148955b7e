import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';

/** Words that PostgreSQL, MySQL, SQLite or DuckDB reserves; quoting one too many does no harm. */
const reservedWords = new Set(
  `abort accessible add all alter always analyse analyze and anti any array as asc asensitive
  asof asymmetric at attach authorization autoincrement before begin between bigint binary blob both by
  call cascade case cast change char character check collate collation column commit concurrently condition
  conflict constraint continue convert create cross cube cume_dist current current_catalog current_date
  current_role current_schema current_time current_timestamp current_user cursor database databases day_hour
  day_microsecond day_minute day_second dec decimal declare default deferrable deferred delayed delete
  dense_rank desc describe detach deterministic distinct distinctrow div do double drop dual each else elseif
  empty enclosed end escape escaped except exclude exclusive exists exit explain fail false fetch filter
  first_value float float4 float8 following for force foreign freeze from full fulltext function generated
  get glob grant group grouping groups having high_priority hour_microsecond hour_minute hour_second if
  ignore ilike immediate in index indexed infile initially inner inout insensitive insert instead int int1
  int2 int3 int4 int8 integer intersect interval into is isnull iterate join json_table key keys kill lag
  lambda last last_value lateral lead leading leave left like limit linear lines load localtime
  localtimestamp lock long longblob longtext loop low_priority map master_ssl_verify_server_cert match
  materialized maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod
  modifies natural no not nothing notnull nth_value ntile null nulls numeric of offset on only optimize
  optimizer_costs option optionally or order out outer outfile over overlaps partition percent_rank
  pivot pivot_longer pivot_wider placing position positional pragma preceding precision primary
  procedure purge qualify raise range rank read reads read_write real recursive references regexp
  reindex release rename repeat replace require resignal restrict return returning revoke right rlike
  rollback row row_number rows savepoint schema schemas second_microsecond select semi sensitive separator
  session_user set show signal similar smallint some spatial specific sql sql_big_result
  sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting stored straight_join
  struct summarize symmetric system table tablesample  terminated then ties tinyblob tinyint
  tinytext to trailing transaction trigger true try_cast unbounded undo union unique unlock unpivot unsigned
  update usage use user using utc_date utc_time utc_timestamp vacuum values varbinary varchar varcharacter
  variadic varying verbose view virtual when where while window with within without write xor year_month
  zerofill`.split(/\s+/),
);

/** Words that only this dialect reserves; elsewhere everyday names such as `date`, `level` and `plan`. */
const ownReservedWords: Partial<Record<Dialect, ReadonlySet<string>>> = {
  tsql: new Set(
    `backup browse bulk checkpoint close clustered coalesce compute contains containstable dbcc deny disk
    distributed dump errlvl exec execute external file fillfactor freetext freetexttable goto holdlock identity
    identity_insert identitycol lineno load merge nocheck nonclustered nullif off offsets open opendatasource openquery
    openrowset openxml percent plan print proc public raiserror readtext reconfigure replication restore revert
    rowcount rowguidcol rule save securityaudit semantickeyphrasetable session setuser shutdown statistics system_user
    textsize top tran truncate tsequal updatetext waitfor within writetext`.split(/\s+/),
  ),
  oracle: new Set(
    `access audit cluster comment compress connect date file identified increment initial level maxextents minus
    mlslabel mode modify noaudit nocompress nowait number offline online pctfree prior privileges public raw resource
    rowid rownum session share size start successful synonym sysdate uid validate varchar2 whenever`.split(
      /\s+/,
    ),
  ),
  clickhouse: new Set('final format global prewhere settings top'.split(' ')),
};

/** Bare names that the dialect reads back unchanged: PostgreSQL and Oracle fold their capitals. */
const bareNames: Partial<Record<Dialect, RegExp>> = {
  postgresql: /^[a-z_][a-z0-9_]*$/,
  oracle: /^[A-Z][A-Z0-9_]*$/,
};
const anyCapitals = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** True for a word that cannot stand as a bare name in every dialect. */
export function isReservedWord(word: string): boolean {
  return reservedWords.has(word.toLowerCase());
}

/** A name as a person writes it: bare where the dialect reads it back unchanged, quoted otherwise. */
export function writeIdentifier(dialect: Dialect, name: string): string {
  const bare = (bareNames[dialect] ?? anyCapitals).test(name);
  const reserved = isReservedWord(name) || ownReservedWords[dialect]?.has(name.toLowerCase());
  return bare && !reserved ? name : quoteIdentifier(dialect, name);
}
