import type { KnownTable } from './finding.ts';
import type { NameScope } from './name-scope.ts';
import type { ColumnFact, SelectFact, SourceFact } from './statement-facts.ts';

interface JoinEnd {
  source: SourceFact;
  table: KnownTable;
  column: string;
}

/** Two columns that a SELECT sets equal, of two of its tables. */
export interface SourceJoin {
  select: SelectFact;
  one: JoinEnd;
  other: JoinEnd;
}

/** The equalities between columns of two tables of a SELECT, by ON, WHERE or USING. */
export function sourceJoins(select: SelectFact, scope: NameScope, sql: string): SourceJoin[] {
  if (select.opaque) return [];
  const written = select.conditions.flatMap((condition) => equality(condition, select, scope, sql) ?? []);
  return [...written, ...usings(select, scope)];
}

function equality(
  condition: readonly ColumnFact[],
  select: SelectFact,
  scope: NameScope,
  sql: string,
): SourceJoin | null {
  const [left, right, third] = condition;
  if (!left || !right || third || !standsAlone(left, right, sql)) return null;
  const [one, other] = [endOf(left, select, scope), endOf(right, select, scope)];
  return one && other && one.source !== other.source ? { select, one, other } : null;
}

/** The two are all there is to the comparison: no part of a sum or another expression. */
function standsAlone(left: ColumnFact, right: ColumnFact, sql: string): boolean {
  const sides = sql.slice(0, left.from).trimEnd().slice(-1) + sql.slice(right.to).trimStart().slice(0, 1);
  return sql.slice(left.to, right.from).trim() === '=' && !/[-+*/%^|&]/.test(sides);
}

function endOf(column: ColumnFact, select: SelectFact, scope: NameScope): JoinEnd | null {
  const origin = scope.originOf(column);
  if (origin.from !== 'source' || origin.select !== select || origin.table === null) return null;
  return { source: origin.source, table: origin.table, column: column.parts.at(-1)?.text ?? '' };
}

function usings(select: SelectFact, scope: NameScope): SourceJoin[] {
  return select.sources.flatMap((source, index) =>
    source.using.flatMap((column) => {
      const other = holderOf(source, column, select, scope);
      const before = select.sources
        .slice(0, index)
        .map((candidate) => holderOf(candidate, column, select, scope))
        .find((end) => end !== null);
      return before && other ? [{ select, one: before, other }] : [];
    }),
  );
}

function holderOf(source: SourceFact, column: string, select: SelectFact, scope: NameScope): JoinEnd | null {
  const table = scope.tableOf(source, select);
  const holds = table?.columns.some(({ name }) => name.toLowerCase() === column.toLowerCase());
  return table && holds ? { source, table, column } : null;
}
