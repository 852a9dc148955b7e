import { collectSettingsSchema } from '@sextant/contract/collect-settings';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CollectSettings, CollectSettingsValues } from '../../features/tasks/collect-settings.ts';
import type { SchedulerState } from '../../features/tasks/scheduler-state.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { akshareSpeaker } from './envelope.ts';

const { max_concurrent_tasks, default_timeout_seconds, retry_enabled, max_retries } =
  collectSettingsSchema.shape;
const settingsSchema = z.object({
  max_concurrent_tasks: max_concurrent_tasks.describe('每个进程同时执行的任务数'),
  default_timeout: default_timeout_seconds.describe('秒；没有另行设置的执行在此之后停止'),
  retry_enabled: retry_enabled.describe('没有另行设置的新任务失败后是否重试'),
  max_retries: max_retries.describe('最多重试几次'),
});

export const settingsOperations = defineOperations({
  get: {
    method: 'GET',
    path: '/settings/',
    access: 'admin',
    summary: '获取系统设置（管理员）',
    data: settingsSchema,
  },
  update: {
    method: 'PUT',
    path: '/settings/',
    access: 'admin',
    summary: '更新系统设置（管理员）；只改给出的字段，立即生效，无需重启',
    body: settingsSchema.partial(),
    data: settingsSchema,
  },
  scheduler: {
    method: 'GET',
    path: '/settings/scheduler',
    access: 'admin',
    summary: '获取调度器状态（管理员）',
    data: z.object({
      running: z.boolean(),
      active_jobs: z.number().int().describe('启用的定时任务数'),
      next_run_time: z.string().nullable().describe('没有将要执行的任务时为 null'),
    }),
  },
});

/** akshare: `/settings`, but for the database. */
export function registerSettings(
  app: FastifyInstance,
  deps: { collectSettings: CollectSettings; schedulerState: () => Promise<SchedulerState> },
): void {
  const { collectSettings, schedulerState } = deps;
  registerOperations(app, akshareSpeaker, settingsOperations, {
    get: async () => present(collectSettings.current()),
    async update({ principal, body }) {
      const { default_timeout: seconds, ...same } = body;
      const change = { ...same, ...(seconds !== undefined && { default_timeout_seconds: seconds }) };
      return present(await collectSettings.update(principal, change));
    },
    async scheduler() {
      const { running, activeTasks, nextFireAt } = await schedulerState();
      return { running, active_jobs: activeTasks, next_run_time: nextFireAt && presentTime(nextFireAt) };
    },
  });
}

function present(values: CollectSettingsValues): z.input<typeof settingsSchema> {
  return {
    max_concurrent_tasks: values.maxConcurrentTasks,
    default_timeout: values.defaultTimeoutSeconds,
    retry_enabled: values.retryEnabled,
    max_retries: values.maxRetries,
  };
}
