import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';

/** What a credential opens; only `database` ones can be the login of a connection. */
export const credentialKindSchema = z.enum(['database', 'ssh', 'windows', 'api', 'other']);
export type CredentialKind = z.infer<typeof credentialKindSchema>;

export const credentialSchema = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string(),
  kind: credentialKindSchema,
  driver: z.string().nullable().describe('the engine it is meant for; null for any'),
  username: z.string(),
  password: z.string().describe('always `********`: a secret is never shown again'),
  description: z.string().nullable(),
  owner: z.string().nullable(),
  connections_count: z.number(),
  rotate_after_days: z.number().nullable().describe('its owner is reminded after so many days; null never'),
  rotated_at: z.string().describe('since when this secret is kept'),
  age_days: z.number(),
  is_due: z.boolean().describe('older than `rotate_after_days`'),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Credential = z.infer<typeof credentialSchema>;

const credentialFields = {
  name: z.string().trim().min(1).max(100),
  kind: credentialKindSchema,
  driver: z.string().trim().toLowerCase().max(50).nullable(),
  username: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(1000),
  description: z.string().trim().max(1000).nullable(),
  rotate_after_days: z.number().int().min(1).max(3650).nullable(),
};
const credentialInputSchema = z.object(credentialFields).partial();
export type CredentialInput = z.infer<typeof credentialInputSchema>;

const usedBySchema = z.array(
  z.object({ id: z.string(), number: z.number(), name: z.string(), driver: z.string() }),
);

const ownLoginSchema = z.object({
  connection: usedBySchema.element,
  username: z.string().describe('empty where the engine has no user names'),
  password: z.string().describe('always `********`'),
  secrets: z.array(z.string()).describe('the fields that are kept encrypted, such as `password`'),
  owner: z.string().nullable(),
  updated_at: z.string().describe('since when the connection is as it is'),
});
export type OwnLogin = z.infer<typeof ownLoginSchema>;

export const credentialEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/credentials',
    access: 'view',
    summary: '凭据列表 · Credentials of one’s own; all of them for administrators',
    query: pageQuerySchema.extend({
      q: z.string().max(200).optional().describe('part of name, login or description'),
      kind: credentialKindSchema.optional(),
      is_due: flagSchema.optional(),
    }),
    data: z.object({ credentials: z.array(credentialSchema), total: z.number(), has_more: z.boolean() }),
  },
  ownLogins: {
    method: 'GET',
    path: '/credentials/own-logins',
    access: 'view',
    summary:
      '连接自带的登录，不与别的连接共用 · Logins that a connection has for itself alone; all for administrators',
    query: pageQuerySchema.extend({ q: z.string().max(200).optional().describe('part of name or login') }),
    data: z.object({ logins: z.array(ownLoginSchema), total: z.number(), has_more: z.boolean() }),
  },
  get: {
    method: 'GET',
    path: '/credentials/{id}',
    access: 'view',
    summary: '凭据详情及使用它的连接 · One credential and the connections that use it',
    params: idParamsSchema,
    data: credentialSchema.extend({ connections: usedBySchema }),
  },
  create: {
    method: 'POST',
    path: '/credentials',
    access: 'create',
    summary: '添加凭据 · Add a credential',
    body: credentialInputSchema.required({ name: true, username: true, password: true }),
    data: credentialSchema,
  },
  update: {
    method: 'PUT',
    path: '/credentials/{id}',
    access: 'update',
    summary: '修改凭据；新密码立即用于所有连接 · Change it; a new password reaches every connection at once',
    params: idParamsSchema,
    body: credentialInputSchema,
    data: credentialSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/credentials/{id}',
    access: 'delete',
    summary: '删除没有连接使用的凭据 · Delete a credential that no connection uses',
    params: idParamsSchema,
    data: z.object({}),
  },
});
