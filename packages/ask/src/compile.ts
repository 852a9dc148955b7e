import type { Dialect } from '@sextant/sql/dialect';
import { conjuncts, type ExpressionContext, measureExpression } from './compile-expression.ts';
import { growthStatement, hasGrowth } from './compile-growth.ts';
import { grainLabel } from './dialect-functions.ts';
import { writeIdentifier } from './identifier-text.ts';
import { columnCanBeNull, measureCanBeNull, type SortKey, sortTerm } from './order-text.ts';
import { type OutputLabel, outputLabels } from './output-labels.ts';
import type { ColumnRef, Filter, Grain, Measure, Order, SemanticQuery } from './semantic-query.ts';
import { bracketed, type Clauses, indent, limitLines, statementText } from './statement-text.ts';
import { tableScope } from './table-scope.ts';

export interface CompileOptions {
  /** Tables of this schema are written without it. */
  defaultSchema?: string | null;
}

interface Target {
  dialect: Dialect;
  defaultSchema: string | null;
}

/** The clauses of a plain SELECT with what its callers need to order or wrap it. */
interface Plain {
  clauses: Clauses;
  labels: OutputLabel[];
  sortKeys: SortKey[];
  outputs: string[];
}

/**
 * Writes a semantic query as one read-only statement of the dialect, laid out as a person would. Throws an
 * `Error` that says what is wrong when the query contradicts itself (a table used but not joined).
 */
export function compile(query: SemanticQuery, dialect: Dialect, options: CompileOptions = {}): string {
  return statement(query, { dialect, defaultSchema: options.defaultSchema ?? null });
}

function statement(query: SemanticQuery, target: Target): string {
  if (query.combine) return combinedStatement(query, query.combine, target);
  if (hasGrowth(query)) return growthStatement(query, target.dialect, (inner) => statement(inner, target));
  if (query.limitPer) return bestPerGroupStatement(query, query.limitPer, target);
  const { clauses, sortKeys } = plainClauses(query, target);
  return statementText({
    ...clauses,
    orderBy: sortKeys.map((sort) => sortTerm(target.dialect, sort)),
    limit: query.limit,
    offset: query.offset ?? 0,
  });
}

function columnsIn(part: unknown): Set<string> {
  const names = new Set<string>();
  JSON.stringify(part, (key, value: unknown) => {
    if (key === 'column' && typeof value === 'string') names.add(value.toLowerCase());
    return value;
  });
  return names;
}

/** True when an alias has the name of a column that the statement also reads: then columns are qualified. */
function aliasHidesColumn(query: SemanticQuery, labels: OutputLabel[]): boolean {
  const used = columnsIn([query.dimensions, query.measures, query.having, query.order]);
  return labels.some((label) => label.explicit && used.has(label.name.toLowerCase()));
}

function joinLines(query: SemanticQuery, scope: ReturnType<typeof tableScope>): string[] {
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
    query.measures.length > 0 ||
    query.having.length > 0 ||
    query.order.some((order) => order.by.kind === 'measure')
  );
}

function plainClauses(query: SemanticQuery, target: Target): Plain {
  const { dialect } = target;
  const shown: SemanticQuery = { ...query, dimensions: query.dimensions.filter((part) => !part.hidden) };
  const labels = outputLabels(shown);
  const scope = tableScope(query, target, aliasHidesColumn(query, labels));
  const context: ExpressionContext = {
    scope,
    subquery: (inner, use) => subqueryText(inner, use, target),
    total: (measure) => totalText(measure, query, target, context),
  };
  const dimensionText = (column: ColumnRef, grain?: Grain): string =>
    grain ? grainLabel(dialect, grain, scope.column(column), column.kind) : scope.column(column);
  const keys = query.dimensions.map((part) => dimensionText(part.column, part.grain));
  const dimensions = shown.dimensions.map((part) => dimensionText(part.column, part.grain));
  const outputs = [...dimensions, ...query.measures.map((part) => measureExpression(part, context))];
  const hiddenOrder = query.order.some((order) => order.by.kind === 'column');
  const grouped = isGrouped(query) || (query.distinct && (hiddenOrder || query.limitPer !== undefined));
  const select = outputs.map((text, index) => {
    const label = labels[index];
    return label?.explicit ? `${text} AS ${writeIdentifier(dialect, label.name)}` : text;
  });
  const sortKeys = query.order.map((order): SortKey => {
    const { by, direction } = order;
    if (by.kind === 'output') return outputSortKey(order, shown, { labels, outputs, dialect });
    if (by.kind === 'measure') {
      const text = measureExpression(by.measure, context);
      return { key: text, expression: text, direction, nullable: measureCanBeNull(by.measure, query) };
    }
    const column = dimensionText(by.column, by.grain);
    const ofGroup = direction === 'desc' ? `MAX(${column})` : `MIN(${column})`;
    const text = grouped && !keys.includes(column) ? ofGroup : column;
    return { key: text, expression: text, direction, nullable: columnCanBeNull(by.column, query) };
  });
  const clauses: Clauses = {
    distinct: query.distinct && !grouped,
    select: select.length > 0 ? select : [scope.star],
    from: joinLines(query, scope),
    where: query.filters.flatMap((filter) => conjuncts(filter, context)),
    groupBy: grouped ? [...new Set(keys)] : [],
    having: query.having.map((having) => {
      const value =
        typeof having.value === 'number' ? String(having.value) : subqueryText(having.value, 'value', target);
      return `${measureExpression(having.measure, context)} ${having.operator} ${value}`;
    }),
    orderBy: [],
    limit: null,
    offset: 0,
  };
  return { clauses, labels, sortKeys, outputs };
}

function outputSortKey(
  order: Order,
  query: SemanticQuery,
  written: { labels: OutputLabel[]; outputs: string[]; dialect: Dialect },
): SortKey {
  const index = order.by.kind === 'output' ? order.by.index : -1;
  const label = written.labels[index];
  const expression = written.outputs[index];
  if (!label || expression === undefined) throw new Error(`The semantic query has no output ${index}`);
  const dimension = query.dimensions[index];
  const measure = query.measures[index - query.dimensions.length];
  return {
    key: label.explicit ? writeIdentifier(written.dialect, label.name) : expression,
    expression,
    direction: order.direction,
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
  const [dimension] = inner.dimensions;
  if (use === 'non_membership' && dimension && !dimension.grain && !cut) {
    const filters = [...inner.filters, ...notNull(dimension.column)];
    return bracketed(statement({ ...inner, filters, order: [] }, target));
  }
  const body = statement(inner, target);
  if (use === 'value' || (use === 'membership' && !cut)) return bracketed(body);
  const name = writeIdentifier(target.dialect, outputLabels(inner)[0]?.name ?? 'value');
  const where = use === 'non_membership' ? ` WHERE ${name} IS NOT NULL` : '';
  return bracketed(`SELECT ${name} FROM (\n${indent(body)}\n) AS chosen${where}`);
}

function combinedStatement(
  query: SemanticQuery,
  combine: NonNullable<SemanticQuery['combine']>,
  target: Target,
): string {
  const { dialect } = target;
  const labels = outputLabels(query);
  const first = { ...query, combine: undefined, order: [], limit: null, offset: 0 };
  const part = (inner: SemanticQuery): string => {
    const text = statement(inner, target);
    const whole = inner.combine ?? inner.limitPer ?? inner.limit ?? (hasGrowth(inner) || null);
    return whole === null ? text : `SELECT * FROM (\n${indent(text)}\n) AS part`;
  };
  const keyword = { union: 'UNION', union_all: 'UNION ALL', intersect: 'INTERSECT', except: 'EXCEPT' };
  const second = query.limit === null && combine.query.limit === null;
  const right = part(second ? { ...combine.query, order: [] } : combine.query);
  const body = [part(first), keyword[combine.operator], right].join('\n');
  const terms = query.order.map((order) => {
    const label = order.by.kind === 'output' ? labels[order.by.index] : undefined;
    if (!label) throw new Error('Combined queries can only be ordered by what they show');
    const key = writeIdentifier(dialect, label.name);
    return sortTerm(dialect, { key, expression: key, direction: order.direction, nullable: true });
  });
  const tail = [
    ...(terms.length > 0 ? [`ORDER BY ${terms.join(', ')}`] : []),
    ...limitLines(query.limit, query.offset ?? 0),
  ];
  if (tail.length === 0) return body;
  return [`SELECT *\nFROM (\n${indent(body)}\n) AS combined`, ...tail].join('\n');
}

function bestPerGroupStatement(
  query: SemanticQuery,
  limitPer: NonNullable<SemanticQuery['limitPer']>,
  target: Target,
): string {
  const { dialect } = target;
  const { clauses, labels, sortKeys, outputs } = plainClauses(query, target);
  const group = outputs[limitPer.dimension];
  const groupLabel = labels[limitPer.dimension];
  if (group === undefined || !groupLabel)
    throw new Error(`The semantic query has no output ${limitPer.dimension}`);
  const ranking = sortKeys.filter((sort) => sort.expression !== group);
  const orderBy = ranking.map((sort) => sortTerm(dialect, { ...sort, key: sort.expression })).join(', ');
  const window = `PARTITION BY ${group}${orderBy ? ` ORDER BY ${orderBy}` : ''}`;
  const names = labels.map((label) => writeIdentifier(dialect, label.name));
  const own = sortKeys.find((sort) => sort.expression === group);
  const groupName = writeIdentifier(dialect, groupLabel.name);
  const groupOrder: SortKey = {
    key: groupName,
    expression: groupName,
    direction: own?.direction ?? 'asc',
    nullable: own?.nullable ?? true,
  };
  return statementText({
    with: {
      name: 'ranked',
      body: statementText({
        ...clauses,
        select: [...clauses.select, `ROW_NUMBER() OVER (${window}) AS row_num`],
      }),
    },
    distinct: false,
    select: names,
    from: ['FROM ranked'],
    where: [`row_num <= ${limitPer.limit}`],
    groupBy: [],
    having: [],
    orderBy: [sortTerm(dialect, groupOrder), 'row_num'],
    limit: query.limit,
    offset: query.offset ?? 0,
  });
}
