import type { ErrorCode } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import { AppError } from '../../platform/errors/app-error.ts';

/** The document's error numbers with what it says of them. */
export const errorMeanings = {
  1001: '认证失败',
  1002: '令牌过期',
  1003: '权限不足',
  2001: '资源不存在',
  2002: '资源已存在',
  3001: '参数验证失败',
  3002: '参数格式错误',
  5001: '数据库错误',
  5002: '调度器错误',
  5003: '数据采集错误',
} as const;
type ErrorNumber = keyof typeof errorMeanings;

/** `-1` is the document's number for everything else. */
const numbers: Partial<Record<ErrorCode, ErrorNumber>> = {
  FORBIDDEN: 1003,
  NOT_FOUND: 2001,
  VALIDATION_ERROR: 3001,
  BAD_REQUEST: 3002,
  PAYLOAD_TOO_LARGE: 3002,
  FILE_INVALID: 3002,
  SQL_REFUSED: 5001,
  SQL_FAILED: 5001,
  QUERY_TIMEOUT: 5001,
  CONNECTION_FAILED: 5001,
  EGRESS_REFUSED: 5001,
  STORAGE_FULL: 5001,
  UNAVAILABLE: 5001,
};

/** Something that was asked for and could not be done, with a number that the product's own code does not tell. */
export class NumberedError extends AppError {
  readonly number: ErrorNumber;

  constructor(number: ErrorNumber, text: Text) {
    super('BAD_REQUEST', text);
    this.number = number;
  }
}

export function numberOf(error: AppError): ErrorNumber | -1 {
  if (error instanceof NumberedError) return error.number;
  if (error.code === 'UNAUTHORIZED') return error.details.reason === 'expired' ? 1002 : 1001;
  if (error.code === 'CONFLICT') return error.details.fields === undefined ? -1 : 2002;
  return numbers[error.code] ?? -1;
}

/** Does work of the scheduler; what its state does not allow becomes an error of the scheduler. */
export async function scheduling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') throw new NumberedError(5002, error.text);
    throw error;
  }
}
