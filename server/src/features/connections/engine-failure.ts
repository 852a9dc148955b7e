import type { ErrorCode } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import { EngineError, type EngineErrorCode } from '@sextant/engines/engine-error';
import { AppError } from '../../platform/errors/app-error.ts';

const unreachable: ReadonlySet<EngineErrorCode> = new Set([
  'auth',
  'plugin',
  'network',
  'refused',
  'tls',
  'unknown_database',
  'settings',
  'lost',
]);

/** An error of an engine while it connects or reads the catalog, for the caller; other errors pass through. */
export function connectionFailure(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return toAppError(error.code === 'cancelled' ? 'CANCELLED' : 'CONNECTION_FAILED', error);
}

/**
 * An error of an engine while it runs a statement, for the caller; other errors pass through.
 * A timeout before the statement's own limit came while connecting.
 */
export function queryFailure(error: unknown, limits: { elapsedMs: number; timeoutMs: number }): unknown {
  if (!(error instanceof EngineError)) return error;
  if (error.code === 'cancelled') return toAppError('CANCELLED', error);
  if (error.code === 'timeout') {
    return toAppError(limits.elapsedMs < limits.timeoutMs ? 'CONNECTION_FAILED' : 'QUERY_TIMEOUT', error);
  }
  return toAppError(unreachable.has(error.code) ? 'CONNECTION_FAILED' : 'SQL_FAILED', error);
}

/** Settings that do not fit the engine's form, as a 422 that names the field; other errors pass through. */
export function settingsFailure(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return toAppError('VALIDATION_ERROR', error);
}

const openings: Partial<Record<ErrorCode, Text>> = {
  CONNECTION_FAILED: { zh: '连接数据库失败', en: 'The database could not be reached' },
  SQL_FAILED: { zh: 'SQL 执行失败', en: 'The statement failed' },
  QUERY_TIMEOUT: { zh: '查询超时', en: 'The query took too long' },
};

function toAppError(code: ErrorCode, error: EngineError): AppError {
  const details = { engine_code: error.code, database_message: error.message };
  return new AppError(code, failureText(error, openings[code]), { details, cause: error });
}

/** The database's own words and the next step, in both languages. */
function failureText(error: EngineError, opening: Text | undefined): Text {
  if (error.code === 'settings') return error.hint ?? { zh: error.message, en: error.message };
  if (error.code === 'cancelled') return { zh: '查询已停止', en: 'The query was stopped' };
  const start = opening ?? { zh: '数据库出错', en: 'The database failed' };
  return {
    zh: `${start.zh}：${error.message}${error.hint ? `。${error.hint.zh}` : ''}`,
    en: `${start.en}: ${error.message}${error.hint ? `. ${error.hint.en}` : ''}`,
  };
}
