import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The request that code runs for. */
interface Origin {
  userId: string | null;
  /** Null once the client has its answer: what goes on then is the product's own doing. */
  address: string | null;
}

const origins = new AsyncLocalStorage<Origin>();

/** Does the work of a request, so that what it puts on record names the client's address. */
export function forRequest<T>(request: FastifyRequest, reply: FastifyReply, work: () => T): T {
  const origin: Origin = { userId: request.principal?.userId ?? null, address: request.ip };
  reply.raw.once('close', () => {
    origin.address = null;
  });
  return origins.run(origin, work);
}

/** From where a user acts; null when they are not who sent the request that is being answered. */
export function requestAddress(userId: string): string | null {
  const origin = origins.getStore();
  return origin?.userId === userId ? origin.address : null;
}
