import type { Text } from '@sextant/contract/text';

export type EngineErrorCode =
  | 'auth'
  /** The server wants a way to log in that the driver does not speak. */
  | 'plugin'
  | 'network'
  | 'refused'
  | 'tls'
  | 'unknown_database'
  | 'settings'
  | 'syntax'
  | 'unknown_table'
  | 'unknown_column'
  | 'denied'
  | 'read_only'
  | 'timeout'
  | 'cancelled'
  | 'lost'
  | 'failed';

/**
 * What went wrong between us and a database. `message` is the driver's own text (the product in a workbench),
 * `hint` the next step for the person. Neither ever holds a password.
 */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly hint: Text | null;

  constructor(code: EngineErrorCode, message: string, options: { hint?: Text; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.code = code;
    this.hint = options.hint ?? null;
  }
}
