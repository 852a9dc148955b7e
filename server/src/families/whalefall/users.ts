import { roleSchema } from '@sextant/contract/permissions';
import { userEndpoints } from '@sextant/contract/users';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { UsersService } from '../../features/users/users.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations, WithMessage } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

type UserRow = Awaited<ReturnType<UsersService['get']>>;

const userSchema = z.object({
  id: z.number().int(),
  username: z.string(),
  email: z.string().nullable(),
  role: roleSchema,
  is_active: z.boolean(),
  created_at: z.string(),
  last_login: z.string().nullable(),
});
const paramsSchema = z.object({
  user_id: z.coerce
    .number('须为用户的整数编号')
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
const { username, password, email, role } = userEndpoints.create.body.shape;

const sorts = {
  id: 'number',
  username: 'username',
  role: 'role',
  created_at: 'created_at',
  last_login: 'last_login_at',
} as const;

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/users',
    access: 'admin',
    summary: '获取用户列表',
    query: pageQuerySchema(['id', 'username', 'role', 'created_at', 'last_login']).extend({
      role: roleSchema.optional(),
      status: z.enum(['active', 'inactive']).optional(),
    }),
    data: pageSchema(userSchema),
  },
  create: {
    method: 'POST',
    path: '/api/users',
    access: 'admin',
    summary: '创建用户',
    message: '用户创建成功',
    status: 201,
    body: z.object({ username, password, email, role, is_active: z.boolean().default(true) }),
    data: userSchema,
  },
  update: {
    method: 'PUT',
    path: '/api/users/{user_id}',
    access: 'admin',
    summary: '更新用户；没有给出的不变',
    message: '用户更新成功',
    params: paramsSchema,
    body: z.object({
      username: username.optional(),
      password: password.optional(),
      email,
      role: roleSchema.optional(),
      is_active: z.boolean().optional(),
    }),
    data: userSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/api/users/{user_id}',
    access: 'admin',
    summary: '删除用户；不能删除自己和最后一位管理员',
    status: 204,
    params: paramsSchema,
  },
  toggleStatus: {
    method: 'POST',
    path: '/api/users/{user_id}/toggle-status',
    access: 'admin',
    summary: '切换用户状态；不能停用自己和最后一位管理员',
    params: paramsSchema,
    data: userSchema,
  },
  stats: {
    method: 'GET',
    path: '/api/users/stats',
    access: 'admin',
    summary: '获取用户统计',
    data: z.object({
      total: z.number(),
      active: z.number(),
      inactive: z.number(),
      admin: z.number(),
      operator: z.number(),
      user: z.number(),
    }),
  },
});

const originals = atOriginal('/users', operations);
export const userOperations = { ...operations, ...originals };

/** whalefall: `/api/users`. */
export function registerUsers(app: FastifyInstance, users: UsersService): void {
  const handlers: FamilyHandlers<typeof operations> = {
    async list({ query }) {
      const { search: q, role: wanted, status, sort = 'id', order } = query;
      const { rows, total } = await users.list({
        q,
        role: wanted,
        sort: sorts[sort],
        order,
        ...(status && { isActive: status === 'active' }),
        ...rangeOf(query),
      });
      return presentPage(rows.map(present), total, query);
    },
    async create({ principal, body: { is_active, ...input } }) {
      const created = await users.create(input, principal);
      return present(is_active ? created : await users.update(created.id, { isActive: false }, principal));
    },
    async update({ principal, params, body: { is_active, ...edit } }) {
      const { id } = await users.getByNumber(params.user_id);
      const change = { ...edit, ...(is_active !== undefined && { isActive: is_active }) };
      return present(await users.update(id, change, principal));
    },
    async remove({ principal, params }) {
      await users.remove((await users.getByNumber(params.user_id)).id, principal);
      return undefined;
    },
    async toggleStatus({ principal, params }) {
      const { id, is_active } = await users.getByNumber(params.user_id);
      const changed = present(await users.update(id, { isActive: is_active === 0 }, principal));
      return new WithMessage(changed, changed.is_active ? '用户已启用' : '用户已停用');
    },
    async stats() {
      const counts = await users.counts();
      const sum = (test: (one: (typeof counts)[number]) => boolean) =>
        counts.filter(test).reduce((total, { count }) => total + count, 0);
      const active = sum(({ isActive }) => isActive);
      const total = sum(() => true);
      const ofRole = (name: string) => sum((one) => one.role === name);
      return {
        total,
        active,
        inactive: total - active,
        admin: ofRole('admin'),
        operator: ofRole('operator'),
        user: ofRole('user'),
      };
    },
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

function present(row: UserRow): z.infer<typeof userSchema> {
  return {
    id: row.number,
    username: row.username,
    email: row.email,
    role: roleSchema.parse(row.role),
    is_active: row.is_active === 1,
    created_at: presentTime(row.created_at),
    last_login: row.last_login_at && presentTime(row.last_login_at),
  };
}
