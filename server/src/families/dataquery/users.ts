import type { Role } from '@sextant/contract/permissions';
import { userEndpoints } from '@sextant/contract/users';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { UsersService } from '../../features/users/users.service.ts';
import { isAdmin } from '../../platform/auth/principal.ts';
import { forbidden } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { dataquerySpeaker } from './envelope.ts';
import { rangeOf, rangeQuerySchema } from './range.ts';

const signedInUserFields = {
  id: z.number().int(),
  username: z.string(),
  email: z.string().describe('没有邮箱时为空'),
  nickname: z.string(),
  is_active: z.boolean(),
  is_superuser: z.boolean().describe('管理员'),
};
export const signedInUserSchema = z.object(signedInUserFields);
const userSchema = z.object({ ...signedInUserFields, created_at: z.string() });
const ownSchema = userSchema.extend({ last_login: z.string().nullable() });

const { username, password } = userEndpoints.create.body.shape;
const { email, display_name: nickname } = userEndpoints.update.body.shape;

export const userOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/users/',
    access: 'admin',
    summary: '获取用户列表（管理员）',
    query: rangeQuerySchema(),
    data: z.array(userSchema),
  },
  create: {
    method: 'POST',
    path: '/api/users/',
    access: 'admin',
    summary: '创建用户（管理员）',
    body: z.object({
      username,
      email,
      password,
      nickname,
      is_active: z.boolean().default(true),
      is_superuser: z.boolean().default(false),
    }),
    data: userSchema,
    status: 201,
  },
  me: {
    method: 'GET',
    path: '/api/users/me',
    access: 'signed-in',
    summary: '获取当前用户信息',
    data: ownSchema,
  },
  update: {
    method: 'PUT',
    path: '/api/users/{user_id}',
    access: 'update',
    summary: '更新用户信息；本人可改昵称和邮箱，其余须管理员',
    params: z.object({
      user_id: z.coerce
        .number('须为用户的整数编号')
        .int()
        .min(1)
        .max(2 ** 31),
    }),
    body: z.object({
      nickname,
      email,
      is_active: z.boolean().optional(),
      is_superuser: z.boolean().optional(),
    }),
    data: userSchema,
  },
});

/** dataquery: `/users`. */
export function registerUsers(app: FastifyInstance, users: UsersService): void {
  registerOperations(app, dataquerySpeaker, userOperations, {
    list: async ({ query }) => (await users.list(rangeOf(query))).rows.map(presentUser),
    async create({ principal, body }) {
      const { is_active: isActive, is_superuser, nickname: displayName, ...same } = body;
      const role = is_superuser ? 'admin' : 'user';
      const created = await users.create({ ...same, displayName, role }, principal);
      return presentUser(isActive ? created : await users.update(created.id, { isActive }, principal));
    },
    me: async ({ principal }) => presentOwn(await users.get(principal.userId)),
    async update({ principal, params, body }) {
      const { is_active: isActive, is_superuser: isSuperuser, nickname: displayName, email } = body;
      const self = await users.get(principal.userId);
      const onlyOwn = self.number === params.user_id && isActive === undefined && isSuperuser === undefined;
      // As in v1, a key changes nothing of the account that it belongs to.
      if (!isAdmin(principal) && !(onlyOwn && principal.sessionId !== null)) throw forbidden();
      const user = await users.getByNumber(params.user_id);
      const changes = { displayName, email, isActive, role: roleAfter(user, isSuperuser) };
      return presentUser(await users.update(user.id, changes, principal));
    },
  });
}

type UserRow = Awaited<ReturnType<UsersService['get']>>;

/** Only administrators are superusers; whoever is none keeps the role that the document does not know. */
function roleAfter(user: UserRow, isSuperuser: boolean | undefined): Role | undefined {
  if (isSuperuser === undefined || isSuperuser === (user.role === 'admin')) return undefined;
  return isSuperuser ? 'admin' : 'user';
}

export function presentSignedIn(row: UserRow): z.input<typeof signedInUserSchema> {
  return {
    id: row.number,
    username: row.username,
    email: row.email ?? '',
    nickname: row.display_name,
    is_active: row.is_active === 1,
    is_superuser: row.role === 'admin',
  };
}

function presentUser(row: UserRow): z.input<typeof userSchema> {
  return { ...presentSignedIn(row), created_at: presentTime(row.created_at) };
}

function presentOwn(row: UserRow): z.input<typeof ownSchema> {
  return { ...presentUser(row), last_login: row.last_login_at && presentTime(row.last_login_at) };
}
