import type { ColumnKind } from '@sextant/contract/result';

/** A column of the catalog. `instance` tells instances apart when a table is joined more than once. */
export interface ColumnRef {
  schema: string | null;
  table: string;
  column: string;
  /** Alias of the table instance; the table's own name when it occurs once. */
  instance?: string;
  /** The catalog's kind; a time column kept as `text` is cast where the dialect needs it. */
  kind?: ColumnKind;
  /** False when the catalog says NOT NULL: lets the compiler leave out what only NULLs need. */
  nullable?: boolean;
}

/**
 * How a time column is cut; every grain gives a text that sorts in time order, alike in all dialects:
 * hour `2024-03-05 14:00`, day `2024-03-05`, week (ISO) `2024-W10`, month `2024-03`, quarter `2024-Q1`,
 * year `2024`; and the recurring ones weekday `1` (Monday) to `7`, month_of_year `01`–`12`, hour_of_day `00`–`23`.
 */
export type Grain =
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'
  | 'weekday'
  | 'month_of_year'
  | 'hour_of_day';

/** Arithmetic over columns of one row, e.g. `quantity * unit_price`. */
export type RowExpression =
  | { kind: 'column'; column: ColumnRef }
  | { kind: 'number'; value: number }
  /** A calendar day, ISO `2024-03-05`, e.g. today as the end of `days_between`. */
  | { kind: 'date'; value: string }
  /** The label of the period a time column falls in, to be compared with text: weekends, every March. */
  | { kind: 'grain'; column: ColumnRef; grain: Grain }
  | { kind: 'arithmetic'; operator: '+' | '-' | '*' | '/'; left: RowExpression; right: RowExpression }
  /** Whole calendar days, negative when `to` is the earlier one. */
  | { kind: 'days_between'; from: RowExpression; to: RowExpression };

export type Aggregate = 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max';

/** A number per group. `where` restricts what is aggregated (conditional aggregate, for ratios and comparisons). */
export type Measure =
  | { kind: 'aggregate'; aggregate: Aggregate; of: RowExpression | null; where?: Filter; label?: string }
  | { kind: 'ratio'; numerator: Measure; denominator: Measure; label?: string }
  | { kind: 'difference'; left: Measure; right: Measure; label?: string }
  /** One number per row of a list, not aggregated. */
  | { kind: 'row'; of: RowExpression; label?: string }
  /** One number that another query computes, the same for every group. */
  | { kind: 'value'; query: SemanticQuery; label?: string }
  /** The group's part of the total over all groups, 0–1. */
  | { kind: 'share'; of: Measure; label?: string }
  /**
   * Change against the previous group in time order, or the same period a year earlier: relative (0.12 = +12 %)
   * or absolute. Time is the first dimension with a grain; the others keep their own series. For `year_before`
   * the compiler widens a period filter on the time column by a year and shows only what was asked.
   */
  | { kind: 'growth'; of: Measure; against: 'previous' | 'year_before'; relative: boolean; label?: string };

/** What rows are grouped by, or in a list what is shown. `grain` cuts a time column to periods. */
export interface Dimension {
  column: ColumnRef;
  grain?: Grain;
  label?: string;
  /** Grouped by but not shown: the key that keeps two rows of the same name apart. Output indexes skip it. */
  hidden?: boolean;
}

export type Literal = string | number | boolean;

export type Filter =
  | {
      kind: 'compare';
      left: RowExpression;
      operator: '=' | '<>' | '<' | '<=' | '>' | '>=';
      value: Literal | RowExpression;
    }
  | { kind: 'in'; column: ColumnRef; values: Literal[]; negated?: boolean }
  /** `%` and `_` match anything unless a backslash stands before them; case is ignored in every dialect. */
  | { kind: 'like'; column: ColumnRef; pattern: string; negated?: boolean }
  | { kind: 'null'; column: ColumnRef; negated?: boolean }
  /** Half-open period `[from, to)`, ISO dates or date-times in the asker's zone. */
  | { kind: 'period'; column: ColumnRef; from: string | null; to: string | null }
  /** Compares with one number computed by another query, e.g. the overall average. */
  | {
      kind: 'compare_query';
      left: RowExpression;
      operator: '=' | '<' | '<=' | '>' | '>=';
      query: SemanticQuery;
    }
  /** Semi-join or, negated, anti-join: the column's value occurs (not) in another query's only column. */
  | { kind: 'in_query'; column: ColumnRef; query: SemanticQuery; negated?: boolean }
  | { kind: 'and' | 'or'; filters: Filter[] }
  | { kind: 'not'; filter: Filter };

/** A condition on groups: the measure compared with a number or with another query's number. */
export interface Having {
  measure: Measure;
  operator: '=' | '<>' | '<' | '<=' | '>' | '>=';
  value: number | SemanticQuery;
}

/**
 * Order by the n-th output column (0-based over dimensions then measures), or by something not shown.
 * NULLs come last in both directions and every dialect.
 */
export interface Order {
  by:
    | { kind: 'output'; index: number }
    | { kind: 'measure'; measure: Measure }
    | { kind: 'column'; column: ColumnRef; grain?: Grain };
  direction: 'asc' | 'desc';
}

/** One step of a join path. `left` keeps rows of the table before it that have no partner. */
export interface Join {
  from: ColumnRef[];
  to: ColumnRef[];
  kind: 'inner' | 'left';
}

/**
 * A question's meaning as a plain object: what is shown (dimensions, then measures), over which tables,
 * for which rows. With measures, or with conditions on groups, the result is grouped by the dimensions;
 * without, it is a list of rows, all columns of `from` when no dimension is named.
 * With `combine`, order, limit and offset of the first query hold for the combined rows.
 * The compiler (`compile.ts`) writes it as SQL in every dialect.
 */
export interface SemanticQuery {
  /** The table the rows come from; `joins` hang on it. */
  from: { schema: string | null; table: string; instance?: string };
  joins: Join[];
  dimensions: Dimension[];
  measures: Measure[];
  distinct: boolean;
  filters: Filter[];
  having: Having[];
  order: Order[];
  limit: number | null;
  offset?: number;
  /** Keep the first `limit` rows of each group of this dimension (index), e.g. the best 3 per category. */
  limitPer?: { dimension: number; limit: number };
  /** A second query of the same shape, joined by a set operation. */
  combine?: { operator: 'union' | 'union_all' | 'intersect' | 'except'; query: SemanticQuery };
}
