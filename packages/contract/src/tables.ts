import { z } from 'zod';
import { cellSchema } from './chart.ts';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, pageQuerySchema } from './envelope.ts';
import { columnKindSchema } from './result.ts';
import { exportFormatSchema, exportStateSchema } from './workbench.ts';

/** Columns of our own in each collected table: what wrote a row, when, and what makes it itself. */
export const bookkeepingColumns = {
  execution: '_execution_id',
  collectedAt: '_collected_at',
  hash: '_row_hash',
  /** Only where the database does not number rows by itself. */
  number: '_row_number',
} as const;

export const tableCheckSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('freshness'), max_age_hours: z.number().positive() }),
  z.object({ kind: z.literal('row_count'), min_rows: z.number().int().min(0) }),
  z.object({
    kind: z.literal('nulls'),
    column: z.string().min(1).max(300),
    max_share: z.number().min(0).max(1),
  }),
]);
export type TableCheck = z.infer<typeof tableCheckSchema>;

const nameParams = z.object({ name: z.string().min(1).max(200) });

export const tableSchema = z.object({
  name: z.string(),
  display_name: z.string(),
  category: z.string().nullable(),
  script_id: z.string().nullable(),
  comment: z.string().nullable(),
  rows_count: z.number(),
  bytes: z.number().nullable(),
  last_updated_at: z.string().nullable(),
  last_execution_id: z.string().nullable(),
  failed_checks: z.array(z.string()),
});
export type Table = z.infer<typeof tableSchema>;

export const tableColumnSchema = z.object({
  name: z.string(),
  type: z.string().describe('text, integer, number, decimal, boolean, date, timestamp or json'),
  kind: columnKindSchema,
  nullable: z.boolean(),
  is_key: z.boolean(),
});
export type TableColumn = z.infer<typeof tableColumnSchema>;

export const tableFilterSchema = z.object({
  column: z.string().min(1).max(300),
  op: z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains', 'is_null', 'not_null']),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
export type TableFilter = z.infer<typeof tableFilterSchema>;

const profileColumnSchema = z.object({
  name: z.string(),
  type: z.string(),
  nulls: z.number(),
  distinct: z.number().nullable(),
  min: cellSchema,
  max: cellSchema,
  top: z.array(z.object({ value: cellSchema, count: z.number() })),
});

export const tableEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/tables',
    access: 'view',
    summary: '采集的数据表 · Collected tables',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional().describe('part of its names or comment, or pinyin initials'),
      category: z.string().max(100).optional(),
      failing: flagSchema.optional().describe('only those with failed checks, or only those without'),
      sort: z.enum(['name', 'updated']).default('name').describe('updated: longest without new rows first'),
    }),
    data: z.object({
      tables: z.array(tableSchema),
      total: z.number(),
      has_more: z.boolean(),
      connection_id: z.string().nullable().describe('the warehouse as a connection, to ask and query'),
    }),
  },
  get: {
    method: 'GET',
    path: '/tables/{name}',
    access: 'view',
    summary: '数据表详情 · One table',
    params: nameParams,
    data: tableSchema.extend({ columns: z.array(tableColumnSchema), checks: z.array(tableCheckSchema) }),
  },
  rows: {
    method: 'GET',
    path: '/tables/{name}/rows',
    access: 'view',
    summary: '数据分页 · Rows by page',
    params: nameParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      cursor: z.string().max(4000).optional().describe('from the page before'),
      offset: z.coerce.number().int().min(0).optional(),
      sort: z.string().max(300).optional(),
      order: z.enum(['asc', 'desc']).default('asc'),
      filter: z
        .string()
        .max(2000)
        .optional()
        .describe('JSON: [{column, op: eq|ne|lt|le|gt|ge|contains|is_null|not_null, value}]'),
    }),
    data: z.object({
      columns: z.array(tableColumnSchema),
      rows: z.array(z.array(cellSchema)),
      total: z.number(),
      next_cursor: z.string().nullable(),
    }),
  },
  profile: {
    method: 'GET',
    path: '/tables/{name}/profile',
    access: 'view',
    summary: '每列概况 · Profile of each column',
    params: nameParams,
    data: z.object({
      rows_count: z.number(),
      sampled_rows: z.number().describe('rows that the profile was made of'),
      columns: z.array(profileColumnSchema),
    }),
  },
  export: {
    method: 'GET',
    path: '/tables/{name}/export',
    access: 'view',
    summary: '导出整表 · Export',
    params: nameParams,
    query: z.object({
      format: exportFormatSchema.default('csv'),
      limit: z.coerce.number().int().min(1).optional(),
    }),
    raw: 'download',
  },
  createExport: {
    method: 'POST',
    path: '/tables/{name}/exports',
    access: 'view',
    summary:
      '准备导出整表；打开返回的地址即开始下载 · Prepare an export of the table; opening its address downloads it',
    params: nameParams,
    body: z.object({ format: exportFormatSchema }),
    data: exportStateSchema.extend({ url: z.string().describe('good once and for two minutes') }),
  },
  setChecks: {
    method: 'PUT',
    path: '/tables/{name}/checks',
    access: 'scheduler:manage',
    summary: '数据质量检查 · Checks',
    params: nameParams,
    body: z.object({ checks: z.array(tableCheckSchema).max(50) }),
    data: z.object({ checks: z.array(tableCheckSchema), failed: z.array(z.string()) }),
  },
  remove: {
    method: 'DELETE',
    path: '/tables/{name}',
    access: 'admin',
    summary: '删除数据表；需确认表名 · Drop a table',
    params: nameParams,
    query: z.object({ confirm: z.string().describe('the name of the table once more') }),
    data: z.object({}),
  },
});

export const warehouseSchema = z.object({
  engine: z.string(),
  connection_id: z.string().nullable().describe('null: the DuckDB file that Sextant keeps'),
  name: z.string(),
  tables_count: z.number(),
  switching: z.string().nullable().describe('the execution that moves the tables, while it runs'),
});

const targetBody = z.object({ connection_id: z.string().min(1).max(100).nullable() });

export const warehouseEndpoints = defineEndpoints({
  get: {
    method: 'GET',
    path: '/settings/warehouse',
    access: 'admin',
    summary: '数据仓库 · Where collected tables are kept',
    data: warehouseSchema,
  },
  update: {
    method: 'PUT',
    path: '/settings/warehouse',
    access: 'admin',
    summary: '更换数据仓库：复制、核对、再切换 · Move to another: copy, verify, then switch',
    body: targetBody,
    data: z.object({ execution_id: z.string() }),
  },
  test: {
    method: 'POST',
    path: '/settings/warehouse/test',
    access: 'admin',
    summary: '试建、写入并删除一张表 · Try to make, fill and drop a table',
    body: targetBody,
    data: z.object({ usable: z.boolean(), message: z.string() }),
  },
});
