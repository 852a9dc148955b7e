import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';

export const fileSettingsSchema = z.object({
  max_file_bytes: z.number().int().min(1).describe('of one file'),
  quota_bytes: z.number().int().min(0).describe('of each user, unless they have one of their own'),
  allowed_types: z
    .array(z.string().min(1).max(100))
    .max(200)
    .describe('endings (pdf) or media types (image/*); empty for all'),
  blocked_types: z.array(z.string().min(1).max(100)).max(200),
  trash_days: z.number().int().min(1).max(3650).describe('how long the trash keeps things'),
  link_max_days: z.number().int().min(1).max(3650).describe('how long a shared link may hold'),
});
export type FileSettings = z.infer<typeof fileSettingsSchema>;

export const fileSettingsEndpoints = defineEndpoints({
  get: {
    method: 'GET',
    path: '/settings/files',
    access: 'admin',
    summary: '文件设置 · Limits of files',
    data: fileSettingsSchema,
  },
  update: {
    method: 'PUT',
    path: '/settings/files',
    access: 'admin',
    summary: '修改文件设置，立即生效 · Change the limits of files, from now on',
    body: fileSettingsSchema.partial(),
    data: fileSettingsSchema,
  },
  usage: {
    method: 'GET',
    path: '/settings/files/usage',
    access: 'admin',
    summary: '存储与每个用户的用量 · The store, and how much each user has',
    data: z.object({
      storage: z.enum(['disk', 's3']),
      stored_bytes: z.number().describe('each content once'),
      contents_count: z.number(),
      users: z.array(
        z.object({
          user_id: z.string(),
          username: z.string(),
          used_bytes: z.number(),
          quota_bytes: z.number(),
          has_own_quota: z.boolean(),
        }),
      ),
    }),
  },
  setQuota: {
    method: 'PUT',
    path: '/settings/files/quotas/{user_id}',
    access: 'admin',
    summary: '给一个用户单独的配额 · Give one user a quota of their own',
    params: z.object({ user_id: z.string().min(1).max(100) }),
    body: z.object({ quota_bytes: z.number().int().min(0).nullable().describe('null for the general one') }),
    data: z.object({}),
  },
});
