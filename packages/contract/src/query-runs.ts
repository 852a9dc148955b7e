import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';

export const queryRunSchema = z.object({
  id: z.string(),
  connection_id: z.string(),
  /** Null when the connection is gone. */
  connection_name: z.string().nullable(),
  source: z.enum(['ask', 'workbench', 'export', 'family', 'script']),
  sql: z.string(),
  status: z.enum(['ok', 'truncated', 'failed', 'cancelled', 'refused']),
  rows_count: z.number().nullable(),
  duration_ms: z.number(),
  error: z.string().nullable(),
  created_at: z.string(),
});
export type QueryRunRecord = z.infer<typeof queryRunSchema>;

export const queryRunEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/query-runs',
    access: 'view',
    summary: '自己的查询历史 · Own query history, newest first',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional().describe('part of the SQL'),
      connection_id: z.string().max(100).optional(),
      status: queryRunSchema.shape.status.optional(),
      source: queryRunSchema.shape.source.optional(),
    }),
    data: z.object({ query_runs: z.array(queryRunSchema), total: z.number(), has_more: z.boolean() }),
  },
  remove: {
    method: 'DELETE',
    path: '/query-runs/{id}',
    access: 'delete',
    summary: '删除一条历史 · Forget one run',
    params: idParamsSchema,
    data: z.object({}),
  },
});
