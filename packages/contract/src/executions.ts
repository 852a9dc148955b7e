import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';

export const executionStatusSchema = z.enum([
  'pending',
  'running',
  'completed',
  'failed',
  'timeout',
  'cancelled',
]);
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

export const triggerSchema = z.enum(['scheduler', 'manual', 'api', 'retry', 'backfill', 'task']);

export const executionSchema = z.object({
  id: z.string().describe('exec_<day>_<time>_<8 hex>'),
  number: z.number(),
  task_id: z.string().nullable(),
  task_name: z.string().nullable(),
  task_type: z.string(),
  script_id: z.string().nullable(),
  script_version: z.number().nullable(),
  params: z.record(z.string(), z.unknown()),
  status: executionStatusSchema,
  progress: z.number().describe('0 to 100, as its script measures it'),
  attempt: z.number(),
  max_attempts: z.number(),
  triggered_by: triggerSchema,
  user: z.string().nullable(),
  table_name: z.string().nullable(),
  rows_before: z.number().nullable(),
  rows_after: z.number().nullable(),
  rows_affected: z.number().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z
    .object({ message: z.string(), line: z.number().nullable(), details: z.string().nullable() })
    .nullable(),
  created_at: z.string(),
  due_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  duration_seconds: z.number().nullable(),
});
export type Execution = z.infer<typeof executionSchema>;

export const logLineSchema = z.object({
  number: z.number(),
  at: z.string(),
  level: z.string(),
  message: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** Events of the live stream: the execution whenever it went on, and its new log lines. */
export type ExecutionEvent = { type: 'execution'; execution: Execution } | { type: 'log'; lines: LogLine[] };

export const executionEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/executions',
    access: 'scheduler:view',
    summary: '执行记录，新的在前 · Executions, newest first',
    query: pageQuerySchema.extend({
      task_id: z.string().max(100).optional(),
      script_id: z.string().max(100).optional(),
      status: executionStatusSchema.optional(),
    }),
    data: z.object({ executions: z.array(executionSchema), total: z.number(), has_more: z.boolean() }),
  },
  stats: {
    method: 'GET',
    path: '/executions/stats',
    access: 'scheduler:view',
    summary: '执行统计 · Statistics',
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    data: z.object({
      total_count: z.number(),
      success_count: z.number(),
      failed_count: z.number(),
      running_count: z.number(),
      pending_count: z.number(),
      success_rate: z.number().describe('percent of those that ended'),
      average_seconds: z.number().nullable(),
      days: z.array(
        z.object({
          day: z.string(),
          success_count: z.number(),
          failed_count: z.number().describe('timeouts included'),
          timeout_count: z.number(),
          cancelled_count: z.number(),
          rows_count: z.number().describe('written by what was collected'),
        }),
      ),
    }),
  },
  attention: {
    method: 'GET',
    path: '/executions/attention',
    access: 'scheduler:view',
    summary:
      '需要关注：最近一次失败的任务，和最慢的执行 · Tasks that failed last time, and the slowest executions',
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    data: z.object({
      failing: z
        .array(executionSchema)
        .describe('the newest execution of each active task whose newest failed'),
      slowest: z.array(executionSchema).describe('the longest of these days, one of each script or task'),
    }),
  },
  get: {
    method: 'GET',
    path: '/executions/{id}',
    access: 'scheduler:view',
    summary: '执行详情 · One execution',
    params: idParamsSchema,
    data: executionSchema,
  },
  log: {
    method: 'GET',
    path: '/executions/{id}/log',
    access: 'scheduler:view',
    summary: '执行日志 · Log lines, oldest first',
    params: idParamsSchema,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0).describe('number of the last line already known'),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    data: z.object({ lines: z.array(logLineSchema), has_more: z.boolean() }),
  },
  events: {
    method: 'GET',
    path: '/executions/{id}/events',
    access: 'scheduler:view',
    summary: '实时进度与日志（SSE），执行结束时结束 · Live progress and log until it ends',
    params: idParamsSchema,
    raw: 'event-stream',
  },
  cancel: {
    method: 'POST',
    path: '/executions/{id}/cancel',
    access: 'update',
    summary: '取消执行 · Cancel',
    params: idParamsSchema,
    data: executionSchema,
  },
  retry: {
    method: 'POST',
    path: '/executions/{id}/retry',
    access: 'create',
    summary: '用同样的参数再执行一次 · Run again with the same parameters',
    params: idParamsSchema,
    data: z.object({ execution_id: z.string(), status: executionStatusSchema }),
  },
});
