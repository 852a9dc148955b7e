import { detectLanguage } from '@sextant/ask/normalize';
import type { Cell } from '@sextant/contract/chart';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { type ModelsService, unknownModel } from '../models/models.service.ts';
import { toAnswerFailure } from './answer-failure.ts';
import { createTrail } from './answer-trail.ts';
import type { KnowledgeService } from './knowledge.ts';
import type { BuiltinLane } from './lane-builtin.ts';
import type { LaneOutcome, ModelLane } from './lane-model.ts';
import { localTime } from './local-time.ts';
import type { AnswerContext } from './statement-run.ts';

const waitForValuesMs = 30_000;

/** What a question got when nobody was there to read: rows, or why there are none. */
export type GivenAnswer =
  | { kind: 'answer'; sql: string; rows: Cell[][]; truncated: boolean }
  | { kind: 'silent'; message: string; sql: string | null; isOutage: boolean };

/** Asks a question outside any conversation: the same lanes, guard and caps, with nothing streamed or kept. */
export function createAskOnce(deps: {
  models: Pick<ModelsService, 'resolve'>;
  knowledge: KnowledgeService;
  builtinLane: BuiltinLane;
  modelLane: ModelLane;
  timezone: string;
}) {
  const { models, knowledge, builtinLane, modelLane, timezone } = deps;

  async function answer(context: AnswerContext, modelId: string): Promise<LaneOutcome> {
    const model = await models.resolve(context.principal, modelId);
    if (!model) throw unknownModel(modelId);
    if (model.kind === 'builtin')
      return builtinLane(context, { previous: undefined, remember: () => undefined });
    const answerLanguage = context.language;
    const { votesOnHard } = model;
    const asked = { model: model.open(), exchanges: [], answerLanguage, votesOnHard };
    return modelLane.answer(context, { ...asked, withoutSummary: true });
  }

  /** Rejects only when the catalog cannot be read, the model is unknown, or the signal aborts. */
  return async function askOnce(
    principal: Principal,
    connection: StoredConnection,
    input: { question: string; modelId: string; signal: AbortSignal },
  ): Promise<GivenAnswer> {
    const { question, modelId, signal } = input;
    const language = detectLanguage(question);
    const emit = () => undefined;
    const trail = createTrail('builtin', language, emit);
    const known = await knowledge.get(connection, { waitMs: waitForValuesMs, signal });
    const now = localTime(new Date(), timezone);
    const about = { principal, connection, question, language, now, knowledge: known };
    const collectedAmong = async () => [];
    const context: AnswerContext = {
      ...about,
      collectedAmong,
      trail,
      emit,
      signal,
      source: 'golden',
    };
    try {
      const outcome = await answer(context, modelId);
      if (outcome.kind === 'clarification') return silent(outcome.question, null);
      const { rows, truncated } = outcome.result;
      return { kind: 'answer', sql: outcome.sql, rows, truncated };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError && error.code === 'NOT_FOUND') throw error;
      const failure = toAnswerFailure(error, false);
      const isOutage = outages.has(failure.code);
      const sql = trail.evidence.attempts.findLast((attempt) => attempt.sql !== null)?.sql ?? null;
      return { ...silent(failure.text[language], sql), isOutage };
    }
  };
}

export type AskOnce = ReturnType<typeof createAskOnce>;

/** Reasons that say nothing about the question. */
const outages = new Set([
  'CONNECTION_FAILED',
  'MODEL_AUTH_ERROR',
  'MODEL_TIMEOUT',
  'MODEL_CONNECTION_ERROR',
  'MODEL_NOT_FOUND',
  'MODEL_RATE_LIMITED',
]);

function silent(message: string, sql: string | null) {
  return { kind: 'silent' as const, message, sql, isOutage: false };
}
