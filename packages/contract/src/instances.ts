import { z } from 'zod';
import { connectionFieldSchema, connectionInputSchema } from './connections.ts';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';

export const environmentSchema = z.enum(['production', 'staging', 'test', 'development']);
export type Environment = z.infer<typeof environmentSchema>;

/** `up` and `down` as the last check found it, `unknown` before the first. */
export const instanceHealthSchema = z.enum(['up', 'down', 'unknown']);
export type InstanceHealth = z.infer<typeof instanceHealthSchema>;

export const tagColorSchema = z.enum([
  'gray',
  'red',
  'orange',
  'gold',
  'green',
  'cyan',
  'blue',
  'purple',
  'magenta',
]);

export const instanceTagSchema = z.object({ id: z.string(), name: z.string(), color: tagColorSchema });
export type InstanceTag = z.infer<typeof instanceTagSchema>;

/** Why an instance did not answer, in the language of the request. */
export const checkErrorSchema = z.object({
  cause: z.string().describe('auth, network, tls, unknown_database, refused, timeout, other'),
  message: z.string(),
  hint: z.string().nullable(),
});

/** A connection as something to look after. */
export const instanceSchema = z.object({
  id: z.string().describe("the connection's id"),
  number: z.number(),
  name: z.string(),
  description: z.string().nullable(),
  driver: z.string(),
  driver_label: z.string(),
  host: z.string().nullable(),
  port: z.number().nullable(),
  database: z.string().nullable(),
  username: z.string().nullable(),
  credential: z.object({ id: z.string(), name: z.string() }).nullable(),
  environment: environmentSchema.nullable(),
  tags: z.array(instanceTagSchema),
  contact: z.string().nullable().describe('who looks after it, as people say it'),
  owner: z.string().nullable().describe('the user whose connection it is'),
  is_shared: z.boolean(),
  is_sample: z.boolean(),
  is_active: z.boolean().describe('false: left out of checks and synchronisation'),
  can_manage: z.boolean(),
  health: instanceHealthSchema,
  version: z.string().nullable().describe('as last read, e.g. `MariaDB 10.11.6`'),
  main_version: z.string().nullable().describe('e.g. `10.11`'),
  latency_ms: z.number().nullable(),
  error: checkErrorSchema.nullable(),
  last_checked_at: z.string().nullable(),
  last_up_at: z.string().nullable(),
  size_bytes: z.number().nullable().describe('all its databases, at the last capacity reading'),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Instance = z.infer<typeof instanceSchema>;

const instanceFields = {
  environment: environmentSchema.nullable(),
  contact: z.string().trim().max(200).nullable(),
  description: z.string().trim().max(1000).nullable(),
  is_active: z.boolean(),
  tags: z.array(z.string().trim().min(1).max(50)).max(30).describe('names; new ones are made'),
};
export const instanceInputSchema = z.object(instanceFields).partial();
export type InstanceInput = z.infer<typeof instanceInputSchema>;

export const instanceSortSchema = z.enum([
  'number',
  'name',
  'driver',
  'environment',
  'health',
  'version',
  'last_checked_at',
  'size_bytes',
  'created_at',
]);

/** Which instances are meant; all conditions hold together. */
const filterFields = {
  q: z.string().max(200).optional().describe('part of name, host, database, description, contact or tag'),
  driver: z.string().max(50).optional(),
  environment: environmentSchema.optional(),
  health: instanceHealthSchema.optional(),
  tag: z.string().max(50).optional(),
  credential_id: z.string().max(100).optional(),
  is_active: flagSchema.optional(),
};

export const instanceCheckSchema = z.object({
  at: z.string(),
  is_up: z.boolean(),
  version: z.string().nullable(),
  latency_ms: z.number().nullable(),
  error: checkErrorSchema.nullable(),
});
export type InstanceCheck = z.infer<typeof instanceCheckSchema>;

const countSchema = (key: string) => z.array(z.object({ [key]: z.string(), count: z.number() }));

export const databaseTypeSchema = z.object({
  id: z.string(),
  number: z.number(),
  label: z.string(),
  dialect: z.string(),
  unproven: z.boolean(),
  is_file: z.boolean(),
  default_port: z.number().nullable(),
  default_database: z.string().nullable(),
  instances_count: z.number(),
  features: z.array(z.enum(['schemas', 'cancel', 'accounts', 'capacity'])),
  fields: z.array(connectionFieldSchema),
});
export type DatabaseType = z.infer<typeof databaseTypeSchema>;

/** Columns of the CSV files, in this order; only the first two must be there to import. */
export const instanceCsvColumns = [
  'name',
  'driver',
  'host',
  'port',
  'database',
  'username',
  'credential',
  'environment',
  'tags',
  'contact',
  'description',
  'is_shared',
  'is_active',
] as const;

export const importReportSchema = z.object({
  created: z.number(),
  updated: z.number(),
  is_dry_run: z.boolean(),
  rows: z.array(
    z.object({
      row: z.number().describe('line of the table, 1 being the first below the heading'),
      name: z.string(),
      outcome: z.enum(['create', 'update', 'error']),
      errors: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
    }),
  ),
});
export type ImportReport = z.infer<typeof importReportSchema>;

const idsSchema = z.array(z.string().max(100)).min(1).max(5000);

export const instanceEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/instances',
    access: 'view',
    summary: '实例列表 · Instances with their health',
    query: pageQuerySchema.extend({
      ...filterFields,
      sort: instanceSortSchema.default('number'),
      order: z.enum(['asc', 'desc']).default('asc'),
    }),
    data: z.object({ instances: z.array(instanceSchema), total: z.number(), has_more: z.boolean() }),
  },
  statistics: {
    method: 'GET',
    path: '/instances/statistics',
    access: 'view',
    summary: '实例统计 · How many, by health, engine, environment and version',
    data: z.object({
      total: z.number(),
      active: z.number(),
      by_health: z.object({ up: z.number(), down: z.number(), unknown: z.number() }),
      by_driver: countSchema('driver'),
      by_environment: z.array(z.object({ environment: environmentSchema.nullable(), count: z.number() })),
      by_version: z.array(z.object({ driver: z.string(), version: z.string(), count: z.number() })),
      by_port: z.array(z.object({ port: z.number(), count: z.number() })),
    }),
  },
  export: {
    method: 'GET',
    path: '/instances/export',
    access: 'view',
    summary: '导出 CSV，不含任何密码 · Export as CSV, without any secret',
    query: z.object(filterFields),
    raw: 'download',
  },
  import: {
    method: 'POST',
    path: '/instances/import',
    access: 'create',
    summary: '从 CSV 批量导入 · Import from CSV; a name that exists is updated',
    body: z.object({
      csv: z.string().min(1).max(3_000_000).describe('columns as in the export, and `password` if wanted'),
      mode: z
        .enum(['check', 'all', 'good_rows'])
        .default('all')
        .describe(
          '`check` stores nothing; `all` stores nothing when a row is bad; `good_rows` leaves bad rows out',
        ),
    }),
    data: importReportSchema,
  },
  bulk: {
    method: 'POST',
    path: '/instances/bulk',
    access: 'update',
    summary: '批量修改或删除 · Change or delete many; all or none',
    body: z.discriminatedUnion('action', [
      z.object({
        action: z.literal('update'),
        ids: idsSchema,
        changes: z
          .object({
            environment: instanceFields.environment,
            contact: instanceFields.contact,
            is_active: instanceFields.is_active,
            credential_id: z.string().max(100).nullable(),
            add_tags: instanceFields.tags,
            remove_tags: instanceFields.tags,
          })
          .partial(),
      }),
      z.object({ action: z.literal('remove'), ids: idsSchema }),
    ]),
    data: z.object({ count: z.number() }),
  },
  create: {
    method: 'POST',
    path: '/instances',
    access: 'create',
    summary: '添加实例（连接及其属性） · Add a connection with what is noted about it',
    body: connectionInputSchema.extend(instanceInputSchema.shape),
    data: instanceSchema,
  },
  get: {
    method: 'GET',
    path: '/instances/{id}',
    access: 'view',
    summary: '实例详情 · One instance, by id or number',
    params: idParamsSchema,
    data: instanceSchema,
  },
  update: {
    method: 'PUT',
    path: '/instances/{id}',
    access: 'update',
    summary: '修改环境、标签、负责人等 · Change what is noted; its address and login are the connection’s',
    params: idParamsSchema,
    body: instanceInputSchema,
    data: instanceSchema,
  },
  check: {
    method: 'POST',
    path: '/instances/{id}/check',
    access: 'view',
    summary: '立即检查一个实例 · Check one now; for many run `/sync-sessions` with kind check_instances',
    callsPerMinute: 60,
    params: idParamsSchema,
    data: instanceSchema,
  },
  checks: {
    method: 'GET',
    path: '/instances/{id}/checks',
    access: 'view',
    summary: '检查历史，新的在前 · Checks, newest first',
    params: idParamsSchema,
    query: pageQuerySchema.extend({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    data: z.object({
      checks: z.array(instanceCheckSchema),
      total: z.number(),
      has_more: z.boolean(),
      availability_percent: z.number().nullable().describe('share of checks that it answered'),
    }),
  },
  tags: {
    method: 'GET',
    path: '/instance-tags',
    access: 'view',
    summary: '标签 · Tags and how many visible instances carry them',
    data: z.object({ tags: z.array(instanceTagSchema.extend({ count: z.number() })) }),
  },
  createTag: {
    method: 'POST',
    path: '/instance-tags',
    access: 'scheduler:manage',
    summary: '添加标签 · Add a tag',
    body: z.object({ name: z.string().trim().min(1).max(50), color: tagColorSchema.default('gray') }),
    data: instanceTagSchema,
  },
  updateTag: {
    method: 'PUT',
    path: '/instance-tags/{id}',
    access: 'scheduler:manage',
    summary: '修改标签 · Rename or recolour a tag',
    params: idParamsSchema,
    body: z.object({ name: z.string().trim().min(1).max(50), color: tagColorSchema }).partial(),
    data: instanceTagSchema,
  },
  removeTag: {
    method: 'DELETE',
    path: '/instance-tags/{id}',
    access: 'scheduler:manage',
    summary: '删除标签 · Delete a tag, also from the instances that carry it',
    params: idParamsSchema,
    data: z.object({}),
  },
  databaseTypes: {
    method: 'GET',
    path: '/database-types',
    access: 'view',
    summary: '数据库类型及其表单与默认值 · Database types with their forms and defaults',
    data: z.object({ database_types: z.array(databaseTypeSchema) }),
  },
});
