import { executionStatusSchema, triggerSchema } from '@sextant/contract/executions';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ExecutionsService } from '../../features/tasks/executions.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import type { ExecutionRow, StoredError } from '../../platform/jobs/execution.ts';
import { presentTime } from '../document-time.ts';
import { akshareSpeaker } from './envelope.ts';
import { scheduling } from './error-numbers.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

/** An execution with the names of its task and of who started it. */
export type NamedExecution = Awaited<ReturnType<ExecutionsService['get']>>;

export const executionItemSchema = z.object({
  execution_id: z.string(),
  task_id: z.number().int().nullable().describe('不是由任务启动时为 null'),
  status: executionStatusSchema,
  start_time: z.string().nullable(),
  end_time: z.string().nullable(),
  rows_affected: z.number().nullable().describe('执行结束前为 null'),
  error_message: z.string().nullable(),
});

/** What is told of an execution that has just been asked for. */
export const startedSchema = z.object({ execution_id: z.string(), status: executionStatusSchema });

export const executionQuerySchema = pageQuerySchema().extend({ status: executionStatusSchema.optional() });
const paramsSchema = z.object({ execution_id: z.string().min(1).max(100) });

export const executionOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/executions/',
    access: 'scheduler:view',
    summary: '获取执行记录列表，新的在前',
    query: executionQuerySchema.extend({ task_id: z.coerce.number('须为任务的整数编号').int().optional() }),
    data: pageSchema(executionItemSchema),
  },
  stats: {
    method: 'GET',
    path: '/executions/stats',
    access: 'scheduler:view',
    summary: '获取执行统计信息',
    data: z.object({
      total_count: z.number(),
      success_count: z.number(),
      failed_count: z.number(),
      running_count: z.number(),
      success_rate: z.number().describe('已成功和失败的执行中成功的百分比'),
    }),
  },
  get: {
    method: 'GET',
    path: '/executions/{execution_id}',
    access: 'scheduler:view',
    summary: '获取执行详情',
    params: paramsSchema,
    data: executionItemSchema.extend({
      rows_before: z.number().nullable(),
      rows_after: z.number().nullable(),
      result: z.record(z.string(), z.unknown()).nullable(),
      retry_count: z.number().int(),
      triggered_by: triggerSchema,
    }),
  },
  cancel: {
    method: 'POST',
    path: '/executions/{execution_id}/cancel',
    access: 'update',
    summary: '取消执行',
    params: paramsSchema,
  },
  retry: {
    method: 'POST',
    path: '/executions/{execution_id}/retry',
    access: 'create',
    summary: '重试执行：用同样的参数再执行一次',
    params: paramsSchema,
    data: startedSchema,
  },
});

/** akshare: `/executions`. */
export function registerExecutions(app: FastifyInstance, executions: ExecutionsService): void {
  registerOperations(app, akshareSpeaker, executionOperations, {
    async list({ principal, query }) {
      const { task_id: taskNumber, status } = query;
      const { rows, total } = await executions.list(principal, { taskNumber, status, ...rangeOf(query) });
      return presentPage(rows.map(presentExecution), total, query);
    },
    async stats({ principal }) {
      const { total, succeeded, failed, running, successRate } = await executions.totals(principal);
      return {
        total_count: total,
        success_count: succeeded,
        failed_count: failed,
        running_count: running,
        success_rate: successRate,
      };
    },
    get: async ({ principal, params }) => presentDetail(await executions.get(principal, params.execution_id)),
    async cancel({ principal, params }) {
      await scheduling(executions.cancel(principal, params.execution_id));
      return undefined;
    },
    retry: async ({ principal, params }) =>
      presentStarted(await executions.retry(principal, params.execution_id)),
  });
}

/** Why an execution failed, for people; null when it did not. */
export function failureOf({ error }: Pick<ExecutionRow, 'error'>): StoredError | null {
  return error === null ? null : (JSON.parse(error) as StoredError);
}

export function presentStarted({ id, status }: ExecutionRow): z.input<typeof startedSchema> {
  return { execution_id: id, status: executionStatusSchema.parse(status) };
}

export function presentExecution(row: NamedExecution): z.input<typeof executionItemSchema> {
  return {
    execution_id: row.id,
    task_id: row.task_number,
    status: executionStatusSchema.parse(row.status),
    start_time: row.started_at && presentTime(row.started_at),
    end_time: row.ended_at && presentTime(row.ended_at),
    rows_affected: row.rows_affected,
    error_message: failureOf(row)?.text.zh ?? null,
  };
}

function presentDetail(row: NamedExecution) {
  const result = row.result === null ? {} : (JSON.parse(row.result) as Record<string, unknown>);
  return {
    ...presentExecution(row),
    rows_before: row.rows_before,
    rows_after: row.rows_after,
    result: row.status === 'completed' ? { message: 'success', ...result } : null,
    retry_count: Math.max(0, row.attempt - 1),
    triggered_by: triggerSchema.parse(row.triggered_by),
  };
}
