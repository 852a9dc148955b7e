import { connectTimeout } from '../dial.ts';
import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorCode, errorMessage, networkError } from '../network-error.ts';
import type { MysqlProfile } from './mysql.profile.ts';

const numbers: Record<number, EngineErrorCode> = {
  1040: 'refused',
  1042: 'network',
  1044: 'denied',
  1045: 'auth',
  1046: 'unknown_database',
  1049: 'unknown_database',
  1051: 'unknown_table',
  1053: 'lost',
  1054: 'unknown_column',
  1064: 'syntax',
  1065: 'syntax',
  1109: 'unknown_table',
  1129: 'refused',
  1130: 'auth',
  1142: 'denied',
  1143: 'denied',
  1146: 'unknown_table',
  1149: 'syntax',
  1203: 'refused',
  1227: 'denied',
  1251: 'plugin',
  1290: 'read_only',
  1317: 'cancelled',
  1370: 'denied',
  1698: 'auth',
  1792: 'read_only',
  1836: 'read_only',
  1927: 'lost',
  1969: 'timeout',
  3024: 'timeout',
  3159: 'tls',
};

/** Numbers that some servers give to errors of every kind. */
const vagueNumbers = new Set([1064, 1105]);

const codes: Record<string, EngineErrorCode> = {
  PROTOCOL_CONNECTION_LOST: 'lost',
  HANDSHAKE_NO_SSL_SUPPORT: 'tls',
  HANDSHAKE_SSL_ERROR: 'tls',
  HANDSHAKE_UNKNOWN_ERROR: 'network',
  AUTH_SWITCH_PLUGIN_ERROR: 'plugin',
};

/** Turns what mysql2 threw into an `EngineError`; `messages` tell what a server's numbers do not. */
export function describeMysqlError(error: unknown, messages: MysqlProfile['messages'] = []): EngineError {
  if (error instanceof EngineError) return error;
  const message = errorMessage(error);
  const number = typeof error === 'object' && error !== null && 'errno' in error ? Number(error.errno) : 0;
  const vague = number > 0 && (vagueNumbers.has(number) || !(number in numbers));
  const told = vague ? messages.find(([pattern]) => pattern.test(message))?.[1] : undefined;
  const known = told ?? numbers[number] ?? codes[errorCode(error)];
  if (known) return hintedError(known, message, error);
  if (/closed state|connection is (?:in )?closed|Connection lost/i.test(message)) {
    return hintedError('lost', message, error);
  }
  return networkError(error) ?? hintedError('failed', message, error);
}

/** As `describeMysqlError`, for what goes wrong before a session stands. */
export function describeMysqlConnectError(
  error: unknown,
  timeoutMs: number,
  messages: MysqlProfile['messages'] = [],
): EngineError {
  if (errorCode(error) === 'ETIMEDOUT') return connectTimeout(timeoutMs);
  const described = describeMysqlError(error, messages);
  return described.code === 'lost' ? hintedError('network', described.message, error) : described;
}
