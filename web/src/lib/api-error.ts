import type { ErrorCode } from '@sextant/contract/envelope';
import { errorEnvelopeSchema } from '@sextant/contract/envelope';

/** Codes of the API, and three that only arise on this side of the wire. */
export type ClientErrorCode = ErrorCode | 'NETWORK' | 'ABORTED' | 'BAD_ANSWER';

/**
 * A failed call. `status` is 0 when no answer came. `fields` holds the server's word on single form fields,
 * by dotted path.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ClientErrorCode;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;

  constructor(
    message: string,
    fields: {
      status: number;
      code: ClientErrorCode;
      details?: Record<string, unknown>;
      requestId?: string | null;
      cause?: unknown;
    },
  ) {
    super(message, { cause: fields.cause });
    this.name = 'ApiError';
    this.status = fields.status;
    this.code = fields.code;
    this.details = fields.details ?? {};
    this.requestId = fields.requestId ?? null;
  }
}

/** Turns a refused fetch (no network, aborted) into an ApiError. */
export function errorOfFailedFetch(cause: unknown): ApiError {
  const aborted = cause instanceof DOMException && cause.name === 'AbortError';
  return new ApiError(aborted ? 'Stopped' : String(cause), {
    status: 0,
    code: aborted ? 'ABORTED' : 'NETWORK',
    cause,
  });
}

/** Reads a response that is not 2xx: the error envelope, or whatever a proxy in between has sent. */
export async function errorOfResponse(response: Response): Promise<ApiError> {
  return errorOfBody(response.status, response.headers.get('x-request-id'), await response.text());
}

export function errorOfBody(status: number, requestId: string | null, text: string): ApiError {
  try {
    const { error } = errorEnvelopeSchema.parse(JSON.parse(text));
    const details = error.details;
    const inBody = typeof details.request_id === 'string' ? details.request_id : null;
    return new ApiError(error.message, { status, code: error.code, details, requestId: requestId ?? inBody });
  } catch {
    return new ApiError(text.slice(0, 500), { status, code: 'BAD_ANSWER', requestId });
  }
}
