import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema } from './envelope.ts';
import { contentUrlSchema } from './files.ts';

export const fileLinkSchema = z.object({
  id: z.string(),
  file_id: z.string(),
  url: z.string().nullable().describe('path of the page; told only when the link is made'),
  has_password: z.boolean(),
  expires_at: z.string(),
  max_downloads: z.number().nullable(),
  downloads_count: z.number(),
  created_by: z.string(),
  created_at: z.string(),
});
export type FileLink = z.infer<typeof fileLinkSchema>;

/** Links to files for people without an account: their makers manage them, whoever holds one opens it at `/share/{token}`. */
export const fileLinkEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/files/{id}/links',
    access: 'view',
    summary: '外链 · Links to a file',
    params: idParamsSchema,
    data: z.object({ links: z.array(fileLinkSchema) }),
  },
  create: {
    method: 'POST',
    path: '/files/{id}/links',
    access: 'update',
    summary: '生成会过期的外链 · Make a link that expires',
    params: idParamsSchema,
    body: z.object({
      expires_in_hours: z
        .number()
        .min(1 / 60)
        .max(87_600)
        .default(168),
      password: z.string().min(4).max(200).optional(),
      max_downloads: z.number().int().min(1).max(1_000_000).optional(),
    }),
    data: fileLinkSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/files/{id}/links/{link_id}',
    access: 'update',
    summary: '撤销外链 · Take a link back',
    params: idParamsSchema.extend({ link_id: z.string().min(1).max(100) }),
    data: z.object({}),
  },
  get: {
    method: 'GET',
    path: '/file-links/{token}',
    access: 'public',
    summary: '外链指向什么 · What a link leads to',
    callsPerMinute: 120,
    params: z.object({ token: z.string().min(1).max(100) }),
    data: z.object({
      name: z.string().nullable().describe('null until the password was given'),
      size: z.number().nullable(),
      media_type: z.string().nullable(),
      needs_password: z.boolean(),
      expires_at: z.string(),
    }),
  },
  open: {
    method: 'POST',
    path: '/file-links/{token}/open',
    access: 'public',
    summary: '打开外链，得到短期有效的内容地址 · Open a link; counts one download',
    callsPerMinute: 30,
    params: z.object({ token: z.string().min(1).max(100) }),
    body: z.object({ password: z.string().max(200).optional() }),
    data: contentUrlSchema.extend({ name: z.string(), size: z.number(), media_type: z.string() }),
  },
});
