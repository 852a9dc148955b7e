import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';
import { permissionSchema, roleSchema } from './permissions.ts';

export const usernameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_.-]{2,50}$/u, '用户名须为 2–50 个字母、数字、_ . - · 2–50 letters, digits, _ . -');
export const passwordSchema = z
  .string()
  .min(8, '密码至少 8 个字符 · at least 8 characters')
  .max(200)
  .regex(/\p{L}/u, '密码须含字母 · must contain a letter')
  .regex(/\d/, '密码须含数字 · must contain a digit');
const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(200));
const displayNameSchema = z.string().trim().min(1).max(100);

export const userSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  username: z.string(),
  display_name: z.string(),
  avatar_url: z.string().nullable(),
  role: roleSchema,
  is_active: z.boolean(),
  created_at: z.string(),
  last_login_at: z.string().nullable(),
});
export type User = z.infer<typeof userSchema>;

const tokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number(),
});
export type Tokens = z.infer<typeof tokensSchema>;

export const authEndpoints = defineEndpoints({
  register: {
    method: 'POST',
    path: '/auth/register',
    access: 'public',
    summary: '注册新用户 · Register a user',
    callsPerMinute: 20,
    body: z.object({
      email: emailSchema,
      password: passwordSchema,
      display_name: displayNameSchema.optional(),
      username: usernameSchema.optional(),
    }),
    data: tokensSchema.extend({ user: userSchema }),
  },
  login: {
    method: 'POST',
    path: '/auth/login',
    access: 'public',
    summary: '登录，email 也可以是用户名 · Sign in; `email` accepts a username',
    callsPerMinute: 30,
    body: z.object({ email: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) }),
    data: tokensSchema,
  },
  refresh: {
    method: 'POST',
    path: '/auth/refresh',
    access: 'public',
    summary: '换取新令牌，旧刷新令牌随即失效 · Rotate the refresh token',
    callsPerMinute: 60,
    body: z.object({ refresh_token: z.string().min(1).max(4000) }),
    data: tokensSchema,
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    access: 'signed-in',
    summary: '退出并吊销本次登录的令牌 · Sign out and revoke this sign-in',
    data: z.object({}),
  },
  me: {
    method: 'GET',
    path: '/auth/me',
    access: 'signed-in',
    summary: '当前用户 · The signed-in user',
    data: userSchema.extend({ permissions: z.array(permissionSchema) }),
  },
  changePassword: {
    method: 'PUT',
    path: '/auth/password',
    access: 'person',
    summary: '修改自己的密码，其他登录全部失效 · Change the own password; other sign-ins end',
    callsPerMinute: 10,
    body: z.object({ current_password: z.string().min(1).max(200), new_password: passwordSchema }),
    data: z.object({}),
  },
  updateMe: {
    method: 'PUT',
    path: '/auth/me',
    access: 'person',
    summary: '修改自己的资料 · Change the own profile',
    body: z.object({ display_name: displayNameSchema.optional(), email: emailSchema.nullable().optional() }),
    data: userSchema,
  },
});

export const userEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/users',
    access: 'admin',
    summary: '用户列表 · List users',
    query: pageQuerySchema.extend({ q: z.string().max(200).optional(), role: roleSchema.optional() }),
    data: z.object({ users: z.array(userSchema), total: z.number(), has_more: z.boolean() }),
  },
  create: {
    method: 'POST',
    path: '/users',
    access: 'admin',
    summary: '新建用户 · Create a user',
    body: z.object({
      username: usernameSchema,
      password: passwordSchema,
      email: emailSchema.nullable().optional(),
      display_name: displayNameSchema.optional(),
      role: roleSchema.default('user'),
    }),
    data: userSchema,
  },
  get: {
    method: 'GET',
    path: '/users/{id}',
    access: 'admin',
    summary: '用户详情 · One user',
    params: idParamsSchema,
    data: userSchema,
  },
  update: {
    method: 'PUT',
    path: '/users/{id}',
    access: 'admin',
    summary: '修改用户 · Change a user',
    params: idParamsSchema,
    body: z.object({
      email: emailSchema.nullable().optional(),
      display_name: displayNameSchema.optional(),
      role: roleSchema.optional(),
      is_active: z.boolean().optional(),
      password: passwordSchema.optional(),
    }),
    data: userSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/users/{id}',
    access: 'admin',
    summary: '删除用户 · Delete a user',
    params: idParamsSchema,
    data: z.object({}),
  },
});

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  permissions: z.array(permissionSchema),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const apiKeyEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api-keys',
    access: 'signed-in',
    summary: '自己的 API 密钥 · The own API keys',
    data: z.object({ api_keys: z.array(apiKeySchema) }),
  },
  create: {
    method: 'POST',
    path: '/api-keys',
    access: 'person',
    summary: '新建 API 密钥，密钥只显示一次 · Create an API key; the key is shown once',
    body: z.object({
      name: z.string().trim().min(1).max(100),
      permissions: z.array(permissionSchema).min(1).optional(),
      expires_in_days: z.number().int().min(1).max(3650).nullable().default(null),
    }),
    data: apiKeySchema.extend({ key: z.string() }),
  },
  remove: {
    method: 'DELETE',
    path: '/api-keys/{id}',
    access: 'person',
    summary: '吊销 API 密钥 · Revoke an API key',
    params: idParamsSchema,
    data: z.object({}),
  },
});
