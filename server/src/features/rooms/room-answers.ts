import { detectLanguage } from '@sextant/ask/normalize';
import type { ChatEvent } from '@sextant/contract/chat';
import type { RoomAnswer } from '@sextant/contract/room-messages';
import type { Text } from '@sextant/contract/text';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { AnswerService } from '../ask/answer.service.ts';
import type { MessageRow } from './messages.repository.ts';
import type { RoomPosts } from './room-posts.ts';
import type { RoomRow } from './rooms.repository.ts';

export interface RoomQuestion {
  principal: Principal;
  room: RoomRow;
  message: MessageRow;
  question: string;
  /** The answer that the question follows up on, when it replies to one. */
  repliedTo: MessageRow | null;
}

const mostRows = 50;
const mostRowBytes = 64 * 1024;
const mostChartBytes = 256 * 1024;
const longestQuestion = 10_000;

/**
 * Answers `@sextant …` on the room's connection under the rights of whoever asked, and posts the answer. A reply to
 * an answer to the same person goes on with its conversation.
 */
export function createRoomAnswers(deps: {
  answers: Pick<AnswerService, 'accept'>;
  posts: RoomPosts;
  events: EventBus;
  logger: Logger;
}) {
  const { answers, posts, events, logger } = deps;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function accept({ principal, room, question, repliedTo }: RoomQuestion) {
    const input = {
      query: question,
      language: detectLanguage(question),
      ...(room.connection_id !== null && { connection_id: room.connection_id }),
    };
    const before = repliedTo && readAnswer(repliedTo);
    if (before?.asked_by !== principal.userId || before.conversation_id === null)
      return answers.accept(principal, input);
    const known = { ...input, conversation_id: before.conversation_id };
    return answers.accept(principal, known).catch((error: unknown) => {
      if (error instanceof AppError && error.details.id === before.conversation_id)
        return answers.accept(principal, input);
      throw error;
    });
  }

  async function answer(asked: RoomQuestion): Promise<{ content: string; answer: RoomAnswer }> {
    const collected = startCollecting(asked);
    if (asked.question === '') return collected.fail(nothingAsked);
    if (asked.question.length > longestQuestion) return collected.fail(tooLong);
    try {
      const accepted = await accept(asked);
      collected.answer.conversation_id = accepted.conversationId;
      await accepted.run(collected.take, stopping.signal);
      return collected.finish();
    } catch (error) {
      if (error instanceof AppError) return collected.fail(explain(error, asked.room));
      logger.error({ module: 'rooms', err: error }, 'a question of a room could not be asked');
      return collected.fail(failed);
    }
  }

  async function work(asked: RoomQuestion): Promise<void> {
    const { room, message, principal } = asked;
    await events.publish('room.typing', { roomId: room.id, userId: null, name: 'Sextant' });
    const { content, answer: payload } = await answer(asked);
    await posts.post({
      roomId: room.id,
      senderId: null,
      clientId: null,
      kind: 'answer',
      content,
      mentions: [principal.userId],
      payload,
      replyToId: message.id,
    });
  }

  return {
    /** Begins to answer; the answer comes as a message. */
    ask(asked: RoomQuestion): void {
      const done = work(asked).catch((error: unknown) =>
        logger.error({ module: 'rooms', err: error }, 'an answer could not be posted'),
      );
      running.add(done);
      void done.finally(() => running.delete(done));
    },

    /** Whose question a message answers; null for every other message. */
    askedBy: (row: MessageRow): string | null => readAnswer(row)?.asked_by ?? null,

    /** Resolves when what was being answered is posted, as failures when it has to be stopped. */
    async drain(graceMs: number): Promise<void> {
      const late = setTimeout(() => stopping.abort(), graceMs);
      await Promise.all(running);
      clearTimeout(late);
    },
  };
}

export type RoomAnswers = ReturnType<typeof createRoomAnswers>;

const nothingAsked: Text = {
  zh: '请在 @sextant 后面写上问题，例如：@sextant 上个月的销售额是多少？',
  en: 'Write a question after @sextant, such as: @sextant what were the sales of last month?',
};
const tooLong: Text = {
  zh: `问题太长，最多 ${longestQuestion} 个字`,
  en: `The question is too long; at most ${longestQuestion} characters`,
};
const failed: Text = {
  zh: '回答时服务器出错，请稍后再问',
  en: 'The server failed during the answer; ask again later',
};

function readAnswer(row: MessageRow): RoomAnswer | null {
  return row.kind === 'answer' && row.payload !== null ? (JSON.parse(row.payload) as RoomAnswer) : null;
}

/** Says whose rights are missing when the asker may not use the room's connection. */
function explain(error: AppError, { connection_id: connectionId }: RoomRow): Text {
  if (error.code !== 'NOT_FOUND' || error.details.id !== connectionId) return error.text;
  return {
    zh: '你没有权限使用这个聊天室的数据库连接，请让它的所有者共享给你，或让群主换一个',
    en: 'You may not use the connection of this room; ask its owner to share it, or the room’s owner to choose another',
  };
}

/** Gathers what an answer brings into one message, no larger than a message may be. */
function startCollecting({ principal, room, question }: RoomQuestion) {
  // An empty question tells no language; the room's name does.
  const language = detectLanguage(question || room.name);
  let content = '';
  const answer: RoomAnswer = {
    asked_by: principal.userId,
    question,
    conversation_id: null,
    connection_id: room.connection_id,
    sql: null,
    columns: [],
    rows: [],
    rows_count: 0,
    truncated: false,
    chart: null,
    choices: [],
    failed: false,
  };
  return {
    answer,
    take(event: ChatEvent): void {
      if (event.type === 'result') Object.assign(answer, resultOf(event));
      else if (event.type === 'visualization') answer.chart = smallEnough(event.chart);
      else if (event.type === 'text') content = event.text;
      else if (event.type === 'clarification') {
        content = event.question;
        answer.choices = event.choices;
      } else if (event.type === 'error') {
        content = [event.message, event.hint].filter((part) => part !== '').join('\n');
        answer.failed = true;
      }
    },
    finish: () => ({ content, answer }),
    fail: (text: Text) => ({ content: text[language], answer: { ...answer, failed: true } }),
  };
}

function resultOf(event: Extract<ChatEvent, { type: 'result' }>): Partial<RoomAnswer> {
  const rows: RoomAnswer['rows'] = [];
  let bytes = 0;
  for (const one of event.data.slice(0, mostRows)) {
    const row = event.columns.map(({ name }) => one[name] ?? null);
    bytes += Buffer.byteLength(JSON.stringify(row));
    if (bytes > mostRowBytes) break;
    rows.push(row);
  }
  const { sql, columns, rows_count, truncated } = event;
  return { sql, columns, rows, rows_count, truncated };
}

function smallEnough(chart: RoomAnswer['chart']): RoomAnswer['chart'] {
  return Buffer.byteLength(JSON.stringify(chart)) > mostChartBytes ? null : chart;
}
