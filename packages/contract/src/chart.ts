import { z } from 'zod';

/** The types that every reader of the API knows; refinements of them are in optional fields. */
export const chartTypeSchema = z.enum(['line', 'bar', 'pie', 'scatter', 'area', 'heatmap', 'kpi', 'table']);
export type ChartType = z.infer<typeof chartTypeSchema>;

/** A value of a result cell as JSON carries it: 64-bit integers and long decimals as text, binary as base64. */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

/** What is known of a column of figures: 0.12 as a `fraction` reads 12%, as a `change` +12%, 12 as `percent` 12%. */
const chartMeasureSchema = z.object({
  name: z.string(),
  unit: z.enum(['number', 'fraction', 'percent', 'change']),
  /** ISO 4217, only where the data names it. */
  currency: z.string().optional(),
  /** Its figures may be added up: counts and sums, not averages and ratios. */
  additive: z.boolean(),
});
export type ChartMeasure = z.infer<typeof chartMeasureSchema>;

/** What the first figure of a `kpi` is compared with: the row before, or a column with that figure or the change. */
const chartChangeSchema = z.object({
  of: z.string(),
  by: z.enum(['row', 'previous', 'difference', 'relative']),
  column: z.string().nullable(),
});
export type ChartChange = z.infer<typeof chartChangeSchema>;

/**
 * A chart as data, never as code: `x` names the category or time column, `y` the measures, `series` an optional
 * column that splits one measure into several lines. `data` holds the rows that are drawn. The optional fields say
 * how to draw it better; who does not know them still draws the `type` right.
 */
export const chartSchema = z.object({
  type: chartTypeSchema,
  title: z.string(),
  x: z.string().nullable(),
  y: z.array(z.string()),
  series: z.string().nullable().default(null),
  /** Of bars; a funnel of the figures of one row is a `kpi`. */
  layout: z.enum(['horizontal', 'funnel']).optional(),
  /** Bars and areas on top of each other. */
  stacked: z.boolean().optional(),
  /** What `x` is. */
  axis: z.enum(['time', 'ordinal', 'category', 'number']).optional(),
  /** The column that names the points of a scatter. */
  label: z.string().optional(),
  measures: z.array(chartMeasureSchema).optional(),
  change: chartChangeSchema.optional(),
  /** The rows are all groups there are, so that the rest of them can be summed. */
  whole: z.boolean().optional(),
  data: z.object({ columns: z.array(z.string()), rows: z.array(z.array(cellSchema)) }),
});
export type Chart = z.infer<typeof chartSchema>;
