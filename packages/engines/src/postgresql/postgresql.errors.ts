import type { Text } from '@sextant/contract/text';
import { connectTimeout } from '../dial.ts';
import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorCode, errorMessage, networkError } from '../network-error.ts';

const states: Record<string, EngineErrorCode> = {
  '28000': 'auth',
  '28P01': 'auth',
  '3D000': 'unknown_database',
  '3F000': 'unknown_table',
  '42P01': 'unknown_table',
  '42703': 'unknown_column',
  '42601': 'syntax',
  '42501': 'denied',
  '25006': 'read_only',
  '57014': 'cancelled',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'refused',
  '53300': 'refused',
};

const messages: [RegExp, EngineErrorCode][] = [
  [/^Connection terminated|^Client has encountered a connection error|Connection ended/, 'lost'],
  [/does not support SSL|SSL connection/, 'tls'],
  [/SASL: Only mechanism|Unknown authenticationOk message type/, 'plugin'],
  [/password must be a|SASL|no pg_hba\.conf entry/, 'auth'],
];

function serverText(error: Error): string {
  const { detail, hint, position } = error as { detail?: string; hint?: string; position?: string };
  const place = position ? ` (at character ${position})` : '';
  return [errorMessage(error) + place, detail, hint].filter(Boolean).join('\n');
}

/** Turns what pg threw into an `EngineError`. */
export function describePostgresqlError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const code = errorCode(error);
  const message = errorMessage(error);
  const known = states[code] ?? (code.startsWith('08') && code.length === 5 ? 'lost' : undefined);
  if (known && error instanceof Error) return hintedError(known, serverText(error), error);
  const fromNetwork = networkError(error);
  if (fromNetwork) return fromNetwork;
  const byMessage = messages.find(([pattern]) => pattern.test(message));
  if (byMessage) return hintedError(byMessage[1], message, error);
  return hintedError('failed', error instanceof Error ? serverText(error) : message, error);
}

/** As `describePostgresqlError`, for what goes wrong before a session stands; `pluginHint` knows the server better. */
export function describePostgresqlConnectError(
  error: unknown,
  timeoutMs: number,
  pluginHint: Text | null,
): EngineError {
  if (errorMessage(error) === 'timeout expired') return connectTimeout(timeoutMs);
  const described = describePostgresqlError(error);
  if (described.code === 'plugin' && pluginHint) {
    return new EngineError('plugin', described.message, { hint: pluginHint, cause: error });
  }
  if (described.code !== 'lost') return described;
  return hintedError('network', described.message, error);
}
