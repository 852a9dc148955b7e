import type { Room } from '@sextant/contract/rooms';
import { useQuery } from '@tanstack/react-query';

/** Everything that is read of rooms stands under this key. */
export const roomsKey = ['rooms'] as const;
export const roomsListKey = ['rooms', 'list'] as const;

/** What the room adds to the counters: of a silent one only the mentions. */
function unreadOf({ me }: Room): number {
  if (me === null) return 0;
  return me.is_silent ? me.unread_mentions : me.unread_count;
}

/** How many messages of all rooms are unread, once `LiveRooms` has read them. */
export function useUnreadMessages(): number {
  const rooms = useQuery<Room[]>({ queryKey: roomsListKey, enabled: false });
  return (rooms.data ?? []).reduce((sum, room) => sum + unreadOf(room), 0);
}
