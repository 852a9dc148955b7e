import type { Dialect } from '@sextant/sql/dialect';
import { conjuncts, type ExpressionContext, measureExpression } from './compile-expression.ts';
import { tableAlias } from './dialect-functions.ts';
import { grainLabel } from './grain-label.ts';
import { writeIdentifier } from './identifier-text.ts';
import { columnCanBeNull, measureCanBeNull, type SortKey } from './order-text.ts';
import { type OutputLabel, outputLabels, withoutHidden } from './output-labels.ts';
import type { ColumnRef, Filter, Grain, Measure, Order, SemanticQuery } from './semantic-query.ts';
import { bracketed, type Clauses, indent } from './statement-text.ts';
import { type TableScope, tableScope } from './table-scope.ts';

/** Where the SQL will run. */
export interface Target {
  dialect: Dialect;
  defaultSchema: string | null;
  /** True inside another statement, where some dialects take neither WITH nor an ORDER BY that cuts no rows. */
  nested: boolean;
  /** Writes any semantic query as a statement inside this one. */
  statement(query: SemanticQuery): string;
}

/** The clauses of a plain SELECT with what its callers need to order or wrap it. */
export interface Plain {
  clauses: Clauses;
  labels: OutputLabel[];
  sortKeys: SortKey[];
  outputs: string[];
}

function columnsIn(part: unknown): Set<string> {
  const names = new Set<string>();
  JSON.stringify(part, (key, value: unknown) => {
    if (key === 'column' && typeof value === 'string') names.add(value.toLowerCase());
    return value;
  });
  return names;
}

/**
 * True when an alias has the name of a column that the statement also reads: then columns are qualified.
 * ClickHouse puts aliases into WHERE as well.
 */
function aliasHidesColumn(query: SemanticQuery, labels: OutputLabel[], dialect: Dialect): boolean {
  const conditions = dialect === 'clickhouse' ? query.filters : [];
  const used = columnsIn([query.dimensions, query.measures, query.having, query.order, conditions]);
  return labels.some((label) => label.explicit && used.has(label.name.toLowerCase()));
}

function joinLines(query: SemanticQuery, scope: TableScope): string[] {
  const joins = query.joins.map((join) => {
    const [first] = join.to;
    if (!first || join.from.length !== join.to.length) {
      throw new Error('A join of the semantic query pairs unequal numbers of columns');
    }
    const pairs = join.to.map((to, index) => {
      const from = join.from[index];
      return `${scope.column(to)} = ${from ? scope.column(from) : ''}`;
    });
    return `${join.kind === 'left' ? 'LEFT JOIN' : 'JOIN'} ${scope.table(first)} ON ${pairs.join(' AND ')}`;
  });
  return [`FROM ${scope.table(query.from)}`, ...joins];
}

function isGrouped(query: SemanticQuery): boolean {
  return (
    query.measures.some((measure) => measure.kind !== 'row') ||
    query.having.length > 0 ||
    query.order.some((order) => order.by.kind === 'measure')
  );
}

/** What writing the parts of one SELECT shares. */
interface Writing {
  query: SemanticQuery;
  target: Target;
  context: ExpressionContext;
  labels: OutputLabel[];
  /** The dimensions that are shown, as SQL, then the measures. */
  outputs: string[];
  /** Every dimension as SQL, also those that only keep groups apart. */
  keys: string[];
  grouped: boolean;
}

function dimensionText(scope: TableScope, column: ColumnRef, grain?: Grain): string {
  return grain ? grainLabel(scope.dialect, grain, scope.column(column), column.kind) : scope.column(column);
}

/** Writes one SELECT without growth, set operations, ranks, order and limit. */
export function plainClauses(whole: SemanticQuery, target: Target): Plain {
  const query = withoutHidden(whole);
  const labels = outputLabels(query);
  const scope = tableScope(query, target, aliasHidesColumn(query, labels, target.dialect));
  const context: ExpressionContext = {
    scope,
    subquery: (inner, use) => subqueryText(inner, use, target),
    total: (measure) => totalText(measure, query, target, context),
  };
  const outputs = [
    ...query.dimensions.map((part) => dimensionText(scope, part.column, part.grain)),
    ...query.measures.map((part) => measureExpression(part, context)),
  ];
  const keys = whole.dimensions.map((part) => dimensionText(scope, part.column, part.grain));
  const hiddenOrder = query.order.some((order) => order.by.kind === 'column');
  const grouped = isGrouped(query) || (query.distinct && (hiddenOrder || query.limitPer !== undefined));
  const writing: Writing = { query, target, context, labels, outputs, keys, grouped };
  const sortKeys = query.order.map((order) => sortKey(order, writing));
  return { clauses: clausesOf(writing), labels, sortKeys, outputs };
}

function clausesOf({ query, target, context, labels, outputs, keys, grouped }: Writing): Clauses {
  const { dialect } = target;
  const select = outputs.map((text, index) => {
    const label = labels[index];
    return label?.explicit ? `${text} AS ${writeIdentifier(dialect, label.name)}` : text;
  });
  const having = query.having.map(({ measure, operator, value }) => {
    const bound = typeof value === 'number' ? String(value) : subqueryText(value, 'value', target);
    return `${measureExpression(measure, context)} ${operator} ${bound}`;
  });
  return {
    distinct: query.distinct && !grouped,
    select: select.length > 0 ? select : [context.scope.star],
    from: joinLines(query, context.scope),
    where: query.filters.flatMap((filter) => conjuncts(filter, context)),
    groupBy: grouped ? [...new Set(keys)] : [],
    having,
    orderBy: [],
    limit: null,
    offset: 0,
  };
}

function sortKey(order: Order, writing: Writing): SortKey {
  const { query, context, keys, grouped } = writing;
  const { by, direction } = order;
  if (by.kind === 'output') return outputSortKey(by.index, direction, writing);
  if (by.kind === 'measure') {
    const text = measureExpression(by.measure, context);
    return { key: text, expression: text, direction, nullable: measureCanBeNull(by.measure, query) };
  }
  const column = dimensionText(context.scope, by.column, by.grain);
  const ofGroup = direction === 'desc' ? `MAX(${column})` : `MIN(${column})`;
  const text = grouped && !keys.includes(column) ? ofGroup : column;
  return { key: text, expression: text, direction, nullable: columnCanBeNull(by.column, query) };
}

function outputSortKey(index: number, direction: Order['direction'], writing: Writing): SortKey {
  const { query, labels, outputs, target } = writing;
  const label = labels[index];
  const expression = outputs[index];
  if (!label || expression === undefined) throw new Error(`The semantic query has no output ${index}`);
  const dimension = query.dimensions[index];
  const measure = query.measures[index - query.dimensions.length];
  return {
    key: label.explicit ? writeIdentifier(target.dialect, label.name) : expression,
    expression,
    direction,
    nullable: dimension
      ? columnCanBeNull(dimension.column, query)
      : !measure || measureCanBeNull(measure, query),
  };
}

function totalText(
  measure: Measure,
  query: SemanticQuery,
  target: Target,
  context: ExpressionContext,
): string {
  if (query.having.length === 0) return `SUM(${measureExpression(measure, context)}) OVER ()`;
  const all: SemanticQuery = { ...query, dimensions: [], measures: [measure], having: [], order: [] };
  return subqueryText({ ...all, distinct: false, limit: null, offset: 0 }, 'value', target);
}

function notNull(column: ColumnRef): Filter[] {
  return column.nullable === false ? [] : [{ kind: 'null', column, negated: true }];
}

function subqueryText(
  inner: SemanticQuery,
  use: 'value' | 'membership' | 'non_membership',
  target: Target,
): string {
  const cut = inner.limit !== null || inner.limitPer !== undefined || inner.combine !== undefined;
  const [dimension] = withoutHidden(inner).dimensions;
  if (use === 'non_membership' && dimension && !dimension.grain && !cut) {
    const filters = [...inner.filters, ...notNull(dimension.column)];
    return bracketed(target.statement({ ...inner, filters, order: [] }));
  }
  const body = target.statement(inner);
  if (use === 'value' || (use === 'membership' && !cut)) return bracketed(body);
  const name = writeIdentifier(target.dialect, outputLabels(withoutHidden(inner))[0]?.name ?? 'value');
  const where = use === 'non_membership' ? ` WHERE ${name} IS NOT NULL` : '';
  return bracketed(
    `SELECT ${name} FROM (\n${indent(body)}\n)${tableAlias(target.dialect, 'chosen')}${where}`,
  );
}
