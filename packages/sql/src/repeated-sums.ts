import type { KnownTable } from './finding.ts';
import type { NameScope } from './name-scope.ts';
import type { SourceJoin } from './source-joins.ts';
import type { ColumnFact, SelectFact, SourceFact, StatementFacts } from './statement-facts.ts';

/** A sum or average over rows that a join repeats, so that each counts as often as it is repeated. */
export interface RepeatedSum {
  /** The column that is added up. */
  table: string;
  column: string;
  /** The table whose rows repeat it. */
  by: string;
}

/**
 * Sums and averages whose rows a join with a finer table repeats. A table counts as finer when neither its primary key
 * nor a unique index is among the columns that are set equal; without a known key nothing is said of it.
 */
export function repeatedSums(
  facts: StatementFacts,
  scope: NameScope,
  joins: readonly SourceJoin[],
): RepeatedSum[] {
  return facts.selects.flatMap((select) => {
    const own = joins.filter((join) => join.select === select);
    if (own.length === 0 || select.opaque) return [];
    return sumsOf(select).flatMap((columns) => repeatedSum(columns, select, scope, own) ?? []);
  });
}

/** The columns of each call of a sum. */
function sumsOf(select: SelectFact): ColumnFact[][] {
  const calls = new Map<number, ColumnFact[]>();
  for (const column of select.columns) {
    if (column.summedAt === null) continue;
    calls.set(column.summedAt, [...(calls.get(column.summedAt) ?? []), column]);
  }
  return [...calls.values()];
}

/** A sum over columns of several tables is taken row by row of the finest, so it is right unless all are repeated. */
function repeatedSum(
  columns: readonly ColumnFact[],
  select: SelectFact,
  scope: NameScope,
  joins: readonly SourceJoin[],
): RepeatedSum | null {
  let found: RepeatedSum | null = null;
  for (const column of columns) {
    const origin = scope.originOf(column);
    if (origin.from !== 'source' || origin.select !== select || origin.table === null) return null;
    const by = finerThan(origin.source, select, scope, joins);
    if (by === null) return null;
    found ??= { table: origin.table.name, column: column.parts.at(-1)?.text ?? '', by: by.name };
  }
  return found;
}

/** The first table on the way from the source whose rows come several to one of what stands before it. */
function finerThan(
  source: SourceFact,
  select: SelectFact,
  scope: NameScope,
  joins: readonly SourceJoin[],
): KnownTable | null {
  const constants = equatedWithConstants(select, scope, joins);
  const reached = new Set([source]);
  for (const from of reached) {
    for (const { one, other } of joins) {
      const end = one.source === from ? other : other.source === from ? one : null;
      if (end === null || reached.has(end.source)) continue;
      const fixed = new Set(constants.get(end.source));
      for (const { one: a, other: b } of joins) {
        if (a.source === end.source && reached.has(b.source)) fixed.add(a.column.toLowerCase());
        if (b.source === end.source && reached.has(a.source)) fixed.add(b.column.toLowerCase());
      }
      if (comesSeveral(end.table, fixed)) return end.table;
      reached.add(end.source);
    }
  }
  return null;
}

/** Columns of each table that a condition sets equal to something else than a column of another table. */
function equatedWithConstants(
  select: SelectFact,
  scope: NameScope,
  joins: readonly SourceJoin[],
): Map<SourceFact, string[]> {
  const found = new Map<SourceFact, string[]>();
  for (const column of select.columns) {
    if (!column.equated || (column.clause !== 'on' && column.clause !== 'where')) continue;
    const origin = scope.originOf(column);
    if (origin.from !== 'source') continue;
    const { source } = origin;
    const name = column.parts.at(-1)?.text.toLowerCase() ?? '';
    const ends = joins.flatMap(({ one, other }) => [one, other]);
    if (ends.some((end) => end.source === source && end.column.toLowerCase() === name)) continue;
    found.set(source, [...(found.get(source) ?? []), name]);
  }
  return found;
}

function comesSeveral(table: KnownTable, fixed: ReadonlySet<string>): boolean {
  const unique = table.indexes.filter((index) => index.unique).map(({ columns }) => columns);
  const keys = [table.primaryKey, ...unique].filter((key) => key.length > 0);
  return keys.length > 0 && !keys.some((key) => key.every((column) => fixed.has(column.toLowerCase())));
}
