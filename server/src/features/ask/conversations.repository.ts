import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type ConversationRow = Selectable<Schema['conversations']>;
export type MessageRow = Selectable<Schema['messages']>;
export type CountedConversation = ConversationRow & { message_count: number };

export interface ConversationFilter {
  q?: string;
  favorites?: boolean;
  limit: number;
  offset: number;
}

export interface NewMessage {
  id?: string;
  role: 'user' | 'assistant';
  content: string;
  /** JSON text; null for questions. */
  metadata: string | null;
}

/** Conversations and their messages. Whose they are is part of every search. */
export function createConversationsRepository(db: MetadataDatabase) {
  const counted = () =>
    db
      .selectFrom('conversations')
      .selectAll()
      .select((select) =>
        select
          .selectFrom('messages')
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .whereRef('messages.conversation_id', '=', 'conversations.id')
          .$asScalar()
          .as('message_count'),
      );

  return {
    async list(userId: string, filter: ConversationFilter) {
      let query = counted().where('user_id', '=', userId);
      if (filter.favorites !== undefined) query = query.where('is_favorite', '=', filter.favorites ? 1 : 0);
      const { q } = filter;
      if (q) {
        query = query.where(({ or, exists, selectFrom }) =>
          or([
            holdsText(['title'], q),
            exists(
              selectFrom('messages')
                .select('messages.id')
                .whereRef('messages.conversation_id', '=', 'conversations.id')
                .where(holdsText(['content'], q)),
            ),
          ]),
        );
      }
      const rows = await query
        .orderBy('updated_at', 'desc')
        .orderBy('number', 'desc')
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query
        .clearSelect()
        .select(db.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { rows: rows.map(withNumber), total: Number(total) };
    },

    async find(userId: string, id: string): Promise<CountedConversation | undefined> {
      const row = await counted().where('user_id', '=', userId).where('id', '=', id).executeTakeFirst();
      return row && withNumber(row);
    },

    /** All messages, oldest first, or those from a message on; none when it is not of this conversation. */
    messages: (conversationId: string, fromId?: string): Promise<MessageRow[]> =>
      db
        .selectFrom('messages')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .$if(fromId !== undefined, (query) =>
          query.where('number', '>=', ({ selectFrom }) =>
            selectFrom('messages as start')
              .select('start.number')
              .where('start.id', '=', fromId as string)
              .where('start.conversation_id', '=', conversationId),
          ),
        )
        .orderBy('number')
        .execute(),

    /** The newest question of each conversation that has one, by the conversation's id. */
    async lastQuestions(conversationIds: readonly string[]): Promise<Map<string, string>> {
      if (conversationIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('messages')
        .select(['conversation_id', 'content'])
        .where('number', 'in', ({ selectFrom }) =>
          selectFrom('messages as question')
            .select(({ fn }) => fn.max('question.number').as('number'))
            .where('question.role', '=', 'user')
            .where('question.conversation_id', 'in', conversationIds)
            .groupBy('question.conversation_id'),
        )
        .execute();
      return new Map(rows.map((row) => [row.conversation_id, row.content]));
    },

    /** The newest messages, oldest of them first. */
    async lastMessages(conversationId: string, limit: number): Promise<MessageRow[]> {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .orderBy('number', 'desc')
        .limit(limit)
        .execute();
      return rows.reverse();
    },

    create: (conversation: {
      userId: string;
      title: string;
      model: string | null;
      connectionId: string | null;
    }): Promise<ConversationRow> => {
      const now = new Date().toISOString();
      return db
        .insertInto('conversations')
        .values({
          id: randomUUID(),
          user_id: conversation.userId,
          title: conversation.title,
          model: conversation.model,
          connection_id: conversation.connectionId,
          is_favorite: 0,
          context: null,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    async update(
      id: string,
      changes: Partial<
        Pick<ConversationRow, 'title' | 'model' | 'connection_id' | 'is_favorite' | 'context'>
      >,
    ): Promise<void> {
      await db.updateTable('conversations').set(changes).where('id', '=', id).execute();
    },

    async remove(id: string): Promise<void> {
      await db.deleteFrom('conversations').where('id', '=', id).execute();
    },

    /** Adds a message and makes its conversation the newest one. */
    async addMessage(conversationId: string, message: NewMessage): Promise<MessageRow> {
      const now = new Date().toISOString();
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto('messages')
          .values({
            id: message.id ?? randomUUID(),
            conversation_id: conversationId,
            role: message.role,
            content: message.content,
            metadata: message.metadata,
            created_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await transaction
          .updateTable('conversations')
          .set({ updated_at: now })
          .where('id', '=', conversationId)
          .execute();
        return row;
      });
    },
  };
}

export type ConversationsRepository = ReturnType<typeof createConversationsRepository>;

function withNumber(row: ConversationRow & { message_count: number | null }): CountedConversation {
  return { ...row, message_count: Number(row.message_count ?? 0) };
}
