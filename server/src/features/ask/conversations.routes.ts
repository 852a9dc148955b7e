import { type Conversation, conversationEndpoints, type Message } from '@sextant/contract/conversations';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { CountedConversation, MessageRow } from './conversations.repository.ts';
import {
  type ConversationsService,
  type InterruptedAnswer,
  interruption,
  readMetadata,
} from './conversations.service.ts';

/** API v1: `/conversations`. */
export function registerConversationRoutes(app: FastifyInstance, conversations: ConversationsService): void {
  registerV1(app, conversationEndpoints, {
    async list({ principal, query }) {
      const { rows, total } = await conversations.list(principal, query);
      return { conversations: rows.map(present), total, has_more: query.offset + rows.length < total };
    },
    async get({ principal, params, language }) {
      const { conversation, messages } = await conversations.withMessages(principal, params.id);
      return {
        ...present(conversation),
        messages: messages.map((message) =>
          'question' in message ? presentInterrupted(message, language) : presentMessage(message),
        ),
      };
    },
    rename: async ({ principal, params, body }) =>
      present(await conversations.rename(principal, params.id, body.title)),
    async remove({ principal, params }) {
      await conversations.remove(principal, params.id);
      return {};
    },
    favorite: async ({ principal, params }) => ({
      is_favorite: await conversations.toggleFavorite(principal, params.id),
    }),
  });
}

function present(row: CountedConversation): Conversation {
  return {
    id: row.id,
    title: row.title,
    model: row.model,
    connection_id: row.connection_id,
    is_favorite: row.is_favorite === 1,
    message_count: row.message_count,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function presentMessage(row: MessageRow): Message {
  const metadata = readMetadata(row);
  return {
    id: row.id,
    role: row.role as Message['role'],
    content: row.content,
    ...(metadata && { metadata }),
    created_at: row.created_at,
  };
}

function presentInterrupted({ id, question }: InterruptedAnswer, language: Language): Message {
  const message = interruption.message[language];
  return {
    id,
    role: 'assistant',
    content: message,
    metadata: { sql: null, error: { code: 'CANCELLED', message, hint: interruption.hint[language] } },
    created_at: question.created_at,
  };
}
