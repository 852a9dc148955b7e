import type { Overview } from '@sextant/contract/dashboard';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccountsService } from '../../features/accounts/accounts.service.ts';
import { type AuditService, objectNameOf } from '../../features/audit/audit.service.ts';
import type { ClassificationService } from '../../features/classification/classification.service.ts';
import type { DashboardService } from '../../features/dashboard/dashboard.service.ts';
import { dayOf } from '../../features/dashboard/days.ts';
import type { InstancesService } from '../../features/instances/instances.service.ts';
import type { SyncSessions } from '../../features/sync/sync-sessions.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { logLevelName } from './log-entry.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const pairSchema = z.object({ total: z.number(), active: z.number() });
const usageSchema = z.object({ used: z.number(), total: z.number(), percent: z.number() });
const timesSchema = z.array(z.object({ date: z.string(), count: z.number() }));

const operations = defineOperations({
  overview: {
    method: 'GET',
    path: '/api/overview',
    access: 'view',
    summary: '系统概览；users 和 logs 只给管理员，其他人为 null',
    data: z.object({
      users: pairSchema.nullable(),
      instances: pairSchema,
      accounts: pairSchema,
      classified_accounts: z.object({
        total: z.number(),
        auto: z.number(),
        classifications: z.array(
          z.object({ name: z.string(), color: z.string(), priority: z.number(), count: z.number() }),
        ),
      }),
      tasks: pairSchema,
      logs: z.object({ total: z.number(), today: z.number(), errors: z.number() }).nullable(),
    }),
  },
  charts: {
    method: 'GET',
    path: '/api/charts',
    access: 'view',
    summary: '图表数据；日志图表只给管理员，日期按服务器的时区',
    query: z.object({
      type: z.enum(['all', 'logs', 'tasks', 'syncs']).default('all'),
      days: z.coerce.number().int().min(1).max(90).default(7),
    }),
    data: z.object({
      log_trend: z
        .array(z.object({ date: z.string(), error_count: z.number(), warning_count: z.number() }))
        .optional(),
      log_levels: z.array(z.object({ level: z.string(), count: z.number() })).optional(),
      task_status: z.array(z.object({ status: z.string(), count: z.number() })).optional(),
      sync_trend: timesSchema.optional(),
    }),
  },
  activities: {
    method: 'GET',
    path: '/api/activities',
    access: 'view',
    summary: '活动日志：管理员看全部，其他人看自己的',
    query: pageQuerySchema(['id', 'timestamp']),
    data: pageSchema(
      z.object({
        id: z.number().int(),
        timestamp: z.string(),
        username: z.string(),
        action: z.string(),
        resource_type: z.string(),
        resource_id: z.string().nullable(),
        resource_name: z.string().nullable(),
      }),
    ),
  },
  status: {
    method: 'GET',
    path: '/api/status',
    access: 'view',
    summary: '系统状态；没有用 Redis 时 redis 为 not_used',
    data: z.object({
      system: z.object({ cpu: z.number(), memory: usageSchema, disk: usageSchema.nullable() }),
      services: z.object({
        database: z.enum(['healthy', 'unhealthy']),
        redis: z.literal('not_used'),
        application: z.literal('healthy'),
      }),
      uptime: z.string(),
    }),
  },
});

const originals = atOriginal('/dashboard', operations);
export const dashboardOperations = { ...operations, ...originals };

interface Deps {
  dashboard: DashboardService;
  activities: AuditService;
  instances: InstancesService;
  accounts: AccountsService;
  classification: ClassificationService;
  sessions: SyncSessions;
  timezone: string;
}

/** whalefall: `/api/overview`, `/api/charts`, `/api/activities` and `/api/status`. */
export function registerDashboard(app: FastifyInstance, deps: Deps): void {
  const { dashboard, activities, sessions, timezone } = deps;

  async function sessionsPerDay(principal: Principal, days: readonly string[]) {
    const counts = new Map(days.map((day) => [day, 0]));
    // A day more, for time zones; what lies outside falls to no day.
    const { sessions: rows } = await sessions.recent(principal, days.length + 1);
    for (const { created_at } of rows) {
      const day = dayOf(new Date(created_at), timezone);
      const count = counts.get(day);
      if (count !== undefined) counts.set(day, count + 1);
    }
    return [...counts].map(([date, count]) => ({ date, count }));
  }

  const handlers: FamilyHandlers<typeof operations> = {
    overview: ({ principal }) => overview(deps, principal),
    async charts({ principal, query: { type, days: count } }) {
      const { days, logs, log_levels, task_status } = await dashboard.charts(principal, count);
      const wants = (one: typeof type) => type === 'all' || type === one;
      return {
        ...(wants('logs') &&
          logs && {
            log_trend: days.map((date, at) => ({
              date,
              error_count: logs.errors[at] ?? 0,
              warning_count: logs.warnings[at] ?? 0,
            })),
            log_levels: (log_levels ?? []).map((one) => ({ ...one, level: logLevelName(one.level) })),
          }),
        ...(wants('tasks') && { task_status }),
        ...(wants('syncs') && { sync_trend: await sessionsPerDay(principal, days) }),
      };
    },
    async activities({ principal, query }) {
      const { search, order = 'desc' } = query;
      const { rows, total } = await activities.activitiesPage(principal, {
        text: search,
        order,
        ...rangeOf(query),
      });
      const items = rows.map((row) => ({
        id: row.number,
        timestamp: presentTime(row.at),
        username: row.actor,
        action: row.action,
        resource_type: row.object_type,
        resource_id: row.object_id,
        resource_name: objectNameOf(row),
      }));
      return presentPage(items, total, query);
    },
    async status() {
      const { cpu_percent: cpu, memory, disk, database, uptime_seconds } = await dashboard.status();
      return {
        system: { cpu, memory, disk },
        services: {
          database: database.is_healthy ? ('healthy' as const) : ('unhealthy' as const),
          redis: 'not_used' as const,
          application: 'healthy' as const,
        },
        uptime: inWords(uptime_seconds),
      };
    },
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

async function overview(deps: Deps, principal: Principal) {
  const [counted, views, accounts, classes] = await Promise.all([
    deps.dashboard.overview(principal),
    deps.instances.all(principal),
    deps.accounts.statistics(principal),
    deps.classification.classes(),
  ]);
  const { users, tasks, logs }: Overview = counted;
  const priorities = new Map(classes.map(({ id, priority }) => [id, priority]));
  return {
    users,
    instances: {
      total: views.length,
      active: views.filter(({ notes }) => notes.is_active === 1).length,
    },
    accounts: { total: accounts.total, active: accounts.active },
    classified_accounts: {
      total: accounts.total - accounts.unclassified,
      auto: accounts.classified_by_rules,
      classifications: accounts.classes.map(({ class_id, name, color, count }) => ({
        name: name.zh,
        color,
        priority: priorities.get(class_id) ?? 0,
        count,
      })),
    },
    tasks,
    logs,
  };
}

function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 1440)}天 ${Math.floor(minutes / 60) % 24}小时 ${minutes % 60}分钟`;
}
