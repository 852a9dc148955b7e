import type { ErrorEnvelope } from '@sextant/contract/envelope';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../errors/app-error.ts';
import { languageOf } from './language.ts';
import { readRequestError, tellWhenToRetry, unknownPath } from './request-error.ts';

/** Answers with the v1 error envelope. Unknown errors become a 500 that tells only the request id. */
export function sendV1Error(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = readRequestError(error, request);
  tellWhenToRetry(reply, known);
  const body: ErrorEnvelope = { success: false, error: envelopeOf(known, request) };
  return reply.status(known.status).send(body);
}

/** What the envelope says of an error, for a stream in which it stands; logs what is the server's own fault. */
export function describeV1Error(error: unknown, request: FastifyRequest): ErrorEnvelope['error'] {
  return envelopeOf(readRequestError(error, request), request);
}

function envelopeOf(error: AppError, request: FastifyRequest): ErrorEnvelope['error'] {
  const details = { ...error.details, request_id: request.id };
  return { code: error.code, message: error.text[languageOf(request)], details };
}

/** Answers 404 in the v1 envelope for a path that no route has. */
export function sendV1NotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendV1Error(unknownPath(request, '/docs'), request, reply);
}
