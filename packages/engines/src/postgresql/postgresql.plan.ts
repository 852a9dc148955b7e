import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planRoot, planStep, sortWarning, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

/** A step as PostgreSQL writes it: known keys, and those of its kind. */
interface PostgresqlStep {
  'Node Type': string;
  'Relation Name'?: string;
  Schema?: string;
  'Index Name'?: string;
  'CTE Name'?: string;
  'Function Name'?: string;
  'Join Filter'?: string;
  'Plan Rows': number;
  'Total Cost': number;
  Plans?: PostgresqlStep[];
  [key: string]: unknown;
}

const shownApart = new Set([
  'Node Type',
  'Relation Name',
  'Plan Rows',
  'Total Cost',
  'Plans',
  'Plan Width',
  'Startup Cost',
  'Parallel Aware',
  'Async Capable',
]);

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function objectOf(step: PostgresqlStep): string | null {
  return step['Relation Name'] ?? step['Index Name'] ?? step['CTE Name'] ?? step['Function Name'] ?? null;
}

function warningOf(step: PostgresqlStep, tableRows: ReadonlyMap<string, number>) {
  const table = step['Relation Name'];
  if (step['Node Type'] === 'Seq Scan' && table) {
    return wholeTableWarning(table, tableRows.get(table) ?? step['Plan Rows']);
  }
  return step['Node Type'] === 'Sort' ? sortWarning(step['Plan Rows']) : null;
}

function stepOf(step: PostgresqlStep, tableRows: ReadonlyMap<string, number>): PlanNode {
  return planStep(step['Node Type'], {
    object: objectOf(step),
    estimatedRows: step['Plan Rows'],
    estimatedCost: step['Total Cost'],
    details: Object.entries(step)
      .filter(([name, value]) => !shownApart.has(name) && value !== false)
      .map(([name, value]) => ({ name, value: textOf(value) })),
    warning: warningOf(step, tableRows),
    children: (step.Plans ?? []).map((child) => stepOf(child, tableRows)),
  });
}

function scannedTables(step: PostgresqlStep): string[] {
  const own = step['Node Type'] === 'Seq Scan' && step['Relation Name'] ? [step['Relation Name']] : [];
  return [...own, ...(step.Plans ?? []).flatMap(scannedTables)];
}

/** A filtered scan estimates what it gives and not what it reads, which the catalog knows. */
const tableRowsQuery = `SELECT relname, max(reltuples) FROM pg_class
  WHERE relname = ANY ($1::text[]) AND relkind IN ('r', 'm') GROUP BY relname`;

function arrayLiteral(names: readonly string[]): string {
  return `{${names.map((name) => `"${name.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** The plan of `EXPLAIN (FORMAT JSON)`. */
export async function readPostgresqlPlan(
  run: RunStatement,
  sql: string,
  params: readonly Cell[],
): Promise<Plan> {
  const [[json] = []] = await run(['EXPLAIN (FORMAT JSON)', sql].join(' '), params);
  const text = String(json);
  const steps = (JSON.parse(text) as { Plan: PostgresqlStep }[]).map(({ Plan }) => Plan);
  const scanned = steps.flatMap(scannedTables);
  const counted = scanned.length > 0 ? await run(tableRowsQuery, [arrayLiteral(scanned)]) : [];
  const tableRows = new Map(counted.map(([name, rows]) => [String(name), Number(rows)]));
  return {
    root: planRoot(
      'query',
      steps.map((step) => stepOf(step, tableRows)),
    ),
    text,
  };
}
