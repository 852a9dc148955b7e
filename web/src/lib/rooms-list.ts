import type { ServerFrame } from '@sextant/contract/live';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { type Room, roomEndpoints } from '@sextant/contract/rooms';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from './api-client.ts';
import { useLive } from './live.ts';
import { hasSession } from './session.ts';
import { queryKeys } from './shared-queries.ts';
import { roomsListKey } from './unread-messages.ts';

const refreshAfterMilliseconds = 400;
const quotedLength = 100;

/** The own rooms, the latest first, with what is unread. */
export function useRooms() {
  return useQuery({
    queryKey: roomsListKey,
    queryFn: async ({ signal }) => (await call(roomEndpoints.list, { signal })).rooms,
    enabled: hasSession(),
    staleTime: 60_000,
  });
}

/** Reads the own rooms and keeps them and their counters up to date; once, in the shell. */
export function LiveRooms(): null {
  useRooms();
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const refresh = () => {
    if (timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: roomsListKey });
    }, refreshAfterMilliseconds);
  };
  useLive((frame) => {
    if (!applyToList(client, frame)) refresh();
  });
  return null;
}

/** False when the frame says less than the list shows, so that it has to be read again. */
function applyToList(client: QueryClient, frame: ServerFrame): boolean {
  const rooms = client.getQueryData<Room[]>(roomsListKey);
  const me = client.getQueryData<{ id: string }>(queryKeys.me)?.id;
  switch (frame.type) {
    case 'room_joined':
    case 'room_updated':
      return false;
    case 'room_left':
      if (rooms) client.setQueryData(roomsListKey, without(rooms, frame.room_id));
      return true;
    case 'ready':
      return !rooms || frame.rooms.every(({ id, last_seq }) => seqOf(rooms, id) === last_seq);
    case 'read':
      return frame.user_id !== me;
    case 'room_change': {
      const { message } = frame;
      const room = rooms?.find(({ id }) => id === frame.room_id);
      if (!rooms || !room || me === undefined) return false;
      const isNew = message.seq === message.changed_seq && frame.after <= room.last_seq;
      if (!isNew || message.kind === 'notice') return false;
      if (message.seq > room.last_seq)
        client.setQueryData(roomsListKey, [withMessage(room, message, me), ...without(rooms, room.id)]);
      // What is on its way may not know of the message yet and would take it back.
      return client.isFetching({ queryKey: roomsListKey }) === 0;
    }
    default:
      return true;
  }
}

const without = (rooms: readonly Room[], roomId: string) => rooms.filter(({ id }) => id !== roomId);
const seqOf = (rooms: readonly Room[], roomId: string) => rooms.find(({ id }) => id === roomId)?.last_seq;

function withMessage(room: Room, message: RoomMessage, me: string): Room {
  const mine = message.sender?.id === me;
  const mentioned = message.mentions.includes(me) || message.mentions.includes('all');
  return {
    ...room,
    last_seq: message.seq,
    last_message_at: message.created_at,
    last_message: {
      kind: message.kind,
      sender_name: message.sender?.display_name ?? null,
      content: message.content.slice(0, quotedLength),
      created_at: message.created_at,
    },
    me: room.me && {
      ...room.me,
      unread_count: room.me.unread_count + (mine ? 0 : 1),
      unread_mentions: room.me.unread_mentions + (!mine && mentioned ? 1 : 0),
    },
  };
}
