import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { executionStatusSchema } from './executions.ts';
import { roleSchema } from './permissions.ts';

export const scheduleTypeSchema = z.enum([
  'cron',
  'interval',
  'daily',
  'weekly',
  'monthly',
  'once',
  'manual',
]);
export type ScheduleType = z.infer<typeof scheduleTypeSchema>;

/**
 * When a task runs. `cron`: 5 or 6 fields; `interval`: `30s`, `5m`, `1h`, `1d`; `daily`: `18:30`; `weekly`:
 * `MON,FRI 18:30`; `monthly`: `1,15 08:00` or `L 08:00`; `once`: a time; `manual`: nothing.
 */
const scheduleFields = {
  schedule_type: scheduleTypeSchema,
  schedule_expression: z.string().max(200),
  timezone: z.string().max(60).nullable().describe("IANA name; null for the product's"),
};

/** Values of a task's parameters; texts may hold `{{today}}`, `{{yesterday}}`, `{{today-7d}}`, `{{last_success}}`. */
export const taskParamsSchema = z.record(
  z.string().min(1).max(100),
  z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]),
);
export type TaskParams = z.infer<typeof taskParamsSchema>;

export const followUpSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('task'), task_id: z.string().max(100) }),
  z.object({ kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }).max(2000) }),
  z.object({
    kind: z.literal('notification'),
    role: roleSchema.nullable().default(null).describe('who is told; null for the owner of the task'),
  }),
]);
export type FollowUp = z.infer<typeof followUpSchema>;

const taskFields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2000),
  task_type: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z_]*$/)
    .describe('`collect` runs a script'),
  script_id: z.string().max(100).nullable(),
  params: taskParamsSchema,
  ...scheduleFields,
  is_active: z.boolean(),
  max_retries: z.number().int().min(0).max(10),
  retry_delay_seconds: z.number().int().min(1).max(3600),
  timeout_seconds: z.number().int().min(1).max(86_400),
  overlap: z.enum(['skip', 'queue', 'replace']).describe('when it is due while it still runs'),
  misfire: z.enum(['run_once', 'skip']).describe('when fire times passed while nothing ran'),
  on_success: z.array(followUpSchema).max(10),
  on_failure: z.array(followUpSchema).max(10),
};

export const taskSchema = z.object({
  id: z.string(),
  number: z.number(),
  ...taskFields,
  owner: z.string().nullable(),
  can_manage: z.boolean(),
  schedule_text: z.string().describe('the schedule in words'),
  next_fire_at: z.string().nullable(),
  last_execution: z.object({ id: z.string(), status: executionStatusSchema, at: z.string() }).nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Task = z.infer<typeof taskSchema>;

export const calendarEntrySchema = z.object({
  day: z.string().describe('YYYY-MM-DD'),
  task_id: z.string(),
  task_name: z.string(),
  times: z.array(z.string()).describe('of this day, soonest first; at most 24'),
  has_more: z.boolean().describe('it runs more often on this day'),
});
export type CalendarEntry = z.infer<typeof calendarEntrySchema>;

const taskInputSchema = z.object(taskFields).partial();
export type TaskInput = z.infer<typeof taskInputSchema>;

const startedSchema = z.object({ execution_id: z.string(), status: executionStatusSchema });

export const taskEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/tasks',
    access: 'scheduler:view',
    summary: '任务列表 · Tasks',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional().describe('part of name or description'),
      is_active: flagSchema.optional(),
      script_id: z.string().max(100).optional(),
    }),
    data: z.object({ tasks: z.array(taskSchema), total: z.number(), has_more: z.boolean() }),
  },
  preview: {
    method: 'POST',
    path: '/tasks/preview',
    access: 'scheduler:view',
    summary: '用文字说明执行时间，并列出接下来十次 · A schedule in words, with its next ten times',
    body: z.object(scheduleFields).partial({ timezone: true }),
    data: z.object({ text: z.string(), times: z.array(z.string()), timezone: z.string() }),
  },
  calendar: {
    method: 'GET',
    path: '/tasks/calendar',
    access: 'scheduler:view',
    summary: '启用的任务接下来哪天几点运行 · On which days and when the active tasks will run',
    query: z.object({
      from: z.iso.date().describe('in the time zone of the installation'),
      to: z.iso.date().describe('this day included; at most 42 days'),
    }),
    data: z.object({
      timezone: z.string(),
      entries: z.array(calendarEntrySchema).describe('by day and first time'),
      is_truncated: z.boolean().describe('there are more tasks than are told here'),
    }),
  },
  get: {
    method: 'GET',
    path: '/tasks/{id}',
    access: 'scheduler:view',
    summary: '任务详情 · One task',
    params: idParamsSchema,
    data: taskSchema,
  },
  create: {
    method: 'POST',
    path: '/tasks',
    access: 'create',
    summary: '创建任务 · Create a task',
    body: taskInputSchema.required({ name: true }),
    data: taskSchema,
  },
  update: {
    method: 'PUT',
    path: '/tasks/{id}',
    access: 'update',
    summary: '修改任务 · Change a task',
    params: idParamsSchema,
    body: taskInputSchema,
    data: taskSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/tasks/{id}',
    access: 'delete',
    summary: '删除任务，执行记录保留 · Delete a task; its executions stay',
    params: idParamsSchema,
    data: z.object({}),
  },
  execute: {
    method: 'POST',
    path: '/tasks/{id}/execute',
    access: 'scheduler:view',
    summary: '立即执行一次 · Run once now',
    params: idParamsSchema,
    body: z.object({ params: taskParamsSchema.optional().describe('instead of some of its own') }),
    data: startedSchema,
  },
  backfill: {
    method: 'POST',
    path: '/tasks/{id}/backfill',
    access: 'update',
    summary: '按日期区间补采，每天一次 · Run once for each day of a range, in order',
    params: idParamsSchema,
    body: z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      parameter: z.string().min(1).max(100).describe('gets the day'),
      format: z.enum(['YYYY-MM-DD', 'YYYYMMDD']).default('YYYY-MM-DD'),
    }),
    data: z.object({ executions: z.array(startedSchema) }),
  },
  scheduler: {
    method: 'GET',
    path: '/scheduler',
    access: 'scheduler:view',
    summary: '调度器状态 · State of the scheduler',
    data: z.object({
      running: z.boolean(),
      active_tasks: z.number(),
      running_executions: z.number(),
      pending_executions: z.number(),
      next_fire_at: z.string().nullable(),
      timezone: z.string(),
    }),
  },
});
