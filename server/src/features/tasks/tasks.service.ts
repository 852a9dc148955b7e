import { isDeepStrictEqual } from 'node:util';
import type { TaskInput, TaskParams } from '@sextant/contract/tasks';
import type { Audit } from '../../platform/audit/audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { forbidden, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import { openParams } from '../../platform/secrets/sealed-params.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { checkFollowUps } from './check-follow-ups.ts';
import { readSchedule, type ScheduleType } from './schedule.ts';
import { nextFireAt } from './scheduler.ts';
import { taskCalendar } from './task-calendar.ts';
import { checkPlaceholders, withKeptSecrets, writeDay } from './task-params.ts';
import type { TaskStarter } from './task-starter.ts';
import type { TaskTypes } from './task-types.ts';
import { canManage, seesAll } from './tasks.policy.ts';
import type { TaskFilter, TaskRow, TasksRepository, TaskValues } from './tasks.repository.ts';

const mostCalendarTasks = 1000;
const longestBackfillDays = 1000;
const dayMs = 86_400_000;

export const taskThing = { zh: '任务', en: 'Task' };

export interface TaskDefaults {
  maxRetries: number;
  timeoutSeconds: number;
}

/** Tasks: what to run, with which parameters and when. */
export function createTasksService(deps: {
  tasks: TasksRepository;
  types: TaskTypes;
  starter: TaskStarter;
  secrets: SecretBox;
  audit: Audit;
  timezone: string;
  defaults: () => Promise<TaskDefaults>;
}) {
  const { tasks, types, starter, secrets, audit, timezone } = deps;

  const paramsOf = (row: TaskRow) => openParams(secrets, row.params, row.id) as TaskParams;

  async function get(principal: Principal, id: string): Promise<TaskRow> {
    const row = /^\d{1,9}$/.test(id) ? await tasks.findByNumber(Number(id)) : await tasks.find(id);
    if (!row || !canManage(principal, row.owner_id)) throw notFound(taskThing, id);
    return row;
  }

  async function check(principal: Principal, before: TaskRow | null, values: TaskValues): Promise<void> {
    readSchedule({
      type: values.schedule_type as ScheduleType,
      expression: values.schedule_expression,
      timezone: values.timezone ?? timezone,
    });
    const params = JSON.parse(values.params) as TaskParams;
    checkPlaceholders(params);
    await types.get(values.task_type).check({ scriptId: values.script_id, params });
    await checkFollowUps(tasks, principal, before, values);
  }

  const fireTime = (row: TaskRow) =>
    row.is_active === 1 ? (nextFireAt(row, new Date(), timezone)?.toISOString() ?? null) : null;

  async function withFireTime(row: TaskRow): Promise<TaskRow> {
    return (await tasks.update(row.id, { next_fire_at: fireTime(row) })) ?? row;
  }

  const record = (
    principal: Principal,
    action: string,
    row: TaskRow,
    details: Record<string, unknown> = {},
  ) =>
    audit.record(principal, {
      action,
      objectType: 'task',
      objectId: row.id,
      details: { name: row.name, ...details },
    });

  return {
    get,

    list: (principal: Principal, filter: Omit<TaskFilter, 'ownerId'>) =>
      tasks.list({ ...filter, ...(!seesAll(principal) && { ownerId: principal.userId }) }),

    /** When the reader's active tasks run on some days of the installation's time zone. */
    async calendar(principal: Principal, range: { from: string; to: string }) {
      const coming = await tasks.coming(
        mostCalendarTasks + 1,
        seesAll(principal) ? undefined : principal.userId,
      );
      const { entries, isTruncated } = await taskCalendar(
        coming.slice(0, mostCalendarTasks),
        range,
        timezone,
      );
      return { entries, isTruncated: isTruncated || coming.length > mostCalendarTasks };
    },

    async create(principal: Principal, input: TaskInput): Promise<TaskRow> {
      const values = {
        ...newTask(await deps.defaults()),
        ...toValues(input, {}),
        owner_id: principal.userId,
      };
      await check(principal, null, values);
      const row = await withFireTime(await tasks.create(values));
      await record(principal, 'task.created', row);
      return row;
    },

    async update(principal: Principal, id: string, input: TaskInput): Promise<TaskRow> {
      const stored = await get(principal, id);
      const own = paramsOf(stored);
      const before = { ...stored, params: JSON.stringify(own) };
      const changes = toValues(input, own);
      requireOwnWork(principal, before, changes);
      await check(principal, before, { ...before, ...changes });
      const row = await tasks.update(before.id, changes);
      if (!row) throw notFound(taskThing, id);
      await record(principal, 'task.changed', row, { fields: Object.keys(changes) });
      return withFireTime(row);
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const row = await get(principal, id);
      await tasks.remove(row.id);
      await record(principal, 'task.deleted', row);
    },

    async execute(principal: Principal, id: string, params?: TaskInput['params']): Promise<ExecutionRow> {
      const task = await get(principal, id);
      const own = paramsOf(task);
      const given = { ...own, ...withKeptSecrets(params ?? {}, own) };
      await types.get(task.task_type).check({ scriptId: task.script_id, params: given });
      const started = await starter.start(task, { triggeredBy: 'manual', userId: principal.userId, params });
      return started as ExecutionRow;
    },

    async backfill(
      principal: Principal,
      id: string,
      range: { from: string; to: string; parameter: string; format: string },
    ): Promise<ExecutionRow[]> {
      const task = await get(principal, id);
      const days = daysOf(range.from, range.to);
      return starter.startAll(
        task,
        days.map((day) => ({
          triggeredBy: 'backfill' as const,
          userId: principal.userId,
          params: { [range.parameter]: writeDay(day, range.format) },
        })),
      );
    },
  };
}

export type TasksService = ReturnType<typeof createTasksService>;

/**
 * A task reads what its owner may read, so only its owner says what it does; administrators, who see everything, too.
 * When it runs is the business of whoever manages it.
 */
function requireOwnWork(principal: Principal, before: TaskRow, changes: Partial<TaskValues>): void {
  if (before.owner_id === null || before.owner_id === principal.userId || isAdmin(principal)) return;
  const { task_type, script_id, params } = { ...before, ...changes };
  const isSame =
    task_type === before.task_type &&
    script_id === before.script_id &&
    isDeepStrictEqual(JSON.parse(params), JSON.parse(before.params));
  if (isSame) return;
  throw forbidden({
    zh: `任务「${before.name}」以其所有者的权限运行，只有所有者和管理员可以改它执行的内容和参数；可以改计划，也可以另建自己的任务`,
    en: `The task "${before.name}" runs with its owner's rights, so only the owner and administrators change what it runs and with which parameters; change its schedule, or create a task of your own`,
  });
}

function newTask(defaults: TaskDefaults): Omit<TaskValues, 'owner_id'> {
  return {
    name: '',
    description: '',
    task_type: 'collect',
    script_id: null,
    params: '{}',
    schedule_type: 'manual',
    schedule_expression: '',
    timezone: null,
    is_active: 1,
    max_retries: defaults.maxRetries,
    retry_delay_seconds: 60,
    timeout_seconds: defaults.timeoutSeconds,
    overlap: 'skip',
    misfire: 'run_once',
    on_success: '[]',
    on_failure: '[]',
    next_fire_at: null,
  };
}

function toValues(input: TaskInput, own: TaskParams): Partial<TaskValues> {
  const { params, is_active, on_success, on_failure, ...same } = input;
  return {
    ...same,
    ...(params !== undefined && { params: JSON.stringify(withKeptSecrets(params, own)) }),
    ...(is_active !== undefined && { is_active: is_active ? 1 : 0 }),
    ...(on_success !== undefined && { on_success: JSON.stringify(on_success) }),
    ...(on_failure !== undefined && { on_failure: JSON.stringify(on_failure) }),
  };
}

function daysOf(from: string, to: string): [number, number, number][] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const count = (end - start) / dayMs + 1;
  if (count < 1 || count > longestBackfillDays) {
    throw invalid('to', {
      zh: `补采区间要在 1 到 ${longestBackfillDays} 天之间，${from} 到 ${to} 是 ${count} 天`,
      en: `A backfill takes 1 to ${longestBackfillDays} days; ${from} to ${to} is ${count}`,
    });
  }
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(start + at * dayMs);
    return [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
  });
}
