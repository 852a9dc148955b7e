import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { executionStatusSchema } from './executions.ts';
import { roleSchema } from './permissions.ts';
import { scriptLanguageSchema } from './scripts.ts';

/** Endings of the files that can be uploaded as an extension. */
export const extensionEndings = ['.py', '.ts', '.js', '.mjs'] as const;

export const resultTypeSchema = z.enum(['html', 'table', 'text', 'file', 'chart', 'image']);
export type ResultType = z.infer<typeof resultTypeSchema>;

/** `manual`: when asked; `auto`: as soon as its page opens; `scheduled`: meant for tasks. The others are the original's. */
export const executionModeSchema = z.enum(['manual', 'auto', 'scheduled', 'sync', 'immediate']);
export type ExecutionMode = z.infer<typeof executionModeSchema>;

const editableFields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().max(4000),
  enabled: z.boolean(),
  execution_mode: executionModeSchema,
  result_type: resultTypeSchema
    .nullable()
    .describe('how a result that does not say its type is shown; null: by what it is'),
  show_in_home: z.boolean(),
  timeout_seconds: z.number().int().min(1).max(3600),
  roles: z.array(roleSchema).max(3).describe('roles that may run it, besides administrators'),
  user_ids: z.array(z.string().max(100)).max(1000).describe('people who may run it whatever their role'),
};

export const extensionSchema = z.object({
  id: z.string().describe('`ext_` and 8 hex digits; treat as opaque'),
  number: z.number(),
  ...editableFields,
  language: scriptLanguageSchema,
  filename: z.string(),
  version: z.number(),
  has_config_form: z.boolean(),
  has_query_form: z.boolean(),
  may_run: z.boolean().describe('it is enabled and the reader is among those who may run it'),
  creator: z.object({ id: z.string(), username: z.string() }).nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Extension = z.infer<typeof extensionSchema>;

export const extensionDocumentSchema = z.object({
  docs: z.string(),
  functions: z.object({
    execute_query: z.string().nullable(),
    get_config_form: z.string().nullable(),
    get_default_config: z.string().nullable(),
    get_query_form: z.string().nullable(),
    validate_config: z.string().nullable(),
  }),
});
export type ExtensionDocument = z.infer<typeof extensionDocumentSchema>;

export const extensionConfigSchema = z.record(z.string().min(1).max(200), z.json());
export type ExtensionConfig = z.infer<typeof extensionConfigSchema>;

export const extensionDetailSchema = extensionSchema.extend({
  document: extensionDocumentSchema,
  config: extensionConfigSchema
    .nullable()
    .describe('for administrators, with secrets as `***`; null for others'),
});
export type ExtensionDetail = z.infer<typeof extensionDetailSchema>;

export const formFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum([
    'text',
    'password',
    'number',
    'range',
    'textarea',
    'select',
    'radio',
    'checkbox',
    'date',
    'datetime',
    'time',
    'month',
    'week',
    'email',
    'url',
    'tel',
    'color',
    'file',
    'hidden',
  ]),
  options: z.array(z.object({ value: z.string(), label: z.string() })).describe('of select and radio'),
  default: z
    .union([z.string(), z.boolean(), z.array(z.string())])
    .describe('a checkbox has a boolean, `multiple` selects a list; an empty text when there is none'),
  value: z.string().describe('what a checked checkbox sends; `true` unless its author said otherwise'),
  required: z.boolean(),
  multiple: z.boolean(),
  placeholder: z.string(),
  help: z.string(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  step: z.string().nullable(),
  pattern: z.string().nullable(),
  accept: z.string().nullable().describe('of file fields'),
});
export type FormField = z.infer<typeof formFieldSchema>;

export const extensionFormSchema = z.object({
  template: z
    .string()
    .nullable()
    .describe('HTML as its author gave it, with `{{ config.x }}`; null without form'),
  html: z
    .string()
    .nullable()
    .describe('with its placeholders filled in. Its author’s HTML: show it in a sandboxed frame only'),
  fields: z.array(formFieldSchema).describe('the same form as fields; config fields without `config.`'),
  error: z.string().nullable().describe('why the extension could not give its form'),
});
export type ExtensionForm = z.infer<typeof extensionFormSchema>;

const resultMetaSchema = z.record(z.string(), z.json());

/** What a run brought, adapted to one of six shapes. `url`s need no token, are good for an hour, and serve inert content. */
export const extensionResultSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('html'),
    data: z.string(),
    url: z.string().describe('the same as a page in a sandbox: no cookie, no token, no way to its parent'),
    meta: resultMetaSchema,
  }),
  z.object({ type: z.literal('text'), data: z.string(), meta: resultMetaSchema }),
  z.object({
    type: z.literal('table'),
    columns: z.array(z.string()),
    data: z.array(z.record(z.string(), z.json())),
    meta: resultMetaSchema,
  }),
  z.object({
    type: z.literal('chart'),
    data: z.object({
      chart_type: z.string().describe('line, bar, pie, doughnut, radar …'),
      chart_data: z.object({
        labels: z.array(z.json()),
        datasets: z.array(z.record(z.string(), z.json())),
      }),
      options: z.record(z.string(), z.json()),
    }),
    meta: resultMetaSchema,
  }),
  z.object({
    type: z.literal('image'),
    data: z.string().describe('a data URL, or the address of an image elsewhere'),
    meta: resultMetaSchema,
  }),
  z.object({
    type: z.literal('file'),
    data: z.object({
      filename: z.string(),
      content_type: z.string(),
      size: z.number().nullable(),
      url: z.string().describe('of the download; elsewhere when the extension named an address'),
    }),
    meta: resultMetaSchema,
  }),
]);
export type ExtensionResult = z.infer<typeof extensionResultSchema>;

export const extensionRunSchema = z.object({
  execution_id: z.string(),
  extension_id: z.string(),
  extension_name: z.string().nullable(),
  version: z.number().nullable(),
  status: executionStatusSchema,
  triggered_by: z.string(),
  user: z.string().nullable(),
  params: z.record(z.string(), z.json()),
  result_type: resultTypeSchema.nullable(),
  result_bytes: z.number().nullable(),
  error: z
    .object({ message: z.string(), line: z.number().nullable(), details: z.string().nullable() })
    .nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  duration_seconds: z.number().nullable(),
});
export type ExtensionRun = z.infer<typeof extensionRunSchema>;

export const extensionRunDetailSchema = extensionRunSchema.extend({
  result: extensionResultSchema
    .nullable()
    .describe('null while it runs, when it failed, or when it was removed'),
  log: z.array(z.string()).describe('the first lines that it printed'),
});
export type ExtensionRunDetail = z.infer<typeof extensionRunDetailSchema>;

export const extensionVersionSchema = z.object({
  version: z.number(),
  filename: z.string(),
  language: scriptLanguageSchema,
  sha256: z.string(),
  source: z.string(),
  is_active: z.boolean(),
  author: z.string().nullable(),
  created_at: z.string(),
});
export type ExtensionVersion = z.infer<typeof extensionVersionSchema>;

/** Values of the query form; a file field is sent by `runWithFiles`. */
export const extensionParamsSchema = z.record(z.string().min(1).max(200), z.json());

const sourceSchema = z.object({
  source: z.string().min(1).max(1_000_000),
  filename: z.string().min(1).max(255).optional().describe('its ending tells the language'),
  activate: z.boolean().default(true).describe('false keeps it as a version that does not run yet'),
});

export const extensionEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/extensions',
    access: 'view',
    summary:
      '扩展列表；普通用户只看到自己能运行的 · Extensions; others than administrators see what they may run',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional(),
      enabled: flagSchema.optional(),
      show_in_home: flagSchema.optional(),
    }),
    data: z.object({ extensions: z.array(extensionSchema), total: z.number(), has_more: z.boolean() }),
  },
  upload: {
    method: 'POST',
    path: '/extensions',
    access: 'admin',
    summary:
      '上传扩展：file，及可选的 name、description、enabled、execution_mode、result_type、show_in_home · Upload one; a script that does not load leaves nothing behind',
    multipart: true,
    data: extensionDetailSchema,
  },
  get: {
    method: 'GET',
    path: '/extensions/{id}',
    access: 'view',
    summary: '扩展详情与文档 · One extension with its documentation',
    params: idParamsSchema,
    data: extensionDetailSchema,
  },
  update: {
    method: 'PATCH',
    path: '/extensions/{id}',
    access: 'admin',
    summary: '修改名称、启用、模式、可运行的人 · Change all but code and config',
    params: idParamsSchema,
    body: z.object(editableFields).partial(),
    data: extensionDetailSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/extensions/{id}',
    access: 'admin',
    summary: '删除扩展及其数据库和结果 · Delete one with its database and results',
    params: idParamsSchema,
    data: z.object({}),
  },
  versions: {
    method: 'GET',
    path: '/extensions/{id}/versions',
    access: 'admin',
    summary: '各个版本的源码，新的在前 · Versions with their source, newest first',
    params: idParamsSchema,
    data: z.object({ versions: z.array(extensionVersionSchema) }),
  },
  saveSource: {
    method: 'PUT',
    path: '/extensions/{id}/source',
    access: 'admin',
    summary: '写入新版本；不能载入的不会保存 · Write a new version; one that does not load is not kept',
    params: idParamsSchema,
    body: sourceSchema,
    data: extensionDetailSchema,
  },
  activate: {
    method: 'POST',
    path: '/extensions/{id}/versions/{version}/activate',
    access: 'admin',
    summary: '启用某个版本 · Make a version the one that runs',
    params: idParamsSchema.extend({ version: z.coerce.number().int().min(1) }),
    data: extensionDetailSchema,
  },
  config: {
    method: 'GET',
    path: '/extensions/{id}/config',
    access: 'admin',
    summary: '配置与配置表单，秘密显示为 *** · Config with its form; secrets read ***',
    params: idParamsSchema,
    data: z.object({
      config: extensionConfigSchema,
      defaults: extensionConfigSchema,
      form: extensionFormSchema,
    }),
  },
  saveConfig: {
    method: 'PUT',
    path: '/extensions/{id}/config',
    access: 'admin',
    summary:
      '保存配置；*** 表示不变；先经扩展的 validate_config · Save the config; *** leaves a secret as it is',
    params: idParamsSchema,
    body: z.object({ config: extensionConfigSchema }),
    data: z.object({ config: extensionConfigSchema }),
  },
  queryForm: {
    method: 'GET',
    path: '/extensions/{id}/query-form',
    access: 'view',
    summary: '查询表单：HTML 与字段 · Query form as HTML and as fields',
    params: idParamsSchema,
    data: extensionFormSchema,
  },
  run: {
    method: 'POST',
    path: '/extensions/{id}/run',
    access: 'create',
    summary:
      '运行扩展；wait 为 false 时立即返回，稍后查看 · Run it; with `wait: false` it answers at once and runs in the background',
    params: idParamsSchema,
    body: z.object({ params: extensionParamsSchema.default({}), wait: z.boolean().default(true) }),
    data: extensionRunDetailSchema,
  },
  runWithFiles: {
    method: 'POST',
    path: '/extensions/{id}/run-form',
    access: 'create',
    summary: '以表单（multipart）运行，可带文件 · Run it with a multipart form and its files',
    params: idParamsSchema,
    multipart: true,
    data: extensionRunDetailSchema,
  },
  runs: {
    method: 'GET',
    path: '/extensions/{id}/runs',
    access: 'view',
    summary:
      '运行历史，新的在前；普通用户只看到自己的 · History, newest first; one’s own unless administrator',
    params: idParamsSchema,
    query: pageQuerySchema,
    data: z.object({ runs: z.array(extensionRunSchema), total: z.number(), has_more: z.boolean() }),
  },
  runDetail: {
    method: 'GET',
    path: '/extension-runs/{id}',
    access: 'view',
    summary: '一次运行及其结果 · One run with its result',
    params: idParamsSchema,
    data: extensionRunDetailSchema,
  },
  cancelRun: {
    method: 'POST',
    path: '/extension-runs/{id}/cancel',
    access: 'create',
    summary: '取消运行 · Cancel a run',
    params: idParamsSchema,
    data: z.object({}),
  },
  download: {
    method: 'GET',
    path: '/extension-runs/{id}/download',
    access: 'view',
    summary: '下载结果：文件、表格为 CSV、其余为文本 · The result as a file; a table as CSV',
    params: idParamsSchema,
    raw: 'download',
  },
  result: {
    method: 'GET',
    path: '/extension-results/{ticket}',
    access: 'public',
    summary:
      '凭一小时有效的票据打开 HTML 或文件结果 · HTML or file of a result, by a ticket that is good for an hour',
    params: z.object({ ticket: z.string().min(1).max(500) }),
    raw: 'download',
  },
});
