import type { Readable } from 'node:stream';
import { apiPrefix } from '@sextant/contract/api';
import type { BodyOf, DataInputOf, Endpoint, ParamsOf, QueryOf } from '@sextant/contract/endpoint';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { languageOf } from './language.ts';
import { parseInput } from './validation.ts';

/** One call of an endpoint, with its input parsed. `signal` aborts when the client goes away. */
export interface Call<E extends Endpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  principal: E['access'] extends 'public' ? Principal | null : Principal;
  language: Language;
  address: string;
  signal: AbortSignal;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** A body the handler writes by itself, for large or endless ones. */
export class Streamed {
  readonly body: Readable;
  readonly headers: Record<string, string>;

  constructor(body: Readable, headers: Record<string, string>) {
    this.body = body;
    this.headers = headers;
  }
}

type Handler<E extends Endpoint> = (
  call: Call<E>,
) => Promise<(E['data'] extends z.ZodType ? DataInputOf<E> : never) | Streamed>;

export type Handlers<T extends Record<string, Endpoint>> = { [K in keyof T]: Handler<T[K]> };

const bodyLimits = { json: 4 * 1024 * 1024, multipart: 512 * 1024 * 1024 };
const okMessage = { zh: '操作成功', en: 'OK' };

/** Registers an endpoint table of API v1 with its handlers; each handler returns the envelope's `data`. */
export function registerV1<T extends Record<string, Endpoint>>(
  app: FastifyInstance,
  endpoints: T,
  handlers: Handlers<T>,
): void {
  for (const name of Object.keys(endpoints) as (keyof T & string)[]) {
    const endpoint: Endpoint = endpoints[name] as T[typeof name];
    const handler = handlers[name] as Handler<Endpoint>;
    app.route({
      method: endpoint.method,
      url: apiPrefix + endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      bodyLimit: endpoint.multipart ? bodyLimits.multipart : bodyLimits.json,
      config: {
        access: endpoint.access,
        ...(endpoint.callsPerMinute && { rateLimit: { max: endpoint.callsPerMinute, timeWindow: 60_000 } }),
      },
      handler: (request, reply) => answer(endpoint, handler, request, reply),
    });
  }
}

async function answer(
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const language = languageOf(request);
  let leaving: AbortSignal | undefined;
  const call = {
    params: endpoint.params && parseInput(endpoint.params, request.params, language),
    query: endpoint.query && parseInput(endpoint.query, request.query, language),
    body: endpoint.body && parseInput(endpoint.body, request.body ?? {}, language),
    principal: request.principal,
    language,
    address: request.ip,
    get signal() {
      leaving ??= leavingSignal(reply);
      return leaving;
    },
    request,
    reply,
  } as unknown as Call<Endpoint>;
  const result = await handler(call);
  if (result instanceof Streamed) return reply.headers(result.headers).send(result.body);
  const data = endpoint.data === undefined ? result : endpoint.data.parse(result);
  const envelope = JSON.stringify({ success: true, data, message: okMessage[call.language] });
  // As bytes: Node would join a text with the headers and encode both again, which is slow beyond ASCII.
  return reply.type('application/json; charset=utf-8').send(Buffer.from(envelope));
}

/**
 * Aborts when the client goes away before its answer was sent. (Fastify's `request.signal` will not do: it also
 * aborts once the body of the request was read.)
 */
function leavingSignal(reply: FastifyReply): AbortSignal {
  const leaving = new AbortController();
  if (reply.raw.closed) leaving.abort();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) leaving.abort();
  });
  return leaving.signal;
}
