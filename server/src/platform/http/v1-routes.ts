import type { Readable } from 'node:stream';
import type { Endpoint } from '@sextant/contract/endpoint';
import { apiPrefix } from '@sextant/contract/endpoint';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forRequest } from '../audit/request-address.ts';
import { type Answer, type Call, readCall, sendJson } from './call.ts';
import { languageOf } from './language.ts';

/** A body the handler writes by itself, for large or endless ones. */
export class Streamed {
  readonly body: Readable;
  readonly headers: Record<string, string>;

  constructor(body: Readable, headers: Record<string, string>) {
    this.body = body;
    this.headers = headers;
  }
}

type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E> | Streamed>;

export type Handlers<T extends Record<string, Endpoint>> = { [K in keyof T]: Handler<T[K]> };

const bodyLimits = { json: 4 * 1024 * 1024, multipart: 512 * 1024 * 1024, bytes: Number.MAX_SAFE_INTEGER };
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
      bodyLimit: limitOf(endpoint),
      config: {
        access: endpoint.access,
        ...(endpoint.callsPerMinute && { rateLimit: { max: endpoint.callsPerMinute, timeWindow: 60_000 } }),
      },
      handler: (request, reply) =>
        forRequest(request, reply, () => answer(endpoint, handler, request, reply)),
    });
  }
}

function limitOf({ multipart, bytes }: Endpoint): number {
  return bytes ? bodyLimits.bytes : multipart ? bodyLimits.multipart : bodyLimits.json;
}

async function answer(
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const call = readCall(endpoint, request, reply, languageOf(request));
  const result = await handler(call);
  if (result instanceof Streamed) return reply.headers(result.headers).send(result.body);
  const data = endpoint.data === undefined ? result : endpoint.data.parse(result);
  return sendJson(reply, { success: true, data, message: okMessage[call.language] });
}
