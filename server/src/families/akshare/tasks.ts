import { flagSchema } from '@sextant/contract/envelope';
import { scheduleTypeSchema, type TaskInput, taskEndpoints } from '@sextant/contract/tasks';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ScriptsService } from '../../features/scripts/scripts.service.ts';
import type { CollectSettings } from '../../features/tasks/collect-settings.ts';
import type { ExecutionsService } from '../../features/tasks/executions.service.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { akshareSpeaker } from './envelope.ts';
import { scheduling } from './error-numbers.ts';
import {
  executionItemSchema,
  executionQuerySchema,
  presentExecution,
  presentStarted,
  startedSchema,
} from './executions.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const fields = taskEndpoints.update.body.shape;

const inputSchema = z.object({
  name: fields.name.unwrap(),
  description: fields.description,
  script_id: z.union([z.string().min(1).max(100), z.number().int().min(1)]).describe('脚本的 script_id'),
  schedule_type: scheduleTypeSchema,
  schedule_expression: fields.schedule_expression.unwrap().default(''),
  parameters: fields.params,
  retry_on_failure: z.boolean().optional(),
  max_retries: fields.max_retries,
  timeout: fields.timeout_seconds.describe('秒'),
  is_active: fields.is_active,
});
const changesSchema = inputSchema
  .extend({ schedule_expression: fields.schedule_expression })
  .partial()
  .describe('只改给出的字段');

type TaskRow = Awaited<ReturnType<TasksService['get']>>;
type Changes = z.infer<typeof changesSchema>;

const itemSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  script_id: z.string().nullable().describe('不是采集任务时为 null'),
  schedule_type: scheduleTypeSchema,
  schedule_expression: z.string(),
  is_active: z.boolean(),
  last_execution_at: z.string().nullable(),
  next_execution_at: z.string().nullable(),
});
const detailSchema = itemSchema.omit({ last_execution_at: true, next_execution_at: true }).extend({
  retry_on_failure: z.boolean(),
  max_retries: z.number().int(),
  created_at: z.string(),
});
/** "任务对象": all that the document tells of a task. */
const taskSchema = detailSchema
  .extend(itemSchema.shape)
  .extend({ parameters: z.record(z.string(), z.unknown()) });

const paramsSchema = z.object({
  task_id: z.coerce
    .number('须为任务的整数编号')
    .int()
    .min(1)
    .max(2 ** 31),
});

export const taskOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/tasks/',
    access: 'scheduler:view',
    summary: '获取定时任务列表；普通用户只见自己的任务',
    query: pageQuerySchema().extend({ is_active: flagSchema.optional() }),
    data: pageSchema(itemSchema),
  },
  create: {
    method: 'POST',
    path: '/tasks/',
    access: 'create',
    summary:
      '创建定时任务；schedule_type 为 cron、interval、daily、weekly、monthly、once 或 manual，时区为服务器所设',
    body: inputSchema,
    data: taskSchema,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/tasks/{task_id}',
    access: 'scheduler:view',
    summary: '获取任务详情',
    params: paramsSchema,
    data: detailSchema,
  },
  update: {
    method: 'PUT',
    path: '/tasks/{task_id}',
    access: 'update',
    summary: '更新任务，只改给出的字段',
    params: paramsSchema,
    body: changesSchema,
    data: taskSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/tasks/{task_id}',
    access: 'delete',
    summary: '删除任务，执行记录保留',
    params: paramsSchema,
  },
  execute: {
    method: 'POST',
    path: '/tasks/{task_id}/execute',
    access: 'scheduler:view',
    summary: '手动触发任务执行',
    params: paramsSchema,
    data: startedSchema,
  },
  pause: {
    method: 'POST',
    path: '/tasks/{task_id}/pause',
    access: 'update',
    summary: '暂停任务',
    params: paramsSchema,
  },
  resume: {
    method: 'POST',
    path: '/tasks/{task_id}/resume',
    access: 'update',
    summary: '恢复任务',
    params: paramsSchema,
  },
  executions: {
    method: 'GET',
    path: '/tasks/{task_id}/executions',
    access: 'scheduler:view',
    summary: '获取任务执行记录，新的在前',
    params: paramsSchema,
    query: executionQuerySchema,
    data: pageSchema(executionItemSchema),
  },
});

/** akshare: `/tasks`. */
export function registerTasks(
  app: FastifyInstance,
  deps: {
    tasks: TasksService;
    executions: ExecutionsService;
    scripts: ScriptsService;
    collectSettings: CollectSettings;
  },
): void {
  const { tasks, executions, scripts, collectSettings } = deps;

  /** `retry_on_failure` is, with us, whether there are retries at all. */
  function retriesOf({ retry_on_failure, max_retries }: Changes, known: number): number | undefined {
    if (retry_on_failure === undefined) return max_retries;
    if (!retry_on_failure) return 0;
    return max_retries ?? (known > 0 ? known : Math.max(1, collectSettings.current().maxRetries));
  }

  async function toInput(input: Changes, knownRetries = 0): Promise<TaskInput> {
    const { script_id: script, parameters, timeout, retry_on_failure: _, ...same } = input;
    const retries = retriesOf(input, knownRetries);
    return {
      ...same,
      ...(script !== undefined && { script_id: (await scripts.get(String(script))).row.id }),
      ...(parameters !== undefined && { params: parameters }),
      ...(timeout !== undefined && { timeout_seconds: timeout }),
      ...(retries !== undefined && { max_retries: retries }),
    };
  }

  /** When the newest execution of each of these tasks began. */
  async function lastTimes(rows: readonly TaskRow[]): Promise<Map<string | null, string>> {
    const newest = await executions.newestOf(rows.map(({ id }) => id));
    return new Map(newest.map((one) => [one.task_id, one.started_at ?? one.created_at]));
  }

  async function presentTask(row: TaskRow): Promise<z.input<typeof taskSchema>> {
    const last = (await lastTimes([row])).get(row.id);
    return { ...presentDetail(row), ...presentItem(row, last), parameters: JSON.parse(row.params) };
  }

  async function setActive(principal: Principal, id: number, is_active: boolean) {
    await scheduling(tasks.update(principal, String(id), { is_active }));
    return undefined;
  }

  registerOperations(app, akshareSpeaker, taskOperations, {
    async list({ principal, query }) {
      const { is_active: isActive } = query;
      const { rows, total } = await tasks.list(principal, { isActive, ...rangeOf(query) });
      const times = await lastTimes(rows);
      return presentPage(
        rows.map((row) => presentItem(row, times.get(row.id))),
        total,
        query,
      );
    },
    create: async ({ principal, body }) => presentTask(await tasks.create(principal, await toInput(body))),
    get: async ({ principal, params }) => presentDetail(await tasks.get(principal, String(params.task_id))),
    async update({ principal, params, body }) {
      const before = await tasks.get(principal, String(params.task_id));
      return presentTask(await tasks.update(principal, before.id, await toInput(body, before.max_retries)));
    },
    async remove({ principal, params }) {
      await tasks.remove(principal, String(params.task_id));
      return undefined;
    },
    execute: async ({ principal, params }) =>
      presentStarted(await scheduling(tasks.execute(principal, String(params.task_id)))),
    pause: ({ principal, params }) => setActive(principal, params.task_id, false),
    resume: ({ principal, params }) => setActive(principal, params.task_id, true),
    async executions({ principal, params, query }) {
      const { id: taskId } = await tasks.get(principal, String(params.task_id));
      const { rows, total } = await executions.list(principal, {
        taskId,
        status: query.status,
        ...rangeOf(query),
      });
      return presentPage(rows.map(presentExecution), total, query);
    },
  });
}

function presentItem(row: TaskRow, last: string | undefined): z.input<typeof itemSchema> {
  return {
    id: row.number,
    name: row.name,
    script_id: row.script_id,
    schedule_type: scheduleTypeSchema.parse(row.schedule_type),
    schedule_expression: row.schedule_expression,
    is_active: row.is_active === 1,
    last_execution_at: last === undefined ? null : presentTime(last),
    next_execution_at: row.next_fire_at && presentTime(row.next_fire_at),
  };
}

function presentDetail(row: TaskRow): z.input<typeof detailSchema> {
  const { last_execution_at: _last, next_execution_at: _next, ...item } = presentItem(row, undefined);
  return {
    ...item,
    retry_on_failure: row.max_retries > 0,
    max_retries: row.max_retries,
    created_at: presentTime(row.created_at),
  };
}
