import { average, daysBetween, likeCondition, timeLiteral, trueDivision } from './dialect-functions.ts';
import { grainLabel } from './grain-label.ts';
import { writeLiteral } from './literal-text.ts';
import type { ColumnRef, Filter, Literal, Measure, RowExpression, SemanticQuery } from './semantic-query.ts';
import type { TableScope } from './table-scope.ts';

/** What expressions need of their surroundings. */
export interface ExpressionContext {
  scope: TableScope;
  /** Writes a query inside brackets, e.g. `(SELECT avg(price) FROM products)`. */
  subquery(query: SemanticQuery, use: 'value' | 'membership' | 'non_membership'): string;
  /** The total of a measure over all groups, for shares. */
  total(measure: Measure): string;
}

const precedence = { '+': 1, '-': 1, '*': 2, '/': 2 } as const;

function arithmetic(expression: Extract<RowExpression, { kind: 'arithmetic' }>, scope: TableScope): string {
  const { operator } = expression;
  const operand = (side: RowExpression, right: boolean): string => {
    const text = rowExpression(side, scope);
    if (side.kind !== 'arithmetic') return text;
    const inner = precedence[side.operator];
    const outer = precedence[operator];
    const strict = right && (operator === '-' || operator === '/' || side.operator === '/');
    return inner < outer || (strict && inner === outer) ? `(${text})` : text;
  };
  const left = operand(expression.left, false);
  if (operator !== '/') return `${left} ${operator} ${operand(expression.right, true)}`;
  const plainNumber = expression.right.kind === 'number' && expression.right.value !== 0;
  const divisor = plainNumber
    ? operand(expression.right, true)
    : `NULLIF(${rowExpression(expression.right, scope)}, 0)`;
  return trueDivision(scope.dialect, left, divisor);
}

/** Arithmetic over the columns of one row. */
export function rowExpression(expression: RowExpression, scope: TableScope): string {
  switch (expression.kind) {
    case 'column':
      return scope.column(expression.column);
    case 'number':
      return writeLiteral(scope.dialect, expression.value);
    case 'date':
      return timeLiteral(scope.dialect, expression.value);
    case 'grain':
      return grainLabel(
        scope.dialect,
        expression.grain,
        scope.column(expression.column),
        expression.column.kind,
      );
    case 'days_between':
      return daysBetween(
        scope.dialect,
        rowExpression(expression.from, scope),
        rowExpression(expression.to, scope),
      );
    case 'arithmetic':
      return arithmetic(expression, scope);
  }
}

function comparedValue(filter: Extract<Filter, { kind: 'compare' }>, scope: TableScope): string {
  const { left, value } = filter;
  if (typeof value === 'object') return rowExpression(value, scope);
  return literalFor(left.kind === 'column' ? left.column : null, value, scope);
}

/** A value as the column's kind needs it. */
function literalFor(column: ColumnRef | null, value: Literal, { dialect }: TableScope): string {
  const isTime = column?.kind === 'date' || column?.kind === 'datetime';
  return isTime && typeof value === 'string'
    ? timeLiteral(dialect, timeText(value), column.kind)
    : writeLiteral(dialect, value);
}

function inList(filter: Extract<Filter, { kind: 'in' }>, scope: TableScope): string {
  const values = [...new Set(filter.values)];
  if (values.length === 0) return filter.negated ? '1 = 1' : '1 = 0';
  const column = scope.column(filter.column);
  const [first] = values;
  if (values.length === 1 && first !== undefined) {
    return `${column} ${filter.negated ? '<>' : '='} ${literalFor(filter.column, first, scope)}`;
  }
  const list = values.map((value) => literalFor(filter.column, value, scope)).join(', ');
  return `${column} ${filter.negated ? 'NOT IN' : 'IN'} (${list})`;
}

/** An ISO time as databases write it; midnight as the bare day, which also compares right with text dates. */
function timeText(iso: string): string {
  return iso
    .replace('T', ' ')
    .replace(/(\.\d+)?Z?$/, '')
    .replace(/ 00:00(:00)?$/, '');
}

function periodConditions(filter: Extract<Filter, { kind: 'period' }>, scope: TableScope): string[] {
  const column = scope.column(filter.column);
  const bound = (text: string): string => timeLiteral(scope.dialect, timeText(text), filter.column.kind);
  return [
    ...(filter.from === null ? [] : [`${column} >= ${bound(filter.from)}`]),
    ...(filter.to === null ? [] : [`${column} < ${bound(filter.to)}`]),
  ];
}

/** The conditions that must all hold, one text each, ready to be joined by AND. */
export function conjuncts(filter: Filter, context: ExpressionContext): string[] {
  if (filter.kind === 'and') return filter.filters.flatMap((part) => conjuncts(part, context));
  if (filter.kind === 'period') return periodConditions(filter, context.scope);
  const text = condition(filter, context);
  return [filter.kind === 'or' && filter.filters.length > 1 ? `(${text})` : text];
}

/** A filter as one condition. An empty `and` holds for every row, an empty `or` for none. */
export function condition(filter: Filter, context: ExpressionContext): string {
  const { scope } = context;
  switch (filter.kind) {
    case 'compare':
      return `${rowExpression(filter.left, scope)} ${filter.operator} ${comparedValue(filter, scope)}`;
    case 'in':
      return inList(filter, scope);
    case 'like':
      return likeCondition(
        scope.dialect,
        scope.column(filter.column),
        filter.pattern,
        filter.negated ?? false,
      );
    case 'null':
      return `${scope.column(filter.column)} IS ${filter.negated ? 'NOT NULL' : 'NULL'}`;
    case 'compare_query':
      return `${rowExpression(filter.left, scope)} ${filter.operator} ${context.subquery(filter.query, 'value')}`;
    case 'in_query': {
      const use = filter.negated ? 'non_membership' : 'membership';
      const operator = filter.negated ? 'NOT IN' : 'IN';
      return `${scope.column(filter.column)} ${operator} ${context.subquery(filter.query, use)}`;
    }
    case 'period':
    case 'and':
      return conjuncts(filter, context).join(' AND ') || '1 = 1';
    case 'or':
      return (
        filter.filters
          .map((part) => conjuncts(part, context))
          .map((parts) => (parts.length > 1 ? `(${parts.join(' AND ')})` : (parts[0] ?? '1 = 1')))
          .join(' OR ') || '1 = 0'
      );
    case 'not':
      return `NOT (${condition(filter.filter, context)})`;
  }
}

function aggregateCall(measure: Extract<Measure, { kind: 'aggregate' }>, context: ExpressionContext): string {
  const { scope } = context;
  const when = measure.where ? condition(measure.where, context) : null;
  const of = measure.of ? rowExpression(measure.of, scope) : null;
  if (measure.aggregate === 'count') {
    if (when === null) return `COUNT(${of ?? '*'})`;
    return `COUNT(CASE WHEN ${when} THEN ${of ?? '1'} END)`;
  }
  if (of === null) throw new Error(`The semantic query asks for ${measure.aggregate} of nothing`);
  const otherwise = measure.aggregate === 'sum' ? ' ELSE 0' : '';
  const value = when === null ? of : `CASE WHEN ${when} THEN ${of}${otherwise} END`;
  if (measure.aggregate === 'count_distinct') return `COUNT(DISTINCT ${value})`;
  if (measure.aggregate === 'avg') return average(scope.dialect, value);
  return `${measure.aggregate.toUpperCase()}(${value})`;
}

/** A number per group, without growth, which `compile-growth.ts` computes over the finished groups. */
export function measureExpression(measure: Measure, context: ExpressionContext): string {
  const { dialect } = context.scope;
  const operand = (part: Measure): string => {
    const text = measureExpression(part, context);
    return part.kind === 'difference' ? `(${text})` : text;
  };
  switch (measure.kind) {
    case 'aggregate':
      return aggregateCall(measure, context);
    case 'ratio': {
      const divisor = `NULLIF(${measureExpression(measure.denominator, context)}, 0)`;
      return trueDivision(dialect, operand(measure.numerator), divisor);
    }
    case 'difference': {
      const right = measureExpression(measure.right, context);
      const left = measureExpression(measure.left, context);
      return `${left} - ${measure.right.kind === 'difference' ? `(${right})` : right}`;
    }
    case 'share':
      return trueDivision(dialect, operand(measure.of), `NULLIF(${context.total(measure.of)}, 0)`);
    case 'row':
      return rowExpression(measure.of, context.scope);
    case 'value':
      return context.subquery(measure.query, 'value');
    case 'growth':
      throw new Error('Growth cannot be part of another measure or of a condition');
  }
}
