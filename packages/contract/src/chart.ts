import { z } from 'zod';

export const chartTypeSchema = z.enum(['line', 'bar', 'pie', 'scatter', 'area', 'heatmap', 'kpi', 'table']);
export type ChartType = z.infer<typeof chartTypeSchema>;

/** A value of a result cell as JSON carries it: 64-bit integers and long decimals as text, binary as base64. */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

/**
 * A chart as data, never as code: `x` names the category or time column, `y` the measures, `series` an optional
 * column that splits one measure into several lines. `data` holds the rows that are drawn.
 */
export const chartSchema = z.object({
  type: chartTypeSchema,
  title: z.string(),
  x: z.string().nullable(),
  y: z.array(z.string()),
  series: z.string().nullable().default(null),
  data: z.object({ columns: z.array(z.string()), rows: z.array(z.array(cellSchema)) }),
});
export type Chart = z.infer<typeof chartSchema>;
