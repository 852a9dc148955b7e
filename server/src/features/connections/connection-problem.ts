import type { Text } from '@sextant/contract/text';
import { EngineError } from '@sextant/engines/engine-error';
import { AppError } from '../../platform/errors/app-error.ts';
import { ExecutionError } from '../../platform/jobs/execution.ts';
import { connectionFailure } from './engine-failure.ts';

/** Why a database did not answer as it should, for people. */
export interface Problem {
  /** auth, network, tls, unknown_database, refused, timeout, or other. */
  cause: string;
  message: Text;
  hint: Text | null;
}

const causes = new Set(['auth', 'network', 'tls', 'unknown_database', 'refused', 'timeout']);

/** For answers that the driver has no name for, as when another kind of server listens on the port. */
const notUnderstood: Text = {
  zh: '没有认出数据库的回答。请核对数据库类型、地址和端口，再看数据库日志',
  en: 'The answer of the database was not understood. Check the engine, the address and the port, then its log',
};

/** A problem that was found and noted before, to end a turn with. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message.en);
    this.problem = problem;
  }
}

/** What went wrong while connecting to or reading a database; null for errors that are our own. */
export function expectedProblem(thrown: unknown): Problem | null {
  if (thrown instanceof ProblemError) return thrown.problem;
  const error = connectionFailure(thrown);
  if (error instanceof ExecutionError) return { cause: 'other', message: error.stored.text, hint: null };
  if (!(error instanceof AppError)) return null;
  const engineError = error.cause instanceof EngineError ? error.cause : null;
  // An address that may not be dialled, or that no name leads to.
  const undialled = error.code === 'EGRESS_REFUSED' || error.code === 'CONNECTION_FAILED';
  const code = engineError?.code ?? (undialled ? 'network' : 'other');
  return {
    cause: causes.has(code) ? code : 'other',
    message: engineError ? { zh: engineError.message, en: engineError.message } : error.text,
    hint: engineError?.hint ?? (engineError?.code === 'failed' ? notUnderstood : null),
  };
}
