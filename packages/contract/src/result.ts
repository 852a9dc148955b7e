import { z } from 'zod';
import { cellSchema } from './chart.ts';

/** What a column holds, told apart only as far as sorting, drawing and formatting need it. */
export const columnKindSchema = z.enum([
  'integer',
  'number',
  'text',
  'boolean',
  'date',
  'time',
  'datetime',
  'json',
  'binary',
  'other',
]);
export type ColumnKind = z.infer<typeof columnKindSchema>;

/** A result column; names are unique within a result (`name`, `name_2`, …). */
export const resultColumnSchema = z.object({ name: z.string(), type: z.string(), kind: columnKindSchema });
export type ResultColumn = z.infer<typeof resultColumnSchema>;

export const resultSchema = z.object({
  columns: z.array(resultColumnSchema),
  rows: z.array(z.array(cellSchema)),
  rows_count: z.number(),
  /** True when a row, byte or time cap ended the result early; `truncated_by` says which. */
  truncated: z.boolean(),
  truncated_by: z.enum(['rows', 'bytes', 'time']).nullable(),
  execution_time: z.number().describe('seconds'),
});
export type Result = z.infer<typeof resultSchema>;
