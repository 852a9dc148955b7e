import type { Cell } from '@sextant/contract/chart';
import { EngineError } from '../engine-error.ts';
import { type Plan, type PlanNode, planRoot, planStep, sortWarning, wholeTableWarning } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

type Json = string | number | boolean | null | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

/** Rows that a step will read from a table, by the table's full name. */
type RowEstimates = ReadonlyMap<string, number>;

const shownApart = new Set(['Node Type', 'Node Id', 'Plans', 'Indexes', 'Description', 'Header']);

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function indexDetail(index: JsonObject): PlanNode['details'][number] {
  const granules = ['Selected Granules', 'Initial Granules'].map((name) => index[name]);
  const used = granules.every((count) => count !== undefined) ? `${granules.join(' / ')} granules` : '';
  return {
    name: String(index.Name ?? index.Type ?? 'Index'),
    value: [index.Condition, used].filter(Boolean).join(', '),
  };
}

function detailsOf(node: JsonObject, describes: boolean): PlanNode['details'] {
  const own = Object.entries(node)
    .filter(([name]) => !shownApart.has(name))
    .map(([name, value]) => ({
      name,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    }));
  const description =
    describes && node.Description ? [{ name: 'Description', value: String(node.Description) }] : [];
  return [...description, ...own, ...objectsIn(node.Indexes).map(indexDetail)];
}

/** Whether no index let the step leave out a part of the table. */
function readsAll(node: JsonObject): boolean {
  return objectsIn(node.Indexes).every(
    (index) => Number(index['Selected Granules']) >= Number(index['Initial Granules']),
  );
}

function stepOf(node: JsonObject, estimates: RowEstimates): PlanNode {
  const operation = String(node['Node Type'] ?? '?');
  const children = objectsIn(node.Plans).map((child) => stepOf(child, estimates));
  const object = operation.startsWith('ReadFrom') ? String(node.Description ?? '') || null : null;
  const own = object === null ? undefined : estimates.get(object);
  const below = children.map((child) => child.estimatedRows ?? 0);
  const sorts = operation === 'Sorting' ? sortWarning(Math.max(0, ...below)) : null;
  return planStep(operation, {
    object,
    estimatedRows: own ?? null,
    details: detailsOf(node, object === null),
    warning: own !== undefined && readsAll(node) ? wholeTableWarning(object, own) : sorts,
    children,
  });
}

/** Reads the answer of `EXPLAIN json = 1`. Throws when it is not JSON. */
export function parseClickhousePlan(text: string, estimates: RowEstimates): Plan {
  const steps = objectsIn(JSON.parse(text) as Json).map(({ Plan: plan }) =>
    stepOf(isObject(plan) ? plan : {}, estimates),
  );
  return { root: planRoot('Query', steps), text };
}

const needsNewer = {
  zh: '请升级到 ClickHouse 20.6 或更新的版本，才能查看执行计划。',
  en: 'Plans can be shown from ClickHouse 20.6 on.',
};

/** Rows to be read, which only tables of the MergeTree family tell; other errors than ours mean: not known. */
async function readEstimates(run: RunStatement, sql: string, params: readonly Cell[]): Promise<RowEstimates> {
  try {
    const rows = await run(['EXPLAIN ESTIMATE', sql].join(' '), params);
    return new Map(rows.map(([database, table, , count]) => [`${database}.${table}`, Number(count)]));
  } catch (error) {
    if (error instanceof EngineError && error.code !== 'cancelled') return new Map();
    throw error;
  }
}

/** The lines of a plan as a tree, by their indentation: servers before 21.1 write no JSON. */
function parseIndented(lines: readonly string[]): Plan {
  const top = planStep('Query');
  const open: { depth: number; node: PlanNode }[] = [{ depth: -1, node: top }];
  for (const line of lines) {
    const depth = line.search(/\S/);
    if (depth < 0) continue;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const node = planStep(line.trim());
    open.at(-1)?.node.children.push(node);
    open.push({ depth, node });
  }
  return { root: planRoot('Query', top.children), text: lines.join('\n') };
}

/** How ClickHouse would run a statement. Rejects with code `failed` on servers that cannot tell. */
export async function readClickhousePlan(
  run: RunStatement,
  sql: string,
  params: readonly Cell[],
): Promise<Plan> {
  const explain = async (how: string) =>
    (await run([how, sql].join(' '), params)).map(([line]) => String(line));
  const [[version] = []] = await run('SELECT version()');
  const [major = 0, minor = 0] = String(version).split('.').map(Number);
  if (major > 21 || (major === 21 && minor >= 3)) {
    const text = (await explain('EXPLAIN json = 1, indexes = 1')).join('\n');
    return parseClickhousePlan(text, await readEstimates(run, sql, params));
  }
  if (major > 20 || (major === 20 && minor >= 6)) return parseIndented(await explain('EXPLAIN'));
  throw new EngineError('failed', `ClickHouse ${version} cannot explain a statement`, { hint: needsNewer });
}
