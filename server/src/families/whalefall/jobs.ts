import type { Task, TaskInput } from '@sextant/contract/tasks';
import { taskEndpoints } from '@sextant/contract/tasks';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { databaseTypes } from '../../features/instances/database-types.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { maskParams } from '../../platform/secrets/sealed-params.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

type TaskRow = Awaited<ReturnType<TasksService['get']>>;
type Params = NonNullable<TaskInput['params']>;

/** The original's names of kinds of work that have others here. */
const renamed: Record<string, string> = { sync_version: 'check_instances', sync_size: 'sync_capacity' };
/** The kinds of work that are not about one kind of database. */
const forAllDatabases: ReadonlySet<string> = new Set([
  'classify_accounts',
  'cleanup_logs',
  'collect',
  'extension',
]);

const triggerSchema = z.enum(['cron', 'interval', 'date', 'manual']);
const jobSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  task_type: z.string(),
  db_type: z.string().nullable(),
  schedule: z.string(),
  description: z.string(),
  next_run_time: z.string().nullable(),
  trigger: triggerSchema,
  func: z.string().describe('任务类型，或脚本的 id'),
  args: z.array(z.unknown()),
  kwargs: z.record(z.string(), z.unknown()),
  misfire_grace_time: z.number().nullable(),
  max_instances: z.number(),
  coalesce: z.boolean(),
  is_paused: z.boolean(),
  is_builtin: z.boolean(),
  status: z.enum(['active', 'paused']),
  created_at: z.string(),
  updated_at: z.string(),
});
const { name, description, task_type, script_id, params } = taskEndpoints.update.body.shape;
const inputSchema = z.object({
  name: name.unwrap(),
  task_type: task_type
    .unwrap()
    .describe('sync_accounts、sync_capacity、check_instances、classify_accounts、cleanup_logs 或 collect'),
  db_type: z.string().max(50).nullable().optional().describe('只处理这种数据库；没有时为全部'),
  schedule: z.string().trim().min(1).max(200).describe('6 段 cron，秒在最前；时区为服务器所设'),
  description,
  script_id: script_id.describe('task_type 为 collect 时的脚本'),
  params: params.describe('任务的其他参数，如 cleanup_logs 的 days'),
  is_active: z.boolean().optional(),
});
type JobInput = Partial<z.infer<typeof inputSchema>>;

const paramsSchema = z.object({ job_id: z.string().min(1).max(100).describe('任务编号') });

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/jobs',
    access: 'scheduler:view',
    summary: '获取任务列表',
    query: pageQuerySchema(['id', 'name', 'next_run_time', 'created_at']).extend({
      task_type: z.string().max(40).optional(),
      status: z.enum(['active', 'paused']).optional(),
    }),
    data: pageSchema(jobSchema),
  },
  get: {
    method: 'GET',
    path: '/api/jobs/{job_id}',
    access: 'scheduler:view',
    summary: '获取任务详情',
    params: paramsSchema,
    data: jobSchema,
  },
  create: {
    method: 'POST',
    path: '/api/jobs',
    access: 'scheduler:manage',
    summary: '创建任务',
    message: '任务创建成功',
    status: 201,
    body: inputSchema,
    data: jobSchema,
  },
  update: {
    method: 'PUT',
    path: '/api/jobs/{job_id}',
    access: 'scheduler:manage',
    summary: '更新任务；没有给出的不变',
    message: '任务更新成功',
    params: paramsSchema,
    body: inputSchema.partial(),
    data: jobSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/api/jobs/{job_id}',
    access: 'scheduler:manage',
    summary: '删除任务，执行记录保留',
    status: 204,
    params: paramsSchema,
  },
  enable: switchOperation('enable', '启用任务', '任务已启用'),
  disable: switchOperation('disable', '禁用任务', '任务已禁用'),
  pause: switchOperation('pause', '暂停任务', '任务已暂停'),
  resume: switchOperation('resume', '恢复任务', '任务已恢复'),
  run: {
    method: 'POST',
    path: '/api/jobs/{job_id}/run',
    access: 'scheduler:manage',
    summary: '立即执行任务；不等它结束',
    message: '任务已开始执行',
    callsPerMinute: 60,
    params: paramsSchema,
    data: z.object({ job_id: z.number().int(), execution_id: z.string(), status: z.string() }),
  },
});

function switchOperation<P extends string>(verb: P, summary: string, message: string) {
  return {
    method: 'POST' as const,
    path: `/api/jobs/{job_id}/${verb}`,
    access: 'scheduler:manage' as const,
    summary,
    message,
    params: paramsSchema,
    data: jobSchema,
  };
}

const originals = atOriginal('/scheduler', operations);
export const jobOperations = { ...operations, ...originals };

const sorts = { id: 'number', name: 'name', next_run_time: 'next_fire_at', created_at: 'number' } as const;

/** whalefall: `/api/jobs`, which are the tasks of the product. */
export function registerJobs(app: FastifyInstance, tasks: TasksService): void {
  const switchTo =
    (is_active: boolean): FamilyHandlers<typeof operations>['enable'] =>
    async ({ principal, params }) =>
      present(await tasks.update(principal, params.job_id, { is_active }));

  const handlers: FamilyHandlers<typeof operations> = {
    async list({ principal, query }) {
      const { search: q, status, task_type: wanted, sort = 'id', order } = query;
      const { rows, total } = await tasks.list(principal, {
        q,
        taskType: wanted && (renamed[wanted] ?? wanted),
        sort: sorts[sort],
        order,
        ...(status && { isActive: status === 'active' }),
        ...rangeOf(query),
      });
      return presentPage(rows.map(present), total, query);
    },
    get: async ({ principal, params }) => present(await tasks.get(principal, params.job_id)),
    async create({ principal, body }) {
      if (body.task_type === 'collect' && !body.script_id) throw scriptMissing();
      const input = { ...toInput(body, null), name: body.name };
      return present(await byDocumentNames(tasks.create(principal, input)));
    },
    async update({ principal, params, body }) {
      const before = await tasks.get(principal, params.job_id);
      return present(await byDocumentNames(tasks.update(principal, before.id, toInput(body, before))));
    },
    async remove({ principal, params }) {
      await tasks.remove(principal, params.job_id);
      return undefined;
    },
    enable: switchTo(true),
    disable: switchTo(false),
    pause: switchTo(false),
    resume: switchTo(true),
    async run({ principal, params }) {
      const { id, number } = await tasks.get(principal, params.job_id);
      const execution = await tasks.execute(principal, id);
      return { job_id: number, execution_id: execution.id, status: execution.status };
    },
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

function toInput(
  { task_type, db_type, schedule, params, ...same }: JobInput,
  before: TaskRow | null,
): TaskInput {
  const type = task_type && (renamed[task_type] ?? task_type);
  const { driver, ...others } = before ? (maskParams(before.params) as Params) : ({} as Params);
  const wantedDriver = db_type === undefined ? driver : db_type;
  const hasDriver = wantedDriver !== undefined && wantedDriver !== null && wantedDriver !== '';
  if (hasDriver && db_type !== undefined) checkDatabaseType(type ?? before?.task_type ?? '', String(db_type));
  return {
    ...same,
    ...(type !== undefined && { task_type: type }),
    ...(schedule !== undefined && { schedule_type: 'cron', schedule_expression: schedule }),
    ...((params !== undefined || db_type !== undefined) && {
      params: { ...(params ?? others), ...(hasDriver && { driver: wantedDriver }) },
    }),
  };
}

function checkDatabaseType(taskType: string, dbType: string): void {
  if (forAllDatabases.has(taskType)) {
    throw invalid('db_type', {
      zh: `「${taskType}」任务不分数据库类型，请去掉 db_type`,
      en: `A ${taskType} task is for all kinds of databases; leave db_type out`,
    });
  }
  const known = databaseTypes(new Map()).map(({ id }) => id);
  if (known.includes(dbType)) return;
  throw invalid('db_type', {
    zh: `没有「${dbType}」这种数据库，可用：${known.join('、')}`,
    en: `There is no kind of database "${dbType}"; there are: ${known.join(', ')}`,
  });
}

function scriptMissing(): AppError {
  return invalid('script_id', {
    zh: '「collect」任务要运行一个脚本，请在 script_id 里给出它的 id',
    en: 'A collect task runs a script; give its id as script_id',
  });
}

/** A schedule that cannot be read is told under the document's name of it. */
async function byDocumentNames<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const fields = error instanceof AppError ? error.details.fields : undefined;
    if (error instanceof AppError && Object.hasOwn(fields ?? {}, 'schedule_expression')) {
      throw invalid('schedule', error.text);
    }
    throw error;
  }
}

const triggers: Partial<Record<Task['schedule_type'], z.infer<typeof triggerSchema>>> = {
  interval: 'interval',
  once: 'date',
  manual: 'manual',
};

function present(row: TaskRow): z.infer<typeof jobSchema> {
  const kwargs = maskParams(row.params) as Params;
  const isActive = row.is_active === 1;
  return {
    id: row.number,
    name: row.name,
    task_type: row.task_type,
    db_type: !forAllDatabases.has(row.task_type) && kwargs.driver ? String(kwargs.driver) : null,
    schedule: row.schedule_expression,
    description: row.description,
    next_run_time: row.next_fire_at && presentTime(row.next_fire_at),
    trigger: triggers[row.schedule_type as Task['schedule_type']] ?? 'cron',
    func: row.script_id ?? row.task_type,
    args: [],
    kwargs,
    misfire_grace_time: null,
    max_instances: 1,
    coalesce: row.misfire === 'run_once',
    is_paused: !isActive,
    is_builtin: false,
    status: isActive ? 'active' : 'paused',
    created_at: presentTime(row.created_at),
    updated_at: presentTime(row.updated_at),
  };
}
