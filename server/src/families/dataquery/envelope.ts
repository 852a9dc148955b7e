import type { ErrorCode } from '@sextant/contract/envelope';
import { z } from 'zod';
import type { AppError } from '../../platform/errors/app-error.ts';
import type { FamilyEnvelope } from '../../platform/http/family.ts';
import { chineseFieldErrors } from '../field-errors.ts';

/** The document knows 400 for a request that could not be carried out for what it asked. */
const statuses: Partial<Record<ErrorCode, number>> = {
  CONFLICT: 400,
  SQL_REFUSED: 400,
  SQL_FAILED: 400,
  QUERY_TIMEOUT: 400,
  CONNECTION_FAILED: 400,
  EGRESS_REFUSED: 400,
  FILE_INVALID: 400,
};

/** The document's codes for what ours name otherwise; the rest keep the product's own. */
const codes: Partial<Record<ErrorCode, string>> = {
  FORBIDDEN: 'PERMISSION_DENIED',
  PAYLOAD_TOO_LARGE: 'FILE_TOO_LARGE',
  FILE_INVALID: 'INVALID_FILE_TYPE',
};

/** Bare bodies, and `{status: "error", detail, code}` of the dataquery document. */
const dataqueryEnvelope: FamilyEnvelope = {
  success: (_operation, data, message) => data ?? { message: message ?? '操作成功' },
  successSchema: (operation) => operation.data ?? z.object({ message: z.string() }),
  failure: (error, status) => ({
    status: statuses[error.code] ?? status,
    body: { status: 'error', detail: detailOf(error), code: codeOf(error) },
  }),
  failureSchema: z.object({ status: z.literal('error'), detail: z.string(), code: z.string() }),
};

/** How the family speaks; its tokens and `X-Sextant-Family` carry the name. */
export const dataquerySpeaker = { name: 'dataquery', language: 'zh', envelope: dataqueryEnvelope } as const;

export function codeOf(error: AppError): string {
  if (error.code === 'UNAUTHORIZED') {
    return error.details.reason === 'expired' ? 'TOKEN_EXPIRED' : 'INVALID_CREDENTIALS';
  }
  if (error.code === 'NOT_FOUND' && error.details.thing === 'extension') return 'EXTENSION_NOT_FOUND';
  return codes[error.code] ?? error.code;
}

function detailOf(error: AppError): string {
  const fields = error.code === 'VALIDATION_ERROR' ? chineseFieldErrors(error) : null;
  const reasons = Object.entries(fields ?? {}).map(([field, texts]) => `${field}：${texts.join('，')}`);
  return reasons.length > 0 ? reasons.join('；') : error.text.zh;
}
