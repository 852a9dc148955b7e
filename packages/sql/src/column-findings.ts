import type { KnownTable, StatementFinding } from './finding.ts';
import type { NameScope } from './name-scope.ts';
import { sensitivityOf } from './sensitive-columns.ts';
import type { ColumnFact, ItemFact, SelectFact, StatementFacts } from './statement-facts.ts';

/** Functions around indexed columns in conditions, so that the index does not help. */
export function indexFindings(facts: StatementFacts, scope: NameScope): StatementFinding[] {
  return facts.selects.flatMap((select) =>
    select.columns.flatMap((column) => {
      const inCondition = column.clause === 'where' || column.clause === 'on';
      if (!inCondition || !column.inCall) return [];
      const origin = scope.originOf(column);
      const name = column.parts.at(-1)?.text ?? '';
      const indexed = origin.from === 'source' && origin.select === select && leadsIndex(origin.table, name);
      return indexed ? [functionOnIndexed(column, name)] : [];
    }),
  );
}

/** Whether an index begins with the column, and none is made over an expression of it. */
function leadsIndex(table: KnownTable | null, name: string): boolean {
  if (table === null) return false;
  const plain = name.toLowerCase();
  const indexes = [table.primaryKey, ...table.indexes.map(({ columns }) => columns)];
  const overExpression = indexes
    .flat()
    .some((part) => part.includes('(') && part.toLowerCase().includes(plain));
  return !overExpression && indexes.some(([first]) => first?.toLowerCase() === plain);
}

function functionOnIndexed({ from, to }: ColumnFact, name: string): StatementFinding {
  return {
    code: 'function_on_indexed_column',
    severity: 'warning',
    from,
    to,
    text: {
      zh: `条件对列 ${name} 用了函数，它的索引因此用不上；请改成直接比较该列，例如用起止范围`,
      en: `The condition wraps ${name} in a function, so its index is not used; compare the column itself, with a range for instance`,
    },
  };
}

/** Columns that a statement shows and that hold secrets or people's data, each once. */
export function sensitiveFindings(facts: StatementFacts, scope: NameScope): StatementFinding[] {
  const seen = new Set<string>();
  const findings: StatementFinding[] = [];
  const add = (
    name: string,
    comment: string | null,
    place: { from: number; to: number },
    secretsOnly: boolean,
  ) => {
    const kind = sensitivityOf(name, comment);
    if (kind === null || (secretsOnly && kind !== 'secret') || seen.has(name.toLowerCase())) return;
    seen.add(name.toLowerCase());
    findings.push(sensitive(name, kind, place));
  };
  for (const select of facts.selects) {
    if (select.query.tested) continue;
    for (const column of select.columns) {
      if (column.clause !== 'select' || column.counted || column.doubtful) continue;
      const name = column.parts.at(-1)?.text ?? '';
      add(name, commentOf(column, name, scope), column, false);
    }
    for (const item of select.items) {
      for (const { name, comment } of starColumns(item, select, scope)) add(name, comment, item, true);
    }
  }
  return findings;
}

function commentOf(column: ColumnFact, name: string, scope: NameScope): string | null {
  const origin = scope.originOf(column);
  if (origin.from !== 'source') return null;
  const known = origin.table?.columns.find(
    (candidate) => candidate.name.toLowerCase() === name.toLowerCase(),
  );
  return known?.comment ?? null;
}

function starColumns({ star }: ItemFact, select: SelectFact, scope: NameScope): KnownTable['columns'] {
  if (star === null) return [];
  const qualifier = star.at(-1)?.text.toLowerCase();
  return select.sources
    .filter(({ alias, parts }) => {
      return qualifier === undefined || (alias ?? parts.at(-1)?.text)?.toLowerCase() === qualifier;
    })
    .flatMap((source) => scope.tableOf(source, select)?.columns ?? []);
}

function sensitive(
  name: string,
  kind: 'secret' | 'personal',
  { from, to }: { from: number; to: number },
): StatementFinding {
  const secret = kind === 'secret';
  return {
    code: 'sensitive_column',
    severity: 'info',
    from,
    to,
    text: {
      zh: `列 ${name} 可能含有${secret ? '密码、密钥等机密' : '个人信息'}，结果请勿外传；不需要时请去掉它`,
      en: `Column ${name} may hold ${secret ? 'secrets' : 'personal data'}; keep the result to yourself, or leave the column out`,
    },
  };
}
