import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema } from './envelope.ts';
import { columnKindSchema, resultSchema } from './result.ts';
import { textSchema } from './text.ts';
import { exportFormatSchema } from './workbench.ts';

/**
 * One field of an engine's connection form. `name` is `host`, `port`, `username`, `password`, `database`
 * or the key of an option; a `secret` field is kept encrypted and never returned.
 */
export const connectionFieldSchema = z.object({
  name: z.string(),
  label: textSchema,
  kind: z.enum(['text', 'number', 'password', 'path', 'boolean', 'select', 'multiline']),
  required: z.boolean(),
  secret: z.boolean(),
  option: z.boolean().describe('true when the field travels under `options`'),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  choices: z.array(z.string()).optional(),
  hint: textSchema.optional(),
});
export type ConnectionField = z.infer<typeof connectionFieldSchema>;

export const engineSchema = z.object({
  id: z.string(),
  label: z.string(),
  dialect: z.string(),
  unproven: z.boolean().describe('true where it was not yet run against a real server'),
  fields: z.array(connectionFieldSchema),
});
export type EngineDescription = z.infer<typeof engineSchema>;

const optionValueSchema = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]);
const optionsSchema = z.record(z.string().max(50), optionValueSchema);

export const connectionSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable().optional(),
  driver: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  username: z.string().nullable(),
  database: z.string().nullable(),
  options: optionsSchema,
  password_configured: z.boolean(),
  credential_id: z.string().nullable().optional().describe('the credential whose login it uses'),
  is_default: z.boolean(),
  is_connected: z.boolean(),
  is_shared: z.boolean(),
  is_sample: z.boolean(),
  is_workspace: z.boolean(),
  is_warehouse: z.boolean().describe('the file that holds what scripts collect'),
  can_manage: z.boolean(),
  created_at: z.string(),
});
export type Connection = z.infer<typeof connectionSchema>;

const connectionFields = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(1000).nullable(),
  driver: z.string().trim().toLowerCase().min(1).max(50),
  host: z.string().trim().max(255).nullable(),
  port: z.coerce.number().int().min(1).max(65_535).nullable(),
  username: z.string().max(200).nullable(),
  password: z.string().max(1000).nullable(),
  database: z.string().max(1000).nullable(),
  credential_id: z.string().max(100).nullable(),
  options: optionsSchema,
  is_default: z.boolean(),
  is_shared: z.boolean(),
};
export const connectionInputSchema = z
  .object(connectionFields)
  .partial()
  .required({ name: true, driver: true });
export type ConnectionInput = z.infer<typeof connectionInputSchema>;

const testSchema = z.object({
  connected: z.boolean(),
  version: z.string().nullable(),
  tables_count: z.number().nullable(),
  message: z.string(),
  /** Why it failed: auth, network, tls, unknown_database, refused, timeout, other. */
  cause: z.string().nullable(),
  hint: z.string().nullable(),
});

export const schemaTableSchema = z.object({
  name: z.string(),
  schema: z.string().nullable(),
  kind: z.enum(['table', 'view']),
  comment: z.string().nullable(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      nullable: z.boolean(),
      primary: z.boolean().optional(),
      kind: columnKindSchema,
      comment: z.string().nullable(),
    }),
  ),
  row_count: z.number().nullable(),
  foreign_keys: z.array(
    z.object({
      columns: z.array(z.string()),
      references: z.string(),
      referenced_columns: z.array(z.string()),
    }),
  ),
  indexes: z.array(z.object({ name: z.string(), columns: z.array(z.string()), unique: z.boolean() })),
});
export type SchemaTable = z.infer<typeof schemaTableSchema>;

const querySchema = z.object({
  sql: z.string().min(1).max(1_000_000),
  params: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .max(1000)
    .optional(),
  max_rows: z.number().int().min(1).max(100_000).default(1000),
  timeout_seconds: z.number().int().min(1).max(600).default(60),
});

export const connectionEndpoints = defineEndpoints({
  engines: {
    method: 'GET',
    path: '/engines',
    access: 'view',
    summary: '支持的数据库引擎及其连接表单 · Engines with their connection forms',
    data: z.object({ engines: z.array(engineSchema) }),
  },
  list: {
    method: 'GET',
    path: '/connections',
    access: 'view',
    summary: '数据库连接列表 · List connections',
    data: z.object({ connections: z.array(connectionSchema) }),
  },
  get: {
    method: 'GET',
    path: '/connections/{id}',
    access: 'view',
    summary: '连接详情 · One connection',
    params: idParamsSchema,
    data: connectionSchema,
  },
  create: {
    method: 'POST',
    path: '/connections',
    access: 'create',
    summary: '添加数据库连接 · Add a connection',
    body: connectionInputSchema,
    data: connectionSchema,
  },
  update: {
    method: 'PUT',
    path: '/connections/{id}',
    access: 'update',
    summary: '更新连接；不传密码则保留 · Change a connection; an absent password is kept',
    params: idParamsSchema,
    body: z.object(connectionFields).partial(),
    data: connectionSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/connections/{id}',
    access: 'delete',
    summary: '删除连接 · Delete a connection',
    params: idParamsSchema,
    data: z.object({}),
  },
  test: {
    method: 'POST',
    path: '/connections/{id}/test',
    access: 'view',
    summary: '测试连接 · Test a connection',
    callsPerMinute: 60,
    params: idParamsSchema,
    data: testSchema,
  },
  testInput: {
    method: 'POST',
    path: '/connections/test',
    access: 'create',
    summary: '保存前测试 · Test settings before they are saved',
    callsPerMinute: 30,
    body: connectionInputSchema.extend({ id: z.string().max(100).optional() }),
    data: testSchema,
  },
  schema: {
    method: 'GET',
    path: '/connections/{id}/schema',
    access: 'view',
    summary: '数据库结构 · The catalog of a connection',
    params: idParamsSchema,
    query: z.object({ refresh: flagSchema.optional() }),
    data: z.object({ tables: z.array(schemaTableSchema), loaded_at: z.string() }),
  },
  query: {
    method: 'POST',
    path: '/connections/{id}/query',
    access: 'view',
    summary: '执行一条只读 SQL · Run one read-only statement',
    params: idParamsSchema,
    body: querySchema,
    data: resultSchema,
  },
  export: {
    method: 'POST',
    path: '/connections/{id}/export',
    access: 'view',
    summary: '导出查询结果 · Export a whole result as CSV, XLSX, JSON or Parquet',
    params: idParamsSchema,
    body: querySchema
      .omit({ max_rows: true })
      .extend({ format: exportFormatSchema, file_name: z.string().max(200).optional() }),
    raw: 'download',
  },
});
