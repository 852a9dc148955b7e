import { collectSettingsSchema } from '@sextant/contract/collect-settings';
import type { z } from 'zod';
import {
  createInstallationSettings,
  type SettingsDeps,
  storedSettings,
} from '../../platform/settings/installation-settings.ts';
import type { TaskDefaults } from './tasks.service.ts';

export interface CollectSettingsValues {
  /** Executions at once in one process. */
  maxConcurrentTasks: number;
  defaultTimeoutSeconds: number;
  retryEnabled: boolean;
  maxRetries: number;
  /** Modules whose functions are interfaces, where the Python of this machine has them. */
  pythonModules: readonly string[];
}

/** How the whole installation collects; changed without a restart. */
export async function createCollectSettings(deps: SettingsDeps) {
  const schema = storedSettings(collectSettingsSchema, {
    max_concurrent_tasks: 5,
    default_timeout_seconds: 300,
    retry_enabled: true,
    max_retries: 3,
    python_modules: ['akshare'],
  }).transform(readValues);
  const settings = await createInstallationSettings(deps, { name: 'collect_settings', schema });
  return {
    ...settings,

    /** What a new task has that does not say. */
    taskDefaults: async (): Promise<TaskDefaults> => {
      const { retryEnabled, maxRetries, defaultTimeoutSeconds } = settings.current();
      return { maxRetries: retryEnabled ? maxRetries : 0, timeoutSeconds: defaultTimeoutSeconds };
    },
  };
}

export type CollectSettings = Awaited<ReturnType<typeof createCollectSettings>>;

function readValues(values: z.output<typeof collectSettingsSchema>): CollectSettingsValues {
  return {
    maxConcurrentTasks: values.max_concurrent_tasks,
    defaultTimeoutSeconds: values.default_timeout_seconds,
    retryEnabled: values.retry_enabled,
    maxRetries: values.max_retries,
    pythonModules: values.python_modules,
  };
}
