import type { Cell } from '@sextant/contract/chart';
import { type Plan, type PlanNode, planStep, sortWarning, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

type Json = string | number | boolean | null | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

const shownApart = new Set(['ID', 'OPERATOR', 'NAME', 'EST.ROWS', 'COST', 'EST.TIME(us)']);

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: Json | undefined): number | null {
  return value === undefined || value === null || !Number.isFinite(Number(value)) ? null : Number(value);
}

function stepOf(object: JsonObject): PlanNode {
  const operation = String(object.OPERATOR ?? '?').trim();
  const name = String(object.NAME ?? '').trim() || null;
  const estimatedRows = numberOf(object['EST.ROWS']);
  const entries = Object.entries(object);
  const readsAll = /^TABLE (FULL )?SCAN$/.test(operation) && !name?.includes('(');
  return planStep(operation, {
    object: name,
    estimatedRows,
    estimatedCost: numberOf(object.COST ?? object['EST.TIME(us)']),
    details: entries
      .filter(([key, value]) => !shownApart.has(key) && !isObject(value))
      .map(([key, value]) => ({ name: key, value: Array.isArray(value) ? value.join(', ') : String(value) })),
    warning: readsAll
      ? wholeTableWarning(name, estimatedRows)
      : /SORT/.test(operation)
        ? sortWarning(estimatedRows ?? 0)
        : null,
    children: entries.flatMap(([key, value]) =>
      /^CHILD_\d+$/.test(key) && isObject(value) ? [stepOf(value)] : [],
    ),
  });
}

/** Reads the JSON of OceanBase's EXPLAIN: one object with its children as CHILD_1, CHILD_2 … Throws when it is none. */
export function parseOceanbasePlan(text: string): Plan {
  return { root: stepOf(JSON.parse(text) as JsonObject), text };
}

/** How OceanBase would run a statement; it may give the JSON in one row or line by line. */
export async function readOceanbasePlan(
  run: RunStatement,
  sql: string,
  params: readonly Cell[],
): Promise<Plan> {
  const rows = await run(['EXPLAIN FORMAT=JSON', sql].join(' '), params);
  return parseOceanbasePlan(rows.map(([line]) => String(line)).join('\n'));
}
