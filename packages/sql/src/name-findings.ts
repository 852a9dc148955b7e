import type { CatalogNames } from './catalog-names.ts';
import type { Dialect } from './dialect.ts';
import type { StatementFinding } from './finding.ts';
import type { NameScope } from './name-scope.ts';
import { nearestName } from './nearest-name.ts';
import type { ColumnFact, SelectFact, SourceFact, StatementFacts } from './statement-facts.ts';

/** Words that stand where a column may, and hidden columns that no catalog lists. */
const notColumns = new Set(
  `null true false unknown default current_date current_time current_timestamp localtime localtimestamp current_user
   session_user system_user current_role current_catalog current_schema user uid sysdate systimestamp sessiontimezone
   dbtimezone utc_date utc_time utc_timestamp rownum level rowid oid _rowid_ ctid xmin xmax cmin cmax tableoid
   ora_rowscn connect_by_isleaf connect_by_iscycle connect_by_root prior rank _part _partition_id _part_index _table
   _sample_factor _shard_num column_value object_value nextval currval value key ordinality filename file_row_number
   row_start row_end inf nan infinity all any distinct maxvalue`.split(/\s+/),
);

/** Parts of times, types and character sets, which functions take as bare words. */
const argumentWords = new Set(
  `microsecond millisecond second minute hour day week month quarter year microseconds milliseconds seconds minutes
   hours days weeks months quarters years decade century millennium epoch dow doy isodow isoyear weekday dayofyear
   nanosecond iso_week yy yyyy qq q mm m dy y dd d wk ww dw w hh mi n ss s ms mcs ns timezone timezone_hour
   timezone_minute date time datetime timestamp int integer bigint smallint tinyint char varchar nvarchar nchar text
   decimal numeric float real bit binary varbinary double boolean json signed unsigned utf8 utf8mb4 latin1 gbk gb18030
   ascii ucs2 utf16 utf32 era julian jsonb uuid money datetime2 datetimeoffset smalldatetime year_month day_hour
   day_minute day_second hour_minute hour_second minute_second both leading trailing`.split(/\s+/),
);

/** Tables and columns that the catalog does not hold, with the name that was probably meant; `most` of them at most. */
export function nameFindings(
  facts: StatementFacts,
  scope: NameScope,
  catalog: CatalogNames,
  { dialect, most }: { dialect: Dialect; most: number },
): StatementFinding[] {
  const findings: StatementFinding[] = [];
  const add = (finding: StatementFinding | null) => {
    if (finding) findings.push(finding);
    return findings.length < most;
  };
  for (const select of facts.selects) {
    const complete =
      select.sources.every((source) => add(unknownTable(source, select, scope, catalog))) &&
      select.columns.every((column) => add(unknownColumn(column, facts, scope, dialect)));
    if (!complete) break;
  }
  return findings;
}

function unknownTable(
  source: SourceFact,
  select: SelectFact,
  scope: NameScope,
  catalog: CatalogNames,
): StatementFinding | null {
  if (source.kind !== 'table' || select.opaque || scope.commonTable(source, select)) return null;
  if (catalog.tables.length === 0 || catalog.findTable(source.parts).found !== 'none') return null;
  const written = source.parts.map(({ text }) => text).join('.');
  const wanted = source.parts.at(-1)?.text ?? '';
  const near = nearestName(
    wanted,
    catalog.tables.map(({ name }) => name),
  );
  const { from, to } = source;
  return {
    code: 'unknown_table',
    severity: 'error',
    from,
    to,
    text: {
      zh: `没有表 ${written}${near === null ? '，请在左侧结构中查找表名' : `，是否想用 ${near}`}`,
      en: `There is no table ${written}${near === null ? '; look its name up in the schema' : `; did you mean ${near}`}`,
    },
  };
}

function unknownColumn(
  column: ColumnFact,
  facts: StatementFacts,
  scope: NameScope,
  dialect: Dialect,
): StatementFinding | null {
  if (mayBeSomethingElse(column, facts, dialect)) return null;
  const origin = scope.originOf(column);
  if (origin.from !== 'none') return null;
  const written = column.parts.map(({ text }) => text).join('.');
  const wanted = column.parts.at(-1)?.text ?? '';
  const { from, to } = column;
  const finding = { code: 'unknown_column', severity: 'error', from, to } as const;
  if (origin.qualifier === null && column.parts.length > 1) {
    const alias = column.parts[0]?.text ?? '';
    // A structure by its alias, as in DuckDB's `{'a': x} AS s, s.a`.
    if (facts.names.has(alias.toLowerCase())) return null;
    return {
      ...finding,
      text: {
        zh: `${written} 中的 ${alias} 不是 FROM 里的表或别名，请检查别名`,
        en: `${alias} in ${written} is no table or alias of the FROM; check the alias`,
      },
    };
  }
  const near = nearestName(wanted, origin.candidates);
  const table = origin.qualifier?.parts.at(-1)?.text ?? origin.qualifier?.alias ?? null;
  return {
    ...finding,
    text: {
      zh: `${table === null ? '所用的表中' : `表 ${table} 中`}没有列 ${wanted}${near === null ? '，请在左侧结构中查找列名' : `，是否想用 ${near}`}`,
      en: `${table === null ? 'None of the tables has' : `${table} has no`} ${table === null ? 'a ' : ''}column ${wanted}${near === null ? '; look its name up in the schema' : `; did you mean ${near}`}`,
    },
  };
}

function mayBeSomethingElse(column: ColumnFact, facts: StatementFacts, dialect: Dialect): boolean {
  const name = column.parts.at(-1);
  if (column.doubtful || name === undefined || column.parts.length > 3) return true;
  const plain = name.text.toLowerCase();
  if (!name.quoted && notColumns.has(plain)) return true;
  if (column.parts.length > 1) return false;
  if (facts.names.has(plain) || isSourceName(plain, column.select)) return true;
  if (name.quoted) return dialect === 'sqlite';
  return column.inCall && argumentWords.has(plain);
}

/** A table's name or alias by itself stands for its whole row, or for a full-text table. */
function isSourceName(name: string, start: SelectFact): boolean {
  for (let select: SelectFact | null = start; select; select = select.query.outer) {
    const called = select.sources.some(
      ({ alias, parts }) => alias?.toLowerCase() === name || parts.at(-1)?.text.toLowerCase() === name,
    );
    if (called) return true;
  }
  return false;
}
