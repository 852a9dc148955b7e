import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planRoot, planStep, sortWarning, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

/** `└─TableFullScan_5(Build)` without its place in the tree and its number. */
function operationOf(id: string): string {
  return id.slice(Math.max(0, id.search(/[A-Za-z]/))).replace(/_\d+/, '');
}

function detailsOf(task: Cell | undefined, info: Cell | undefined): PlanNode['details'] {
  const known = [
    { name: 'task', value: String(task ?? '') },
    { name: 'info', value: String(info ?? '') },
  ];
  return known.filter(({ value }) => value !== '');
}

function stepOf([id, rows, task, access, info]: Cell[]): PlanNode {
  const operation = operationOf(String(id));
  const object = /table:([^,]+)/.exec(String(access ?? ''))?.[1]?.trim() ?? null;
  const estimate = Number(rows);
  const estimatedRows = rows === null || !Number.isFinite(estimate) ? null : estimate;
  const readsAll = operation.startsWith('TableFullScan');
  const sorts = /^(Sort|TopN)\b/.test(operation) ? sortWarning(estimatedRows ?? 0) : null;
  return planStep(operation, {
    object,
    estimatedRows,
    details: detailsOf(task, info),
    warning: readsAll ? wholeTableWarning(object, estimatedRows) : sorts,
  });
}

/** The tree in the rows of TiDB's EXPLAIN: the first column draws it, two characters for each level. */
export function parseTidbPlan(rows: Cell[][]): Plan {
  const top = planStep('query');
  const open: { depth: number; node: PlanNode }[] = [{ depth: -1, node: top }];
  for (const row of rows) {
    const depth = String(row[0]).search(/[A-Za-z]/);
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const node = stepOf(row);
    (open.at(-1)?.node ?? top).children.push(node);
    open.push({ depth, node });
  }
  const text = rows.map((row) => row.map((cell) => cell ?? '').join('\t')).join('\n');
  return { root: planRoot('query', top.children), text };
}

/** How TiDB would run a statement. */
export async function readTidbPlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan> {
  return parseTidbPlan(await run(['EXPLAIN', sql].join(' '), params));
}
