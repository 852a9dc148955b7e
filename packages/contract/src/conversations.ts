import { z } from 'zod';
import { cellSchema, chartSchema } from './chart.ts';
import { answerErrorCodeSchema, choiceSchema, evidenceSchema } from './chat.ts';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';
import { resultColumnSchema } from './result.ts';

/** What is kept with an assistant message. `rows` is a preview; the SQL runs again for the whole result. */
export const messageMetadataSchema = z.object({
  sql: z.string().nullable().optional(),
  execution_time: z.number().optional(),
  rows_count: z.number().optional(),
  truncated: z.boolean().optional(),
  columns: z.array(resultColumnSchema).optional(),
  rows: z.array(z.array(cellSchema)).optional(),
  visualization: chartSchema.nullable().optional(),
  evidence: evidenceSchema.optional(),
  clarification: z.object({ question: z.string(), choices: z.array(choiceSchema) }).optional(),
  error: z.object({ code: answerErrorCodeSchema, message: z.string(), hint: z.string() }).optional(),
  model: z.string().optional(),
  connection_id: z.string().optional(),
});
export type MessageMetadata = z.infer<typeof messageMetadataSchema>;

export const messageSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  metadata: messageMetadataSchema.optional(),
  created_at: z.string(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  model: z.string().nullable(),
  connection_id: z.string().nullable(),
  is_favorite: z.boolean(),
  message_count: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const conversationEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/conversations',
    access: 'view',
    summary: '对话列表 · List conversations',
    query: pageQuerySchema.extend({ favorites: flagSchema.optional(), q: z.string().max(200).optional() }),
    data: z.object({ conversations: z.array(conversationSchema), total: z.number(), has_more: z.boolean() }),
  },
  get: {
    method: 'GET',
    path: '/conversations/{id}',
    access: 'view',
    summary: '对话详情 · One conversation with its messages',
    params: idParamsSchema,
    data: conversationSchema.extend({ messages: z.array(messageSchema) }),
  },
  rename: {
    method: 'PUT',
    path: '/conversations/{id}',
    access: 'view',
    summary: '修改标题 · Rename a conversation',
    params: idParamsSchema,
    body: z.object({ title: z.string().trim().min(1).max(200) }),
    data: conversationSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/conversations/{id}',
    access: 'view',
    summary: '删除对话 · Delete a conversation',
    params: idParamsSchema,
    data: z.object({}),
  },
  favorite: {
    method: 'POST',
    path: '/conversations/{id}/favorite',
    access: 'view',
    summary: '切换收藏 · Toggle the favourite mark',
    params: idParamsSchema,
    data: z.object({ is_favorite: z.boolean() }),
  },
});
