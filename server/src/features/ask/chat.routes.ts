import { type AskInput, chatEndpoints } from '@sextant/contract/chat';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { createEventStream, eventStreamHeaders } from '../../platform/http/event-stream.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import type { AnswerService } from './answer.service.ts';
import type { ConversationsService } from './conversations.service.ts';
import type { SuggestionsService } from './suggestions.service.ts';

/** API v1: `/chat`. */
export function registerChatRoutes(
  app: FastifyInstance,
  deps: {
    answers: AnswerService;
    conversations: ConversationsService;
    suggestions: SuggestionsService;
    events: EventBus;
  },
): void {
  const { answers, conversations, suggestions, events } = deps;

  /** What is wrong with the request is answered before the stream begins; the header names a new conversation. */
  async function stream(principal: Principal, input: AskInput): Promise<Streamed> {
    const question = await answers.accept(principal, input);
    const events = createEventStream();
    void question.run(events.send, events.signal).finally(events.end);
    return new Streamed(events.body, {
      ...eventStreamHeaders,
      'x-conversation-id': question.conversationId,
    });
  }

  registerV1(app, chatEndpoints, {
    stream: ({ principal, query }) => stream(principal, query),
    ask: ({ principal, body }) => stream(principal, body),
    async stop({ principal, body }) {
      const { id } = await conversations.get(principal, body.conversation_id);
      const stopped = await conversations.isAnswering(id);
      await events.publish('answer.stop', { conversationId: id });
      return { stopped };
    },
    suggestions: async ({ principal, query, signal }) => ({
      suggestions: await suggestions.list(principal, query.connection_id, query.language, signal),
    }),
  });
}
