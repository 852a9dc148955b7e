import { type Task, type TaskInput, taskEndpoints } from '@sextant/contract/tasks';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { dataquerySpeaker } from './envelope.ts';
import { rangeOf, rangeQuerySchema } from './range.ts';

const triggerSchema = z.enum(['cron', 'interval', 'date', 'manual']);
const jobSchema = z.object({
  id: z.string().describe('job_ 与任务编号'),
  name: z.string(),
  func: z.string().describe('扩展或脚本的 id'),
  trigger: triggerSchema,
  next_run_time: z.string().nullable(),
  status: z.enum(['running', 'paused', 'finished']).describe('running：按时执行；finished：不会再执行'),
});
const paramsSchema = z.object({
  job_id: z.string().regex(/^job_\d{1,9}$/, '须为 job_ 加任务编号，例如 job_1'),
});
const amountSchema = z.number().int().min(0).max(10_000).optional();
const inputSchema = z.object({
  name: taskEndpoints.update.body.shape.name.unwrap(),
  func: z.string().min(1).max(100).describe('扩展或脚本的 id'),
  trigger: triggerSchema.default('cron'),
  cron_expression: z.string().max(200).optional().describe('5 或 6 段'),
  weeks: amountSchema,
  days: amountSchema,
  hours: amountSchema,
  minutes: amountSchema,
  seconds: amountSchema,
  run_date: z.string().max(40).optional().describe('trigger 为 date 时的时间'),
  args: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .default([])
    .describe('按参数的次序'),
  kwargs: taskEndpoints.update.body.shape.params.unwrap().default({}),
});
type JobInput = z.infer<typeof inputSchema>;

export const schedulerOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/scheduler/jobs',
    access: 'scheduler:view',
    summary: '获取任务列表；普通用户只见自己的任务',
    query: rangeQuerySchema(500),
    data: z.array(jobSchema),
  },
  create: {
    method: 'POST',
    path: '/api/scheduler/jobs',
    access: 'create',
    summary: '创建任务；func 为扩展或脚本的 id，args 与 kwargs 成为其参数，时区为服务器所设',
    body: inputSchema,
    data: jobSchema,
    status: 201,
  },
  pause: {
    method: 'POST',
    path: '/api/scheduler/jobs/{job_id}/pause',
    access: 'update',
    summary: '暂停任务',
    params: paramsSchema,
    data: jobSchema,
  },
  resume: {
    method: 'POST',
    path: '/api/scheduler/jobs/{job_id}/resume',
    access: 'update',
    summary: '恢复任务',
    params: paramsSchema,
    data: jobSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/api/scheduler/jobs/{job_id}',
    access: 'delete',
    summary: '删除任务，执行记录保留',
    params: paramsSchema,
    message: '任务删除成功',
  },
});

/** What a job runs: the kind of work, and the names of its parameters in their order. */
export interface JobTarget {
  taskType: string;
  scriptId: string;
  parameters: string[];
}

/** What a `func` names among what a person may run, or null. */
export type FindTarget = (principal: Principal, func: string) => Promise<JobTarget | null>;

/** dataquery: `/scheduler`. */
export function registerScheduler(
  app: FastifyInstance,
  { tasks, findTarget }: { tasks: TasksService; findTarget: FindTarget },
): void {
  const numberOf = ({ job_id }: { job_id: string }) => job_id.slice('job_'.length);

  async function toInput(principal: Principal, body: JobInput): Promise<TaskInput & { name: string }> {
    const target = await findTarget(principal, body.func);
    if (!target) throw notFound({ zh: '扩展或脚本', en: 'Extension or script' }, body.func);
    return {
      name: body.name,
      task_type: target.taskType,
      script_id: target.scriptId,
      params: { ...byPosition(body.args, target.parameters), ...body.kwargs },
      ...scheduleOf(body),
    };
  }

  registerOperations(app, dataquerySpeaker, schedulerOperations, {
    list: async ({ principal, query }) => (await tasks.list(principal, rangeOf(query))).rows.map(presentJob),
    create: async ({ principal, body }) =>
      presentJob(await tasks.create(principal, await toInput(principal, body))),
    pause: async ({ principal, params }) =>
      presentJob(await tasks.update(principal, numberOf(params), { is_active: false })),
    resume: async ({ principal, params }) =>
      presentJob(await tasks.update(principal, numberOf(params), { is_active: true })),
    async remove({ principal, params }) {
      await tasks.remove(principal, numberOf(params));
      return undefined;
    },
  });
}

function byPosition(args: JobInput['args'], names: readonly string[]): NonNullable<TaskInput['params']> {
  if (args.length > names.length) {
    const takes = names.length === 0 ? '没有参数' : `只有 ${names.length} 个参数（${names.join('、')}）`;
    throw invalid('args', {
      zh: `给了 ${args.length} 个值，而它${takes}`,
      en: `${args.length} values for ${names.length} parameters: ${names.join(', ')}`,
    });
  }
  return Object.fromEntries(args.map((value, at) => [names[at] as string, value]));
}

const secondsOf = { weeks: 604_800, days: 86_400, hours: 3600, minutes: 60, seconds: 1 };

function scheduleOf(body: JobInput): Pick<TaskInput, 'schedule_type' | 'schedule_expression'> {
  switch (body.trigger) {
    case 'manual':
      return { schedule_type: 'manual', schedule_expression: '' };
    case 'date':
      return { schedule_type: 'once', schedule_expression: body.run_date ?? '' };
    case 'cron':
      return { schedule_type: 'cron', schedule_expression: body.cron_expression ?? '' };
    case 'interval': {
      const units = Object.entries(secondsOf) as [keyof typeof secondsOf, number][];
      const seconds = units.reduce((sum, [unit, each]) => sum + (body[unit] ?? 0) * each, 0);
      return { schedule_type: 'interval', schedule_expression: `${seconds}s` };
    }
  }
}

type TaskRow = Awaited<ReturnType<TasksService['get']>>;

const triggers: Partial<Record<Task['schedule_type'], z.infer<typeof triggerSchema>>> = {
  interval: 'interval',
  once: 'date',
  manual: 'manual',
};

function presentJob(row: TaskRow): z.input<typeof jobSchema> {
  const type = row.schedule_type as Task['schedule_type'];
  const awaited = type === 'manual' || row.next_fire_at !== null;
  return {
    id: `job_${row.number}`,
    name: row.name,
    func: row.script_id ?? row.task_type,
    trigger: triggers[type] ?? 'cron',
    next_run_time: row.next_fire_at && presentTime(row.next_fire_at),
    status: row.is_active === 0 ? 'paused' : awaited ? 'running' : 'finished',
  };
}
