import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planRoot, planStep, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';
import { highestRowids } from './sqlite.catalog.ts';

/** `SCAN o`, `SEARCH c USING INDEX i (n=?)`; other steps name no table. */
const tableStep =
  /^(SCAN|SEARCH) (?!CONSTANT ROW|\d+-ROW VALUES)(.+?)(?: (USING .+|VIRTUAL TABLE .+|LEFT-JOIN))?$/;

const automaticIndex = {
  zh: '没有合适的索引，数据库为这次查询临时建了一个。给连接用的列建索引会更快。',
  en: 'There is no fitting index, so the database builds one for this query alone. An index on the joined columns would help.',
};

function stepOf(detail: string): PlanNode {
  const [, verb, table, how] = tableStep.exec(detail) ?? [];
  if (!verb || !table) return planStep(detail);
  return planStep(verb, {
    object: table,
    details: how ? [{ name: 'USING', value: how.replace(/^USING /, '') }] : [],
    warning: how?.includes('AUTOMATIC') ? automaticIndex : null,
  });
}

/** Only the highest rowid tells how much a scan reads; an alias in place of a table's name has none. */
async function addEstimates(run: RunStatement, steps: PlanNode[]): Promise<void> {
  const scanned = new Set(steps.filter((step) => step.operation === 'SCAN').map((step) => step.object));
  const rows = await run(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0",
  );
  const tables = rows.map(([name]) => String(name)).filter((name) => scanned.has(name));
  const counts = await highestRowids(run, tables);
  for (const step of steps) {
    const count = step.operation === 'SCAN' ? (counts.get(step.object ?? '') ?? null) : null;
    step.estimatedRows = count;
    step.warning ??= wholeTableWarning(step.object, count);
  }
}

/** The plan of `EXPLAIN QUERY PLAN`, whose rows name their parents. */
export async function readSqlitePlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan> {
  const rows = await run(['EXPLAIN QUERY PLAN', sql].join(' '), params);
  const steps = new Map<number, PlanNode>();
  const tops: PlanNode[] = [];
  const lines: string[] = [];
  const depths = new Map<number, number>([[0, -1]]);
  for (const [id, parent, , detail] of rows) {
    const step = stepOf(String(detail));
    const depth = (depths.get(Number(parent)) ?? -1) + 1;
    steps.set(Number(id), step);
    depths.set(Number(id), depth);
    lines.push('  '.repeat(depth) + String(detail));
    (steps.get(Number(parent))?.children ?? tops).push(step);
  }
  await addEstimates(run, [...steps.values()]);
  return { root: planRoot('QUERY PLAN', tops), text: lines.join('\n') };
}
