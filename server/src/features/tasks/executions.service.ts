import type { LogLine } from '@sextant/contract/executions';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import type { ExecutionRow, NewExecution } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { ExecutionFigures, QuarterFigures } from './execution-figures.ts';
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
  figures: ExecutionFigures;
  jobs: Jobs;
  audit: Audit;
  timezone: string;
}) {
  const { executions, figures, jobs, audit, timezone } = deps;

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
        params: jobs.paramsOf(row),
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
      const since = new Date(now - days * dayMs).toISOString();
      const quarters = await figures.byQuarter(since, ownOnly(principal));
      const sum = (part: 'count' | 'seconds' | 'timed', test: (status: string) => boolean = () => true) =>
        quarters.reduce((total, one) => total + (test(one.status) ? one[part] : 0), 0);
      const succeeded = sum('count', (status) => status === 'completed');
      const failed = sum('count', (status) => failures.has(status));
      const timed = sum('timed');
      return {
        total: sum('count'),
        succeeded,
        failed,
        running: sum('count', (status) => status === 'running'),
        pending: sum('count', (status) => status === 'pending'),
        successRate: rateOf(succeeded, failed),
        averageSeconds: timed === 0 ? null : Math.round((sum('seconds') / timed) * 1000) / 1000,
        days: statsByDay(quarters, days, now, timezone),
      };
    },

    /** What went wrong last and what takes longest: at most `shown` of each. */
    async attention(principal: Principal, days: number) {
      const userId = ownOnly(principal);
      const since = new Date(Date.now() - days * dayMs).toISOString();
      const slowestIds = await figures.longestOfEach(since, shown, userId);
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

function statsByDay(
  quarters: readonly QuarterFigures[],
  days: number,
  now: number,
  timezone: string,
): DayStats[] {
  const dayOf = (moment: Date) => writeDay(dayIn(moment, timezone), 'YYYY-MM-DD');
  const byDay = new Map<string, DayStats>();
  for (let at = days - 1; at >= 0; at -= 1) {
    const day = dayOf(new Date(now - at * dayMs));
    byDay.set(day, { day, succeeded: 0, failed: 0, timedOut: 0, cancelled: 0, rows: 0 });
  }
  for (const { at, status, count, rows } of quarters) {
    const day = byDay.get(dayOf(at));
    if (!day) continue;
    if (status === 'completed') day.succeeded += count;
    if (failures.has(status)) day.failed += count;
    if (status === 'timeout') day.timedOut += count;
    if (status === 'cancelled') day.cancelled += count;
    day.rows += rows;
  }
  return [...byDay.values()];
}

/** Percent with one digit; 0 when nothing ended. */
function rateOf(succeeded: number, failed: number): number {
  const ended = succeeded + failed;
  return ended === 0 ? 0 : Math.round((succeeded / ended) * 1000) / 10;
}
