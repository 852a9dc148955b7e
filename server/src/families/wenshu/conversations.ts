import { chatEndpoints } from '@sextant/contract/chat';
import { conversationEndpoints } from '@sextant/contract/conversations';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AnswerService } from '../../features/ask/answer.service.ts';
import type { ConversationsService } from '../../features/ask/conversations.service.ts';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, notFound } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { findDatasource } from './datasource.ts';
import { wenshuSpeaker } from './envelope.ts';
import { messageSchema, presentMessage, presentQuestion, questionSchema } from './messages.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';
import { presentId, presentTime, readId } from './presentation.ts';

const conversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  datasource_id: z.number().int().nullable().describe('数据源已删除或尚未选定时为 null'),
  created_at: z.string(),
  updated_at: z.string(),
});

const paramsSchema = z.object({ conversation_id: z.string().min(1).max(100) });
const { title } = conversationEndpoints.rename.body.shape;

export const conversationOperations = defineOperations({
  create: {
    method: 'POST',
    path: '/conversations',
    access: 'view',
    summary: '创建新对话',
    body: z.object({
      title: title.default('新对话'),
      datasource_id: z.number().int().min(1).nullable().default(null),
    }),
    data: conversationSchema.extend({ user_id: z.number().int() }),
    status: 201,
    message: '对话创建成功',
  },
  list: {
    method: 'GET',
    path: '/conversations',
    access: 'view',
    summary: '获取对话列表',
    query: pageQuerySchema,
    data: pageSchema(
      conversationSchema.extend({
        last_message: z.string().describe('最近一次提问'),
        message_count: z.number().int(),
      }),
    ),
  },
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
  messages: {
    method: 'GET',
    path: '/conversations/{conversation_id}/messages',
    access: 'view',
    summary: '获取AI响应：after 之后的消息，回答完成前为空；不带 after 则为全部消息',
    params: paramsSchema,
    query: z.object({ after: z.string().min(1).max(100).optional() }),
    data: z.object({ messages: z.array(messageSchema) }),
  },
});

const thing = { zh: '对话', en: 'Conversation' };
const messageThing = { zh: '消息', en: 'Message' };

/** wenshu: `/conversations`. */
export function registerConversations(
  app: FastifyInstance,
  deps: {
    conversations: ConversationsService;
    answers: AnswerService;
    connections: ConnectionsService;
    users: UsersService;
  },
): void {
  const { conversations, answers, connections, users } = deps;
  type Conversation = Pick<
    Awaited<ReturnType<ConversationsService['get']>>,
    'id' | 'title' | 'connection_id' | 'created_at' | 'updated_at'
  >;

  async function numbersOfConnections(principal: Principal): Promise<Map<string, number>> {
    return new Map((await connections.list(principal)).map(({ id, number }) => [id, number]));
  }

  function present(row: Conversation, numbers: Map<string, number>): z.input<typeof conversationSchema> {
    return {
      id: presentId('conv', row.id),
      title: row.title,
      datasource_id: row.connection_id === null ? null : (numbers.get(row.connection_id) ?? null),
      created_at: presentTime(row.created_at),
      updated_at: presentTime(row.updated_at),
    };
  }

  registerOperations(app, wenshuSpeaker, conversationOperations, {
    async create({ principal, body }) {
      const { title, datasource_id: number } = body;
      const connection = number === null ? null : await findDatasource(connections, principal, number);
      const row = await conversations.create(principal, { title, connectionId: connection?.id ?? null });
      const user = await users.get(principal.userId);
      return { ...present(row, await numbersOfConnections(principal)), user_id: user.number };
    },

    async list({ principal, query }) {
      const { rows, total } = await conversations.list(principal, rangeOf(query));
      const numbers = await numbersOfConnections(principal);
      const questions = await conversations.lastQuestions(rows.map(({ id }) => id));
      const items = rows.map((row) => ({
        ...present(row, numbers),
        last_message: questions.get(row.id) ?? '',
        message_count: row.message_count,
      }));
      return presentPage(items, total, query);
    },

    send: ({ principal, params, body }) =>
      named(thing, 'conv', params.conversation_id, async (id) => {
        const input = { query: body.content, conversation_id: id, language: 'zh' as const };
        const { question, run } = await answers.accept(principal, input);
        // The answer is stored like any other; a client that polls needs none of its events.
        void run(() => undefined, new AbortController().signal);
        return presentQuestion(question);
      }),

    messages: ({ principal, params, query }) =>
      named(thing, 'conv', params.conversation_id, async (id) => {
        await conversations.get(principal, id);
        const messages =
          query.after === undefined
            ? (await conversations.withMessages(principal, id)).messages
            : await named(messageThing, 'msg', query.after, (messageId) =>
                conversations.messagesAfter(principal, id, messageId),
              );
        return { messages: messages.map((message) => presentMessage(message, id)) };
      }),
  });
}

/** Works on what an id of the document stands for; a 404 tells the id as the client wrote it. */
async function named<T>(
  what: typeof thing,
  prefix: 'conv' | 'msg',
  text: string,
  work: (id: string) => Promise<T>,
): Promise<T> {
  const id = readId(prefix, text);
  if (id === null) throw notFound(what, text);
  try {
    return await work(id);
  } catch (error) {
    const isIt = error instanceof AppError && error.code === 'NOT_FOUND' && error.details.id === id;
    throw isIt ? notFound(what, text) : error;
  }
}
