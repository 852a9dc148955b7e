import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccountsService } from '../../features/accounts/accounts.service.ts';
import { countInstances } from '../../features/instances/instance-statistics.ts';
import type { InstancesService } from '../../features/instances/instances.service.ts';
import type { SyncSessions } from '../../features/sync/sync-sessions.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { whalefallSpeaker } from './envelope.ts';
import { timesOf, type Window, windowSchema } from './window.ts';

type SyncSessionRow = Awaited<ReturnType<SyncSessions['recent']>>['sessions'][number];

const usualDays = 30;
const dayMs = 86_400_000;

const instancesSchema = z.object({
  total_instances: z.number(),
  active_instances: z.number(),
  inactive_instances: z.number(),
  db_types_count: z.number(),
  db_type_stats: z.array(z.object({ db_type: z.string(), count: z.number() })),
  port_stats: z.array(z.object({ port: z.number(), count: z.number() })),
  version_stats: z.array(z.object({ db_type: z.string(), version: z.string(), count: z.number() })),
});
const syncSchema = z.object({
  total: z.number(),
  running: z.number(),
  completed: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  scheduled: z.number(),
  manual_sessions: z.number(),
  by_category: z.record(z.string(), z.number()),
});
const logsSchema = z.object({
  total_logs: z.number(),
  error_count: z.number(),
  warning_count: z.number(),
  info_count: z.number(),
  debug_count: z.number(),
  critical_count: z.number(),
  error_rate: z.number(),
  top_modules: z.array(z.object({ module: z.string(), count: z.number() })),
});
export type LogNumbers = z.infer<typeof logsSchema>;

const accountCountsSchema = z.object({ total: z.number(), active: z.number(), locked: z.number() });
const accountsSchema = z.object({
  total_accounts: z.number(),
  db_type_stats: z.record(z.string(), accountCountsSchema),
  instance_stats: z.array(
    z.object({
      name: z.string(),
      db_type: z.string(),
      host: z.string().nullable(),
      total_accounts: z.number(),
      active_accounts: z.number(),
      locked_accounts: z.number(),
    }),
  ),
  classification_stats: z.array(z.object({ name: z.string(), color: z.string(), count: z.number() })),
});

/** What the log has to say of a time, to those who may read it; null for others. */
export type CountLogs = (
  principal: Principal,
  window: { from: string | undefined; to: string | undefined },
) => Promise<LogNumbers | null>;

export const statisticsOperations = defineOperations({
  merged: {
    method: 'GET',
    path: '/api/statistics',
    access: 'view',
    summary: '实例、同步和日志的统计；文档里三个同名接口合为一个，日志部分只给管理员',
    query: windowSchema,
    data: z.object({ instances: instancesSchema, sync: syncSchema, logs: logsSchema.nullable() }),
  },
  instances: {
    method: 'GET',
    path: '/instances/api/statistics',
    access: 'view',
    summary: '获取实例统计',
    data: instancesSchema,
  },
  sync: {
    method: 'GET',
    path: '/sync_sessions/api/statistics',
    access: 'view',
    summary: '获取同步统计',
    query: windowSchema,
    data: syncSchema,
  },
  logs: logStatistics('/unified-logs/api/statistics'),
  laterLogs: logStatistics('/logs/api/statistics'),
  accounts: {
    method: 'GET',
    path: '/account-static/api/statistics',
    access: 'view',
    summary: '获取账户统计',
    data: accountsSchema,
  },
});

function logStatistics(path: string) {
  return {
    method: 'GET' as const,
    path,
    access: 'admin' as const,
    summary: '获取日志统计；没有日期时为最近 24 小时',
    query: windowSchema,
    data: logsSchema.nullable(),
  };
}

/** whalefall: `/api/statistics`, which the document gives to three calls, and the originals' own paths. */
export function registerStatistics(
  app: FastifyInstance,
  deps: {
    instances: InstancesService;
    sessions: SyncSessions;
    accounts: AccountsService;
    countLogs: CountLogs;
  },
): void {
  const { instances, sessions, accounts, countLogs } = deps;

  async function ofInstances(principal: Principal) {
    const counted = countInstances(await instances.all(principal));
    return {
      total_instances: counted.total,
      active_instances: counted.active,
      inactive_instances: counted.total - counted.active,
      db_types_count: counted.by_driver.length,
      db_type_stats: counted.by_driver.map(({ driver, count }) => ({ db_type: driver, count })),
      port_stats: counted.by_port,
      version_stats: counted.by_version.map(({ driver, version, count }) => ({
        db_type: driver,
        version,
        count,
      })),
    };
  }

  async function ofSessions(principal: Principal, { start_date, end_date }: Window) {
    const from = start_date ? Date.parse(start_date) : Date.now() - usualDays * dayMs;
    const days = Math.max(1, Math.ceil((Date.now() - from) / dayMs));
    const { from: since, to } = timesOf({ start_date, end_date });
    const { sessions: rows } = await sessions.recent(principal, days);
    const inWindow = rows.filter(
      ({ created_at: at }) => (since === undefined || at >= since) && (to === undefined || at < to),
    );
    return countSessions(inWindow);
  }

  registerOperations(app, whalefallSpeaker, statisticsOperations, {
    merged: async ({ principal, query }) => ({
      instances: await ofInstances(principal),
      sync: await ofSessions(principal, query),
      logs: await countLogs(principal, timesOf(query)),
    }),
    instances: ({ principal }) => ofInstances(principal),
    sync: ({ principal, query }) => ofSessions(principal, query),
    logs: ({ principal, query }) => countLogs(principal, timesOf(query)),
    laterLogs: ({ principal, query }) => countLogs(principal, timesOf(query)),
    async accounts({ principal }) {
      const { total, engines, connections, classes } = await accounts.statistics(principal);
      return {
        total_accounts: total,
        db_type_stats: Object.fromEntries(
          engines.map(({ engine, total: all, locked }) => [
            engine,
            { total: all, active: all - locked, locked },
          ]),
        ),
        instance_stats: connections.map(({ name, engine, host, total: all, locked }) => ({
          name,
          db_type: engine,
          host,
          total_accounts: all,
          active_accounts: all - locked,
          locked_accounts: locked,
        })),
        classification_stats: classes.map(({ name, color, count }) => ({ name: name.zh, color, count })),
      };
    },
  });
}

function countSessions(rows: readonly SyncSessionRow[]) {
  const count = (test: (row: SyncSessionRow) => boolean) => rows.filter(test).length;
  const scheduled = count(({ trigger }) => trigger === 'schedule');
  return {
    total: rows.length,
    running: count(({ status }) => status === 'running' || status === 'pending'),
    completed: count(({ status }) => status === 'completed'),
    failed: count(({ status }) => status === 'failed'),
    cancelled: count(({ status }) => status === 'cancelled'),
    scheduled,
    manual_sessions: rows.length - scheduled,
    by_category: {
      account: count(({ kind }) => kind === 'sync_accounts'),
      capacity: count(({ kind }) => kind === 'sync_capacity'),
      other: count(({ kind }) => kind !== 'sync_accounts' && kind !== 'sync_capacity'),
    },
  };
}
