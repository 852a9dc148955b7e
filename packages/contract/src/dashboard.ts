import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';

const countPairSchema = z.object({ total: z.number(), active: z.number() });

export const overviewSchema = z.object({
  connections: z.number(),
  instances: z.object({ total: z.number(), up: z.number(), down: z.number(), unknown: z.number() }),
  users: countPairSchema.nullable().describe('for administrators'),
  tasks: countPairSchema,
  executions: z
    .object({
      total: z.number(),
      completed: z.number(),
      failed: z.number(),
      running: z.number(),
      pending: z.number(),
    })
    .describe('of the last 24 hours'),
  tables: z.object({ total: z.number(), rows: z.number(), failing_checks: z.number() }),
  questions: z.object({ total: z.number(), last_day: z.number() }),
  queries: z.object({ total: z.number(), last_day: z.number() }),
  logs: z
    .object({ total: z.number(), today: z.number(), errors: z.number() })
    .nullable()
    .describe('for administrators; errors of the last 24 hours'),
  alerts: z.object({ firing: z.number() }),
  at: z.string().describe('when it was counted; answers are kept for some seconds'),
});
export type Overview = z.infer<typeof overviewSchema>;

export const chartsSchema = z.object({
  days: z.array(z.string()).describe('YYYY-MM-DD in the time zone of the installation; one for each value'),
  executions: z.object({ completed: z.array(z.number()), failed: z.array(z.number()) }),
  questions: z.array(z.number()),
  queries: z.object({ ok: z.array(z.number()), failed: z.array(z.number()) }),
  logs: z
    .object({ warnings: z.array(z.number()), errors: z.array(z.number()) })
    .nullable()
    .describe('for administrators'),
  log_levels: z.array(z.object({ level: z.string(), count: z.number() })).nullable(),
  task_status: z.array(z.object({ status: z.string(), count: z.number() })),
});
export type Charts = z.infer<typeof chartsSchema>;

export const activitySchema = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  object_type: z.string(),
  object_id: z.string().nullable(),
  object_name: z.string().nullable(),
});
export type Activity = z.infer<typeof activitySchema>;

const usageSchema = z.object({ used: z.number(), total: z.number(), percent: z.number() });

export const systemStatusSchema = z.object({
  version: z.string(),
  uptime_seconds: z.number(),
  cpu_percent: z.number().describe('of the machine, over the last seconds'),
  memory: usageSchema.describe('bytes of the machine'),
  process: z.object({ memory_bytes: z.number(), cpu_percent: z.number() }),
  disk: usageSchema.nullable().describe('bytes of the disk that holds the data folder'),
  database: z.object({
    kind: z.enum(['sqlite', 'postgresql']),
    is_healthy: z.boolean(),
    response_ms: z.number(),
    size_bytes: z.number().nullable(),
  }),
  queue: z.object({
    running: z.number(),
    pending: z.number(),
    oldest_pending_seconds: z.number().nullable(),
  }),
  event_loop: z.object({ mean_ms: z.number(), p99_ms: z.number(), max_ms: z.number() }),
  log: z.object({ waiting: z.number(), dropped: z.number(), failed: z.number() }),
});
export type SystemStatus = z.infer<typeof systemStatusSchema>;

/** `GET /metrics` (Prometheus) stands beside API v1, for keys with `view`. */
export const dashboardEndpoints = defineEndpoints({
  overview: {
    method: 'GET',
    path: '/dashboard/overview',
    access: 'view',
    summary: '概览 · Counts of what the caller may see',
    data: overviewSchema,
  },
  charts: {
    method: 'GET',
    path: '/dashboard/charts',
    access: 'view',
    summary: '趋势 · Counts by day',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(7) }),
    data: chartsSchema,
  },
  activities: {
    method: 'GET',
    path: '/dashboard/activities',
    access: 'view',
    summary:
      '最近活动：管理员看全部，其他人看自己的 · Recent activities: all for administrators, else one’s own',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.coerce.number().int().min(0).optional(),
    }),
    data: z.object({ activities: z.array(activitySchema), next_cursor: z.number().nullable() }),
  },
  status: {
    method: 'GET',
    path: '/dashboard/status',
    access: 'view',
    summary: '系统状态 · The machine, the process, the database and the queue',
    data: systemStatusSchema,
  },
});
