import type { AnswerErrorCode } from '@sextant/contract/chat';
import type { ErrorCode } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import { AppError } from '../../platform/errors/app-error.ts';
import { ModelError } from '../../platform/llm/model-error.ts';

/** Why a question got no answer, for the person who asked: what happened, at which stage, and the next step. */
export class AnswerFailure extends Error {
  readonly code: AnswerErrorCode;
  readonly text: Text;
  readonly hint: Text;

  constructor(code: AnswerErrorCode, text: Text, hint: Text, options: { cause?: unknown } = {}) {
    super(text.en, options);
    this.name = 'AnswerFailure';
    this.code = code;
    this.text = text;
    this.hint = hint;
  }
}

const codes: Partial<Record<ErrorCode, AnswerErrorCode>> = {
  SQL_REFUSED: 'SQL_SAFETY_ERROR',
  SQL_FAILED: 'SQL_EXECUTION_ERROR',
  QUERY_TIMEOUT: 'QUERY_TIMEOUT',
  CONNECTION_FAILED: 'CONNECTION_FAILED',
  EGRESS_REFUSED: 'CONNECTION_FAILED',
  CANCELLED: 'CANCELLED',
};

const hints: Partial<Record<AnswerErrorCode, Text>> = {
  SQL_SAFETY_ERROR: {
    zh: '这里只执行只读查询；请换一种问法',
    en: 'Only read-only queries run here; word the question differently',
  },
  SQL_EXECUTION_ERROR: {
    zh: '请换一种问法，或在 SQL 工作台中修改这条语句',
    en: 'Word the question differently, or edit the statement in the SQL workbench',
  },
  QUERY_TIMEOUT: {
    zh: '请缩小时间范围或增加筛选条件后再试',
    en: 'Narrow the period or add a filter, then try again',
  },
  CONNECTION_FAILED: { zh: '请在「连接」中测试这个连接', en: 'Test the connection under Connections' },
  CANCELLED: { zh: '可以重新提问', en: 'You can ask again' },
  EXECUTION_ERROR: {
    zh: '请稍后再试；若仍出错，请管理员查看日志',
    en: 'Try again shortly; if it goes on, have an administrator look into the log',
  },
};

const unknownFailure = { zh: '回答时出错了', en: 'Something went wrong while answering' };
const stopped = { zh: '回答已停止', en: 'The answer was stopped' };

/** Anything thrown on the way to an answer; `isStopped` says that the answer was told to stop. */
export function toAnswerFailure(error: unknown, isStopped: boolean): AnswerFailure {
  if (isStopped) return withHint('CANCELLED', stopped, error);
  if (error instanceof AnswerFailure) return error;
  if (error instanceof ModelError) {
    return new AnswerFailure(error.code, error.text, error.hint, { cause: error });
  }
  if (error instanceof AppError) {
    return withHint(codes[error.code] ?? 'EXECUTION_ERROR', error.text, error);
  }
  return withHint('EXECUTION_ERROR', unknownFailure, error);
}

function withHint(code: AnswerErrorCode, text: Text, cause: unknown): AnswerFailure {
  return new AnswerFailure(code, text, hints[code] ?? (hints.EXECUTION_ERROR as Text), { cause });
}

/** What the database or the guard said of a statement, for the model that wrote it; null for other failures. */
export function statementError(error: unknown): string | null {
  if (!(error instanceof AppError)) return null;
  if (error.code === 'SQL_REFUSED') return `Refused by the read-only guard: ${error.text.en}`;
  if (error.code !== 'SQL_FAILED') return null;
  return String(error.details.database_message ?? error.text.en);
}
