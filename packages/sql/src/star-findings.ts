import type { StatementFinding } from './finding.ts';
import { isCalled, type NameScope } from './name-scope.ts';
import type { ItemFact, SelectFact, StatementFacts } from './statement-facts.ts';

/** Stars that read all columns of a table; not those over a query that names its columns, nor in EXISTS. */
export function starFindings(facts: StatementFacts, scope: NameScope): StatementFinding[] {
  return facts.selects.flatMap((select) =>
    select.query.tested ? [] : select.items.filter((item) => readsTable(item, select, scope)).map(finding),
  );
}

function readsTable({ star }: ItemFact, select: SelectFact, scope: NameScope): boolean {
  if (star === null) return false;
  return select.sources.some(
    (source) =>
      source.kind === 'table' &&
      scope.commonTable(source, select) === null &&
      (star.length === 0 || isCalled(source, star)),
  );
}

function finding({ from, to }: ItemFact): StatementFinding {
  return {
    code: 'select_star',
    severity: 'warning',
    from,
    to,
    text: {
      zh: 'SELECT * 使用了所有列，建议指定具体需要的列名',
      en: 'SELECT * reads every column; name the columns that you need',
    },
  };
}
