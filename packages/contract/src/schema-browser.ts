import { z } from 'zod';
import { schemaTableSchema } from './connections.ts';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema } from './envelope.ts';
import { resultSchema } from './result.ts';

/** A table as the browser's tree lists it, without its columns. */
export const tableSummarySchema = schemaTableSchema
  .pick({ name: true, schema: true, kind: true, comment: true, row_count: true })
  .extend({ columns_count: z.number() });
export type TableSummary = z.infer<typeof tableSummarySchema>;

/** A found table with the columns that matched; `columns` is empty when its name or comment did. */
const foundTableSchema = tableSummarySchema.extend({
  columns: z.array(z.object({ name: z.string(), type: z.string(), comment: z.string().nullable() })),
});
export type FoundTable = z.infer<typeof foundTableSchema>;

const tableQuerySchema = z.object({
  schema: z.string().max(300).optional().describe('absent for the default schema'),
  name: z.string().min(1).max(300),
});

const relationshipEndSchema = z.object({
  schema: z.string().max(300).nullable(),
  table: z.string().min(1).max(300),
  columns: z.array(z.string().min(1).max(300)).min(1).max(16),
});

/** `from` refers to `to`: many rows to one. */
export const relationshipSchema = z.object({
  /** Null for a foreign key of the database. */
  id: z.string().nullable(),
  /** `declared` by the database or `added` by a person. */
  origin: z.enum(['declared', 'added']),
  from: relationshipEndSchema,
  to: relationshipEndSchema,
});
export type Relationship = z.infer<typeof relationshipSchema>;

export const layoutSchema = z.object({
  /** Where tables stand in the diagram, by `schema.table` or `table`. */
  positions: z.record(z.string().max(700), z.object({ x: z.number(), y: z.number() })),
  viewport: z.object({ x: z.number(), y: z.number(), zoom: z.number().positive() }).optional(),
});
export type Layout = z.infer<typeof layoutSchema>;

export const rightsSchema = z.object({
  login: z.string(),
  grade: z.enum(['reader', 'writer', 'owner', 'administrator', 'unknown']),
  reasons: z.array(
    z.object({
      grade: z.enum(['reader', 'writer', 'owner', 'administrator', 'unknown']),
      right: z.string(),
      message: z.string(),
    }),
  ),
  reader_script: z.string(),
  checked_at: z.string(),
});
export type Rights = z.infer<typeof rightsSchema>;

const relationshipParamsSchema = idParamsSchema.extend({ relationship_id: z.string().min(1).max(100) });

export const schemaBrowserEndpoints = defineEndpoints({
  tables: {
    method: 'GET',
    path: '/connections/{id}/tables',
    access: 'view',
    summary: '表清单（不含列） · All tables without their columns',
    params: idParamsSchema,
    query: z.object({ refresh: flagSchema.optional() }),
    data: z.object({ tables: z.array(tableSummarySchema), loaded_at: z.string() }),
  },
  search: {
    method: 'GET',
    path: '/connections/{id}/tables/search',
    access: 'view',
    summary: '按表名、列名、注释、拼音首字母搜索 · Search names, comments, pinyin initials; best first',
    params: idParamsSchema,
    query: z.object({
      q: z.string().trim().min(1).max(200),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    data: z.object({ tables: z.array(foundTableSchema), total: z.number() }),
  },
  table: {
    method: 'GET',
    path: '/connections/{id}/table',
    access: 'view',
    summary: '一张表的列、键、索引 · One table with columns, keys and indexes',
    params: idParamsSchema,
    query: tableQuerySchema,
    data: schemaTableSchema,
  },
  preview: {
    method: 'GET',
    path: '/connections/{id}/table/preview',
    access: 'view',
    summary: '预览前若干行 · The first rows of a table',
    params: idParamsSchema,
    query: tableQuerySchema.extend({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    data: resultSchema.extend({ sql: z.string() }),
  },
  definition: {
    method: 'GET',
    path: '/connections/{id}/table/definition',
    access: 'view',
    summary: '建表语句 · The statement that makes the table',
    params: idParamsSchema,
    query: tableQuerySchema,
    data: z.object({ sql: z.string() }),
  },
  relationships: {
    method: 'GET',
    path: '/connections/{id}/relationships',
    access: 'view',
    summary: '表间关系：外键和人工添加的 · Foreign keys and added relationships',
    params: idParamsSchema,
    data: z.object({ relationships: z.array(relationshipSchema) }),
  },
  addRelationship: {
    method: 'POST',
    path: '/connections/{id}/relationships',
    access: 'update',
    summary: '添加一条关系；问数也会用到 · Add a relationship; answers use it too',
    params: idParamsSchema,
    body: relationshipSchema.pick({ from: true, to: true }),
    data: relationshipSchema,
  },
  removeRelationship: {
    method: 'DELETE',
    path: '/connections/{id}/relationships/{relationship_id}',
    access: 'update',
    summary: '删除一条添加的关系 · Remove an added relationship',
    params: relationshipParamsSchema,
    data: z.object({}),
  },
  layout: {
    method: 'GET',
    path: '/connections/{id}/layout',
    access: 'view',
    summary: '自己的关系图布局 · The own layout of the diagram',
    params: idParamsSchema,
    data: layoutSchema,
  },
  saveLayout: {
    method: 'PUT',
    path: '/connections/{id}/layout',
    access: 'view',
    summary: '保存关系图布局 · Keep the own layout of the diagram',
    params: idParamsSchema,
    body: layoutSchema,
    data: layoutSchema,
  },
  rights: {
    method: 'GET',
    path: '/connections/{id}/rights',
    access: 'view',
    summary:
      '登录账号的权限等级及只读账号脚本 · The grade of rights of the login, with a script for a reader',
    params: idParamsSchema,
    query: z.object({ refresh: flagSchema.optional() }),
    data: rightsSchema,
  },
});
