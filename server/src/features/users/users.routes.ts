import type { Permission, Role } from '@sextant/contract/permissions';
import {
  type ApiKey,
  apiKeyEndpoints,
  authEndpoints,
  type Tokens,
  type User,
  userEndpoints,
} from '@sextant/contract/users';
import type { FastifyInstance } from 'fastify';
import type { Selectable } from 'kysely';
import type { Schema } from '../../platform/db/schema.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ApiKeysService } from './api-keys.service.ts';
import type { SignedIn, SignInService } from './sign-in.service.ts';
import type { UserRow } from './users.repository.ts';
import type { UserEdit, UsersService } from './users.service.ts';

/** API v1: `/auth`, `/users`, `/api-keys`. */
export function registerUserRoutes(
  app: FastifyInstance,
  deps: { users: UsersService; signIn: SignInService; apiKeys: ApiKeysService },
): void {
  const { users, signIn, apiKeys } = deps;

  registerV1(app, authEndpoints, {
    async register({ body }) {
      const user = await users.create({ ...body, displayName: body.display_name, role: 'user' }, null);
      return { user: presentUser(user), ...presentTokens(await signIn.open(user, 'v1')) };
    },
    login: async ({ body, address }) =>
      presentTokens(
        await signIn.signIn({ login: body.email, password: body.password, family: 'v1', address }),
      ),
    refresh: async ({ body }) => presentTokens(await signIn.refresh(body.refresh_token, 'v1')),
    async logout({ principal }) {
      await signIn.signOut(principal);
      return {};
    },
    me: async ({ principal }) => ({
      ...presentUser(await users.get(principal.userId)),
      permissions: [...principal.permissions],
    }),
    async changePassword({ principal, body }) {
      await users.changePassword(principal, body.current_password, body.new_password);
      return {};
    },
    updateMe: async ({ principal, body }) =>
      presentUser(await users.update(principal.userId, toEdit(body), principal)),
  });

  registerV1(app, userEndpoints, {
    async list({ query }) {
      const { rows, total } = await users.list(query);
      return { users: rows.map(presentUser), total, has_more: query.offset + rows.length < total };
    },
    create: async ({ principal, body }) =>
      presentUser(await users.create({ ...body, displayName: body.display_name }, principal)),
    get: async ({ params }) => presentUser(await users.get(params.id)),
    update: async ({ principal, params, body }) =>
      presentUser(await users.update(params.id, toEdit(body), principal)),
    async remove({ principal, params }) {
      await users.remove(params.id, principal);
      return {};
    },
  });

  registerV1(app, apiKeyEndpoints, {
    list: async ({ principal }) => ({ api_keys: (await apiKeys.list(principal)).map(presentApiKey) }),
    async create({ principal, body }) {
      const { row, key } = await apiKeys.create(principal, {
        name: body.name,
        permissions: body.permissions,
        expiresInDays: body.expires_in_days,
      });
      return { ...presentApiKey(row), key };
    },
    async remove({ principal, params }) {
      await apiKeys.remove(principal, params.id);
      return {};
    },
  });
}

function toEdit(body: {
  email?: string | null;
  display_name?: string;
  role?: Role;
  is_active?: boolean;
  password?: string;
}): UserEdit {
  return {
    email: body.email,
    displayName: body.display_name,
    role: body.role,
    isActive: body.is_active,
    password: body.password,
  };
}

function presentTokens({ accessToken, refreshToken, expiresIn }: SignedIn): Tokens {
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: expiresIn,
  };
}

function presentUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    username: row.username,
    display_name: row.display_name,
    avatar_url: row.avatar_url,
    role: row.role as Role,
    is_active: row.is_active === 1,
    created_at: row.created_at,
    last_login_at: row.last_login_at,
  };
}

function presentApiKey(row: Selectable<Schema['api_keys']>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: JSON.parse(row.permissions) as Permission[],
    created_at: row.created_at,
    expires_at: row.expires_at,
    last_used_at: row.last_used_at,
  };
}
