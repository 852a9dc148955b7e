import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignedIn, SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { parseInput } from '../../platform/http/validation.ts';
import { dataquerySpeaker } from './envelope.ts';
import { presentSignedIn, signedInUserSchema } from './users.ts';

const tokenType = 'bearer' as const;
const credentialsSchema = z.object({
  username: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(200),
});
const passwordGrantSchema = credentialsSchema.extend({ grant_type: z.literal('password').optional() });

export const authOperations = defineOperations({
  login: {
    method: 'POST',
    path: '/api/auth/login',
    access: 'public',
    summary: '用户登录；username 也可以是邮箱，请求体为 JSON 或表单',
    callsPerMinute: 30,
    data: z.object({ access_token: z.string(), token_type: z.literal(tokenType), user: signedInUserSchema }),
  },
  token: {
    method: 'POST',
    path: '/api/auth/token',
    access: 'public',
    summary: '获取令牌（OAuth2 密码模式，表单）',
    callsPerMinute: 30,
    data: z.object({
      access_token: z.string(),
      token_type: z.literal(tokenType),
      username: z.string(),
      email: z.string(),
      nickname: z.string(),
    }),
  },
  logout: {
    method: 'POST',
    path: '/api/auth/logout',
    access: 'signed-in',
    summary: '用户登出，令牌随即失效',
    data: z.object({ status_code: z.literal(200), detail: z.string() }),
  },
  testToken: {
    method: 'POST',
    path: '/api/auth/test-token',
    access: 'signed-in',
    summary: '验证令牌',
    data: z.object({ id: z.number().int(), username: z.string(), email: z.string(), is_active: z.boolean() }),
  },
});

/** dataquery: `/auth`. */
export function registerAuth(
  app: FastifyInstance,
  { signIn, users }: { signIn: SignInService; users: UsersService },
): void {
  async function signInWith(request: FastifyRequest, schema: typeof credentialsSchema): Promise<SignedIn> {
    const { username, password } = parseInput(schema, await readFields(request), dataquerySpeaker.language);
    const { name: family } = dataquerySpeaker;
    return signIn.signIn({ login: username, password, family, address: request.ip });
  }

  registerOperations(app, dataquerySpeaker, authOperations, {
    async login({ request }) {
      const { accessToken, user } = await signInWith(request, credentialsSchema);
      return { access_token: accessToken, token_type: tokenType, user: presentSignedIn(user) };
    },
    async token({ request }) {
      const { accessToken, user } = await signInWith(request, passwordGrantSchema);
      const { username, email, nickname } = presentSignedIn(user);
      return { access_token: accessToken, token_type: tokenType, username, email, nickname };
    },
    async logout({ principal }) {
      await signIn.signOut(principal);
      return { status_code: 200 as const, detail: '登出成功' };
    },
    async testToken({ principal }) {
      const { id, username, email, is_active } = presentSignedIn(await users.get(principal.userId));
      return { id, username, email, is_active };
    },
  });
}

/** The fields of a body in any of the forms that clients of the document send: JSON, a form, multipart. */
async function readFields(request: FastifyRequest): Promise<unknown> {
  if (!request.isMultipart()) return request.body ?? {};
  const fields: Record<string, unknown> = {};
  for await (const part of request.parts()) if (part.type === 'field') fields[part.fieldname] = part.value;
  return fields;
}
