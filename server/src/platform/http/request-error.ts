import type { ErrorCode } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.ts';
import { isStorageFull } from '../errors/storage-full.ts';

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
  RATE_LIMITED: { zh: '请求过于频繁，请稍后再试', en: 'Too many requests; try again shortly' },
};

/** Maps the framework's own errors (bad JSON, body too large, …) and unknown ones to an `AppError`. */
function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  if (isStorageFull(error)) return new AppError('STORAGE_FULL', storageFull, { cause: error });
  const status = (error as FastifyError).statusCode ?? 500;
  if (status >= 500) {
    return new AppError('INTERNAL_ERROR', { zh: '服务器内部错误', en: 'Internal error' }, { cause: error });
  }
  const code = statusCodes[status] ?? 'BAD_REQUEST';
  if (code === 'PAYLOAD_TOO_LARGE') return new AppError(code, tooLarge(request.routeOptions.bodyLimit));
  return new AppError(code, texts[code] ?? unreadable(error as Error, status));
}

function unreadable(error: Error, status: number): Text {
  const { message } = error;
  if (error instanceof SyntaxError) {
    return { zh: `请求体不是有效的 JSON：${message}`, en: `The body is not valid JSON: ${message}` };
  }
  if (status === 415) {
    return {
      zh: '不支持这种请求体，请用 Content-Type: application/json 发送 JSON',
      en: 'A body of this kind is not supported; send JSON with Content-Type: application/json',
    };
  }
  return { zh: `请求无效：${message}`, en: message };
}

function tooLarge(limit: number | undefined): Text {
  const megabytes = Math.floor((limit ?? 0) / (1024 * 1024));
  return {
    zh: `请求体超过了 ${megabytes} MB 的上限，请缩短内容或分几次提交`,
    en: `The request body is over the limit of ${megabytes} MB; shorten it or send it in parts`,
  };
}

/** What a request failed with, as the caller may know it; logs what is the server's own fault. */
export function readRequestError(error: unknown, request: FastifyRequest): AppError {
  const known = toAppError(error, request);
  if (known.status >= 500) request.log.error({ reqId: request.id, err: error }, 'request failed');
  return known;
}

/** Says in `Retry-After` when the caller may try again, unless the rate limit has said so already. */
export function tellWhenToRetry(reply: FastifyReply, error: AppError): void {
  if (error.code !== 'RATE_LIMITED' || reply.hasHeader('retry-after')) return;
  reply.header('retry-after', String(error.details.retry_after ?? 1));
}

/** What is said of a path that no route has; `docs` is where the paths are described. */
export function unknownPath(request: FastifyRequest, docs: string): AppError {
  const path = request.originalUrl.split('?', 1)[0];
  return new AppError('NOT_FOUND', {
    zh: `没有 ${request.method} ${path} 这个接口，见 ${docs}`,
    en: `There is no ${request.method} ${path}; see ${docs}`,
  });
}
