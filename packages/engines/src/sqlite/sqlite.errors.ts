import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorMessage } from '../network-error.ts';
import type { SqliteFailure } from './sqlite.protocol.ts';

const codes: Record<number, EngineErrorCode> = { 8: 'read_only', 14: 'unknown_database', 23: 'read_only' };

const messages: [RegExp, EngineErrorCode][] = [
  [/^no such table/, 'unknown_table'],
  [/^no such column/, 'unknown_column'],
  [/syntax error|incomplete input|unrecognized token|contains no statements|Only one statement/, 'syntax'],
];

const notADatabase = 26;

/** Turns what a SQLite process reported into an `EngineError`. */
export function sqliteFailure({ code, message }: SqliteFailure): EngineError {
  const primary = code & 0xff;
  if (primary === notADatabase) {
    return new EngineError('unknown_database', message, {
      hint: {
        zh: '这个文件不是 SQLite 数据库，或者已加密。',
        en: 'This file is not a SQLite database, or it is encrypted.',
      },
    });
  }
  const known = codes[primary] ?? messages.find(([pattern]) => pattern.test(message))?.[1];
  return hintedError(known ?? 'failed', message);
}

/** Whatever is not yet an `EngineError` is a failure of the process that holds the file. */
export function describeSqliteError(error: unknown): EngineError {
  return error instanceof EngineError ? error : hintedError('failed', errorMessage(error), error);
}
