import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';
import { environmentSchema } from './instances.ts';

/** The task types of the task system that work through instances; each session is one execution of one. */
export const syncKindSchema = z.enum([
  'check_instances',
  'sync_accounts',
  'sync_capacity',
  'classify_accounts',
]);
export type SyncKind = z.infer<typeof syncKindSchema>;

export const syncTriggerSchema = z.enum(['manual', 'schedule']);

export const syncStatusSchema = z.enum(['pending', 'running', 'completed', 'failed', 'cancelled']);
export type SyncStatus = z.infer<typeof syncStatusSchema>;

const syncCountsFields = {
  found: z.number(),
  created: z.number(),
  updated: z.number(),
  removed: z.number(),
};
export const syncCountsSchema = z.object(syncCountsFields);
export type SyncCounts = z.infer<typeof syncCountsSchema>;

/** `failed` as soon as one instance failed, however many went well. */
export const syncSessionSchema = z.object({
  id: z.string(),
  number: z.number(),
  execution_id: z.string().describe('its live progress and log: /executions/{id}/events'),
  task_id: z.string().nullable(),
  task_name: z.string().nullable(),
  kind: syncKindSchema,
  trigger: syncTriggerSchema,
  user: z.string().nullable(),
  status: syncStatusSchema,
  progress: z.number().describe('percent of its instances that are done'),
  instances_total: z.number(),
  instances_completed: z.number(),
  instances_failed: z.number(),
  instances_cancelled: z.number(),
  ...syncCountsFields,
  error: z.string().nullable().describe('why the whole session failed, if not for one of its instances'),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  duration_ms: z.number().nullable(),
});
export type SyncSession = z.infer<typeof syncSessionSchema>;

export const syncRecordSchema = z.object({
  number: z.number(),
  instance_id: z.string().nullable().describe('null once the instance was deleted'),
  instance_number: z.number().nullable(),
  instance_name: z.string(),
  driver: z.string(),
  status: syncStatusSchema,
  ...syncCountsFields,
  error: z.object({ cause: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
  details: z.record(z.string(), z.unknown()),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  duration_ms: z.number().nullable(),
});
export type SyncRecord = z.infer<typeof syncRecordSchema>;

/** Without any condition all active instances that the caller sees. */
const syncTargetsFields = {
  instance_ids: z.array(z.string().max(100)).min(1).max(5000).optional(),
  driver: z.string().max(50).optional(),
  environment: environmentSchema.optional(),
  tag: z.string().max(50).optional(),
};

export const syncSessionEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/sync-sessions',
    access: 'scheduler:view',
    summary: '同步会话，新的在前 · Synchronisation sessions, newest first',
    query: pageQuerySchema.extend({
      kind: syncKindSchema.optional(),
      trigger: syncTriggerSchema.optional(),
      status: syncStatusSchema.optional(),
      instance_id: z.string().max(100).optional(),
    }),
    data: z.object({ sessions: z.array(syncSessionSchema), total: z.number(), has_more: z.boolean() }),
  },
  statistics: {
    method: 'GET',
    path: '/sync-sessions/statistics',
    access: 'scheduler:view',
    summary: '同步统计 · Statistics',
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    data: z.object({
      total: z.number(),
      by_status: z.record(syncStatusSchema, z.number()),
      by_kind: z.record(syncKindSchema, z.number()),
      by_trigger: z.record(syncTriggerSchema, z.number()),
      success_percent: z.number().nullable().describe('of those that ended uncancelled'),
      average_ms: z.number().nullable(),
      days: z.array(z.object({ day: z.string(), completed: z.number(), failed: z.number() })),
      failing_instances: z.array(
        z.object({ instance_id: z.string().nullable(), instance_name: z.string(), failures: z.number() }),
      ),
    }),
  },
  run: {
    method: 'POST',
    path: '/sync-sessions',
    access: 'update',
    summary:
      '立即执行；定时执行请用 /tasks，task_type 相同 · Run now; for a schedule make a task of the same type',
    callsPerMinute: 60,
    body: z.object({ kind: syncKindSchema, ...syncTargetsFields }),
    data: syncSessionSchema,
  },
  get: {
    method: 'GET',
    path: '/sync-sessions/{id}',
    access: 'scheduler:view',
    summary: '会话详情 · One session, by id or number',
    params: idParamsSchema,
    data: syncSessionSchema,
  },
  records: {
    method: 'GET',
    path: '/sync-sessions/{id}/records',
    access: 'scheduler:view',
    summary: '每个实例的结果 · What happened at each instance',
    params: idParamsSchema,
    query: pageQuerySchema.extend({ status: syncStatusSchema.optional() }),
    data: z.object({ records: z.array(syncRecordSchema), total: z.number(), has_more: z.boolean() }),
  },
  cancel: {
    method: 'POST',
    path: '/sync-sessions/{id}/cancel',
    access: 'update',
    summary: '取消 · Cancel; what is done stays',
    params: idParamsSchema,
    data: syncSessionSchema,
  },
});
