import type { PreparedCatalog, PreparedTable } from './catalog-index.ts';
import { FailureSignal } from './failure.ts';
import { bestOption, type ColumnOption, columnOptions, tablesNamed, valueFor } from './formula-columns.ts';
import { type FormulaNode, holdsCall, namesIn, readFormula, unreadable } from './formula-text.ts';
import { reachesUp } from './join-path.ts';
import { type Amount, combine } from './measure-algebra.ts';
import { meansSales, salesNumbers } from './metric.ts';
import { type DefinedMetric, dividesByNames, rowExpressionOf } from './metric-formula.ts';
import type { Filter, Measure, RowExpression, SemanticQuery } from './semantic-query.ts';
import { splitWords } from './split-words.ts';

/** What a formula over groups is tied to a catalog with. */
export interface FormulaContext {
  prepared: PreparedCatalog;
  metrics: readonly DefinedMetric[];
  /** Reads words as a question of their own; null when they are none. */
  readWords(words: string): SemanticQuery | null;
  /** A condition in its own words on rows of a table or of tables above it. */
  readCondition(text: string, table: PreparedTable): { filter: Filter; tables: PreparedTable[] };
}

/** A number per group, computed over rows of one table and of tables above it. */
export interface BoundMeasure {
  table: PreparedTable;
  measure: Measure;
  parents: PreparedTable[];
}

interface Attempt extends FormulaContext {
  base: PreparedTable;
  used: Set<PreparedTable>;
  score: number;
  /** Metrics that this one is made of, so that none is made of itself. */
  within: readonly string[];
  columns: Map<string, ColumnOption[]>;
}

const counted =
  /^(?:(?:the )?(?:number|count) of (.+)|(.+?)\s*(?:count|数量|个数|总数|人数|单数|条数|笔数|次数|数))$/;

function optionsOf(attempt: Attempt, name: string): ColumnOption[] {
  const known = attempt.columns.get(name) ?? columnOptions(name, attempt.prepared);
  attempt.columns.set(name, known);
  return known;
}

/** Joins a table above the base; ends the attempt when its rows would be met more than once. */
function reach(attempt: Attempt, table: PreparedTable): void {
  if (!reachesUp(attempt.base, table))
    unreadable(
      `表“${attempt.base.name}”的一行对应不到表“${table.name}”的唯一一行`,
      `A row of "${attempt.base.name}" does not lead to one row of "${table.name}"`,
    );
  attempt.used.add(table);
}

function columnAt(attempt: Attempt, name: string, least = 0.6): RowExpression | null {
  const chosen = bestOption(
    optionsOf(attempt, name).filter(({ score }) => score >= least),
    attempt.base,
  );
  if (!chosen) return null;
  attempt.score += valueFor(attempt.base, chosen);
  attempt.used.add(chosen.column.table);
  return { kind: 'column', column: chosen.column.ref };
}

/** Rows of a table, met once for each row of the base that belongs to them. */
function countOf(attempt: Attempt, table: PreparedTable, where?: Filter): Measure {
  const condition = where ? { where } : {};
  if (table === attempt.base) {
    attempt.score += 1.3;
    return { kind: 'aggregate', aggregate: 'count', of: null, ...condition };
  }
  reach(attempt, table);
  attempt.score += 1;
  const foreign = attempt.base.columns.find((column) => column.references?.table === table);
  const [key, another] = table.primaryKey;
  if (!key || another)
    return unreadable(`表“${table.name}”没有单列主键`, `"${table.name}" has no key of one column`);
  const of: RowExpression = { kind: 'column', column: (foreign ?? key).ref };
  if (foreign && !where) attempt.used.delete(table);
  return { kind: 'aggregate', aggregate: 'count_distinct', of, ...condition };
}

/** Sums of a base multiply what stands in tables above it, unless something of the base itself is summed. */
function summed(attempt: Attempt, of: RowExpression): Measure {
  const isOwn = JSON.stringify(of).includes(`"table":${JSON.stringify(attempt.base.name)}`);
  if (!isOwn)
    unreadable(
      '这些列在不同的表里，连接后合计会重复计算',
      'These columns are in different tables; joined, their sums would count rows more than once',
    );
  return { kind: 'aggregate', aggregate: 'sum', of };
}

function callAmount(attempt: Attempt, node: FormulaNode & { kind: 'call' }): Measure {
  const condition = node.where === null ? null : attempt.readCondition(node.where, attempt.base);
  for (const table of condition?.tables ?? []) reach(attempt, table);
  const where = condition ? { where: condition.filter } : {};
  if (node.fn === 'count') {
    if (node.of === null) return countOf(attempt, attempt.base, condition?.filter);
    const [table] = node.of.kind === 'name' ? tablesNamed(node.of.text, attempt.prepared) : [];
    if (table) return countOf(attempt, table, condition?.filter);
  }
  const of = node.of && rowExpressionOf(node.of, (name) => columnAt(attempt, name) ?? salesAt(attempt, name));
  if (!of) return unknownNames(attempt, node);
  const aggregate = node.fn === 'count' && node.distinct ? 'count_distinct' : node.fn;
  if (aggregate === 'sum') return { ...summed(attempt, of), ...where };
  return { kind: 'aggregate', aggregate, of, ...where };
}

function salesAt(attempt: Attempt, name: string): RowExpression | null {
  if (!meansSales(splitWords(name))) return null;
  const sales = salesNumbers(attempt).find((one) => one.table === attempt.base);
  if (sales) attempt.score += 1;
  return sales?.expression ?? null;
}

/** Words such as `paid orders` are a question: what it counts or sums, with its conditions. */
function askedAmount(attempt: Attempt, name: string): Measure | null {
  const query = attempt.readWords(name);
  const [measure, another] = query?.measures ?? [];
  const table = attempt.prepared.tables.find(
    (one) => one.name === query?.from.table && one.schema === query.from.schema,
  );
  if (!query || !measure || another || !table || measure.kind !== 'aggregate') return null;
  const rest = query.dimensions.length + query.having.length + query.order.length;
  if (rest > 0 || query.limit !== null || query.combine || measure.where) return null;
  const where: Filter | null =
    query.filters.length > 1 ? { kind: 'and', filters: query.filters } : (query.filters[0] ?? null);
  const counts = measure.aggregate === 'count' && measure.of === null;
  if (!counts && table !== attempt.base) return null;
  for (const join of query.joins)
    for (const one of attempt.prepared.tables)
      if (one.name === join.to[0]?.table && one.schema === join.to[0].schema) reach(attempt, one);
  if (counts) return countOf(attempt, table, where ?? undefined);
  attempt.score += 1;
  return where ? { ...measure, where } : measure;
}

function nameAmount(attempt: Attempt, name: string): Amount {
  const metric = attempt.metrics.find((one) => one.term === name && !attempt.within.includes(name));
  if (metric) {
    const outer = attempt.within;
    attempt.within = [...outer, name];
    const amount = amountOf(attempt, readFormula(metric.formula));
    attempt.within = outer;
    return amount;
  }
  const outright = columnAt(attempt, name, 0.98);
  if (outright) return summed(attempt, outright);
  const match = counted.exec(name);
  const [table] = match ? tablesNamed(match[1] ?? match[2] ?? '', attempt.prepared) : [];
  if (table) return countOf(attempt, table);
  const near = salesAt(attempt, name) ?? columnAt(attempt, name);
  if (near) return summed(attempt, near);
  return askedAmount(attempt, name) ?? unknownNames(attempt, { kind: 'name', text: name });
}

function unknownNames(attempt: Attempt, node: FormulaNode): never {
  const unknown = namesIn(node).find((name) => optionsOf(attempt, name).length === 0);
  const name = unknown ?? namesIn(node).join(', ');
  return unknown === undefined
    ? unreadable(
        `“${name}”与公式的其余部分不在能连到的表里`,
        `"${name}" and the rest of the formula are in tables that cannot be joined row by row`,
      )
    : unreadable(
        `找不到“${name}”对应的列、表或指标；请写成 表.列`,
        `No column, table or metric is called "${name}"; write it as table.column`,
      );
}

/** What adds up row by row is summed as a whole; what does not is put together of its parts. */
function amountOf(attempt: Attempt, node: FormulaNode): Amount {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'call') return callAmount(attempt, node);
  if (node.kind === 'name') return nameAmount(attempt, node.text);
  if (!holdsCall(node) && !dividesByNames(node) && namesIn(node).length > 0) {
    const { score, used } = attempt;
    attempt.used = new Set(used);
    const row = rowExpressionOf(node, (name) =>
      attempt.metrics.some((one) => one.term === name) ? null : columnAt(attempt, name),
    );
    if (row) return summed(attempt, row);
    attempt.used = used;
    attempt.score = score;
  }
  return combine(node.operator, amountOf(attempt, node.left), amountOf(attempt, node.right));
}

/**
 * Ties a formula over groups to the table whose rows it is computed over: one that leads to all it reads and to all
 * tables it is broken down by. Throws a failure that says what cannot be read.
 */
export function bindMeasure(
  node: FormulaNode,
  context: FormulaContext,
  term: string,
  dimensions: readonly PreparedTable[],
): BoundMeasure {
  let best: (BoundMeasure & { score: number }) | null = null;
  let failure: FailureSignal | null = null;
  let furthest = 0;
  const columns = new Map<string, ColumnOption[]>();
  for (const base of context.prepared.tables) {
    if (!dimensions.every((table) => reachesUp(base, table))) continue;
    const attempt: Attempt = { ...context, base, used: new Set(), score: 0, within: [term], columns };
    try {
      const measure = amountOf(attempt, node);
      if (typeof measure === 'number') return unreadable('公式里没有任何列', 'The formula names no column');
      if (best && attempt.score <= best.score + 1e-9) continue;
      const parents = [...attempt.used].filter((table) => table !== base);
      best = { table: base, measure, parents, score: attempt.score };
    } catch (error) {
      if (!(error instanceof FailureSignal)) throw error;
      if (!failure || attempt.score > furthest) failure = error;
      furthest = Math.max(furthest, attempt.score);
    }
  }
  if (best) return best;
  if (failure) throw failure;
  return unreadable('这个指标不能按这些表分组', 'This metric cannot be broken down by those tables');
}
