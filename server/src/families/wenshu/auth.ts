import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SignInService } from '../../features/users/sign-in.service.ts';
import { unauthorized } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { wenshuSpeaker } from './envelope.ts';
import { presentUser, signedInUserSchema } from './users.ts';

export const authOperations = defineOperations({
  login: {
    method: 'POST',
    path: '/auth/login',
    access: 'public',
    summary: '用户登录；username 也可以是邮箱',
    callsPerMinute: 30,
    body: z.object({ username: z.string().trim().min(1).max(200), password: z.string().min(1).max(200) }),
    data: z.object({ token: z.string(), refresh_token: z.string(), user: signedInUserSchema }),
    message: '登录成功',
  },
  refresh: {
    method: 'POST',
    path: '/auth/refresh',
    access: 'public',
    summary: '刷新令牌；请求头 Authorization: Bearer {refresh_token}',
    callsPerMinute: 60,
    data: z.object({ token: z.string() }),
    message: '令牌刷新成功',
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    access: 'signed-in',
    summary: '注销登录，令牌与刷新令牌随即失效',
    message: '注销成功',
  },
});

/** wenshu: `/auth`. */
export function registerAuth(app: FastifyInstance, signIn: SignInService): void {
  registerOperations(app, wenshuSpeaker, authOperations, {
    async login({ body, address }) {
      const signedIn = await signIn.signIn({
        login: body.username,
        password: body.password,
        family: wenshuSpeaker.name,
        address,
      });
      return {
        token: signedIn.accessToken,
        refresh_token: signedIn.refreshToken,
        user: presentUser(signedIn.user),
      };
    },
    async refresh({ request }) {
      const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) {
        throw unauthorized({
          zh: '请在请求头 Authorization 中以 Bearer 方式携带 refresh_token',
          en: 'Send the refresh token as Bearer in the Authorization header',
        });
      }
      return { token: await signIn.renew(token, wenshuSpeaker.name) };
    },
    async logout({ principal }) {
      await signIn.signOut(principal);
      return undefined;
    },
  });
}
