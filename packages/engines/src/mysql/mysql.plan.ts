import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planRoot, planStep, sortWarning, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

type Json = string | number | boolean | null | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

/** Shown as columns of a step, or too long to be read. */
const shownApart = new Set([
  'access_type',
  'table_name',
  'rows',
  'rows_examined_per_scan',
  'cost_info',
  'used_columns',
  'message',
  'operation',
  'inputs',
  'estimated_rows',
  'estimated_total_cost',
]);

const sorts = new Set(['filesort', 'temporary_table', 'ordering_operation', 'grouping_operation']);

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(...values: (Json | undefined)[]): number | null {
  for (const value of values) {
    if (value !== null && value !== undefined && Number.isFinite(Number(value))) return Number(value);
  }
  return null;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function detailsOf(object: JsonObject): PlanNode['details'] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (shownApart.has(name) || isObject(value)) return [];
    if (!Array.isArray(value)) return [{ name, value: String(value) }];
    return value.some((part) => typeof part === 'object') ? [] : [{ name, value: value.join(', ') }];
  });
}

/** The steps below a step: every object in it, and every object in its lists, which hold steps and nothing else. */
function childrenOf(object: JsonObject): PlanNode[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (name === 'cost_info') return [];
    if (isObject(value)) return [stepOf(name, value)];
    if (!Array.isArray(value)) return [];
    const steps = value.filter(isObject).flatMap(childrenOf);
    return name === 'nested_loop' && steps.length > 1 ? [planStep(name, { children: steps })] : steps;
  });
}

function mostRows(steps: readonly PlanNode[]): number {
  return Math.max(0, ...steps.map((step) => Math.max(step.estimatedRows ?? 0, mostRows(step.children))));
}

function warningOf(
  name: string,
  object: JsonObject,
  table: string | null,
  rows: number | null,
  below: PlanNode[],
) {
  if (object.access_type === 'ALL' && !table?.startsWith('<')) return wholeTableWarning(table, rows);
  const sorting = sorts.has(name) && object.using_filesort !== false;
  return sorting || object.using_temporary_table === true ? sortWarning(mostRows(below)) : null;
}

function stepOf(name: string, object: JsonObject): PlanNode {
  const table = textOf(object.table_name);
  const rows = numberOf(object.rows_examined_per_scan, object.rows);
  const cost = isObject(object.cost_info) ? object.cost_info : {};
  const children = childrenOf(object);
  return planStep(textOf(object.access_type) ?? textOf(object.message) ?? name, {
    object: table,
    estimatedRows: rows,
    estimatedCost: numberOf(cost.query_cost, cost.prefix_cost, cost.sort_cost, object.cost),
    details: detailsOf(object),
    warning: warningOf(name, object, table, rows, children),
    children,
  });
}

/** A step of the second form of MySQL 8.3 and newer, which nests `inputs` and words its own operations. */
function iteratorStep(object: JsonObject): PlanNode {
  const table = textOf(object.table_name);
  const rows = numberOf(object.estimated_rows);
  const inputs = Array.isArray(object.inputs) ? object.inputs.filter(isObject) : [];
  const children = inputs.map(iteratorStep);
  const reads = object.access_type === 'table' ? wholeTableWarning(table, rows) : null;
  return planStep(textOf(object.operation) ?? '?', {
    object: table,
    estimatedRows: rows,
    estimatedCost: numberOf(object.estimated_total_cost),
    details: detailsOf(object),
    warning: object.access_type === 'sort' ? sortWarning(mostRows(children)) : reads,
    children,
  });
}

/** Reads the JSON of `EXPLAIN`, in each of the forms that MySQL and MariaDB give. Throws when it is not JSON. */
export function parseMysqlPlan(text: string): Plan {
  const plan = JSON.parse(text) as JsonObject;
  const iterators = isObject(plan.query_plan) ? plan.query_plan : plan;
  const steps =
    'inputs' in iterators || 'operation' in iterators ? [iteratorStep(iterators)] : childrenOf(plan);
  return { root: planRoot('query', steps), text };
}

/** MariaDB escapes neither names nor conditions in its JSON: with a quote mark in one, its words are all there is. */
function readPlanText(text: string): Plan {
  try {
    return parseMysqlPlan(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { root: planRoot('query', []), text };
    throw error;
  }
}

/** The plan of `EXPLAIN FORMAT=JSON`. */
export async function readMysqlPlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan> {
  const [[text] = []] = await run(['EXPLAIN FORMAT=JSON', sql].join(' '), params);
  return readPlanText(String(text));
}
