import type { RoomNotice } from '@sextant/contract/room-messages';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { AppendedMessage, MessageRow, MessagesRepository } from './messages.repository.ts';

/** Writes into rooms and says so to every process. */
export function createRoomPosts(deps: { messages: MessagesRepository; events: EventBus }) {
  const { messages, events } = deps;

  const announce = ({ room_id, changed_seq }: MessageRow) =>
    events.publish('room.changed', { roomId: room_id, seq: changed_seq });

  async function post(message: AppendedMessage): Promise<{ row: MessageRow; isNew: boolean }> {
    const posted = await messages.append(message);
    if (posted.isNew) await announce(posted.row);
    return posted;
  }

  return {
    post,
    announce,
    /** Writes what happened, on behalf of whoever did it. */
    notice: async (roomId: string, senderId: string | null, notice: RoomNotice): Promise<MessageRow> => {
      const { row } = await post({
        roomId,
        senderId,
        clientId: null,
        kind: 'notice',
        content: '',
        mentions: [],
        payload: notice,
        replyToId: null,
      });
      return row;
    },
  };
}

export type RoomPosts = ReturnType<typeof createRoomPosts>;
