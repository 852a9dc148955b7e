import { chatEndpoints } from '@sextant/contract/chat';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AnswerService } from '../../features/ask/answer.service.ts';
import {
  type ConversationsService,
  type ConversationWithMessages,
  interruption,
  readMetadata,
} from '../../features/ask/conversations.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { writeAnswer, writeFailure } from './answer-markdown.ts';
import { wenshuSpeaker } from './envelope.ts';
import { presentId, withId } from './ids.ts';
import { rowsSchema } from './sql.ts';

const commonFields = {
  id: z.string(),
  conversation_id: z.string(),
  content: z.string(),
  created_at: z.string(),
};

const questionSchema = z.object({ ...commonFields, role: z.literal('user') });

const answerSchema = z.object({
  ...commonFields,
  role: z.literal('assistant'),
  sql: z.string().nullable().describe('没有执行查询时为 null'),
  query_result: z
    .object({ columns: z.array(z.string()), rows: rowsSchema })
    .nullable()
    .describe('最多 200 行；没有执行查询时为 null'),
});

const messageSchema = z.discriminatedUnion('role', [questionSchema, answerSchema]);

const paramsSchema = z.object({ conversation_id: z.string().min(1).max(100) });

export const messageOperations = defineOperations({
  send: {
    method: 'POST',
    path: '/conversations/{conversation_id}/messages',
    access: 'view',
    summary: '发送消息；立即返回，回答随后用“获取AI响应”读取',
    callsPerMinute: 120,
    params: paramsSchema,
    body: z.object({ content: chatEndpoints.ask.body.shape.query }),
    data: questionSchema,
    message: '消息发送成功',
  },
  list: {
    method: 'GET',
    path: '/conversations/{conversation_id}/messages',
    access: 'view',
    summary: '获取AI响应：after 之后的消息，回答完成前为空；不带 after 则为全部消息',
    params: paramsSchema,
    query: z.object({ after: z.string().min(1).max(100).optional() }),
    data: z.object({ messages: z.array(messageSchema) }),
  },
});

type Row = ConversationWithMessages['messages'][number];
type StoredMessage = Exclude<Row, { question: unknown }>;

/** wenshu: the messages of a conversation, which a client sends and then polls for. */
export function registerMessages(
  app: FastifyInstance,
  { conversations, answers }: { conversations: ConversationsService; answers: AnswerService },
): void {
  registerOperations(app, wenshuSpeaker, messageOperations, {
    send: ({ principal, params, body }) =>
      withId('conv', params.conversation_id, async (id) => {
        const input = { query: body.content, conversation_id: id, language: wenshuSpeaker.language };
        const { question, run } = await answers.accept(principal, input);
        // The answer is stored like any other; a client that polls needs none of its events.
        void run(() => undefined, new AbortController().signal);
        return presentQuestion(question);
      }),

    list: ({ principal, params, query: { after } }) =>
      withId('conv', params.conversation_id, async (id) => {
        const rows =
          after === undefined
            ? (await conversations.withMessages(principal, id)).messages
            : await withId('msg', after, (messageId) =>
                conversations.messagesAfter(principal, id, messageId),
              );
        return { messages: rows.map((row) => presentMessage(row, id)) };
      }),
  });
}

function presentQuestion(row: StoredMessage): z.input<typeof questionSchema> {
  return {
    id: presentId('msg', row.id),
    conversation_id: presentId('conv', row.conversation_id),
    role: 'user',
    content: row.content,
    created_at: presentTime(row.created_at),
  };
}

/** A question as it is; an answer with its statement and the first rows of its result. */
function presentMessage(row: Row, conversationId: string): z.input<typeof messageSchema> {
  if ('question' in row) return presentInterruption(row, conversationId);
  if (row.role === 'user') return presentQuestion(row);
  const metadata = readMetadata(row);
  const { columns, rows, sql = null } = metadata ?? {};
  return {
    ...presentQuestion(row),
    role: 'assistant',
    content: writeAnswer(row.content, metadata),
    sql,
    query_result: columns && rows ? { columns: columns.map(({ name }) => name), rows } : null,
  };
}

function presentInterruption(
  { id, question }: Exclude<Row, StoredMessage>,
  conversationId: string,
): z.input<typeof answerSchema> {
  const { message, hint } = interruption;
  return {
    id: presentId('msg', id),
    conversation_id: presentId('conv', conversationId),
    role: 'assistant',
    content: writeFailure({ message: message.zh, hint: hint.zh }, null),
    sql: null,
    created_at: presentTime(question.created_at),
    query_result: null,
  };
}
