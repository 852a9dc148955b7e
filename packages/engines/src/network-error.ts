import { EngineError, type EngineErrorCode } from './engine-error.ts';
import { hintedError } from './hints.ts';

const codes: Record<string, EngineErrorCode> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'network',
  EAI_AGAIN: 'network',
  EHOSTUNREACH: 'network',
  ENETUNREACH: 'network',
  EADDRNOTAVAIL: 'network',
  ETIMEDOUT: 'network',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  CERT_SIGNATURE_FAILURE: 'tls',
};

/** The string `code` that drivers and Node put on their errors, or an empty string. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : '';
}

/** What an error says; never empty (a failed dial of several addresses has its words in its parts only). */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorMessage(error.errors[0]);
  if (error instanceof Error) return error.message || errorCode(error) || error.name;
  return String(error);
}

/** Translates what sockets, name lookups and TLS report; null when the error is none of these. */
export function networkError(error: unknown): EngineError | null {
  if (error instanceof EngineError) return error;
  const code = errorCode(error);
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL')) {
    return hintedError('tls', errorMessage(error), error);
  }
  const known = codes[code];
  return known ? hintedError(known, errorMessage(error), error) : null;
}
