import type { MemberRole } from '@sextant/contract/rooms';
import type { Principal } from '../../platform/auth/principal.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { RoomPosts } from './room-posts.ts';
import type { RoomsRepository } from './rooms.repository.ts';

/** What travels between processes is short, so many people travel in several parts. */
const idsAtOnce = 100;

/** Who comes and goes, with the word about it. */
export function createRoomMembership(deps: { rooms: RoomsRepository; posts: RoomPosts; events: EventBus }) {
  const { rooms, posts, events } = deps;

  async function announce(
    roomId: string,
    userIds: readonly string[],
    joined: boolean,
    seq: number,
  ): Promise<void> {
    for (let at = 0; at < userIds.length; at += idsAtOnce) {
      const some = userIds.slice(at, at + idsAtOnce);
      await events.publish('room.membership', { roomId, userIds: some, joined, seq });
    }
  }

  async function add(roomId: string, userIds: readonly string[], role: MemberRole): Promise<string[]> {
    const added = await rooms.addMembers(roomId, userIds, role);
    const head = added.length > 0 ? await rooms.find(roomId) : undefined;
    if (head) await announce(roomId, added, true, head.last_seq);
    return added;
  }

  return {
    add,
    announce,

    /** Adds people on behalf of a member; those who are members stay as they are. */
    async invite(principal: Principal, roomId: string, userIds: readonly string[]): Promise<string[]> {
      const added = await add(roomId, userIds, 'member');
      if (added.length > 0)
        await posts.notice(roomId, principal.userId, { event: 'invited', user_ids: added });
      return added;
    },

    async join(userId: string, roomId: string): Promise<void> {
      const added = await add(roomId, [userId], 'member');
      if (added.length > 0) await posts.notice(roomId, userId, { event: 'joined', user_ids: [userId] });
    },

    /** Ends a membership at once; false when there was none. */
    async end(roomId: string, userId: string, byUserId: string): Promise<boolean> {
      if (!(await rooms.removeMember(roomId, userId))) return false;
      const event = userId === byUserId ? 'left' : 'removed';
      const { seq } = await posts.notice(roomId, byUserId, { event, user_ids: [userId] });
      await announce(roomId, [userId], false, seq);
      return true;
    },
  };
}

export type RoomMembership = ReturnType<typeof createRoomMembership>;
