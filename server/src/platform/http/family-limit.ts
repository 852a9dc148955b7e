import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../errors/app-error.ts';

const windowMs = 60_000;

/**
 * Counts the calls of each person, and of each address that names nobody, over all routes of the instance; throws 429
 * beyond what `perMinute` allows until their minute is over.
 */
export function limitCalls(app: FastifyInstance, perMinute: (principal: Principal | null) => number): void {
  const calls = new LRUCache<string, number>({ max: 50_000, ttl: windowMs });
  app.addHook('onRequest', async ({ principal, ip }, reply) => {
    const caller = principal?.userId ?? ip;
    const count = (calls.get(caller) ?? 0) + 1;
    calls.set(caller, count, { noUpdateTTL: true });
    const limit = perMinute(principal);
    const seconds = Math.max(1, Math.ceil(calls.getRemainingTTL(caller) / 1000));
    reply.headers({
      'x-ratelimit-limit': limit,
      'x-ratelimit-remaining': Math.max(0, limit - count),
      'x-ratelimit-reset': seconds,
    });
    if (count <= limit) return;
    const text = {
      zh: `每分钟最多 ${limit} 次请求，请 ${seconds} 秒后再试`,
      en: `At most ${limit} calls a minute; try again in ${seconds} seconds`,
    };
    throw new AppError('RATE_LIMITED', text, { details: { retry_after: seconds } });
  });
}
