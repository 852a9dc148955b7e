import { Readable } from 'node:stream';
import type { Cell } from '@sextant/contract/chart';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ColumnType } from '../../features/tables/table-writer.ts';
import type { CollectedTable, TablesService } from '../../features/tables/tables.service.ts';
import { contentDisposition, downloadName } from '../../features/workbench/export/download-name.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { Streamed } from '../../platform/http/v1-routes.ts';
import { presentTime } from '../document-time.ts';
import { akshareSpeaker } from './envelope.ts';
import { cutPage, pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const mostExported = 1_000_000;

const columnSchema = z.object({ name: z.string(), type: z.string(), nullable: z.boolean() });
const schemaSchema = z.object({ columns: z.array(columnSchema) });
const itemSchema = z.object({
  table_name: z.string(),
  display_name: z.string(),
  row_count: z.number(),
  size_bytes: z.number().describe('数据库不报告时为 0'),
  last_updated_at: z.string().nullable(),
});

/** Rows are passed on as they came. */
const rowsSchema = z
  .custom<Record<string, Cell>[]>(Array.isArray)
  .meta({ type: 'array', items: { type: 'object' } });

const paramsSchema = z.object({ table_name: z.string().min(1).max(200) });

export const tableOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/tables/',
    access: 'view',
    summary: '获取数据表列表',
    query: pageQuerySchema().extend({ category: z.string().max(100).optional() }),
    data: pageSchema(itemSchema),
  },
  get: {
    method: 'GET',
    path: '/tables/{table_name}',
    access: 'view',
    summary: '获取表详情',
    params: paramsSchema,
    data: itemSchema.extend({ schema_info: schemaSchema }),
  },
  schema: {
    method: 'GET',
    path: '/tables/{table_name}/schema',
    access: 'view',
    summary: '获取表结构',
    params: paramsSchema,
    data: schemaSchema,
  },
  data: {
    method: 'GET',
    path: '/tables/{table_name}/data',
    access: 'view',
    summary: '获取表数据（分页）；不指定 sort_by 时按写入顺序',
    params: paramsSchema,
    query: pageQuerySchema(100).extend({
      sort_by: z.string().min(1).max(300).optional(),
      sort_order: z.enum(['asc', 'desc']).default('asc'),
    }),
    data: pageSchema(z.unknown()).extend({ items: rowsSchema }),
  },
  export: {
    method: 'GET',
    path: '/tables/{table_name}/export',
    access: 'view',
    summary: '导出表数据为文件',
    params: paramsSchema,
    query: z.object({
      format: z.enum(['csv', 'excel']).default('csv'),
      limit: z.coerce.number().int().min(1).max(mostExported).optional().describe('不给出时导出全部'),
    }),
    raw: 'download',
  },
});

/** akshare: `/tables`. */
export function registerTables(app: FastifyInstance, tables: TablesService): void {
  registerOperations(app, akshareSpeaker, tableOperations, {
    list: async ({ query }) => cutPage(await tables.list({ category: query.category }), query, presentTable),
    async get({ params }) {
      const table = await tables.get(params.table_name);
      return { ...presentTable(table), schema_info: presentSchema(table) };
    },
    schema: async ({ params }) => presentSchema(await tables.get(params.table_name)),
    async data({ params, query, signal }) {
      const { sort_by: sort, sort_order: order } = query;
      const page = await tables.rows(
        params.table_name,
        { sort, order, filters: [], ...rangeOf(query) },
        signal,
      );
      const names = page.table.columns.map(({ name }) => name);
      const items = page.rows.map((row) =>
        Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])),
      );
      return presentPage(items, page.total, query);
    },
    async export({ principal, params, query, signal }) {
      const format = query.format === 'excel' ? 'xlsx' : 'csv';
      const { table_name: name } = params;
      const { type, chunks } = await tables.export(principal, name, { format, limit: query.limit, signal });
      const body = Readable.from(chunks, { objectMode: false });
      signal.addEventListener('abort', () => body.destroy(), { once: true });
      return new Streamed(body, {
        'content-type': type,
        'content-disposition': contentDisposition(downloadName(name, format)),
      });
    },
  });
}

function presentTable({ row }: CollectedTable): z.input<typeof itemSchema> {
  return {
    table_name: row.name,
    display_name: row.display_name,
    row_count: row.rows_count,
    size_bytes: row.bytes ?? 0,
    last_updated_at: row.last_updated_at && presentTime(row.last_updated_at),
  };
}

/** What the document calls the types of columns. */
const typeNames: Record<ColumnType, string> = {
  text: 'TEXT',
  integer: 'BIGINT',
  number: 'DOUBLE',
  decimal: 'DECIMAL',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'DATETIME',
  json: 'JSON',
};

function presentSchema({ columns, key }: CollectedTable): z.input<typeof schemaSchema> {
  return {
    columns: columns.map(({ name, type }) => ({
      name,
      type: typeNames[type],
      nullable: !key.includes(name),
    })),
  };
}
