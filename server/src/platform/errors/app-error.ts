import { type ErrorCode, errorStatus } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';

/** An error meant for the caller: a stable code, its HTTP status and a message in both languages. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    text: Text,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(text.en, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.text = text;
    this.details = options.details ?? {};
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** 401: no token, or one that is expired, revoked, forged or of another kind. */
export function unauthorized(text: Text = { zh: '请先登录', en: 'Sign in first' }): AppError {
  return new AppError('UNAUTHORIZED', text);
}

export function forbidden(text: Text = { zh: '没有权限执行此操作', en: 'You may not do this' }): AppError {
  return new AppError('FORBIDDEN', text);
}

/** 404 for what does not exist and for what belongs to somebody else. */
export function notFound(thing: Text, id: string): AppError {
  return new AppError(
    'NOT_FOUND',
    { zh: `${thing.zh}「${id}」不存在`, en: `${thing.en} "${id}" does not exist` },
    { details: { id } },
  );
}

export function conflict(field: string, text: Text): AppError {
  return new AppError('CONFLICT', text, { details: { fields: { [field]: [text.zh] } } });
}

/** 422 for one field of the input. */
export function invalid(field: string, text: Text): AppError {
  return new AppError('VALIDATION_ERROR', text, {
    details: { fields: { [field]: [`${text.zh} · ${text.en}`] } },
  });
}
