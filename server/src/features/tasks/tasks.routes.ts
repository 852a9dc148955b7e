import { executionStatusSchema } from '@sextant/contract/executions';
import { type Task, taskEndpoints, taskSchema } from '@sextant/contract/tasks';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import { maskParams } from '../../platform/secrets/sealed-params.ts';
import type { ExecutionsRepository } from './executions.repository.ts';
import { nextFireTimes, readSchedule, type ScheduleType } from './schedule.ts';
import type { SchedulerState } from './scheduler-state.ts';
import type { TaskRow } from './tasks.repository.ts';
import type { TasksService } from './tasks.service.ts';

const previewed = 10;

/** API v1: `/tasks` and `/scheduler`. */
export function registerTaskRoutes(
  app: FastifyInstance,
  deps: {
    service: TasksService;
    executions: ExecutionsRepository;
    schedulerState: () => Promise<SchedulerState>;
    ownerNames: (ids: readonly string[]) => Promise<Map<string, string>>;
    timezone: string;
  },
): void {
  const { service, executions, schedulerState, timezone } = deps;

  /** Only tasks that their reader may manage are shown at all. */
  async function present(rows: readonly TaskRow[], language: Language): Promise<Task[]> {
    const newest = new Map(
      (await executions.newestOf(rows.map((row) => row.id))).map((one) => [one.task_id, one]),
    );
    const owners = await deps.ownerNames(rows.flatMap((row) => row.owner_id ?? []));
    return rows.map((row) => {
      const { words } = readSchedule({
        type: row.schedule_type as ScheduleType,
        expression: row.schedule_expression,
        timezone: row.timezone ?? timezone,
      });
      const last = newest.get(row.id);
      return taskSchema.parse({
        ...row,
        params: maskParams(row.params),
        on_success: JSON.parse(row.on_success),
        on_failure: JSON.parse(row.on_failure),
        is_active: row.is_active === 1,
        owner: owners.get(row.owner_id ?? '') ?? null,
        can_manage: true,
        schedule_text: words[language],
        last_execution: last
          ? { id: last.id, status: last.status, at: last.started_at ?? last.created_at }
          : null,
      });
    });
  }
  const presentOne = async (row: TaskRow, language: Language) => (await present([row], language))[0] as Task;
  const started = ({ id, status }: ExecutionRow) => ({
    execution_id: id,
    status: executionStatusSchema.parse(status),
  });

  registerV1(app, taskEndpoints, {
    async list({ principal, query, language }) {
      const { q, is_active: isActive, script_id: scriptId, limit, offset } = query;
      const { rows, total } = await service.list(principal, { q, isActive, scriptId, limit, offset });
      return { tasks: await present(rows, language), total, has_more: offset + rows.length < total };
    },
    async preview({ body, language }) {
      const zone = body.timezone ?? timezone;
      const schedule = readSchedule({
        type: body.schedule_type,
        expression: body.schedule_expression,
        timezone: zone,
      });
      const times = nextFireTimes(schedule, previewed, new Date()).map((time) => time.toISOString());
      return { text: schedule.words[language], times, timezone: zone };
    },
    async calendar({ principal, query }) {
      const { entries, isTruncated } = await service.calendar(principal, query);
      return {
        timezone,
        entries: entries.map(({ day, task, times, hasMore }) => ({
          day,
          task_id: task.id,
          task_name: task.name,
          times,
          has_more: hasMore,
        })),
        is_truncated: isTruncated,
      };
    },
    get: async ({ principal, params, language }) =>
      presentOne(await service.get(principal, params.id), language),
    create: async ({ principal, body, language }) =>
      presentOne(await service.create(principal, body), language),
    update: async ({ principal, params, body, language }) =>
      presentOne(await service.update(principal, params.id, body), language),
    async remove({ principal, params }) {
      await service.remove(principal, params.id);
      return {};
    },
    execute: async ({ principal, params, body }) =>
      started(await service.execute(principal, params.id, body.params)),
    backfill: async ({ principal, params, body }) => ({
      executions: (await service.backfill(principal, params.id, body)).map(started),
    }),
    async scheduler() {
      const state = await schedulerState();
      return {
        running: state.running,
        active_tasks: state.activeTasks,
        running_executions: state.runningExecutions,
        pending_executions: state.pendingExecutions,
        next_fire_at: state.nextFireAt,
        timezone,
      };
    },
  });
}
