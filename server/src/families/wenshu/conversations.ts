import { conversationEndpoints } from '@sextant/contract/conversations';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ConversationsService } from '../../features/ask/conversations.service.ts';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { findDatasource } from './datasource.ts';
import { wenshuSpeaker } from './envelope.ts';
import { presentId } from './ids.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const conversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  datasource_id: z.number().int().nullable().describe('数据源已删除或尚未选定时为 null'),
  created_at: z.string(),
  updated_at: z.string(),
});

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
});

type Conversation = Pick<
  Awaited<ReturnType<ConversationsService['get']>>,
  'id' | 'title' | 'connection_id' | 'created_at' | 'updated_at'
>;

/** wenshu: `/conversations`, but for their messages. */
export function registerConversations(
  app: FastifyInstance,
  deps: { conversations: ConversationsService; connections: ConnectionsService; users: UsersService },
): void {
  const { conversations, connections, users } = deps;

  /** The integer ids of the connections that somebody sees, by id. */
  async function numbersFor(principal: Principal): Promise<Map<string, number>> {
    return new Map((await connections.list(principal)).map(({ id, number }) => [id, number]));
  }

  registerOperations(app, wenshuSpeaker, conversationOperations, {
    async create({ principal, body }) {
      const { datasource_id: number } = body;
      const connection = number === null ? null : await findDatasource(connections, principal, number);
      const row = await conversations.create(principal, {
        title: body.title,
        connectionId: connection?.id ?? null,
      });
      const user = await users.get(principal.userId);
      return { ...present(row, await numbersFor(principal)), user_id: user.number };
    },

    async list({ principal, query }) {
      const { rows, total } = await conversations.list(principal, rangeOf(query));
      const numbers = await numbersFor(principal);
      const questions = await conversations.lastQuestions(rows.map(({ id }) => id));
      const items = rows.map((row) => ({
        ...present(row, numbers),
        last_message: questions.get(row.id) ?? '',
        message_count: row.message_count,
      }));
      return presentPage(items, total, query);
    },
  });
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
