import type { ErrorCode } from '@sextant/contract/envelope';
import { z } from 'zod';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { AppError } from '../../platform/errors/app-error.ts';
import type { FamilyEnvelope } from '../../platform/http/family.ts';
import { chineseFieldErrors } from '../field-errors.ts';
import { errorMeanings, numberOf } from './error-numbers.ts';

const usualMessage = 'success';
const callsOfUsers = 100;
const callsOfAdmins = 1000;

/** The document knows fewer statuses than HTTP: 400 for what cannot be done as asked, 500 for the server's databases. */
const statuses: Partial<Record<ErrorCode, number>> = {
  CONFLICT: 400,
  SQL_REFUSED: 400,
  EGRESS_REFUSED: 400,
  SQL_FAILED: 500,
  QUERY_TIMEOUT: 500,
  CONNECTION_FAILED: 500,
  STORAGE_FULL: 500,
  UNAVAILABLE: 500,
};

/** What the document calls a field of ours. */
const documentNames: Record<string, string> = {
  params: 'parameters',
  timeout_seconds: 'timeout',
  default_timeout_seconds: 'default_timeout',
  driver: 'type',
  sort: 'sort_by',
};

/** `{code: 0, message, data}` and `{code, message, detail}` of the akshare document. */
const akshareEnvelope: FamilyEnvelope = {
  success: (_operation, data, message) => ({
    code: 0,
    message: message ?? usualMessage,
    ...(data !== undefined && { data }),
  }),
  successSchema: (operation) =>
    z.object({
      code: z.literal(0),
      message: z.string(),
      ...(operation.data && { data: operation.data }),
    }),
  failure(error, status) {
    const code = numberOf(error);
    const message = code === -1 ? error.text.zh : errorMeanings[code];
    return { status: statuses[error.code] ?? status, body: { code, message, detail: detailOf(error) } };
  },
  failureSchema: z.object({
    code: z.number().int().describe('-1 或 1001–5003'),
    message: z.string(),
    detail: z.string(),
  }),
};

/** How the family speaks; its tokens and `X-Sextant-Family` carry the name. */
export const akshareSpeaker = {
  name: 'akshare',
  language: 'zh',
  envelope: akshareEnvelope,
  callsPerMinute: (principal: Principal | null): number =>
    principal !== null && isAdmin(principal) ? callsOfAdmins : callsOfUsers,
} as const;

function detailOf(error: AppError): string {
  const fields = error.code === 'VALIDATION_ERROR' ? chineseFieldErrors(error) : null;
  const reasons = Object.entries(fields ?? {}).map(
    ([field, texts]) => `${nameOf(field)}：${texts.join('，')}`,
  );
  return reasons.length > 0 ? reasons.join('；') : error.text.zh;
}

/** `params.symbol` is `parameters.symbol` in the document. */
function nameOf(field: string): string {
  const [first = '', ...rest] = field.split('.');
  return [documentNames[first] ?? first, ...rest].join('.');
}
