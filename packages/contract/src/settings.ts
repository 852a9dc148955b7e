import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { languageSchema } from './text.ts';

export const settingsSchema = z.object({
  language: languageSchema,
  theme: z.enum(['light', 'dark', 'system']),
  default_model_id: z.string().nullable(),
  default_connection_id: z.string().nullable(),
  view_mode: z.enum(['user', 'developer']),
  context_rounds: z.number().int().min(0).max(20),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsEndpoints = defineEndpoints({
  get: {
    method: 'GET',
    path: '/config',
    access: 'signed-in',
    summary: '用户配置 · The user’s settings',
    data: settingsSchema,
  },
  update: {
    method: 'PUT',
    path: '/config',
    access: 'signed-in',
    summary: '更新用户配置 · Change the user’s settings',
    body: settingsSchema.partial(),
    data: settingsSchema,
  },
});
