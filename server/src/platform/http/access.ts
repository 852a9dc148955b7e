import type { Access } from '@sextant/contract/permissions';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Principal } from '../auth/principal.ts';
import type { StrangerLimiter } from '../auth/stranger-limiter.ts';
import { type AppError, forbidden, unauthorized } from '../errors/app-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. A route without it stops the start. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Who calls; null on public routes without a token. */
    principal: Principal | null;
  }
}

/** Finds out who calls from the `Authorization` header; throws 401 when it names nobody. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | null>;

/**
 * Guards every route of the instance: each must declare its access, and a request gets no further than its
 * route allows. Routes of plug-ins that know no access are declared with `declareAccess`. `strangers` counts by address
 * the calls that named nobody, before another one is looked at.
 */
export function guardRoutes(
  app: FastifyInstance,
  authenticate: Authenticate,
  strangers: StrangerLimiter | null,
): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const open = routes.filter((route) => route.config?.access === undefined);
    if (open.length === 0) return;
    const names = open.map((route) => `${route.method} ${route.url}`).join(', ');
    throw new Error(`Routes without a declared access: ${names}. Set config.access on each.`);
  });
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access === 'public') return;
    strangers?.check(request.ip);
    request.principal = await authenticate(request.headers.authorization).catch((error: unknown) => {
      strangers?.count(request.ip);
      throw error;
    });
    if (request.principal === null) {
      strangers?.count(request.ip);
      throw unauthorized();
    }
    checkAccess(request.principal, access);
  });
}

function checkAccess(principal: Principal, access: Exclude<Access, 'public'>): void {
  if (access === 'signed-in') return;
  if (access === 'person') {
    if (principal.sessionId !== null) return;
    throw keyNotEnough();
  }
  if (principal.permissions.has(access)) return;
  throw forbidden({
    zh: `没有权限：需要「${access}」`,
    en: `You may not do this: the permission "${access}" is needed`,
  });
}

function keyNotEnough(): AppError {
  return forbidden({
    zh: 'API 密钥不能修改账号或密钥，请用密码登录后再操作',
    en: 'An API key may not change the account or its keys; sign in with the password for that',
  });
}

/** Declares one access for all routes that plug-ins register on this (encapsulated) instance. */
export function declareAccess(app: FastifyInstance, access: Access): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access };
  });
}
