import type { Dimension, Measure, RowExpression, SemanticQuery } from './semantic-query.ts';
import { singular } from './words.ts';

/** An output column: its name, and whether SQL must say so with AS. */
export interface OutputLabel {
  name: string;
  /** False when the column is called so anyway. */
  explicit: boolean;
}

function subject(expression: RowExpression | null): string | null {
  if (expression === null) return null;
  if (expression.kind === 'column' || expression.kind === 'grain') return expression.column.column;
  if (expression.kind === 'days_between') return 'days';
  return expression.kind === 'arithmetic' ? 'amount' : null;
}

/** The name a measure gets when nobody gave it one, in the style of the columns it is made of. */
export function measureLabel(measure: Measure): string {
  if (measure.label) return measure.label;
  if (measure.kind !== 'aggregate') return measure.kind;
  const of = subject(measure.of);
  const prefix = {
    count: 'count',
    count_distinct: 'distinct',
    sum: 'total',
    avg: 'average',
    min: 'min',
    max: 'max',
  };
  const start = prefix[measure.aggregate];
  if (of === null) return start;
  return of.toLowerCase().startsWith(`${start}_`) ? of : `${start}_${of}`;
}

function dimensionName(dimension: Dimension): string {
  return dimension.label ?? dimension.grain ?? dimension.column.column;
}

function withTable(dimension: Dimension): string {
  if (dimension.grain) return `${dimension.column.column}_${dimension.grain}`;
  const owner = dimension.column.instance ?? dimension.column.table;
  const parts = owner.split('_');
  const last = parts.pop() ?? '';
  return [...parts, last === last.toLowerCase() ? singular(last) : last, dimension.column.column].join('_');
}

/** The query with only the dimensions it shows: outputs are counted over these. */
export function withoutHidden(query: SemanticQuery): SemanticQuery {
  return { ...query, dimensions: query.dimensions.filter((part) => !part.hidden) };
}

/** Names of the output columns, dimensions then measures, unique whatever their case. */
export function outputLabels(query: Pick<SemanticQuery, 'dimensions' | 'measures'>): OutputLabel[] {
  const plain = query.dimensions.map(dimensionName);
  const names = plain.map((name, index) => {
    const dimension = query.dimensions[index];
    const clashes = plain.filter((other) => other.toLowerCase() === name.toLowerCase()).length > 1;
    return clashes && dimension && !dimension.label ? withTable(dimension) : name;
  });
  const taken = new Set<string>();
  return [...names, ...query.measures.map(measureLabel)].map((wanted, index) => {
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${wanted}_${n}`;
    taken.add(name.toLowerCase());
    const dimension = query.dimensions[index];
    return {
      name,
      explicit: !dimension || dimension.grain !== undefined || dimension.column.column !== name,
    };
  });
}
