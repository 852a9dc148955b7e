import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import { accessSeconds } from '../../platform/auth/tokens.ts';
import { unauthorized } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';

const userSchema = z.object({ id: z.number().int(), username: z.string(), role: z.string() });
const ownSchema = userSchema.extend({
  email: z.string().nullable(),
  is_active: z.boolean(),
  created_at: z.string(),
  last_login: z.string().nullable(),
});

const login = defineOperations({
  login: {
    method: 'POST',
    path: '/auth/login',
    access: 'public',
    summary: '登录',
    message: '登录成功',
    callsPerMinute: 30,
    body: z.object({ username: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) }),
    data: z.object({
      access_token: z.string(),
      refresh_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.number(),
      user: userSchema,
    }),
  },
});

const own = defineOperations({
  refresh: {
    method: 'POST',
    path: '/api/refresh',
    access: 'public',
    summary: '刷新 Token；刷新令牌放在 Authorization: Bearer 里',
    callsPerMinute: 60,
    data: z.object({
      access_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.number(),
    }),
  },
  me: {
    method: 'GET',
    path: '/api/me',
    access: 'signed-in',
    summary: '获取当前用户信息',
    data: ownSchema,
  },
});

const originals = atOriginal('/auth', own);
export const authOperations = { ...login, ...own, ...originals };

/** whalefall: `/auth/login`, `/api/refresh` and `/api/me`. */
export function registerAuth(
  app: FastifyInstance,
  { users, signIn }: { users: UsersService; signIn: SignInService },
): void {
  const family = whalefallSpeaker.name;
  registerOperations(app, whalefallSpeaker, login, {
    async login({ body, address }) {
      const signedIn = await signIn.signIn({
        login: body.username,
        password: body.password,
        family,
        address,
      });
      const { number, username, role } = signedIn.user;
      return {
        access_token: signedIn.accessToken,
        refresh_token: signedIn.refreshToken,
        token_type: 'Bearer' as const,
        expires_in: signedIn.expiresIn,
        user: { id: number, username, role },
      };
    },
  });
  const handlers: Parameters<typeof registerOperations<typeof own>>[3] = {
    refresh: async ({ request }) => ({
      access_token: await signIn.renew(bearerOf(request), family),
      token_type: 'Bearer' as const,
      expires_in: accessSeconds,
    }),
    async me({ principal }) {
      const user = await users.get(principal.userId);
      return {
        id: user.number,
        username: user.username,
        role: user.role,
        email: user.email,
        is_active: user.is_active === 1,
        created_at: presentTime(user.created_at),
        last_login: user.last_login_at && presentTime(user.last_login_at),
      };
    },
  };
  registerOperations(app, whalefallSpeaker, own, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

function bearerOf({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token !== undefined) return token;
  throw unauthorized({
    zh: '请在 Authorization 头里带上刷新令牌：Bearer <refresh_token>',
    en: 'Send the refresh token in the Authorization header: Bearer <refresh_token>',
  });
}
