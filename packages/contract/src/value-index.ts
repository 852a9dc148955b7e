import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema } from './envelope.ts';

/** How far the values of a connection's tables are read, by which a question finds the column of a name in it. */
export const valueIndexSchema = z.object({
  /** `partial` when a cap ended it: what is missing is read with the next reading; `failed` when the database did. */
  state: z.enum(['reading', 'ready', 'partial', 'failed']),
  tables: z.number(),
  /** Tables whose values are known, from this reading or one before. */
  tables_known: z.number(),
  /** Tables that were read this time, because they were new or had changed. */
  tables_read: z.number(),
  values: z.number(),
  /** Size of the values, in bytes. */
  bytes: z.number(),
  /** The cap that ended the reading. */
  stopped_by: z.enum(['time', 'values', 'bytes']).nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
});
export type ValueIndexState = z.infer<typeof valueIndexSchema>;

export const valueIndexEndpoints = defineEndpoints({
  get: {
    method: 'GET',
    path: '/connections/{id}/value-index',
    access: 'view',
    summary:
      '取值索引读到哪里了；没有读过时开始读 · How far the values are read; begins when they never were',
    params: idParamsSchema,
    data: valueIndexSchema,
  },
  read: {
    method: 'POST',
    path: '/connections/{id}/value-index',
    access: 'update',
    summary: '重新读取全部取值 · Read all values again',
    params: idParamsSchema,
    data: valueIndexSchema,
  },
});
