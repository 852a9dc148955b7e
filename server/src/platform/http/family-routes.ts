import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { forRequest } from '../audit/request-address.ts';
import { AppError } from '../errors/app-error.ts';
import { type Answer, type Call, readCall, sendJson } from './call.ts';
import type { Family, FamilyOperation, FamilyOperations } from './family.ts';
import { limitCalls } from './family-limit.ts';
import { readRequestError, tellWhenToRetry, unknownPath } from './request-error.ts';
import { Streamed } from './v1-routes.ts';

/** Data with a message other than the operation's usual one. */
export class WithMessage<D> {
  readonly data: D;
  readonly message: string;

  constructor(data: D, message: string) {
    this.data = data;
    this.message = message;
  }
}

type Result<O extends FamilyOperation> = O['data'] extends z.ZodType
  ? Answer<O> | WithMessage<Answer<O>>
  : O['raw'] extends 'download'
    ? Streamed
    : undefined;
type Handler<O extends FamilyOperation> = (call: Call<O>) => Promise<Result<O>>;
export type FamilyHandlers<T extends FamilyOperations> = { [K in keyof T]: Handler<T[K]> };

type Speaker = Pick<Family, 'language' | 'envelope' | 'callsPerMinute'>;

/** Registers a group of a family's operations with their handlers, each path with and without a final slash. */
export function registerOperations<T extends FamilyOperations>(
  app: FastifyInstance,
  family: Speaker,
  operations: T,
  handlers: FamilyHandlers<T>,
): void {
  for (const name of Object.keys(operations) as (keyof T & string)[]) {
    const operation: FamilyOperation = operations[name] as T[typeof name];
    const handler = handlers[name] as Handler<FamilyOperation>;
    const path = operation.path.replace(/\/$/, '').replace(/\{(\w+)\}/g, ':$1');
    for (const url of [path, `${path}/`]) {
      app.route({
        method: operation.method,
        url,
        config: {
          access: operation.access,
          ...limitOf(family, operation),
        },
        handler: (request, reply) =>
          forRequest(request, reply, () => answer(family, operation, handler, request, reply)),
      });
    }
  }
}

/** A family with limits of its own has no use for the general one. */
function limitOf({ callsPerMinute }: Speaker, operation: FamilyOperation) {
  if (operation.callsPerMinute) return { rateLimit: { max: operation.callsPerMinute, timeWindow: 60_000 } };
  return callsPerMinute ? { rateLimit: false as const } : {};
}

async function answer(
  family: Speaker,
  operation: FamilyOperation,
  handler: Handler<FamilyOperation>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const result: unknown = await handler(readCall(operation, request, reply, family.language));
  if (result instanceof Streamed) return reply.headers(result.headers).send(result.body);
  const { data, message } =
    result instanceof WithMessage ? result : { data: result, message: operation.message };
  const parsed = operation.data === undefined ? undefined : operation.data.parse(data);
  reply.status(operation.status ?? 200);
  if (operation.status === 204) return reply.send();
  return sendJson(reply, family.envelope.success(operation, parsed, message));
}

/** Puts a family at its base, below each of its prefixes, with its own envelope for errors and unknown paths and its own limits. */
export async function registerFamily(
  app: FastifyInstance,
  family: Family,
  options: { rateLimit: boolean },
): Promise<void> {
  await app.register(
    async (scope) => {
      const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
        sendFamilyError(family, error, request, reply);
      scope.setErrorHandler(fail);
      scope.setNotFoundHandler((request, reply) =>
        fail(unknownPath(request, docsPath(family)), request, reply),
      );
      if (options.rateLimit && family.callsPerMinute) limitCalls(scope, family.callsPerMinute);
      for (const prefix of family.prefixes) {
        await scope.register(async (inner) => family.register(inner), { prefix });
      }
    },
    { prefix: family.base },
  );
}

/** Where a family's description stands. */
export function docsPath(family: Pick<Family, 'base'>): string {
  return `${family.base}/docs`;
}

function sendFamilyError(
  family: Family,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = readRequestError(error, request);
  tellWhenToRetry(reply, known);
  const { status, body } = family.envelope.failure(known, statusOf(error, known));
  return sendJson(reply.status(status), body);
}

/** The framework's own status where it is more exact than the error code, as 415 for a wrong content type. */
function statusOf(error: unknown, known: AppError): number {
  const { statusCode } = error as FastifyError;
  return !(error instanceof AppError) && known.status === 400 && statusCode ? statusCode : known.status;
}
