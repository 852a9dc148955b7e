import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorCode, errorMessage, networkError } from '../network-error.ts';

const numbers: Record<number, EngineErrorCode> = {
  16: 'unknown_column',
  47: 'unknown_column',
  60: 'unknown_table',
  62: 'syntax',
  81: 'unknown_database',
  113: 'read_only',
  159: 'timeout',
  160: 'timeout',
  164: 'read_only',
  192: 'auth',
  193: 'auth',
  194: 'auth',
  195: 'auth',
  202: 'refused',
  209: 'timeout',
  210: 'lost',
  291: 'denied',
  390: 'unknown_table',
  394: 'cancelled',
  497: 'denied',
  516: 'auth',
};

const memoryHint = {
  zh: '这条语句超过了 ClickHouse 的内存上限。请加上筛选条件、减少分组或排序的数据量，或请管理员调高 max_memory_usage。',
  en: 'The statement needs more memory than ClickHouse allows. Filter more, group or sort less, or ask for a higher max_memory_usage.',
};

/** The error that ClickHouse wrote as text: `Code: 60. DB::Exception: …`. */
export function clickhouseError(text: string): EngineError {
  const number = Number(/Code: (\d+)/.exec(text)?.[1] ?? 0);
  const message = text
    .replace(/^[\s\S]*?Code: \d+[.,]\s*(?:e\.displayText\(\) = )?/, '')
    .replace(/,? e\.what\(\) = DB::Exception\s*$/, '')
    .replace(/^DB::(?:Parsing)?Exception: /, '')
    .replace(/[\r\n]+__exception__[\s\S]*$/, '')
    .trim();
  const words = `${message || text.trim()}${number > 0 ? ` (code ${number})` : ''}`;
  if (number === 241) return new EngineError('failed', words, { hint: memoryHint });
  return hintedError(numbers[number] ?? 'failed', words);
}

/** Turns what HTTP and sockets threw into an `EngineError`. */
export function describeClickhouseError(error: unknown): EngineError {
  const known = networkError(error);
  if (known) return known;
  const code = errorCode(error);
  if (code.startsWith('HPE_')) {
    return hintedError('network', `The answer is not HTTP: ${errorMessage(error)}`, error);
  }
  if (code === 'EPROTO') return hintedError('tls', errorMessage(error), error);
  return hintedError('failed', errorMessage(error), error);
}
