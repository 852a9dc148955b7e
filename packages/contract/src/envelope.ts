import { z } from 'zod';

/** Stable error codes of API v1. The first six stand in the QueryGPT document, the rest extend it. */
export const errorStatus = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  VALIDATION_ERROR: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  BAD_REQUEST: 400,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  CANCELLED: 499,
  UNAVAILABLE: 503,
  STORAGE_FULL: 507,
  SQL_REFUSED: 422,
  SQL_FAILED: 422,
  QUERY_TIMEOUT: 422,
  CONNECTION_FAILED: 422,
  EGRESS_REFUSED: 422,
  FILE_INVALID: 422,
  FILE_TOO_LARGE: 413,
  INVALID_FILE_TYPE: 415,
  QUOTA_EXCEEDED: 507,
  MODEL_FAILED: 422,
} as const;
export type ErrorCode = keyof typeof errorStatus;

export const errorEnvelopeSchema = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;

/** The success envelope `{success, data, message}` around one endpoint's data. */
export function successEnvelope<T extends z.ZodType>(data: T) {
  return z.object({ success: z.literal(true), data, message: z.string() });
}

/** `limit`/`offset` of v1 lists. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});

/** Query flags arrive as text: `true`, `1`, `false`, `0`. */
export const flagSchema = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1');

export const idParamsSchema = z.object({ id: z.string().min(1).max(100) });
