import { collectSettingsEndpoints } from '@sextant/contract/collect-settings';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { CollectSettings, CollectSettingsValues } from './collect-settings.ts';

/** API v1: `/settings/collect`. */
export function registerCollectSettingsRoutes(app: FastifyInstance, settings: CollectSettings): void {
  registerV1(app, collectSettingsEndpoints, {
    get: async () => present(settings.current()),
    update: async ({ principal, body }) => present(await settings.update(principal, body)),
  });
}

function present(values: CollectSettingsValues) {
  return {
    max_concurrent_tasks: values.maxConcurrentTasks,
    default_timeout_seconds: values.defaultTimeoutSeconds,
    retry_enabled: values.retryEnabled,
    max_retries: values.maxRetries,
    python_modules: [...values.pythonModules],
  };
}
