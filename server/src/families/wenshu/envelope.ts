import type { ErrorCode } from '@sextant/contract/envelope';
import { z } from 'zod';
import type { AppError } from '../../platform/errors/app-error.ts';
import type { FamilyEnvelope } from '../../platform/http/family.ts';
import { chineseFieldErrors } from '../field-errors.ts';

const usualMessage = '成功';

/** The document has one status, 400, for a request that could not be carried out for what it asked. */
const statuses: Partial<Record<ErrorCode, number>> = {
  SQL_REFUSED: 400,
  SQL_FAILED: 400,
  QUERY_TIMEOUT: 400,
  CONNECTION_FAILED: 400,
  EGRESS_REFUSED: 400,
};

/** The field whose value an error is about, where the error itself names none. */
const fieldOfCode: Partial<Record<ErrorCode, string>> = {
  SQL_REFUSED: 'sql',
  SQL_FAILED: 'sql',
  QUERY_TIMEOUT: 'sql',
};

/** `{code, message, data}` and `{code, message, errors}` of the wenshu document; `code` is the HTTP status. */
const wenshuEnvelope: FamilyEnvelope = {
  success: (operation, data, message) => ({
    code: operation.status ?? 200,
    message: message ?? usualMessage,
    ...(data !== undefined && { data }),
  }),
  successSchema: (operation) =>
    z.object({
      code: z.literal(operation.status ?? 200),
      message: z.string(),
      ...(operation.data && { data: operation.data }),
    }),
  failure(error, status) {
    const code = statuses[error.code] ?? status;
    const errors = fieldErrors(error);
    const inFields = error.code === 'VALIDATION_ERROR' && Object.keys(errors).length > 0;
    return { status: code, body: { code, message: inFields ? '请求参数验证失败' : error.text.zh, errors } };
  },
  failureSchema: z.object({
    code: z.number().int(),
    message: z.string(),
    errors: z.record(z.string(), z.array(z.string())),
  }),
};

/** How the family speaks; its tokens and `X-Sextant-Family` carry the name. */
export const wenshuSpeaker = { name: 'wenshu', language: 'zh', envelope: wenshuEnvelope } as const;

function fieldErrors(error: AppError): Record<string, string[]> {
  const own = fieldOfCode[error.code];
  return chineseFieldErrors(error) ?? (own === undefined ? {} : { [own]: [error.text.zh] });
}
