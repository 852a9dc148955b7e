import type { LogLine } from '@sextant/contract/executions';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import type { ExecutionRow, NewExecution } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { ExecutionFilter, ExecutionsRepository, NamedExecution } from './executions.repository.ts';
import { dayIn, writeDay } from './task-params.ts';
import { canManage, seesAll } from './tasks.policy.ts';

export interface ExecutionStats {
  total: number;
  succeeded: number;
  failed: number;
  running: number;
  pending: number;
  /** Percent of those that completed or failed; 0 when none did. */
  successRate: number;
  averageSeconds: number | null;
  days: DayStats[];
}

export interface DayStats {
  day: string;
  succeeded: number;
  /** Timeouts included. */
  failed: number;
  timedOut: number;
  cancelled: number;
  rows: number;
}

const dayMs = 86_400_000;
const keepDays = 90;
const shown = 10;
export const executionThing = { zh: '执行记录', en: 'Execution' };
const failures = new Set(['failed', 'timeout']);

/** What was executed, by whom and how it ended. */
export function createExecutionsService(deps: {
  executions: ExecutionsRepository;
  jobs: Jobs;
  audit: Audit;
  timezone: string;
}) {
  const { executions, jobs, audit, timezone } = deps;

  async function get(principal: Principal, id: string): Promise<NamedExecution> {
    const row = await executions.find(id);
    const seen = row && (row.user_id === principal.userId || canManage(principal, row.task_owner_id));
    if (!row || !seen) throw notFound(executionThing, id);
    return row;
  }

  const ownOnly = (principal: Principal) => (seesAll(principal) ? undefined : principal.userId);

  return {
    get,

    list: (principal: Principal, filter: Omit<ExecutionFilter, 'userId'>) =>
      executions.list({ ...filter, userId: ownOnly(principal) }),

    async log(principal: Principal, id: string, after: number, limit: number): Promise<LogLine[]> {
      await get(principal, id);
      return executions.log(id, after, limit);
    },

    async cancel(principal: Principal, id: string): Promise<NamedExecution> {
      await get(principal, id);
      await jobs.cancel(id);
      await audit.record(principal, { action: 'execution.cancelled', objectType: 'execution', objectId: id });
      return get(principal, id);
    },

    /** Runs once more what an execution ran, with its parameters. */
    async retry(principal: Principal, id: string): Promise<ExecutionRow> {
      const row = await get(principal, id);
      const again: NewExecution = {
        taskType: row.task_type,
        taskId: row.task_id,
        scriptId: row.script_id,
        userId: principal.userId,
        triggeredBy: 'retry',
        params: JSON.parse(row.params) as Record<string, unknown>,
        exclusiveKey: row.exclusive_key,
        maxAttempts: row.max_attempts,
        retryDelaySeconds: row.retry_delay_seconds,
        timeoutSeconds: row.timeout_seconds,
      };
      const [started] = await jobs.enqueue([again]);
      return started as ExecutionRow;
    },

    /** The newest execution of each of these tasks, for whoever may see the tasks. */
    newestOf: executions.newestOf,

    /** Statistics over everything that is kept. */
    async totals(principal: Principal): Promise<Omit<ExecutionStats, 'averageSeconds' | 'days'>> {
      const counts = await executions.countByStatus(ownOnly(principal));
      const count = (status: string) => counts.get(status) ?? 0;
      const succeeded = count('completed');
      const failed = [...failures].reduce((sum, status) => sum + count(status), 0);
      return {
        total: [...counts.values()].reduce((sum, one) => sum + one, 0),
        succeeded,
        failed,
        running: count('running'),
        pending: count('pending'),
        successRate: rateOf(succeeded, failed),
      };
    },

    async stats(principal: Principal, days: number): Promise<ExecutionStats> {
      const now = Date.now();
      const rows = await executions.since(new Date(now - days * dayMs).toISOString(), ownOnly(principal));
      const count = (test: (status: string) => boolean) => rows.filter((row) => test(row.status)).length;
      const succeeded = count((status) => status === 'completed');
      const failed = count((status) => failures.has(status));
      return {
        total: rows.length,
        succeeded,
        failed,
        running: count((status) => status === 'running'),
        pending: count((status) => status === 'pending'),
        successRate: rateOf(succeeded, failed),
        averageSeconds: average(rows.flatMap((row) => durationSeconds(row) ?? [])),
        days: statsByDay(rows, days, now, timezone),
      };
    },

    /** What went wrong last and what takes longest: at most `shown` of each. */
    async attention(principal: Principal, days: number) {
      const userId = ownOnly(principal);
      const since = new Date(Date.now() - days * dayMs).toISOString();
      const slowestIds = longestOfEach(await executions.since(since, userId)).slice(0, shown);
      const rows = new Map((await executions.findAll(slowestIds)).map((row) => [row.id, row]));
      return {
        failing: await executions.failing(shown, userId),
        slowest: slowestIds.flatMap((id) => rows.get(id) ?? []),
      };
    },

    removeOld: () => executions.removeEndedBefore(new Date(Date.now() - keepDays * dayMs).toISOString()),
  };
}

export type ExecutionsService = ReturnType<typeof createExecutionsService>;

/** From start to end; null while it has not ended. */
export function durationSeconds(row: Pick<ExecutionRow, 'started_at' | 'ended_at'>): number | null {
  if (row.started_at === null || row.ended_at === null) return null;
  return (Date.parse(row.ended_at) - Date.parse(row.started_at)) / 1000;
}

type EndedRow = Awaited<ReturnType<ExecutionsRepository['since']>>[number];

function statsByDay(rows: readonly EndedRow[], days: number, now: number, timezone: string): DayStats[] {
  const names = new Map<string, string>();
  const dayOf = (time: string) => {
    const minute = time.slice(0, 16);
    const known = names.get(minute) ?? writeDay(dayIn(new Date(time), timezone), 'YYYY-MM-DD');
    names.set(minute, known);
    return known;
  };
  const byDay = new Map<string, DayStats>();
  for (let at = days - 1; at >= 0; at -= 1) {
    const day = dayOf(new Date(now - at * dayMs).toISOString());
    byDay.set(day, { day, succeeded: 0, failed: 0, timedOut: 0, cancelled: 0, rows: 0 });
  }
  for (const row of rows) {
    const day = byDay.get(dayOf(row.created_at));
    if (!day) continue;
    if (row.status === 'completed') day.succeeded += 1;
    if (failures.has(row.status)) day.failed += 1;
    if (row.status === 'timeout') day.timedOut += 1;
    if (row.status === 'cancelled') day.cancelled += 1;
    day.rows += row.rows_affected ?? 0;
  }
  return [...byDay.values()];
}

/** The longest execution of each script or task, the longest first. */
function longestOfEach(rows: readonly EndedRow[]): string[] {
  const longest = new Map<string, { id: string; seconds: number }>();
  for (const row of rows) {
    const seconds = durationSeconds(row);
    if (seconds === null) continue;
    const of = row.task_id ?? row.script_id ?? row.id;
    if (seconds > (longest.get(of)?.seconds ?? -1)) longest.set(of, { id: row.id, seconds });
  }
  return [...longest.values()].sort((a, b) => b.seconds - a.seconds).map(({ id }) => id);
}

/** Percent with one digit; 0 when nothing ended. */
function rateOf(succeeded: number, failed: number): number {
  const ended = succeeded + failed;
  return ended === 0 ? 0 : Math.round((succeeded / ended) * 1000) / 10;
}

function average(values: number[]): number | null {
  if (values.length === 0) return null;
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 1000;
}
