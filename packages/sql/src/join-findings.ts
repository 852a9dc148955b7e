import type { StatementFinding } from './finding.ts';
import { givesOneRow, type NameScope } from './name-scope.ts';
import {
  type ColumnFact,
  firstSelect,
  type SelectFact,
  type SourceFact,
  type StatementFacts,
} from './statement-facts.ts';

/** Tables put beside each other without a condition that ties them, so that every row meets every other. */
export function joinFindings(facts: StatementFacts, scope: NameScope): StatementFinding[] {
  return facts.selects.flatMap((select) => cartesianJoin(select, scope) ?? []);
}

function cartesianJoin(select: SelectFact, scope: NameScope): StatementFinding | null {
  if (select.sources.length < 2 || select.opaque) return null;
  const groups = createGroups(select.sources);
  for (const [index, source] of select.sources.entries()) {
    const before = select.sources[index - 1];
    if (source.tied && before) groups.tie(source, before);
  }
  for (const condition of select.conditions) {
    const tied = sourcesOf(condition, select, scope);
    if (tied === 'any') return null;
    const [first, ...others] = tied;
    if (first) for (const other of others) groups.tie(first, other);
  }
  const large = select.sources.filter((source) => mayBeLarge(source, select, scope));
  const [first] = large;
  const loose = large.find((source) => first && !groups.areTied(first, source));
  if (!first || !loose || (isPicked(first, select, scope) && isPicked(loose, select, scope))) return null;
  return finding(first, loose);
}

/** Whether a condition fixes a value of the source: two that are fixed may belong together by those values. */
function isPicked(source: SourceFact, select: SelectFact, scope: NameScope): boolean {
  return select.columns.some(
    (column) => column.equated && column.clause === 'where' && speaksOf(column, source, select, scope),
  );
}

/** The sources that a condition speaks of; `any` when one of its columns could belong to any of them. */
function sourcesOf(
  condition: readonly ColumnFact[],
  select: SelectFact,
  scope: NameScope,
): readonly SourceFact[] | 'any' {
  const found: SourceFact[] = [];
  for (const column of condition) {
    const origin = scope.originOf(column);
    if (origin.from !== 'source') {
      const own = column.parts.length > 1 ? qualified(column, select) : null;
      if (own === null) return 'any';
      found.push(own);
    } else if (origin.select === select) found.push(origin.source);
  }
  return found;
}

function speaksOf(column: ColumnFact, source: SourceFact, select: SelectFact, scope: NameScope): boolean {
  const found = sourcesOf([column], select, scope);
  return found !== 'any' && found.includes(source);
}

/** The source that a column's qualifier names, whether or not its columns are known. */
function qualified(column: ColumnFact, select: SelectFact): SourceFact | null {
  const name = column.parts.at(-2)?.text.toLowerCase();
  const called = ({ alias, parts }: SourceFact) => (alias ?? parts.at(-1)?.text)?.toLowerCase() === name;
  return select.sources.find(called) ?? null;
}

/** Functions, lists of values and queries that give one row are put beside tables on purpose. */
function mayBeLarge(source: SourceFact, select: SelectFact, scope: NameScope): boolean {
  if (source.kind === 'other' || source.parts.at(-1)?.text.toLowerCase() === 'dual') return false;
  const query = source.query ?? scope.commonTable(source, select)?.query ?? null;
  if (query) return firstSelect(query) !== null && !givesOneRow(query) && !query.limited;
  if (scope.commonTable(source, select)) return false;
  return (scope.tableOf(source, select)?.rowEstimate ?? 2) > 1;
}

function createGroups(sources: readonly SourceFact[]) {
  const groupOf = new Map(sources.map((source, index) => [source, index]));
  return {
    tie(one: SourceFact, other: SourceFact): void {
      const [kept, dropped] = [groupOf.get(one), groupOf.get(other)];
      if (kept === undefined || dropped === undefined) return;
      for (const [source, group] of groupOf) if (group === dropped) groupOf.set(source, kept);
    },
    areTied: (one: SourceFact, other: SourceFact): boolean => groupOf.get(one) === groupOf.get(other),
  };
}

function nameOf({ alias, parts }: SourceFact): string {
  return alias ?? parts.at(-1)?.text ?? '(SELECT …)';
}

function finding(first: SourceFact, loose: SourceFact): StatementFinding {
  const [one, other] = [nameOf(first), nameOf(loose)];
  return {
    code: 'cartesian_join',
    severity: loose.joinedBy === 'cross' ? 'info' : 'warning',
    from: loose.from,
    to: loose.to,
    text: {
      zh: `${one} 与 ${other} 之间没有关联条件，每一行都会与对方的每一行相配；请在 ON 或 WHERE 中写明两表如何关联`,
      en: `Nothing ties ${one} to ${other}, so every row meets every other; say in ON or WHERE how they belong together`,
    },
  };
}
