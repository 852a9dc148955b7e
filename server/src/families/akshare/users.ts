import { roleSchema } from '@sextant/contract/permissions';
import { userEndpoints } from '@sextant/contract/users';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { UsersService } from '../../features/users/users.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { akshareSpeaker } from './envelope.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

export const userSchema = z.object({
  id: z.number().int(),
  username: z.string(),
  email: z.string().describe('没有邮箱时为空'),
  role: roleSchema,
  is_active: z.boolean(),
  created_at: z.string(),
});

const { email, role, is_active, password } = userEndpoints.update.body.shape;
const paramsSchema = z.object({
  user_id: z.coerce
    .number('须为用户的整数编号')
    .int()
    .min(1)
    .max(2 ** 31),
});

export const userOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/users/',
    access: 'admin',
    summary: '获取用户列表（管理员）',
    query: pageQuerySchema().extend({
      username: z.string().max(200).optional().describe('用户名的一部分'),
      email: z.string().max(200).optional().describe('邮箱的一部分'),
      role: roleSchema.optional(),
    }),
    data: pageSchema(userSchema),
  },
  get: {
    method: 'GET',
    path: '/users/{user_id}',
    access: 'admin',
    summary: '获取用户详情（管理员）',
    params: paramsSchema,
    data: userSchema,
  },
  update: {
    method: 'PUT',
    path: '/users/{user_id}',
    access: 'admin',
    summary: '更新用户信息（管理员）；停用会结束其全部登录',
    params: paramsSchema,
    body: z.object({ email, role, is_active }),
    data: userSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/users/{user_id}',
    access: 'admin',
    summary: '删除用户（管理员）',
    params: paramsSchema,
  },
  resetPassword: {
    method: 'POST',
    path: '/users/{user_id}/reset-password',
    access: 'admin',
    summary: '重置用户密码（管理员）；其全部登录随即失效',
    params: paramsSchema,
    body: z.object({ new_password: password.unwrap() }),
  },
});

/** akshare: `/users`. */
export function registerUsers(app: FastifyInstance, users: UsersService): void {
  const idOf = async ({ user_id }: { user_id: number }) => (await users.getByNumber(user_id)).id;

  registerOperations(app, akshareSpeaker, userOperations, {
    async list({ query }) {
      const { username, email, role } = query;
      const { rows, total } = await users.list({ username, email, role, ...rangeOf(query) });
      return presentPage(rows.map(presentUser), total, query);
    },
    get: async ({ params }) => presentUser(await users.getByNumber(params.user_id)),
    async update({ principal, params, body }) {
      const { email, role, is_active: isActive } = body;
      return presentUser(await users.update(await idOf(params), { email, role, isActive }, principal));
    },
    async remove({ principal, params }) {
      await users.remove(await idOf(params), principal);
      return undefined;
    },
    async resetPassword({ principal, params, body }) {
      await users.update(await idOf(params), { password: body.new_password }, principal);
      return undefined;
    },
  });
}

type UserRow = Awaited<ReturnType<UsersService['get']>>;

export function presentUser(row: UserRow): z.input<typeof userSchema> {
  return {
    id: row.number,
    username: row.username,
    email: row.email ?? '',
    role: roleSchema.parse(row.role),
    is_active: row.is_active === 1,
    created_at: presentTime(row.created_at),
  };
}
