import type { ErrorCode, ErrorEnvelope } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.ts';
import { isStorageFull } from '../errors/storage-full.ts';
import { languageOf } from './language.ts';

/** Answers with the v1 error envelope. Unknown errors become a 500 that tells only the request id. */
export function sendV1Error(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toAppError(error);
  if (known.status >= 500) request.log.error({ reqId: request.id, err: error }, 'request failed');
  const body: ErrorEnvelope = {
    success: false,
    error: {
      code: known.code,
      message: known.text[languageOf(request)],
      details: { ...known.details, request_id: request.id },
    },
  };
  return reply.status(known.status).send(body);
}

/** Answers 404 in the v1 envelope for a path that no route has. */
export function sendV1NotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0];
  const text = {
    zh: `没有 ${request.method} ${path} 这个接口，见 /docs`,
    en: `There is no ${request.method} ${path}; see /docs`,
  };
  return sendV1Error(new AppError('NOT_FOUND', text), request, reply);
}

const statusCodes: Record<number, ErrorCode> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RATE_LIMITED',
};

const storageFull: Text = {
  zh: '服务器磁盘空间已满，更改没有保存；请管理员腾出空间后重试',
  en: 'The disk of the server is full and the change was not saved; ask an administrator to free some space',
};

const texts: Partial<Record<ErrorCode, Text>> = {
  PAYLOAD_TOO_LARGE: { zh: '请求体过大', en: 'The request body is too large' },
  RATE_LIMITED: { zh: '请求过于频繁，请稍后再试', en: 'Too many requests; try again shortly' },
};

/** Maps the framework's own errors (bad JSON, body too large, …) and unknown ones to an `AppError`. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isStorageFull(error)) return new AppError('STORAGE_FULL', storageFull, { cause: error });
  const status = (error as FastifyError).statusCode ?? 500;
  if (status >= 500) {
    return new AppError('INTERNAL_ERROR', { zh: '服务器内部错误', en: 'Internal error' }, { cause: error });
  }
  const code = statusCodes[status] ?? 'BAD_REQUEST';
  const message = (error as Error).message;
  return new AppError(code, texts[code] ?? { zh: `请求无效：${message}`, en: message });
}
