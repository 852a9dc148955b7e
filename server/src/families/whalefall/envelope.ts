import type { ErrorCode } from '@sextant/contract/envelope';
import { z } from 'zod';
import type { AppError } from '../../platform/errors/app-error.ts';
import type { FamilyEnvelope } from '../../platform/http/family.ts';
import { chineseFieldErrors } from '../field-errors.ts';
import { isPageSchema, type Page, paginationSchema } from './page.ts';

const usualMessage = '操作成功';

/** The document's error types for our codes; the rest is of the kind of its status. */
const types: Partial<Record<ErrorCode, string>> = {
  UNAUTHORIZED: 'AuthenticationError',
  FORBIDDEN: 'AuthorizationError',
  NOT_FOUND: 'ResourceNotFoundError',
  CONNECTION_FAILED: 'ExternalServiceError',
  EGRESS_REFUSED: 'ExternalServiceError',
  MODEL_FAILED: 'ExternalServiceError',
  INTERNAL_ERROR: 'DatabaseError',
  UNAVAILABLE: 'DatabaseError',
  STORAGE_FULL: 'DatabaseError',
  SQL_FAILED: 'DatabaseError',
  QUERY_TIMEOUT: 'DatabaseError',
  RATE_LIMITED: 'RateLimitError',
};

/** The document knows 502 for a service behind the product, and 400 for what contradicts what is there. */
const statuses: Partial<Record<ErrorCode, number>> = {
  CONFLICT: 400,
  CONNECTION_FAILED: 502,
  EGRESS_REFUSED: 502,
  MODEL_FAILED: 502,
  SQL_FAILED: 500,
  QUERY_TIMEOUT: 500,
};

/** `{status: "success", data, message}`, lists with `pagination`, and `{status: "error", error, message, code, details}`. */
const whalefallEnvelope: FamilyEnvelope = {
  success(operation, data, message) {
    const isPage = operation.data !== undefined && isPageSchema(operation.data);
    const { items, pagination } = isPage ? (data as Page) : { items: data, pagination: undefined };
    return {
      status: 'success',
      ...(items !== undefined && { data: items }),
      ...(pagination && { pagination }),
      message: message ?? usualMessage,
    };
  },
  successSchema(operation) {
    const isPage = operation.data !== undefined && isPageSchema(operation.data);
    return z.object({
      status: z.literal('success'),
      ...(operation.data && { data: isPage ? z.array(z.unknown()) : operation.data }),
      ...(isPage && { pagination: paginationSchema }),
      message: z.string(),
    });
  },
  failure(error, ownStatus) {
    const status = statuses[error.code] ?? ownStatus;
    return {
      status,
      body: {
        status: 'error',
        error: types[error.code] ?? 'ValidationError',
        message: messageOf(error),
        code: status,
        details: detailsOf(error),
      },
    };
  },
  failureSchema: z.object({
    status: z.literal('error'),
    error: z
      .string()
      .describe('ValidationError、AuthenticationError、AuthorizationError、ResourceNotFoundError…'),
    message: z.string(),
    code: z.number().int().describe('HTTP 状态码'),
    details: z.record(z.string(), z.unknown()),
  }),
};

/** How the family speaks; its tokens and `X-Sextant-Family` carry the name. */
export const whalefallSpeaker = { name: 'whalefall', language: 'zh', envelope: whalefallEnvelope } as const;

function messageOf(error: AppError): string {
  const fields = error.code === 'VALIDATION_ERROR' ? chineseFieldErrors(error) : null;
  const reasons = Object.entries(fields ?? {}).map(([field, texts]) => `${field}：${texts.join('，')}`);
  return reasons.length > 0 ? reasons.join('；') : error.text.zh;
}

function detailsOf(error: AppError): Record<string, unknown> {
  const fields = chineseFieldErrors(error);
  return fields === null ? {} : { fields };
}
