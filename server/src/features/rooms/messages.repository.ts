import { randomUUID } from 'node:crypto';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';
import { createAppendTurns } from './append-turns.ts';

export type MessageRow = Selectable<Schema['room_messages']>;
export type ReactionRow = Selectable<Schema['room_reactions']>;

export interface AppendedMessage {
  roomId: string;
  senderId: string | null;
  clientId: string | null;
  kind: RoomMessage['kind'];
  content: string;
  mentions: readonly string[];
  payload: unknown;
  fileId?: string | null;
  replyToId: string | null;
}

export interface Unread {
  unread: number;
  mentions: number;
}

type MessageChanges = Partial<
  Pick<MessageRow, 'content' | 'mentions' | 'payload' | 'file_id' | 'edited_at' | 'deleted_at' | 'pinned_at'>
>;

/**
 * Rows of `room_messages` and `room_reactions`. Whatever happens to a room's messages takes the next number of the
 * room inside its transaction, so the numbers become visible in their order.
 */
export function createMessagesRepository(db: MetadataDatabase) {
  async function takeSeq(
    transaction: Transaction<Schema>,
    roomId: string,
    changes: { last_message_at?: string } = {},
    count = 1,
  ): Promise<number> {
    const { last_seq } = await transaction
      .updateTable('rooms')
      .set((change) => ({ ...changes, last_seq: change('last_seq', '+', count) }))
      .where('id', '=', roomId)
      .returning('last_seq')
      .executeTakeFirstOrThrow();
    return last_seq;
  }

  const findSent = (roomId: string, senderId: string, clientId: string) =>
    db
      .selectFrom('room_messages')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('sender_id', '=', senderId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();

  /** Adds messages of one room; they take its next numbers in their order. */
  function insert(added: readonly AppendedMessage[]): Promise<MessageRow[]> {
    return db.transaction().execute(async (transaction) => {
      const now = new Date().toISOString();
      const roomId = added[0]?.roomId ?? '';
      const last = await takeSeq(transaction, roomId, { last_message_at: now }, added.length);
      const rows = added.map((message, at) => ({
        ...newRow(message, now),
        seq: last - added.length + at + 1,
        changed_seq: last - added.length + at + 1,
      }));
      const inserted = await transaction.insertInto('room_messages').values(rows).returningAll().execute();
      return inserted.sort((one, other) => one.seq - other.seq);
    });
  }
  const appendInTurn = createAppendTurns(insert);

  /** Gives the message the room's next number after what `work` did to it. */
  function changing(
    roomId: string,
    id: string,
    work: (transaction: Transaction<Schema>) => Promise<MessageChanges>,
  ): Promise<MessageRow> {
    return db.transaction().execute(async (transaction) => {
      const seq = await takeSeq(transaction, roomId);
      const changes = await work(transaction);
      return transaction
        .updateTable('room_messages')
        .set({ ...changes, changed_seq: seq })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
    });
  }

  return {
    /** Adds a message; one with the client id of an earlier one of its sender is that one again. */
    async append(message: AppendedMessage): Promise<{ row: MessageRow; isNew: boolean }> {
      const { roomId, senderId, clientId } = message;
      try {
        return { row: await appendInTurn(message), isNew: true };
      } catch (error) {
        if (!isUniqueViolation(error) || senderId === null || clientId === null) throw error;
        const row = await findSent(roomId, senderId, clientId);
        if (!row) throw error;
        return { row, isNew: false };
      }
    },

    find: (roomId: string, id: string): Promise<MessageRow | undefined> =>
      db
        .selectFrom('room_messages')
        .selectAll()
        .where('room_id', '=', roomId)
        .where('id', '=', id)
        .executeTakeFirst(),

    findMany: (ids: readonly string[]): Promise<MessageRow[]> =>
      db.selectFrom('room_messages').selectAll().where('id', 'in', ids).execute(),

    /** A page in the order of the room: the first after a number, or the last before one. */
    async page(
      roomId: string,
      { before, after, limit }: { before?: number; after?: number; limit: number },
    ): Promise<MessageRow[]> {
      let query = db.selectFrom('room_messages').selectAll().where('room_id', '=', roomId).limit(limit);
      if (after !== undefined) return query.where('seq', '>', after).orderBy('seq').execute();
      if (before !== undefined) query = query.where('seq', '<', before);
      return (await query.orderBy('seq', 'desc').execute()).reverse();
    },

    changesAfter: (roomId: string, changedSeq: number, limit: number): Promise<MessageRow[]> =>
      db
        .selectFrom('room_messages')
        .selectAll()
        .where('room_id', '=', roomId)
        .where('changed_seq', '>', changedSeq)
        .orderBy('changed_seq')
        .limit(limit)
        .execute(),

    pins: (roomId: string): Promise<MessageRow[]> =>
      db
        .selectFrom('room_messages')
        .selectAll()
        .where('room_id', '=', roomId)
        .where('pinned_at', 'is not', null)
        .orderBy('pinned_at', 'desc')
        .execute(),

    /** The newest first, in the rooms of a user. */
    search(userId: string, filter: { q: string; roomId?: string; before?: number; limit: number }) {
      let query = db
        .selectFrom('room_messages')
        .innerJoin('room_members', 'room_members.room_id', 'room_messages.room_id')
        .where('room_members.user_id', '=', userId)
        .where('room_messages.deleted_at', 'is', null)
        .where('room_messages.kind', '!=', 'notice')
        .where(holdsText(['room_messages.content'], filter.q));
      if (filter.roomId !== undefined) query = query.where('room_messages.room_id', '=', filter.roomId);
      if (filter.before !== undefined) query = query.where('room_messages.number', '<', filter.before);
      return query
        .selectAll('room_messages')
        .orderBy('room_messages.number', 'desc')
        .limit(filter.limit)
        .execute();
    },

    /** The last message of each room that is no notice. */
    lastOf: (roomIds: readonly string[]): Promise<MessageRow[]> =>
      db
        .selectFrom('rooms')
        .innerJoin('room_messages', 'room_messages.room_id', 'rooms.id')
        .where('rooms.id', 'in', roomIds)
        .where('room_messages.seq', '=', ({ selectFrom }) =>
          selectFrom('room_messages as last')
            .select(({ fn }) => fn.max('last.seq').as('seq'))
            .whereRef('last.room_id', '=', 'rooms.id')
            .where('last.kind', '!=', 'notice'),
        )
        .selectAll('room_messages')
        .execute(),

    /** What others wrote after the user's read mark, by room; rooms without any are missing. */
    async unreadOf(userId: string, roomIds?: readonly string[]): Promise<Map<string, Unread>> {
      const concerns = sql<number>`case when mentions like ${`%"${userId}"%`} or mentions like '%"all"%' then 1 else 0 end`;
      let query = db
        .selectFrom('room_members')
        .innerJoin('room_messages', 'room_messages.room_id', 'room_members.room_id')
        .where('room_members.user_id', '=', userId)
        .whereRef('room_messages.seq', '>', 'room_members.last_read_seq')
        .where('room_messages.deleted_at', 'is', null)
        .where('room_messages.kind', '!=', 'notice')
        .where(({ or, eb }) =>
          or([eb('room_messages.sender_id', 'is', null), eb('room_messages.sender_id', '!=', userId)]),
        );
      if (roomIds) query = query.where('room_members.room_id', 'in', roomIds);
      const rows = await query
        .select(({ fn }) => [
          'room_members.room_id',
          fn.countAll<number>().as('unread'),
          fn.sum<number>(concerns).as('mentions'),
        ])
        .groupBy('room_members.room_id')
        .execute();
      return new Map(
        rows.map((row) => [row.room_id, { unread: Number(row.unread), mentions: Number(row.mentions) }]),
      );
    },

    /** Whether a file is attached in a room of the user. */
    async isAttachedFor(userId: string, fileId: string): Promise<boolean> {
      const found = await db
        .selectFrom('room_messages')
        .innerJoin('room_members', 'room_members.room_id', 'room_messages.room_id')
        .where('room_messages.file_id', '=', fileId)
        .where('room_members.user_id', '=', userId)
        .select('room_messages.id')
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    change: (row: MessageRow, changes: MessageChanges): Promise<MessageRow> =>
      changing(row.room_id, row.id, async () => changes),

    /** Empties a message, so that nothing of it is kept. */
    erase: (row: MessageRow): Promise<MessageRow> =>
      changing(row.room_id, row.id, async (transaction) => {
        await transaction.deleteFrom('room_reactions').where('message_id', '=', row.id).execute();
        return {
          content: '',
          mentions: '[]',
          payload: null,
          file_id: null,
          pinned_at: null,
          deleted_at: new Date().toISOString(),
        };
      }),

    react: (row: MessageRow, userId: string, emoji: string, on: boolean): Promise<MessageRow> =>
      changing(row.room_id, row.id, async (transaction) => {
        if (on) {
          await transaction
            .insertInto('room_reactions')
            .values({ message_id: row.id, user_id: userId, emoji, created_at: new Date().toISOString() })
            .onConflict((conflict) => conflict.columns(['message_id', 'user_id', 'emoji']).doNothing())
            .execute();
        } else {
          await transaction
            .deleteFrom('room_reactions')
            .where('message_id', '=', row.id)
            .where('user_id', '=', userId)
            .where('emoji', '=', emoji)
            .execute();
        }
        return {};
      }),

    reactions: (messageIds: readonly string[]): Promise<ReactionRow[]> =>
      db
        .selectFrom('room_reactions')
        .selectAll()
        .where('message_id', 'in', messageIds)
        .orderBy('created_at')
        .execute(),
  };
}

export type MessagesRepository = ReturnType<typeof createMessagesRepository>;

function newRow(message: AppendedMessage, now: string) {
  return {
    id: randomUUID(),
    room_id: message.roomId,
    sender_id: message.senderId,
    client_id: message.clientId,
    kind: message.kind,
    content: message.content,
    mentions: JSON.stringify(message.mentions),
    payload: message.payload === null ? null : JSON.stringify(message.payload),
    file_id: message.fileId ?? null,
    reply_to_id: message.replyToId,
    created_at: now,
    edited_at: null,
    deleted_at: null,
    pinned_at: null,
  };
}
