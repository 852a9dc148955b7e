import type { Language } from '@sextant/contract/text';
import type { PreparedCatalog, PreparedTable } from './catalog-index.ts';
import type { ColumnRef, Dimension, Grain, Measure, RowExpression, SemanticQuery } from './semantic-query.ts';
import { isHanName, spokenName } from './spoken-name.ts';

const grainNames: Record<Grain, string> = {
  hour: '时间',
  day: '日期',
  week: '周',
  month: '月份',
  quarter: '季度',
  year: '年份',
  weekday: '星期',
  month_of_year: '月份',
  hour_of_day: '小时',
};

interface Names {
  table(ref: Pick<ColumnRef, 'schema' | 'table'>): string | null;
  column(ref: ColumnRef): string | null;
  /** What a key stands for: the table it points to, or its own. */
  counted(ref: ColumnRef): string | null;
}

/** Chinese names of the catalog; null where it has none, so that the plain names stay. */
function chineseNames(catalog: PreparedCatalog): Names {
  const find = (ref: Pick<ColumnRef, 'schema' | 'table'>): PreparedTable | undefined =>
    catalog.tables.find((table) => table.name === ref.table && table.schema === ref.schema);
  const chinese = (thing: { name: string; comment: string | null } | null | undefined): string | null => {
    const name = thing ? spokenName(thing, 'zh') : '';
    return isHanName(name) ? name : null;
  };
  const columnOf = (ref: ColumnRef) => find(ref)?.columns.find((column) => column.name === ref.column);
  return {
    table: (ref) => chinese(find(ref)),
    column: (ref) => chinese(columnOf(ref)),
    counted: (ref) => {
      const column = columnOf(ref);
      if (column?.references) return chinese(column.references.table);
      return column?.isPrimary ? chinese(column.table) : chinese(column);
    },
  };
}

function expressionName(expression: RowExpression | null, names: Names): string | null {
  if (expression?.kind === 'column') return names.column(expression.column);
  if (expression?.kind === 'days_between') return '天数';
  return expression?.kind === 'arithmetic' && expression.operator === '*' ? '金额' : null;
}

function aggregateName(
  measure: Extract<Measure, { kind: 'aggregate' }>,
  query: SemanticQuery,
  names: Names,
): string | null {
  if (measure.aggregate === 'count' || measure.aggregate === 'count_distinct') {
    const of = measure.of?.kind === 'column' ? names.counted(measure.of.column) : names.table(query.from);
    return of === null ? null : `${of.replace(/(数量|编号)$/, '')}数量`;
  }
  const of = expressionName(measure.of, names);
  if (of === null) return null;
  if (measure.aggregate === 'sum')
    return /(销售额|营业额|总额|总数|总量|合计|数量)$/.test(of) ? of : `${of}合计`;
  return `${{ avg: '平均', min: '最低', max: '最高' }[measure.aggregate]}${of}`;
}

function measureName(measure: Measure, query: SemanticQuery, names: Names): string | null {
  switch (measure.kind) {
    case 'aggregate':
      return aggregateName(measure, query, names);
    case 'share':
      return '占比';
    case 'difference':
      return '差值';
    case 'ratio':
      return measure.numerator.kind === 'aggregate' && measure.numerator.where ? '占比' : '比值';
    case 'row':
    case 'value':
      return null;
    case 'growth':
      return `${measure.against === 'previous' ? '环比' : '同比'}${measure.relative ? '增长率' : '变化'}`;
  }
}

/** The label that a measure has already; the planner's own are English. */
function chineseLabel({ label }: Measure): string | undefined {
  return label === 'growth' ? '增长率' : label;
}

function englishName(measure: Measure, query: SemanticQuery): string | undefined {
  if (measure.kind !== 'aggregate' || measure.aggregate !== 'count' || measure.of !== null) return undefined;
  const table = query.from.table;
  return /^[a-z_]+[^s]s$/.test(table) ? `${table.slice(0, -1)}_count` : undefined;
}

/**
 * Names the outputs of a query in the question's language, where nobody named them: Chinese from the catalog's
 * comments (订单数量, 平均订单金额, 月份), so that SQL, table, chart and sentence read alike.
 */
export function labelQuery(
  query: SemanticQuery,
  catalog: PreparedCatalog,
  language: Language,
): SemanticQuery {
  if (query.combine) return query;
  if (language === 'en') {
    const measures = query.measures.map((part) => ({
      ...part,
      label: part.label ?? englishName(part, query),
    }));
    return { ...query, measures };
  }
  const names = chineseNames(catalog);
  const taken = new Set<string>();
  const unique = (name: string | null): string | undefined => {
    if (name === null || taken.has(name)) return undefined;
    taken.add(name);
    return name;
  };
  const dimensions = query.dimensions.map((part): Dimension => {
    if (part.hidden) return part;
    const name = part.grain ? grainNames[part.grain] : names.column(part.column);
    return { ...part, label: part.label ?? unique(name) };
  });
  const measures = query.measures.map(
    (part): Measure => ({ ...part, label: chineseLabel(part) ?? unique(measureName(part, query, names)) }),
  );
  return { ...query, dimensions, measures };
}
