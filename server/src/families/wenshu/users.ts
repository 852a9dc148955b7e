import { roleSchema } from '@sextant/contract/permissions';
import type { Settings } from '@sextant/contract/settings';
import { userEndpoints } from '@sextant/contract/users';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SettingsService } from '../../features/settings/settings.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { wenshuSpeaker } from './envelope.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const userSchema = z.object({
  id: z.number().int(),
  username: z.string(),
  email: z.string().describe('没有邮箱时为空'),
  role: roleSchema,
  created_at: z.string(),
});
export const signedInUserSchema = userSchema.extend({
  last_login: z.string().nullable().describe('从未登录时为 null'),
});

const preferencesSchema = z.object({
  theme: z.enum(['light', 'dark']),
  language: z.enum(['zh_CN', 'en_US']),
});

const { username, email, role } = userEndpoints.create.body.shape;

export const userOperations = defineOperations({
  me: {
    method: 'GET',
    path: '/users/me',
    access: 'signed-in',
    summary: '获取用户信息',
    data: signedInUserSchema.extend({
      preferences: preferencesSchema,
    }),
  },
  create: {
    method: 'POST',
    path: '/users',
    access: 'admin',
    summary: '创建新用户（仅管理员）',
    // The document's own example has a password without a digit, so only its length is asked for.
    body: z.object({ username, email, password: z.string().min(8).max(200), role }),
    data: userSchema,
    status: 201,
    message: '用户创建成功',
  },
  list: {
    method: 'GET',
    path: '/users',
    access: 'admin',
    summary: '获取用户列表（仅管理员）',
    query: pageQuerySchema,
    data: pageSchema(signedInUserSchema),
  },
});

/** wenshu: `/users`. */
export function registerUsers(
  app: FastifyInstance,
  { users, settings }: { users: UsersService; settings: SettingsService },
): void {
  registerOperations(app, wenshuSpeaker, userOperations, {
    async me({ principal }) {
      const user = await users.get(principal.userId);
      return {
        ...presentUser(user),
        preferences: presentPreferences(await settings.get(principal.userId)),
      };
    },
    create: async ({ principal, body }) => presentUser(await users.create(body, principal)),
    async list({ query }) {
      const { rows, total } = await users.list(rangeOf(query));
      return presentPage(rows.map(presentUser), total, query);
    },
  });
}

/** The document knows no theme that follows the system; light is its default. */
function presentPreferences({ theme, language }: Settings): z.input<typeof preferencesSchema> {
  return {
    theme: theme === 'dark' ? 'dark' : 'light',
    language: language === 'en' ? 'en_US' : 'zh_CN',
  };
}

type UserRow = Awaited<ReturnType<UsersService['get']>>;

export function presentUser(row: UserRow): z.input<typeof signedInUserSchema> {
  return {
    id: row.number,
    username: row.username,
    email: row.email ?? '',
    role: roleSchema.parse(row.role),
    created_at: presentTime(row.created_at),
    last_login: row.last_login_at && presentTime(row.last_login_at),
  };
}
