import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import { sameColumn } from './column-ref.ts';
import type { ConditionNode } from './condition-text.ts';
import { FailureSignal } from './failure.ts';
import { bestOption, columnOptions, valueFor } from './formula-columns.ts';
import { type FormulaNode, holdsCall, unreadable } from './formula-text.ts';
import { createFrame, frameQuery, joinTable } from './frame.ts';
import { rowExpressionOf } from './metric-formula.ts';
import { bindMeasure, type FormulaContext } from './metric-measure.ts';
import type { Resolver } from './resolver.ts';
import { asRowsOf } from './rows-in-words.ts';
import type { Filter, Literal, RowExpression } from './semantic-query.ts';

/** What a condition is tied to a catalog with. */
export interface ConditionContext extends FormulaContext {
  resolver: Resolver;
}

interface Binding extends ConditionContext {
  base: PreparedTable;
  used: Set<PreparedTable>;
  score: number;
}

/** A condition on rows of a table, which reads columns of it and of tables above it. */
export interface BoundCondition {
  table: PreparedTable;
  filter: Filter;
  tables: PreparedTable[];
  score: number;
}

function columnOf(binding: Binding, name: string): PreparedColumn | null {
  const chosen = bestOption(columnOptions(name, binding.prepared), binding.base);
  if (!chosen) return null;
  binding.score += valueFor(binding.base, chosen);
  binding.used.add(chosen.column.table);
  return chosen.column;
}

function needColumn(binding: Binding, name: string): PreparedColumn {
  const column = columnOf(binding, name);
  if (column) return column;
  return columnOptions(name, binding.prepared).length === 0
    ? unreadable(`找不到列“${name}”；请写成 表.列`, `No column is called "${name}"; write it as table.column`)
    : unreadable(
        `表“${binding.base.name}”的一行对应不到列“${name}”的唯一值`,
        `A row of "${binding.base.name}" has no single value of "${name}"`,
      );
}

/** A value as it was written; a text takes the spelling that is stored. */
function literalOf(binding: Binding, written: string, column: PreparedColumn | null): Literal {
  const text = written.trim();
  const quoted = /^'([^']*)'$|^"([^"]*)"$/.exec(text);
  const value = quoted?.[1] ?? quoted?.[2] ?? text;
  if (!quoted && /^[+-]?\d+(\.\d+)?$/.test(text)) return column?.kind === 'text' ? text : Number(text);
  if (!quoted && /^(true|false)$/.test(text)) return text === 'true';
  if (!quoted && (text === '' || /[\s()+*/<>=,]/.test(text)))
    return unreadable(
      `“${text}”不是一个值；文本请加单引号`,
      `"${text}" is no value; put texts in single quotes`,
    );
  if (column?.kind !== 'text') return value;
  const { values } = binding.resolver;
  if (values.valuesOf(column.ref).includes(value)) return value;
  const stored = values
    .lookup(value)
    .find((match) => sameColumn(match.column, column.ref) && match.score >= 0.95);
  return stored?.literal ?? value;
}

function comparedValue(
  binding: Binding,
  written: string,
  column: PreparedColumn | null,
): Literal | RowExpression {
  if (!/^[\p{L}_][\p{L}\w]*\.[\p{L}_][\p{L}\w]*$/u.test(written)) return literalOf(binding, written, column);
  return { kind: 'column', column: needColumn(binding, written).ref };
}

function rowOf(binding: Binding, node: FormulaNode): RowExpression | null {
  const { score, used } = binding;
  binding.used = new Set(used);
  const row = rowExpressionOf(node, (name) => {
    const column = columnOf(binding, name);
    return column ? { kind: 'column', column: column.ref } : null;
  });
  if (row) return row;
  binding.used = used;
  binding.score = score;
  return null;
}

/** `count(orders) >= 2`: rows of the base of which a measure over rows below them holds. */
function groupFilter(binding: Binding, node: ConditionNode & { kind: 'compare' }): Filter {
  const { base, resolver } = binding;
  const bound = bindMeasure(node.left, binding, '', [base]);
  const [key, another] = base.primaryKey;
  const value = literalOf(binding, node.right, null);
  if (!key || another || typeof value !== 'number')
    return unreadable(
      `汇总值只能与数字比较，且表“${base.name}”要有单列主键`,
      `An aggregate is compared with a number, of rows of a table with a key of one column`,
    );
  if (bound.table === base)
    return unreadable('这里需要逐行的条件，而不是汇总值', 'A condition on rows is needed here, no aggregate');
  const frame = createFrame(resolver, bound.table);
  const foreign = bound.table.columns.find((column) => column.references === key);
  if (!foreign) joinTable(frame, base);
  for (const table of bound.parents) joinTable(frame, table);
  const query = frameQuery(frame);
  query.dimensions = [{ column: (foreign ?? key).ref }];
  query.having = [{ measure: bound.measure, operator: node.operator, value }];
  binding.score += 1;
  return { kind: 'in_query', column: key.ref, query };
}

function compareFilter(binding: Binding, node: ConditionNode & { kind: 'compare' }): Filter {
  const left = holdsCall(node.left) ? null : rowOf(binding, node.left);
  if (!left) return groupFilter(binding, node);
  const column = node.left.kind === 'name' ? columnOf(binding, node.left.text) : null;
  return {
    kind: 'compare',
    left,
    operator: node.operator,
    value: comparedValue(binding, node.right, column),
  };
}

function betweenFilter(binding: Binding, node: ConditionNode & { kind: 'between' }): Filter {
  const low: ConditionNode = { kind: 'compare', left: node.left, operator: '>=', right: node.low };
  const high: ConditionNode = { ...low, operator: '<=', right: node.high };
  return { kind: 'and', filters: [low, high].map((part) => filterOf(binding, part)) };
}

function filterOf(binding: Binding, node: ConditionNode): Filter {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, filters: node.parts.map((part) => filterOf(binding, part)) };
    case 'not':
      return { kind: 'not', filter: filterOf(binding, node.part) };
    case 'compare':
      return compareFilter(binding, node);
    case 'between':
      return betweenFilter(binding, node);
    case 'in': {
      const column = needColumn(binding, node.left);
      const values = node.values.map((value) => literalOf(binding, value, column));
      return { kind: 'in', column: column.ref, values, negated: node.negated };
    }
    case 'like':
      return {
        kind: 'like',
        column: needColumn(binding, node.left).ref,
        pattern: node.pattern,
        negated: node.negated,
      };
    case 'null':
      return { kind: 'null', column: needColumn(binding, node.left).ref, negated: node.negated };
    case 'words':
      return wordsFilter(binding, node.text);
  }
}

function wordsFilter(binding: Binding, text: string): Filter {
  const [flag] = columnOptions(text, binding.prepared).filter(
    ({ column, score }) => column.table === binding.base && column.kind === 'boolean' && score >= 0.9,
  );
  binding.score += 1;
  if (flag)
    return { kind: 'compare', left: { kind: 'column', column: flag.column.ref }, operator: '=', value: true };
  return asRowsOf(binding, text, binding.base);
}

/** Ties a condition to rows of one table; throws a failure that says what cannot be read. */
export function bindConditionTo(
  node: ConditionNode,
  context: ConditionContext,
  base: PreparedTable,
): BoundCondition {
  const binding: Binding = { ...context, base, used: new Set(), score: 0 };
  const filter = filterOf(binding, node);
  const tables = [...binding.used].filter((table) => table !== base);
  return { table: base, filter, tables, score: binding.score };
}

/** Ties a condition to the table whose rows it tells apart; `likely` go before others that serve as well. */
export function bindCondition(
  node: ConditionNode,
  context: ConditionContext,
  likely: readonly PreparedTable[],
): BoundCondition {
  const found: BoundCondition[] = [];
  let failure: FailureSignal | null = null;
  const others = context.prepared.tables.filter((table) => !likely.includes(table));
  for (const table of [...likely, ...(speaksInWords(node) && likely.length > 0 ? [] : others)]) {
    try {
      const bound = bindConditionTo(node, context, table);
      found.push({ ...bound, score: bound.score + (likely.includes(table) ? 1 : 0) });
    } catch (error) {
      if (!(error instanceof FailureSignal)) throw error;
      failure ??= error;
    }
  }
  found.sort((left, right) => right.score - left.score);
  const [best, next] = found;
  if (!best) throw failure ?? new FailureSignal({ kind: 'unexplained', spans: [] });
  if (next && best.score - next.score < 1e-9)
    return unreadable(
      `表“${best.table.name}”和“${next.table.name}”都符合；请写成 表.列`,
      `Both "${best.table.name}" and "${next.table.name}" fit; write columns as table.column`,
    );
  return best;
}

function speaksInWords(node: ConditionNode): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.parts.some(speaksInWords);
  return node.kind === 'words' || (node.kind === 'not' && speaksInWords(node.part));
}
