import type { KnownTable, StatementFinding } from './finding.ts';
import type { NameScope } from './name-scope.ts';
import { isSelect, type SelectFact, type SourceFact, type StatementFacts } from './statement-facts.ts';

/** From this many rows on, by the database's estimate, a table is called large. */
const largeTable = 50_000;

/** Reading or giving all rows of a large table. */
export function rowFindings(facts: StatementFacts, scope: NameScope): StatementFinding[] {
  const { query } = facts;
  if (query.limited) return [];
  return query.arms.filter(isSelect).flatMap((select) => {
    if (select.limited || select.grouped || select.aggregated || select.opaque) return [];
    const large = largestTable(select, scope);
    if (large === null || picksOneRow(select, scope)) return [];
    return select.filtered ? [noLimit(large)] : [noWhere(large), noLimit(large)];
  });
}

interface LargeTable {
  source: SourceFact;
  rows: number;
}

function largestTable(select: SelectFact, scope: NameScope): LargeTable | null {
  let largest: LargeTable | null = null;
  for (const source of select.sources) {
    const rows = scope.tableOf(source, select)?.rowEstimate ?? 0;
    if (rows >= largeTable && rows > (largest?.rows ?? 0)) largest = { source, rows };
  }
  return largest;
}

/** Whether a condition names a key that only one row has. */
function picksOneRow(select: SelectFact, scope: NameScope): boolean {
  return select.columns.some((column) => {
    if (column.clause !== 'where' || !column.equated || column.inCall) return false;
    const origin = scope.originOf(column);
    const name = column.parts.at(-1)?.text.toLowerCase();
    return origin.from === 'source' && origin.table !== null && uniqueColumns(origin.table).includes(name);
  });
}

function uniqueColumns(table: KnownTable): (string | undefined)[] {
  const keys = [
    table.primaryKey,
    ...table.indexes.filter(({ unique }) => unique).map(({ columns }) => columns),
  ];
  return keys.filter(({ length }) => length === 1).map(([column]) => column?.toLowerCase());
}

function noLimit({ source, rows }: LargeTable): StatementFinding {
  const name = source.parts.at(-1)?.text ?? '';
  return {
    code: 'no_limit',
    severity: 'warning',
    from: source.from,
    to: source.to,
    text: {
      zh: `表 ${name} 约有 ${rows.toLocaleString('en-US')} 行而语句没有限制行数；只需一部分时请加上行数限制`,
      en: `${name} has about ${rows.toLocaleString('en-US')} rows and the statement sets no limit; add one when a part will do`,
    },
  };
}

function noWhere({ source, rows }: LargeTable): StatementFinding {
  const name = source.parts.at(-1)?.text ?? '';
  return {
    code: 'no_where',
    severity: 'warning',
    from: source.from,
    to: source.to,
    text: {
      zh: `没有 WHERE 条件，会读取表 ${name} 的全部约 ${rows.toLocaleString('en-US')} 行；请按时间或编号等筛选`,
      en: `There is no WHERE, so all of about ${rows.toLocaleString('en-US')} rows of ${name} are read; filter by a date or a key, for instance`,
    },
  };
}
