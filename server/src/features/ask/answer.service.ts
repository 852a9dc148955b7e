import { randomUUID } from 'node:crypto';
import { detectLanguage } from '@sextant/ask/normalize';
import type { SemanticQuery } from '@sextant/ask/semantic-query';
import type { AskInput } from '@sextant/contract/chat';
import type { MessageMetadata } from '@sextant/contract/conversations';
import type { Language } from '@sextant/contract/text';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { builtinModel } from '../models/builtin-model.ts';
import { type AnswerModel, type ModelsService, unknownModel } from '../models/models.service.ts';
import type { SettingsService } from '../settings/settings.service.ts';
import type { CollectedAmong } from '../tables/collected-among.ts';
import { AnswerFailure, toAnswerFailure } from './answer-failure.ts';
import { createTrail, type Emit, type Trail } from './answer-trail.ts';
import type { ConversationRow, MessageRow } from './conversations.repository.ts';
import type { ConversationsService } from './conversations.service.ts';
import type { KnowledgeService } from './knowledge.ts';
import type { BuiltinLane } from './lane-builtin.ts';
import type { LaneOutcome, ModelLane } from './lane-model.ts';
import { localTime } from './local-time.ts';
import { previewOf } from './result-data.ts';
import type { RunningAnswers } from './running-answers.ts';
import type { AnswerContext } from './statement-run.ts';

/** A question that was accepted and stored. `run` answers it; it never rejects and its last event is `done`. */
export interface AcceptedQuestion {
  conversationId: string;
  question: MessageRow;
  run(emit: Emit, clientGone: AbortSignal): Promise<void>;
}

interface Question {
  principal: Principal;
  text: string;
  language: Language;
  conversation: ConversationRow;
  model: AnswerModel;
  connection: StoredConnection | null;
  signal: AbortSignal;
}

/** What a conversation keeps for a follow-up. */
interface FollowUpContext {
  connection_id: string;
  query: SemanticQuery;
}

/** How long a first question waits for the values of its connection; a model can do without most of them. */
const waitForValuesMs = { builtin: 3_000, external: 1_000 };

/** From a question to a stored answer, whichever lane gives it. */
export function createAnswerService(deps: {
  conversations: ConversationsService;
  connections: ConnectionsService;
  models: ModelsService;
  settings: SettingsService;
  knowledge: KnowledgeService;
  collectedAmong: CollectedAmong;
  running: RunningAnswers;
  builtinLane: BuiltinLane;
  modelLane: ModelLane;
  timezone: string;
  logger: Logger;
}) {
  const { conversations, connections, models, settings, knowledge, running, logger } = deps;

  async function chooseModel(
    principal: Principal,
    asked: string | undefined,
    last: string | null,
  ): Promise<AnswerModel> {
    if (asked) {
      const model = await models.resolve(principal, asked);
      if (!model) throw unknownModel(asked);
      return model;
    }
    const kept = last === null ? null : await models.resolve(principal, last);
    const usual = kept ?? (await models.resolve(principal, await models.defaultId(principal)));
    return usual ?? { kind: 'builtin', id: builtinModel.id, modelId: builtinModel.modelId };
  }

  async function chooseConnection(
    principal: Principal,
    asked: string | undefined,
    last: string | null,
  ): Promise<StoredConnection | null> {
    if (asked) return connections.get(principal, asked);
    const visible = last === null ? [] : await connections.list(principal);
    const kept = visible.find(({ id }) => id === last);
    if (kept) return kept;
    const { default_connection_id: chosen } = await settings.get(principal.userId);
    return connections.defaultOf(principal, chosen);
  }

  /**
   * Checks and stores a question. Throws 404 for an unknown conversation, model or connection and 409 when the
   * conversation's last question is still being answered.
   */
  async function accept(principal: Principal, input: AskInput): Promise<AcceptedQuestion> {
    const known = input.conversation_id ? await conversations.get(principal, input.conversation_id) : null;
    const model = await chooseModel(principal, input.model, known?.model ?? null);
    const connection = await chooseConnection(principal, input.connection_id, known?.connection_id ?? null);
    const conversation =
      known ?? (await conversations.open(principal, input.query, model.modelId, connection?.id ?? null));
    const { signal, end } = await running.begin(conversation.id);
    let stored: MessageRow;
    try {
      stored = await conversations.addQuestion(conversation.id, input.query);
      await conversations.update(conversation.id, {
        model: model.modelId,
        connection_id: connection?.id ?? null,
      });
    } catch (error) {
      end();
      throw error;
    }
    return {
      conversationId: conversation.id,
      question: stored,
      async run(emit, clientGone) {
        const question: Question = {
          principal,
          text: input.query,
          language: input.language,
          conversation,
          model,
          connection,
          signal: AbortSignal.any([signal, clientGone]),
        };
        try {
          await answer(question, emit);
        } finally {
          end();
        }
      },
    };
  }

  async function answer(question: Question, emit: Emit): Promise<void> {
    const { conversation, language, model } = question;
    const trail = createTrail(model.kind === 'builtin' ? 'builtin' : 'model', language, emit);
    const messageId = randomUUID();
    const about: MessageMetadata = {
      model: model.modelId,
      ...(question.connection && { connection_id: question.connection.id }),
    };
    try {
      const outcome = await work(question, trail, emit);
      const { content, metadata } = conclude(outcome, trail, emit);
      await conversations.addAnswer(conversation.id, messageId, content, { ...about, ...metadata });
    } catch (error) {
      await fail(error, question, trail, emit, { messageId, about });
    }
    emit({ type: 'done', conversation_id: conversation.id, message_id: messageId });
  }

  async function work(question: Question, trail: Trail, emit: Emit): Promise<LaneOutcome> {
    const { principal, connection, conversation, signal, text, language, model } = question;
    trail.enter('analyzing');
    signal.throwIfAborted();
    if (!connection) throw noConnection();
    const known = await trail.time('catalog', () =>
      knowledge.get(connection, { waitMs: waitForValuesMs[model.kind], signal }),
    );
    const now = localTime(new Date(), deps.timezone);
    const about = { principal, connection, question: text, language, now, knowledge: known };
    const { collectedAmong } = deps;
    const context: AnswerContext = { ...about, collectedAmong, trail, emit, signal };
    if (model.kind === 'builtin') return askBuiltin(conversation, context);
    const { context_rounds: rounds } = await settings.get(principal.userId);
    const exchanges = await conversations.exchanges(conversation.id, rounds);
    // A follow-up for the built-in engine must not change a query from before this answer.
    await conversations.update(conversation.id, { context: null });
    const answerLanguage = detectLanguage(text);
    const { votesOnHard } = model;
    return deps.modelLane.answer(context, { model: model.open(), exchanges, answerLanguage, votesOnHard });
  }

  async function askBuiltin(conversation: ConversationRow, context: AnswerContext): Promise<LaneOutcome> {
    const { id } = context.connection;
    let understood: SemanticQuery | null = null;
    const outcome = await deps.builtinLane(context, {
      previous: readContext(conversation, id),
      remember: (query) => {
        understood = query;
      },
    });
    if (understood !== null) {
      const kept: FollowUpContext = { connection_id: id, query: understood };
      await conversations.update(conversation.id, { context: JSON.stringify(kept) });
    }
    return outcome;
  }

  async function fail(
    error: unknown,
    question: Question,
    trail: Trail,
    emit: Emit,
    stored: { messageId: string; about: MessageMetadata },
  ): Promise<void> {
    const { conversation, language, signal } = question;
    const failure = toAnswerFailure(error, signal.aborted);
    if (failure.code === 'EXECUTION_ERROR' && !(error instanceof AppError)) {
      logger.error({ module: 'ask', err: error }, 'an answer failed');
    }
    const message = failure.text[language];
    const hint = failure.hint[language];
    const { code } = failure;
    const evidence = trail.finish();
    emit({ type: 'evidence', evidence });
    emit({ type: 'error', code, message, stage: trail.stage(), hint });
    const sql = evidence.attempts.findLast((attempt) => attempt.sql !== null)?.sql ?? null;
    try {
      await conversations.addAnswer(conversation.id, stored.messageId, message, {
        ...stored.about,
        sql,
        evidence,
        error: { code, message, hint },
      });
    } catch (cause) {
      logger.warn({ module: 'ask', err: cause }, 'an answer could not be stored');
    }
  }

  return { accept };
}

export type AnswerService = ReturnType<typeof createAnswerService>;

/** Sends the last events of an answer and gives what is stored of it. */
function conclude(
  outcome: LaneOutcome,
  trail: Trail,
  emit: Emit,
): { content: string; metadata: MessageMetadata } {
  if (outcome.kind === 'clarification') {
    const { question, choices } = outcome;
    emit({ type: 'clarification', question, choices });
    const evidence = trail.finish();
    emit({ type: 'evidence', evidence });
    return { content: question, metadata: { sql: null, clarification: { question, choices }, evidence } };
  }
  const { sql, result, chart, sentence } = outcome;
  emit({ type: 'text', text: sentence });
  const evidence = trail.finish();
  emit({ type: 'evidence', evidence });
  return {
    content: sentence,
    metadata: {
      sql,
      execution_time: result.executionTime,
      rows_count: result.rowsCount,
      truncated: result.truncated,
      columns: result.columns,
      rows: previewOf(result.rows),
      visualization: chart,
      evidence,
    },
  };
}

/** The query of the answer before, when it was about the same connection. */
function readContext(conversation: ConversationRow, connectionId: string): SemanticQuery | undefined {
  if (conversation.context === null) return undefined;
  const kept = JSON.parse(conversation.context) as FollowUpContext;
  return kept.connection_id === connectionId ? kept.query : undefined;
}

function noConnection(): AnswerFailure {
  return new AnswerFailure(
    'NO_CONNECTION',
    { zh: '还没有可以提问的数据库连接', en: 'There is no database connection to ask yet' },
    {
      zh: '请先在「连接」中添加一个数据库，或上传数据文件',
      en: 'Add a database under Connections first, or upload a data file',
    },
  );
}
