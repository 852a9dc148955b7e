import type { BodyOf, DataInputOf, Endpoint, ParamsOf, QueryOf } from '@sextant/contract/endpoint';
import type { Language } from '@sextant/contract/text';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
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

/** What a handler of an endpoint returns: its data, before response defaults are filled in. */
export type Answer<E extends Endpoint> = E['data'] extends z.ZodType ? DataInputOf<E> : never;

/** Parses the input of a request; throws 422 that names every wrong field. */
export function readCall(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  language: Language,
): Call<Endpoint> {
  let leaving: AbortSignal | undefined;
  return {
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

/** Sends a JSON text as bytes: Node would join a text with the headers and encode both again, slow beyond ASCII. */
export function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(Buffer.from(JSON.stringify(body)));
}
