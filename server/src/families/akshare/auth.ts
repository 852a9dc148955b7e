import { userEndpoints, usernameSchema } from '@sextant/contract/users';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SignedIn, SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import { accessSeconds } from '../../platform/auth/tokens.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { akshareSpeaker } from './envelope.ts';
import { presentUser, userSchema } from './users.ts';

const { password, email } = userEndpoints.create.body.shape;

const accessSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number().describe('访问令牌的有效秒数'),
});
const tokensSchema = accessSchema.extend({ refresh_token: z.string() });

export const authOperations = defineOperations({
  register: {
    method: 'POST',
    path: '/auth/register',
    access: 'public',
    summary: '注册新用户',
    callsPerMinute: 20,
    body: z
      .object({
        username: usernameSchema,
        email: email.unwrap().unwrap(),
        password,
        password_confirm: z.string(),
      })
      .refine((input) => input.password === input.password_confirm, {
        path: ['password_confirm'],
        error: '两次输入的密码不一致',
      }),
    data: tokensSchema,
    status: 201,
  },
  login: {
    method: 'POST',
    path: '/auth/login',
    access: 'public',
    summary: '用户登录；username 也可以是邮箱',
    callsPerMinute: 30,
    body: z.object({ username: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) }),
    data: tokensSchema,
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    access: 'signed-in',
    summary: '用户登出，访问令牌与刷新令牌随即失效',
  },
  refresh: {
    method: 'POST',
    path: '/auth/refresh',
    access: 'public',
    summary: '刷新访问令牌；刷新令牌在登录后 7 天内一直可用',
    callsPerMinute: 60,
    body: z.object({ refresh_token: z.string().min(1).max(4000) }),
    data: accessSchema,
  },
  me: {
    method: 'GET',
    path: '/auth/me',
    access: 'signed-in',
    summary: '获取当前用户信息',
    data: userSchema.omit({ created_at: true }),
  },
});

/** akshare: `/auth`. */
export function registerAuth(
  app: FastifyInstance,
  { users, signIn }: { users: UsersService; signIn: SignInService },
): void {
  const family = akshareSpeaker.name;
  registerOperations(app, akshareSpeaker, authOperations, {
    async register({ body }) {
      const { password_confirm: _, ...input } = body;
      return presentTokens(await signIn.open(await users.create({ ...input, role: 'user' }, null), family));
    },
    login: async ({ body, address }) =>
      presentTokens(await signIn.signIn({ login: body.username, password: body.password, family, address })),
    async logout({ principal }) {
      await signIn.signOut(principal);
      return undefined;
    },
    refresh: async ({ body }) => ({
      access_token: await signIn.renew(body.refresh_token, family),
      token_type: 'bearer' as const,
      expires_in: accessSeconds,
    }),
    me: async ({ principal }) => presentUser(await users.get(principal.userId)),
  });
}

function presentTokens({ accessToken, refreshToken, expiresIn }: SignedIn): z.input<typeof tokensSchema> {
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: expiresIn,
  };
}
