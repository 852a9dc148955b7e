import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planRoot, planStep, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

/** A step as DuckDB writes it; `extra_info` differs from step to step. */
interface DuckdbStep {
  name: string;
  extra_info?: Record<string, string | string[]>;
  children?: DuckdbStep[];
}

const shownApart = new Set(['Table', 'Estimated Cardinality']);

const cartesian = {
  zh: '两边的每一行都要互相配对，请检查是否漏了连接条件。',
  en: 'Every row of one side meets every row of the other; check whether a join condition is missing.',
};

function stepOf({ name, extra_info: info = {}, children = [] }: DuckdbStep): PlanNode {
  const rows = info['Estimated Cardinality'] === undefined ? null : Number(info['Estimated Cardinality']);
  const object = typeof info.Table === 'string' ? info.Table : null;
  const reads = name.trim() === 'SEQ_SCAN' ? wholeTableWarning(object, rows) : null;
  return planStep(name.trim(), {
    object,
    estimatedRows: rows,
    details: Object.entries(info)
      .filter(([key]) => !shownApart.has(key))
      .map(([key, value]) => ({ name: key, value: Array.isArray(value) ? value.join(', ') : value })),
    warning: name.trim() === 'CROSS_PRODUCT' ? cartesian : reads,
    children: children.map(stepOf),
  });
}

/** The physical plan of `EXPLAIN (FORMAT json)`. */
export async function readDuckdbPlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan> {
  const rows = await run(['EXPLAIN (FORMAT json)', sql].join(' '), params);
  const text = String(rows[0]?.[1] ?? '[]');
  return { root: planRoot('QUERY PLAN', (JSON.parse(text) as DuckdbStep[]).map(stepOf)), text };
}
