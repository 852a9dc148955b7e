import type { Person } from '@sextant/contract/room-messages';
import { memberRoleSchema, type Room, roomKindSchema } from '@sextant/contract/rooms';
import type { Principal } from '../../platform/auth/principal.ts';
import { beginningOf } from './message-view.ts';
import type { MessageRow, MessagesRepository, Unread } from './messages.repository.ts';
import type { RoomPeople } from './room-people.ts';
import { mayInvite, mayManage, mayWrite, type RoomPlace } from './rooms.policy.ts';
import type { RoomRow, RoomsRepository } from './rooms.repository.ts';

interface Around {
  principal: Principal;
  place: RoomPlace;
  memberCount: number;
  last: MessageRow | undefined;
  unread: Unread | undefined;
  people: Map<string, Person>;
}

/** Shows rooms as one person sees them: a private room by the other's name, with what is unread. */
export function createRoomView(deps: {
  rooms: RoomsRepository;
  messages: MessagesRepository;
  people: RoomPeople;
}) {
  const { rooms, messages, people } = deps;
  return {
    async present(principal: Principal, rows: readonly RoomRow[]): Promise<Room[]> {
      if (rows.length === 0) return [];
      const ids = rows.map(({ id }) => id);
      const [memberships, counts, lasts, unread] = await Promise.all([
        rooms.membershipsOf(principal.userId, ids),
        rooms.countMembers(ids),
        messages.lastOf(ids),
        messages.unreadOf(principal.userId, ids),
      ]);
      const mine = new Map(memberships.map((row) => [row.room_id, row]));
      const last = new Map(lasts.map((row) => [row.room_id, row]));
      const named = await people.get([
        ...rows.map((row) => otherOf(row, principal.userId)),
        ...lasts.map(({ sender_id }) => sender_id),
      ]);
      return rows.map((room) =>
        presentRoom({
          principal,
          place: { room, me: mine.get(room.id) },
          memberCount: counts.get(room.id) ?? 0,
          last: last.get(room.id),
          unread: unread.get(room.id),
          people: named,
        }),
      );
    },
  };
}

export type RoomView = ReturnType<typeof createRoomView>;

/** The other person's id in a private room; null in every other room. */
function otherOf({ pair }: RoomRow, userId: string): string | null {
  return pair?.split(':').find((id) => id !== userId) ?? null;
}

function presentRoom({ principal, place, memberCount, last, unread, people }: Around): Room {
  const { room, me } = place;
  const person = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  const other = person(otherOf(room, principal.userId));
  // Before somebody joins, what is said in the room is none of theirs.
  const shown = me && last ? last : null;
  return {
    id: room.id,
    number: room.number,
    kind: roomKindSchema.parse(room.kind),
    name: other?.display_name ?? room.name,
    description: room.description,
    connection_id: room.connection_id,
    members_may_invite: room.members_may_invite === 1,
    other,
    member_count: memberCount,
    last_seq: room.last_seq,
    last_message: shown && {
      kind: shown.kind,
      sender_name: person(shown.sender_id)?.display_name ?? null,
      content: beginningOf(shown.content),
      created_at: shown.created_at,
    },
    last_message_at: room.last_message_at,
    me: me
      ? {
          role: memberRoleSchema.parse(me.role),
          is_muted: me.is_muted === 1,
          is_silent: me.is_silent === 1,
          last_read_seq: me.last_read_seq,
          unread_count: unread?.unread ?? 0,
          unread_mentions: unread?.mentions ?? 0,
          may_write: mayWrite(place),
          may_invite: mayInvite(principal, place),
          may_manage: mayManage(principal, place),
        }
      : null,
    created_at: room.created_at,
  };
}
