import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { executionStatusSchema } from './executions.ts';
import { taskParamsSchema } from './tasks.ts';

export const scriptParameterSchema = z.object({
  name: z.string(),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date']),
  required: z.boolean(),
  default: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  options: z.array(z.union([z.string(), z.number()])).nullable(),
  description: z.string(),
});
export type ScriptParameter = z.infer<typeof scriptParameterSchema>;

export const frequencySchema = z.enum(['hourly', 'daily', 'weekly', 'monthly', 'once', 'manual']);
export const scriptLanguageSchema = z.enum(['typescript', 'javascript', 'python']);

export const scriptOriginSchema = z
  .enum(['shipped', 'folder', 'module'])
  .describe('ships with the product, stands in the data folder, or is a function of a Python module');
export type ScriptOrigin = z.infer<typeof scriptOriginSchema>;

export const scriptSchema = z.object({
  id: z.string().describe('the name of its file without the ending'),
  number: z.number(),
  name: z.string(),
  category: z.string(),
  frequency: frequencySchema,
  description: z.string(),
  language: scriptLanguageSchema,
  origin: scriptOriginSchema,
  is_active: z.boolean(),
  version: z.number(),
  table_name: z.string(),
  parameters_count: z.number(),
  problem: z.string().nullable().describe('its file has changed since, does not load or is gone'),
  updated_at: z.string(),
});
export type Script = z.infer<typeof scriptSchema>;

export const scriptDetailSchema = scriptSchema.extend({
  parameters: z.array(scriptParameterSchema),
  key: z.array(z.string()).nullable().describe('columns that make a row of its table unique'),
  source: z.string(),
  sha256: z.string(),
  path: z.string(),
});
export type ScriptDetail = z.infer<typeof scriptDetailSchema>;

const scriptErrorSchema = z.object({
  message: z.string(),
  line: z.number().nullable().describe('in its own source, from 1'),
  details: z.string().nullable(),
});

export const scriptVersionSchema = z.object({
  version: z.number(),
  sha256: z.string(),
  source: z.string(),
  author: z.string().nullable(),
  created_at: z.string(),
});

/** A Python module whose functions are scripts too, each with a table of its own. */
export const pythonModuleSchema = z.object({
  name: z.string(),
  status: z.enum(['reading', 'ready', 'missing', 'failed']),
  version: z.string().nullable(),
  functions_count: z.number(),
  problem: z.string().nullable().describe('why it is missing or could not be read'),
  hint: z.string().nullable().describe('what to do about it'),
  failures: z
    .array(z.object({ name: z.string(), message: z.string() }))
    .describe('functions that cannot be scripts, with the reason'),
  seconds: z.number().describe('what reading it took'),
  read_at: z.string().nullable(),
});
export type PythonModule = z.infer<typeof pythonModuleSchema>;

export const scriptEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/scripts',
    access: 'view',
    summary: '脚本目录 · Scripts',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional().describe('part of name, id, description, or pinyin initials'),
      category: z.string().max(100).optional(),
      is_active: flagSchema.optional(),
      origin: scriptOriginSchema.optional(),
    }),
    data: z.object({ scripts: z.array(scriptSchema), total: z.number(), has_more: z.boolean() }),
  },
  categories: {
    method: 'GET',
    path: '/scripts/categories',
    access: 'view',
    summary: '脚本分类 · Categories',
    data: z.object({
      categories: z.array(z.object({ id: z.string(), name: z.string(), scripts_count: z.number() })),
    }),
  },
  modules: {
    method: 'GET',
    path: '/scripts/modules',
    access: 'view',
    summary: '函数可作接口的 Python 模块（如 AKShare） · Python modules whose functions are interfaces',
    data: z.object({ modules: z.array(pythonModuleSchema) }),
  },
  scan: {
    method: 'POST',
    path: '/scripts/scan',
    access: 'admin',
    summary: '扫描脚本，启用新增和改动的代码 · Scan; changed code runs from then on',
    data: z.object({
      scanned: z.number(),
      registered: z.number(),
      updated: z.number(),
      removed: z.number(),
      problems: z.array(z.object({ path: z.string(), message: z.string(), line: z.number().nullable() })),
    }),
  },
  get: {
    method: 'GET',
    path: '/scripts/{id}',
    access: 'view',
    summary: '脚本详情与源码 · One script with its source',
    params: idParamsSchema,
    data: scriptDetailSchema,
  },
  versions: {
    method: 'GET',
    path: '/scripts/{id}/versions',
    access: 'view',
    summary: '脚本的各个版本，新的在前 · Versions, newest first',
    params: idParamsSchema,
    data: z.object({ versions: z.array(scriptVersionSchema) }),
  },
  save: {
    method: 'PUT',
    path: '/scripts/{id}',
    access: 'admin',
    summary: '写入脚本并启用；不能载入的不会保存 · Write a script; one that does not load is not kept',
    params: idParamsSchema,
    body: z.object({
      category: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
      frequency: frequencySchema,
      language: scriptLanguageSchema,
      source: z.string().min(1).max(1_000_000),
    }),
    data: scriptDetailSchema,
  },
  setActive: {
    method: 'PUT',
    path: '/scripts/{id}/active',
    access: 'admin',
    summary: '启用或停用 · Enable or disable',
    params: idParamsSchema,
    body: z.object({ is_active: z.boolean() }),
    data: scriptDetailSchema,
  },
  test: {
    method: 'POST',
    path: '/scripts/{id}/test',
    access: 'update',
    summary: '试运行，不写入数据表 · Run without storing anything',
    callsPerMinute: 60,
    params: idParamsSchema,
    body: z.object({
      params: taskParamsSchema.default({}),
      max_rows: z.number().int().min(1).max(1000).default(100),
      timeout_seconds: z.number().int().min(1).max(600).default(60),
    }),
    data: z.object({
      status: z.enum(['success', 'failed']),
      rows_count: z.number(),
      truncated: z.boolean(),
      execution_time: z.number().describe('seconds'),
      rows: z.array(z.record(z.string(), z.unknown())),
      log: z.array(z.string()),
      error: scriptErrorSchema.nullable(),
    }),
  },
  run: {
    method: 'POST',
    path: '/scripts/{id}/run',
    access: 'create',
    summary: '运行一次，写入它的数据表 · Run once into its table',
    params: idParamsSchema,
    body: z.object({ params: taskParamsSchema.default({}) }),
    data: z.object({ execution_id: z.string(), status: executionStatusSchema }),
  },
});
