import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorMessage } from '../network-error.ts';

const messages: [RegExp, EngineErrorCode][] = [
  [/^INTERRUPT Error/, 'cancelled'],
  [/^Parser Error|Cannot prepare multiple statements|No statement to prepare/, 'syntax'],
  [/^Catalog Error: (Table|View|Schema) with name/, 'unknown_table'],
  [/^Binder Error: Referenced (column|table)|^Binder Error: .*does not have a column/, 'unknown_column'],
  [/read-only mode/, 'read_only'],
  [/^Permission Error/, 'denied'],
  [/not a valid DuckDB database file|database does not exist/, 'unknown_database'],
];

const lockedHint = {
  zh: '这个文件正被另一个程序打开写入，请先关闭那个程序。',
  en: 'Another program has this file open for writing; close it first.',
};

/** Turns what DuckDB threw into an `EngineError`. */
export function describeDuckdbError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const message = errorMessage(error);
  if (/Could not set lock on file/.test(message)) {
    return new EngineError('refused', message, { hint: lockedHint, cause: error });
  }
  const known = messages.find(([pattern]) => pattern.test(message))?.[1];
  return hintedError(known ?? 'failed', message, error);
}
