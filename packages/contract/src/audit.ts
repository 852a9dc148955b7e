import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';

export const auditEventSchema = z.object({
  id: z.number().describe('rises in the order of recording'),
  at: z.string(),
  actor_id: z.string().nullable(),
  actor: z.string(),
  action: z.string().describe('object.verb, e.g. connection.created, sign_in.failed, query.run'),
  object_type: z.string(),
  object_id: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  address: z.string().nullable(),
  sequence: z.number().nullable().describe('its place in the chain; null for what precedes the chain'),
  hash: z.string().nullable(),
});
export type AuditEventRecord = z.infer<typeof auditEventSchema>;

const timeSchema = z.iso.datetime({ offset: true });

const auditFilterSchema = z.object({
  q: z.string().max(200).optional().describe('part of the actor, the action, the object or the details'),
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional().describe('an action, or its first word'),
  object_type: z.string().max(100).optional(),
  object_id: z.string().max(100).optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const auditProblemSchema = z.object({
  sequence: z.number(),
  kind: z.enum(['altered', 'missing', 'order', 'end']),
  message: z.string(),
});

export const auditVerificationSchema = z.object({
  is_intact: z.boolean(),
  checked: z.number(),
  first_sequence: z.number().nullable(),
  last_sequence: z.number().nullable(),
  before_chain: z.number().describe('events recorded before the chain began'),
  problems: z.array(auditProblemSchema).describe('the first hundred'),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;

export const auditEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/audit',
    access: 'admin',
    summary: '审计记录，新的在前 · The audit trail, newest first',
    query: auditFilterSchema.extend({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.coerce.number().int().min(0).optional(),
    }),
    data: z.object({ events: z.array(auditEventSchema), next_cursor: z.number().nullable() }),
  },
  facets: {
    method: 'GET',
    path: '/audit/facets',
    access: 'admin',
    summary: '可筛选的操作与对象类型 · Actions and kinds of objects that occur',
    data: z.object({ actions: z.array(z.string()), object_types: z.array(z.string()) }),
  },
  export: {
    method: 'GET',
    path: '/audit/export',
    access: 'admin',
    summary: '导出审计记录 · Download what the filter finds, oldest first',
    query: auditFilterSchema.extend({ format: z.enum(['csv', 'json']).default('csv') }),
    raw: 'download',
  },
  verify: {
    method: 'POST',
    path: '/audit/verify',
    access: 'admin',
    summary: '核对审计链 · Check the chain for missing and altered records',
    callsPerMinute: 10,
    data: auditVerificationSchema,
  },
});
