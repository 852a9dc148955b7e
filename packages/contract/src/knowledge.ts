import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { relationshipSchema } from './schema-browser.ts';

/**
 * What a term stands for: a `metric` is arithmetic over columns, a `dimension` a table or `table.column`, a `filter` a
 * condition such as `customers.level = 'VIP'`, an `alias` other words for the same.
 */
export const termKindSchema = z.enum(['metric', 'dimension', 'filter', 'alias']);
export type TermKind = z.infer<typeof termKindSchema>;

const wordSchema = z.string().trim().min(1).max(80);

const termFields = {
  term: wordSchema,
  kind: termKindSchema,
  synonyms: z.array(wordSchema).max(20),
  expression: z.string().trim().min(1).max(500),
  description: z.string().trim().max(1000),
  examples: z.array(z.string().trim().min(1).max(300)).max(10),
};

export const termSchema = z.object({
  id: z.string(),
  connection_id: z.string().nullable().describe('null for a term of all connections'),
  connection_name: z.string().nullable(),
  ...termFields,
  may_edit: z.boolean(),
  created_by: z.string(),
  updated_by: z.string(),
  updated_at: z.string(),
});
export type Term = z.infer<typeof termSchema>;

const questionTextSchema = z.string().trim().min(1).max(2000);
const sqlSchema = z.string().trim().min(1).max(50_000);

/** A question with the SQL that somebody found to be its right answer. */
export const exampleSchema = z.object({
  id: z.string(),
  connection_id: z.string(),
  connection_name: z.string(),
  question: questionTextSchema,
  sql: sqlSchema,
  is_shared: z
    .boolean()
    .describe('guides the answers to everybody’s questions, not only to those of the person who verified it'),
  may_edit: z.boolean(),
  may_share: z.boolean(),
  created_by: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type VerifiedExample = z.infer<typeof exampleSchema>;

const endsSchema = relationshipSchema.pick({ from: true, to: true });

/** A relationship that names and types speak for; confirming adds it, dismissing takes it off the list. */
export const suggestedRelationshipSchema = endsSchema.extend({
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.object({ zh: z.string(), en: z.string() })),
});
export type SuggestedRelationship = z.infer<typeof suggestedRelationshipSchema>;

/** Golden questions as they travel in a knowledge file. */
export const carriedGoldenSchema = z.object({
  question: questionTextSchema,
  gold_sql: sqlSchema.nullable(),
  is_ordered: z.boolean().default(false),
  class: z.string().trim().max(40).default(''),
});

/** All that is known of a connection as one file, without ids and secrets. */
export const knowledgeFileSchema = z.object({
  format: z.literal('sextant-knowledge'),
  version: z.literal(1),
  exported_at: z.string().max(40).optional(),
  connection: z.string().max(200).optional().describe('its name, for people to read'),
  glossary: z
    .array(
      z.object({
        scope: z.enum(['global', 'connection']).default('connection'),
        ...termFields,
        synonyms: termFields.synonyms.default([]),
        description: termFields.description.default(''),
        examples: termFields.examples.default([]),
      }),
    )
    .max(2000)
    .default([]),
  relationships: z.array(endsSchema).max(2000).default([]),
  examples: z
    .array(z.object({ question: questionTextSchema, sql: sqlSchema }))
    .max(2000)
    .default([]),
  golden_questions: z.array(carriedGoldenSchema).max(2000).default([]),
});
export type KnowledgeFile = z.infer<typeof knowledgeFileSchema>;

const countsSchema = z.object({
  added: z.number(),
  overwritten: z.number(),
  renamed: z.number(),
  skipped: z.number(),
  removed: z.number(),
});
export type ImportCounts = z.infer<typeof countsSchema>;

export const importResultSchema = z.object({
  glossary: countsSchema,
  relationships: countsSchema,
  examples: countsSchema,
  golden_questions: countsSchema,
  problems: z
    .array(z.object({ part: z.string(), name: z.string(), message: z.string() }))
    .describe('what could not be taken over, and why'),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** What the built-in engine makes of a definition: understood, read as words, or not understood. */
export const termCheckSchema = z.object({
  state: z.enum(['read', 'words', 'unread']),
  message: z.object({ zh: z.string(), en: z.string() }),
  sql: z.string().nullable().describe('what a metric or a filter comes to over all rows'),
});
export type TermCheck = z.infer<typeof termCheckSchema>;

export const termCheckEndpoints = defineEndpoints({
  check: {
    method: 'POST',
    path: '/connections/{id}/term-check',
    access: 'view',
    summary: '检查一个定义能否读懂，不保存 · Whether a definition can be read; nothing is kept',
    params: idParamsSchema,
    body: z.object({
      term: wordSchema,
      kind: termKindSchema,
      synonyms: z.array(wordSchema).max(20).default([]),
      expression: z.string().trim().min(1).max(500),
    }),
    data: termCheckSchema,
  },
});

const listQuerySchema = pageQuerySchema.extend({
  connection_id: z
    .string()
    .max(100)
    .optional()
    .describe('a connection’s own and, for terms, the global ones'),
  q: z.string().trim().max(200).optional(),
});

export const knowledgeEndpoints = defineEndpoints({
  terms: {
    method: 'GET',
    path: '/knowledge/glossary',
    access: 'view',
    summary: '术语表 · The glossary',
    query: listQuerySchema.extend({
      kind: termKindSchema.optional(),
      scope: z.enum(['global', 'connection']).optional(),
    }),
    data: z.object({
      terms: z.array(termSchema),
      total: z.number(),
      has_more: z.boolean(),
      may_edit_global: z.boolean(),
      may_edit: z.boolean().describe('whether terms of the named connection may be added'),
    }),
  },
  addTerm: {
    method: 'POST',
    path: '/knowledge/glossary',
    access: 'update',
    summary:
      '添加术语；仅管理员，或私有连接的所有者 · Add a term: administrators, or owners of a private connection',
    body: z.object({
      connection_id: z.string().max(100).nullable().default(null),
      ...termFields,
      synonyms: termFields.synonyms.default([]),
      description: termFields.description.default(''),
      examples: termFields.examples.default([]),
    }),
    data: termSchema,
  },
  updateTerm: {
    method: 'PUT',
    path: '/knowledge/glossary/{id}',
    access: 'update',
    summary: '修改术语 · Change a term',
    params: idParamsSchema,
    body: z.object(termFields).partial(),
    data: termSchema,
  },
  removeTerm: {
    method: 'DELETE',
    path: '/knowledge/glossary/{id}',
    access: 'update',
    summary: '删除术语 · Remove a term',
    params: idParamsSchema,
    data: z.object({}),
  },
  examples: {
    method: 'GET',
    path: '/knowledge/examples',
    access: 'view',
    summary: '已验证示例 · Verified examples',
    query: listQuerySchema.extend({ shared: flagSchema.optional() }),
    data: z.object({ examples: z.array(exampleSchema), total: z.number(), has_more: z.boolean() }),
  },
  addExample: {
    method: 'POST',
    path: '/knowledge/examples',
    access: 'view',
    summary:
      '「这个回答是对的」：保存问题与 SQL；SQL 须能通过检查 · “This answer is right”: keep question and SQL, which must pass the guard',
    body: z.object({
      connection_id: z.string().min(1).max(100),
      question: questionTextSchema,
      sql: sqlSchema,
    }),
    data: exampleSchema,
  },
  updateExample: {
    method: 'PUT',
    path: '/knowledge/examples/{id}',
    access: 'view',
    summary: '修改示例；共享须由管理员或连接所有者决定 · Change an example; sharing is the manager’s choice',
    params: idParamsSchema,
    body: z.object({
      question: questionTextSchema.optional(),
      sql: sqlSchema.optional(),
      is_shared: z.boolean().optional(),
    }),
    data: exampleSchema,
  },
  removeExample: {
    method: 'DELETE',
    path: '/knowledge/examples/{id}',
    access: 'view',
    summary: '删除示例 · Remove an example',
    params: idParamsSchema,
    data: z.object({}),
  },
  suggestions: {
    method: 'GET',
    path: '/connections/{id}/relationships/suggested',
    access: 'view',
    summary: '按名称与类型推测的关系 · Relationships that names and types speak for',
    params: idParamsSchema,
    data: z.object({ suggestions: z.array(suggestedRelationshipSchema), may_edit: z.boolean() }),
  },
  dismissSuggestion: {
    method: 'POST',
    path: '/connections/{id}/relationships/dismiss',
    access: 'update',
    summary: '不再推荐这条关系 · Suggest this relationship no more',
    params: idParamsSchema,
    body: endsSchema,
    data: z.object({}),
  },
  exportKnowledge: {
    method: 'GET',
    path: '/connections/{id}/knowledge',
    access: 'view',
    summary: '导出一个连接的全部知识 · All that is known of a connection as one file',
    params: idParamsSchema,
    data: knowledgeFileSchema,
  },
  importKnowledge: {
    method: 'POST',
    path: '/connections/{id}/knowledge',
    access: 'update',
    summary: '导入知识：合并或替换，冲突时跳过、改名或覆盖 · Import knowledge: merge or replace',
    params: idParamsSchema,
    body: z.object({
      mode: z.enum(['merge', 'replace']).default('merge'),
      conflict: z.enum(['skip', 'rename', 'overwrite']).default('skip'),
      file: knowledgeFileSchema,
    }),
    data: importResultSchema,
  },
});
