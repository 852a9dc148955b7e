import { z } from 'zod';
import { cellSchema } from './chart.ts';
import { defineEndpoints } from './endpoint.ts';
import { errorEnvelopeSchema, idParamsSchema } from './envelope.ts';
import { resultColumnSchema } from './result.ts';

/** Values of `:name` parameters, by name without the colon. */
export const namedParamsSchema = z.record(z.string().min(1).max(100), cellSchema);

export const statementSchema = z.object({
  sql: z.string().min(1).max(1_000_000),
  named_params: namedParamsSchema.optional(),
});

const runInputSchema = statementSchema.extend({
  max_rows: z.number().int().min(1).max(100_000).default(1000),
  timeout_seconds: z.number().int().min(1).max(3600).default(300),
});

/** One line of a run's NDJSON body: `started`, then `columns`, any number of `rows`, and `end` or `error`. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), run_id: z.string() }),
  z.object({ type: z.literal('columns'), columns: z.array(resultColumnSchema) }),
  z.object({ type: z.literal('rows'), rows: z.array(z.array(cellSchema)) }),
  z.object({
    type: z.literal('end'),
    rows_count: z.number(),
    truncated: z.boolean(),
    truncated_by: z.enum(['rows', 'bytes', 'time']).nullable(),
    execution_time: z.number().describe('seconds'),
  }),
  z.object({ type: z.literal('error'), error: errorEnvelopeSchema.shape.error }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** Advice on a statement that may run. `from` and `to` are offsets in the SQL text, in UTF-16 units. */
export const findingSchema = z.object({
  code: z.enum([
    'select_star',
    'no_limit',
    'no_where',
    'cartesian_join',
    'leading_wildcard',
    'function_on_indexed_column',
    'unknown_table',
    'unknown_column',
    'sensitive_column',
  ]),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  from: z.number().nullable(),
  to: z.number().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

const tableNameSchema = z.object({ schema: z.string().nullable(), name: z.string() });

export const validationSchema = z.object({
  /** False when the statement would be refused or cannot be read. */
  valid: z.boolean(),
  readonly: z.boolean(),
  tables: z.array(tableNameSchema),
  refusal: z
    .object({
      code: z.string(),
      construct: z.string(),
      message: z.string(),
      from: z.number().nullable(),
      to: z.number().nullable(),
    })
    .nullable(),
  findings: z.array(findingSchema),
  /** Names of `:name` parameters, each once, in order. */
  parameters: z.array(z.string()),
});
export type Validation = z.infer<typeof validationSchema>;

export interface PlanStep {
  operation: string;
  object: string | null;
  estimated_rows: number | null;
  estimated_cost: number | null;
  details: { name: string; value: string }[];
  warning: string | null;
  children: PlanStep[];
}
const planStepSchema: z.ZodType<PlanStep> = z.lazy(() =>
  z.object({
    operation: z.string(),
    object: z.string().nullable(),
    estimated_rows: z.number().nullable(),
    estimated_cost: z.number().nullable(),
    details: z.array(z.object({ name: z.string(), value: z.string() })),
    warning: z.string().nullable(),
    children: z.array(planStepSchema),
  }),
);

export const exportFormats = ['csv', 'xlsx', 'json', 'parquet'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const exportStateSchema = z.object({
  id: z.string(),
  file_name: z.string(),
  format: exportFormatSchema,
  /** `waiting` until the download begins. */
  status: z.enum(['waiting', 'running', 'completed', 'failed', 'cancelled']),
  rows_count: z.number(),
  bytes: z.number(),
  error: z.string().nullable(),
  created_at: z.string(),
});
export type ExportState = z.infer<typeof exportStateSchema>;

export const workbenchEndpoints = defineEndpoints({
  run: {
    method: 'POST',
    path: '/connections/{id}/run',
    access: 'view',
    summary: '执行一条只读 SQL，逐批返回（NDJSON） · Run one read-only statement, rows as they come',
    params: idParamsSchema,
    body: runInputSchema,
    raw: 'ndjson',
  },
  cancel: {
    method: 'POST',
    path: '/runs/{id}/cancel',
    access: 'view',
    summary: '停止自己正在执行的语句 · Stop an own running statement',
    params: idParamsSchema,
    data: z.object({ cancelled: z.boolean() }),
  },
  validate: {
    method: 'POST',
    path: '/connections/{id}/validate',
    access: 'view',
    summary: '检查 SQL：是否只读、用到的表、改进建议 · Check a statement',
    params: idParamsSchema,
    body: statementSchema,
    data: validationSchema,
  },
  format: {
    method: 'POST',
    path: '/connections/{id}/format',
    access: 'view',
    summary: '格式化 SQL · Format a statement',
    params: idParamsSchema,
    body: statementSchema.omit({ named_params: true }),
    data: z.object({ sql: z.string() }),
  },
  explain: {
    method: 'POST',
    path: '/connections/{id}/explain',
    access: 'view',
    summary: '执行计划（不执行语句） · How the database would run a statement',
    params: idParamsSchema,
    body: statementSchema,
    data: z.object({ root: planStepSchema, text: z.string() }),
  },
  createExport: {
    method: 'POST',
    path: '/connections/{id}/exports',
    access: 'view',
    summary:
      '准备一次完整导出；打开返回的地址即开始下载 · Prepare a full export; opening its address downloads it',
    params: idParamsSchema,
    body: statementSchema.extend({
      format: exportFormatSchema,
      file_name: z.string().max(200).optional(),
      timeout_seconds: z.number().int().min(1).max(7200).default(3600),
    }),
    data: exportStateSchema.extend({ url: z.string().describe('good once and for two minutes') }),
  },
  listExports: {
    method: 'GET',
    path: '/exports',
    access: 'view',
    summary: '自己最近的导出及进度 · Own recent exports with their progress',
    data: z.object({ exports: z.array(exportStateSchema) }),
  },
  getExport: {
    method: 'GET',
    path: '/exports/{id}',
    access: 'view',
    summary: '导出进度 · Progress of an export',
    params: idParamsSchema,
    data: exportStateSchema,
  },
  cancelExport: {
    method: 'DELETE',
    path: '/exports/{id}',
    access: 'view',
    summary: '停止导出 · Stop an export',
    params: idParamsSchema,
    data: exportStateSchema,
  },
  download: {
    method: 'GET',
    path: '/exports/{id}/download',
    access: 'public',
    summary: '下载导出文件；凭一次性 token · Download an export with its single-use token',
    params: idParamsSchema,
    query: z.object({ token: z.string().min(1).max(200) }),
    raw: 'download',
  },
});
