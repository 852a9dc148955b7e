import type { Charts, Overview, SystemStatus } from '@sextant/contract/dashboard';
import { LRUCache } from 'lru-cache';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { MetadataKind } from '../../platform/db/open-database.ts';
import type { LogStore } from '../../platform/log/log-store.ts';
import type { LogsService } from '../logs/logs.service.ts';
import { seesAll } from '../tasks/tasks.policy.ts';
import type { DashboardRepository, Scope, TimedCount } from './dashboard.repository.ts';
import { dayOf, lastDays, perDay } from './days.ts';
import type { Machine } from './machine.ts';

const keptMs = 10_000;
const dayMs = 86_400_000;

/** Counts, charts and the state of the product, each kept for some seconds for those who see the same. */
export function createDashboardService(deps: {
  counts: DashboardRepository;
  logs: LogsService;
  logStore: LogStore;
  machine: Machine;
  kind: MetadataKind;
  version: string;
  timezone: string;
}) {
  const { counts, logs, logStore, machine, kind, version, timezone } = deps;
  const kept = new LRUCache<string, Promise<unknown>>({ max: 500, ttl: keptMs });

  /** What many ask for at once is counted once. */
  function keep<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    const fresh = work();
    kept.set(key, fresh);
    fresh.catch(() => kept.delete(key));
    return fresh;
  }

  async function countLogs(): Promise<Overview['logs']> {
    const now = Date.now();
    const rows = await logs.countsByTime(
      new Date(now - 2 * dayMs).toISOString(),
      new Date(now + dayMs).toISOString(),
    );
    const today = dayOf(new Date(now), timezone);
    const lastDay = new Date(now - dayMs).toISOString();
    const sum = (wanted: (row: (typeof rows)[number]) => boolean) =>
      rows.filter(wanted).reduce((total, { count }) => total + Number(count), 0);
    return {
      total: await counts.logEntries(),
      today: sum(({ at }) => dayOf(new Date(at), timezone) === today),
      errors: sum(({ at, level }) => at >= lastDay && isError(level)),
    };
  }

  async function countOverview(scope: Scope, taskScope: Scope, forAdmin: boolean): Promise<Overview> {
    const since = new Date(Date.now() - dayMs).toISOString();
    const [connections, health, users, tasks, executions, tables] = await Promise.all([
      counts.connectionCount(scope),
      counts.health(scope),
      forAdmin ? counts.users() : null,
      counts.tasks(taskScope),
      counts.executions(taskScope, since),
      counts.tables(),
    ]);
    const ofHealth = (name: string) => health.find((row) => row.health === name)?.count ?? 0;
    const ofStatus = (...names: string[]) =>
      executions.filter(({ status }) => names.includes(status)).reduce((sum, { count }) => sum + count, 0);
    const up = ofHealth('up');
    const down = ofHealth('down');
    const instances = health.reduce((sum, { count }) => sum + count, 0);
    return {
      connections,
      instances: { total: instances, up, down, unknown: instances - up - down },
      users,
      tasks,
      executions: {
        total: executions.reduce((sum, { count }) => sum + count, 0),
        completed: ofStatus('completed'),
        failed: ofStatus('failed', 'timeout'),
        running: ofStatus('running'),
        pending: ofStatus('pending'),
      },
      tables: { total: tables.total, rows: tables.rows, failing_checks: tables.failing },
      questions: { total: await counts.questions(scope), last_day: await counts.questions(scope, since) },
      queries: { total: await counts.queryRuns(scope), last_day: await counts.queryRuns(scope, since) },
      logs: forAdmin ? await countLogs() : null,
      alerts: { firing: await counts.firingAlerts() },
      at: new Date().toISOString(),
    };
  }

  async function countCharts(
    scope: Scope,
    taskScope: Scope,
    forAdmin: boolean,
    count: number,
  ): Promise<Charts> {
    const days = lastDays(count, timezone);
    // A day more than needed, for time zones; what lies outside falls to no day.
    const since = new Date(Date.now() - (count + 1) * dayMs).toISOString();
    const [executions, queries, questions, entries] = await Promise.all([
      counts.executionsOverTime(taskScope, since),
      counts.queryRunsOverTime(scope, since),
      counts.questionsOverTime(scope, since),
      forAdmin ? logs.countsByTime(since, new Date(Date.now() + dayMs).toISOString()) : null,
    ]);
    const logSlots = entries?.map(({ at, level, count: times }) => ({
      slot: at.slice(0, 15),
      status: level,
      count: times,
    }));
    const series = (rows: readonly TimedCount[], wanted: (status: string) => boolean) =>
      perDay(
        rows.filter(({ status }) => wanted(status)),
        days,
        timezone,
      );
    return {
      days,
      executions: {
        completed: series(executions, (status) => status === 'completed'),
        failed: series(executions, (status) => status === 'failed' || status === 'timeout'),
      },
      questions: series(questions, () => true),
      queries: {
        ok: series(queries, (status) => status === 'ok' || status === 'truncated'),
        failed: series(queries, (status) => status === 'failed' || status === 'refused'),
      },
      logs: logSlots
        ? {
            warnings: series(logSlots, (status) => status === 'warn'),
            errors: series(logSlots, isError),
          }
        : null,
      log_levels: logSlots
        ? totals(logSlots).map(({ status, count: times }) => ({ level: status, count: times }))
        : null,
      task_status: totals(executions),
    };
  }

  async function readStatus(): Promise<SystemStatus> {
    const [disk, database, queue] = await Promise.all([machine.disk(), machine.database(), counts.queue()]);
    const cpu = machine.cpu();
    const loop = machine.loop();
    const { waiting, dropped, failed } = logStore.state();
    const { oldestPendingAt } = queue;
    return {
      version,
      uptime_seconds: Math.round(process.uptime()),
      cpu_percent: cpu.machine,
      memory: machine.memory(),
      process: { memory_bytes: machine.processMemory(), cpu_percent: cpu.process },
      disk,
      database: {
        kind,
        is_healthy: database.isHealthy,
        response_ms: database.responseMs,
        size_bytes: database.sizeBytes,
      },
      queue: {
        running: queue.running,
        pending: queue.pending,
        oldest_pending_seconds: oldestPendingAt
          ? Math.max(0, Math.round((Date.now() - Date.parse(oldestPendingAt)) / 1000))
          : null,
      },
      event_loop: { mean_ms: loop.mean, p99_ms: loop.p99, max_ms: loop.max },
      log: { waiting, dropped, failed },
    };
  }

  return {
    /** Counts of what the caller may see. */
    overview(principal: Principal): Promise<Overview> {
      const { scope, taskScope, forAdmin, key } = scopesOf(principal);
      return keep(`overview ${key}`, () => countOverview(scope, taskScope, forAdmin));
    },
    charts(principal: Principal, days: number): Promise<Charts> {
      const { scope, taskScope, forAdmin, key } = scopesOf(principal);
      return keep(`charts ${days} ${key}`, () => countCharts(scope, taskScope, forAdmin, days));
    },
    status: (): Promise<SystemStatus> => keep('status', readStatus),
    /** For Prometheus: everything, whoever asks. */
    totals: (): Promise<Overview> => keep('overview all', () => countOverview('all', 'all', true)),
  };
}

export type DashboardService = ReturnType<typeof createDashboardService>;

function scopesOf(principal: Principal) {
  const forAdmin = isAdmin(principal);
  const own: Scope = { userId: principal.userId };
  const scope: Scope = forAdmin ? 'all' : own;
  const taskScope: Scope = seesAll(principal) ? 'all' : own;
  return { scope, taskScope, forAdmin, key: forAdmin ? 'all' : `${principal.userId} ${taskScope === 'all'}` };
}

function isError(level: string): boolean {
  return level === 'error' || level === 'fatal';
}

function totals(rows: readonly TimedCount[]): { status: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const { status, count } of rows) sums.set(status, (sums.get(status) ?? 0) + Number(count));
  return [...sums].map(([status, count]) => ({ status, count })).sort((a, b) => b.count - a.count);
}
