import { sameRows } from '@sextant/ask/same-rows';
import type { Cell } from '@sextant/contract/chart';
import type { GoldenVerdict } from '@sextant/contract/golden-questions';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { ExecutionOutcome, RunningExecution } from '../../platform/jobs/execution.ts';
import type { AskOnce } from '../ask/ask-once.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { StoredQuestion } from '../knowledge/golden-questions.service.ts';
import type { QueriesService } from '../workbench/queries.service.ts';
import { type JudgedQuestion, summarize } from './golden-figures.ts';
import type { GoldenRunRow, GoldenRunsRepository } from './golden-runs.repository.ts';

interface Judgement {
  verdict: GoldenVerdict;
  sql: string | null;
  message: string | null;
}

const goldCaps = { maxRows: 2_000, maxBytes: 8 * 1024 * 1024, timeoutMs: 60_000 };

/** Asks every golden question of a connection once and keeps what each got. */
export function createGoldenRun(deps: {
  runs: GoldenRunsRepository;
  questions: (connectionId: string) => Promise<StoredQuestion[]>;
  askOnce: AskOnce;
  queries: Pick<QueriesService, 'run' | 'collect'>;
}) {
  const { runs, questions, askOnce, queries } = deps;

  async function goldRows(
    principal: Principal,
    connection: StoredConnection,
    sql: string,
    signal: AbortSignal,
  ): Promise<Cell[][]> {
    const run = await queries.run({ principal, connection, sql, source: 'golden', ...goldCaps, signal });
    return (await queries.collect(run)).rows;
  }

  async function judge(
    who: { principal: Principal; connection: StoredConnection; modelId: string; signal: AbortSignal },
    question: StoredQuestion,
  ): Promise<Judgement> {
    const { principal, connection, modelId, signal } = who;
    const gold = question.gold_sql;
    let expected: Cell[][] | null = null;
    try {
      if (gold !== null) expected = await goldRows(principal, connection, gold, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return { verdict: 'failed', sql: gold, message: error.text.zh };
    }
    const given = await askOnce(principal, connection, { question: question.question, modelId, signal });
    if (given.kind === 'silent') {
      const { sql, message } = given;
      if (given.isOutage) return { verdict: 'failed', sql, message };
      return { verdict: expected === null ? 'right_silent' : 'silent', sql, message };
    }
    const { sql, rows } = given;
    if (expected === null) return { verdict: 'wrong_answered', sql, message: null };
    const isSame = sameRows(expected, rows, question.is_ordered === 1);
    return { verdict: isSame ? 'right' : 'wrong', sql, message: null };
  }

  /** The work of one execution. The run's row exists; its end is left to the caller when this throws. */
  return async function runGolden(
    run: GoldenRunRow,
    principal: Principal,
    connection: StoredConnection,
    { signal, progress, log }: Pick<RunningExecution, 'signal' | 'progress' | 'log'>,
  ): Promise<ExecutionOutcome> {
    const asked = await questions(connection.id);
    const judged: JudgedQuestion[] = [];
    for (const [place, question] of asked.entries()) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const { verdict, sql, message } = await judge(
        { principal, connection, modelId: run.model_id, signal },
        question,
      );
      const about = { question_id: question.id, question: question.question, class: question.class };
      await runs.addOutcome({
        ...about,
        run_id: run.id,
        place,
        gold_sql: question.gold_sql,
        verdict,
        sql,
        message,
        milliseconds: Math.round(performance.now() - startedAt),
      });
      judged.push({
        questionId: question.id,
        question: question.question,
        class: question.class,
        verdict,
      });
      progress(Math.round(((place + 1) / asked.length) * 100));
      if (verdict !== 'right' && verdict !== 'right_silent') log(`${verdict}: ${question.question}`, 'warn');
    }
    const before = run.previous_id === null ? new Map() : await runs.verdicts(run.previous_id);
    const summary = summarize(judged, before);
    await runs.complete(run, summary);
    const { accuracy, precision, answered, fixed, broken } = summary;
    return {
      result: {
        golden_run_id: run.id,
        accuracy,
        precision,
        answered,
        fixed: fixed.length,
        broken: broken.length,
      },
    };
  };
}

export type GoldenRunner = ReturnType<typeof createGoldenRun>;
