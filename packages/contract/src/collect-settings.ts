import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';

/** How the installation collects. */
export const collectSettingsSchema = z.object({
  max_concurrent_tasks: z.number().int().min(1).max(64).describe('executions at once, in each process'),
  default_timeout_seconds: z.number().int().min(1).max(86_400).describe('of what says nothing else'),
  retry_enabled: z.boolean().describe('whether new tasks that do not say are tried again'),
  max_retries: z.number().int().min(0).max(10).describe('how often, then'),
  python_modules: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'must be the name of a Python module'),
    )
    .max(20)
    .describe('Python modules whose functions are interfaces, where the Python of this machine has them'),
});

export const collectSettingsEndpoints = defineEndpoints({
  get: {
    method: 'GET',
    path: '/settings/collect',
    access: 'admin',
    summary: '采集设置 · How the installation collects',
    data: collectSettingsSchema,
  },
  update: {
    method: 'PUT',
    path: '/settings/collect',
    access: 'admin',
    summary: '修改采集设置，立即生效 · Change how the installation collects, from now on',
    body: collectSettingsSchema.partial(),
    data: collectSettingsSchema,
  },
});
