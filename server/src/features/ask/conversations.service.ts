import type { MessageMetadata } from '@sextant/contract/conversations';
import type { Principal } from '../../platform/auth/principal.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type {
  ConversationFilter,
  ConversationsRepository,
  CountedConversation,
  MessageRow,
} from './conversations.repository.ts';
import type { RunningAnswers } from './running-answers.ts';

/** Stands for the answer to a question that got none because the process that worked on it ended. */
export interface InterruptedAnswer {
  id: string;
  question: MessageRow;
}

/** What is said in place of an interrupted answer. */
export const interruption = {
  message: { zh: '回答中断了：服务在回答期间停止', en: 'The answer was interrupted: the service stopped' },
  hint: { zh: '请重新提问', en: 'Ask again' },
};

export interface ConversationWithMessages {
  conversation: CountedConversation;
  messages: (MessageRow | InterruptedAnswer)[];
}

const interruptedMark = '-interrupted';
const titleLength = 50;
/** Longer than any answer may take; then a question without an answer was interrupted, wherever it ran. */
const longestAnswerMs = 15 * 60_000;

/** A user's conversations; those of others do not exist for them. */
export function createConversationsService(deps: {
  conversations: ConversationsRepository;
  running: RunningAnswers;
  events: EventBus;
  /** False when other processes may be answering questions of the same conversations. */
  singleProcess: boolean;
}) {
  const { conversations, running, events, singleProcess } = deps;

  async function get(principal: Principal, id: string): Promise<CountedConversation> {
    const row = await conversations.find(principal.userId, id);
    if (!row) throw notFound({ zh: '对话', en: 'Conversation' }, id);
    return row;
  }

  function isPending(question: MessageRow): boolean {
    if (running.isRunning(question.conversation_id)) return true;
    return !singleProcess && Date.now() - Date.parse(question.created_at) < longestAnswerMs;
  }

  function withInterruptions(messages: MessageRow[]): (MessageRow | InterruptedAnswer)[] {
    return messages.flatMap((message, index) => {
      if (message.role !== 'user') return [message];
      const next = messages[index + 1];
      const answered = next?.role === 'assistant';
      const pending = next === undefined && isPending(message);
      if (answered || pending) return [message];
      return [message, { id: message.id + interruptedMark, question: message }];
    });
  }

  return {
    get,
    list: (principal: Principal, filter: ConversationFilter) => conversations.list(principal.userId, filter),

    async withMessages(principal: Principal, id: string): Promise<ConversationWithMessages> {
      const conversation = await get(principal, id);
      return { conversation, messages: withInterruptions(await conversations.messages(id)) };
    },

    /** What follows a message, oldest first; 404 when the conversation has no such message. */
    async messagesAfter(principal: Principal, id: string, messageId: string) {
      await get(principal, id);
      const from = messageId.replace(interruptedMark, '');
      const messages = withInterruptions(await conversations.messages(id, from));
      const place = messages.findIndex((message) => message.id === messageId);
      if (place < 0) throw notFound({ zh: '消息', en: 'Message' }, messageId);
      return messages.slice(place + 1);
    },

    lastQuestions: conversations.lastQuestions,

    /** True when the newest message is a question that is being answered, here or in another process. */
    async isAnswering(id: string): Promise<boolean> {
      const [last] = await conversations.lastMessages(id, 1);
      return last?.role === 'user' && isPending(last);
    },

    async rename(principal: Principal, id: string, title: string): Promise<CountedConversation> {
      await get(principal, id);
      await conversations.update(id, { title });
      return get(principal, id);
    },

    async remove(principal: Principal, id: string): Promise<void> {
      await get(principal, id);
      await events.publish('answer.stop', { conversationId: id });
      await conversations.remove(id);
    },

    async toggleFavorite(principal: Principal, id: string): Promise<boolean> {
      const { is_favorite } = await get(principal, id);
      await conversations.update(id, { is_favorite: is_favorite === 1 ? 0 : 1 });
      return is_favorite === 0;
    },

    /** Opens an empty conversation; its first question chooses a model and, without one, a connection. */
    create: (principal: Principal, input: { title: string; connectionId: string | null }) =>
      conversations.create({ userId: principal.userId, model: null, ...input }),

    /** Opens a conversation titled after its first question. */
    open: (principal: Principal, question: string, model: string, connectionId: string | null) =>
      conversations.create({ userId: principal.userId, title: titleOf(question), model, connectionId }),

    /** Stores a question before any work on it begins. */
    addQuestion: (conversationId: string, question: string) =>
      conversations.addMessage(conversationId, { role: 'user', content: question, metadata: null }),

    addAnswer: (conversationId: string, id: string, content: string, metadata: MessageMetadata) =>
      conversations.addMessage(conversationId, {
        id,
        role: 'assistant',
        // A sentence may quote a value, and PostgreSQL keeps no text with U+0000.
        content: content.replaceAll('\0', ''),
        metadata: JSON.stringify(metadata),
      }),

    update: conversations.update,

    /** The newest answered exchanges, oldest first, at most `rounds`. */
    async exchanges(conversationId: string, rounds: number): Promise<Exchange[]> {
      if (rounds === 0) return [];
      const messages = await conversations.lastMessages(conversationId, rounds * 2 + 1);
      return messages.flatMap((message, index): Exchange[] => {
        const next = messages[index + 1];
        if (message.role !== 'user' || next?.role !== 'assistant') return [];
        const metadata = readMetadata(next);
        return [{ question: message.content, answer: next.content, sql: metadata?.sql ?? null }];
      });
    },
  };
}

export type ConversationsService = ReturnType<typeof createConversationsService>;

export interface Exchange {
  question: string;
  answer: string;
  sql: string | null;
}

export function readMetadata(message: MessageRow): MessageMetadata | null {
  return message.metadata === null ? null : (JSON.parse(message.metadata) as MessageMetadata);
}

function titleOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  return [...line].slice(0, titleLength).join('');
}
