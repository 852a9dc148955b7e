import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { namedParamsSchema } from './workbench.ts';

/** `Sales/Monthly`; empty for the top. Parts are separated by `/`. */
const folderSchema = z
  .string()
  .trim()
  .max(300)
  .regex(/^([^/\\]+(\/[^/\\]+)*)?$/u, 'names separated by single slashes');

const savedQueryFields = {
  name: z.string().trim().min(1).max(200),
  folder: folderSchema,
  description: z.string().max(2000),
  connection_id: z.string().max(100).nullable(),
  sql: z.string().min(1).max(1_000_000),
  /** Values that the form is filled with at first. */
  named_params: namedParamsSchema,
  is_shared: z.boolean().describe('visible to everyone on the team who may use its connection'),
};

export const savedQuerySchema = z.object({
  id: z.string(),
  ...savedQueryFields,
  version: z.number(),
  owner: z.string().describe('user name'),
  can_manage: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type SavedQuery = z.infer<typeof savedQuerySchema>;

export const savedQueryVersionSchema = z.object({
  version: z.number(),
  sql: z.string(),
  named_params: namedParamsSchema,
  author: z.string(),
  created_at: z.string(),
});
export type SavedQueryVersion = z.infer<typeof savedQueryVersionSchema>;

export const savedQueryEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/saved-queries',
    access: 'view',
    summary: '保存的查询：自己的和共享的 · Own and shared saved queries',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional().describe('part of name, description or SQL'),
      folder: folderSchema.optional().describe('this folder and those below it'),
      shared: flagSchema.optional(),
    }),
    data: z.object({
      saved_queries: z.array(savedQuerySchema.omit({ sql: true, named_params: true })),
      total: z.number(),
      has_more: z.boolean(),
    }),
  },
  get: {
    method: 'GET',
    path: '/saved-queries/{id}',
    access: 'view',
    summary: '一条保存的查询 · One saved query',
    params: idParamsSchema,
    data: savedQuerySchema,
  },
  create: {
    method: 'POST',
    path: '/saved-queries',
    access: 'create',
    summary: '保存查询 · Save a query',
    body: z.object(savedQueryFields).partial().required({ name: true, sql: true }),
    data: savedQuerySchema,
  },
  update: {
    method: 'PUT',
    path: '/saved-queries/{id}',
    access: 'update',
    summary: '修改；SQL 变化时产生新版本 · Change; other SQL makes a new version',
    params: idParamsSchema,
    body: z
      .object(savedQueryFields)
      .partial()
      .extend({
        base_version: z.number().int().optional().describe('409 when somebody saved another version since'),
      }),
    data: savedQuerySchema,
  },
  remove: {
    method: 'DELETE',
    path: '/saved-queries/{id}',
    access: 'delete',
    summary: '删除保存的查询及其版本 · Delete a saved query with its versions',
    params: idParamsSchema,
    data: z.object({}),
  },
  versions: {
    method: 'GET',
    path: '/saved-queries/{id}/versions',
    access: 'view',
    summary: '历史版本，新的在前 · Versions, newest first',
    params: idParamsSchema,
    data: z.object({ versions: z.array(savedQueryVersionSchema) }),
  },
  moveFolder: {
    method: 'POST',
    path: '/saved-queries/move-folder',
    access: 'update',
    summary: '重命名或移动自己的文件夹 · Rename or move an own folder',
    body: z.object({ from: folderSchema.min(1), to: folderSchema }),
    data: z.object({ moved: z.number() }),
  },
});
