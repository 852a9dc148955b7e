import { flagSchema } from '@sextant/contract/envelope';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ScriptsService } from '../../features/scripts/scripts.service.ts';
import type { CollectSettings } from '../../features/tasks/collect-settings.ts';
import type { ExecutionsService } from '../../features/tasks/executions.service.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { maskParams } from '../../platform/secrets/sealed-params.ts';
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
import {
  changesSchema,
  createTaskInput,
  detailSchema,
  inputSchema,
  itemSchema,
  presentDetail,
  presentItem,
  type TaskRow,
  taskSchema,
} from './task-shapes.ts';

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
  const toInput = createTaskInput({ scripts, collectSettings });

  /** When the newest execution of each of these tasks began. */
  async function lastTimes(rows: readonly TaskRow[]): Promise<Map<string | null, string>> {
    const newest = await executions.newestOf(rows.map(({ id }) => id));
    return new Map(newest.map((one) => [one.task_id, one.started_at ?? one.created_at]));
  }

  async function presentTask(row: TaskRow): Promise<z.input<typeof taskSchema>> {
    const last = (await lastTimes([row])).get(row.id);
    return { ...presentDetail(row), ...presentItem(row, last), parameters: maskParams(row.params) };
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
