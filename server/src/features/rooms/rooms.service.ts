import type { Room } from '@sextant/contract/rooms';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { RoomMembership } from './room-membership.ts';
import type { RoomPeople } from './room-people.ts';
import type { RoomPosts } from './room-posts.ts';
import type { RoomView } from './room-view.ts';
import {
  isOpen,
  mayConnect,
  mayManage,
  notJoined,
  notManaging,
  type RoomPlace,
  roomThing,
} from './rooms.policy.ts';
import type { MemberRow, RoomRow, RoomsRepository } from './rooms.repository.ts';

export interface RoomInput {
  kind: 'group' | 'public' | 'channel';
  name: string;
  description: string;
  connection_id: string | null;
  members_may_invite: boolean;
  member_ids: readonly string[];
}

export type RoomEdit = Partial<Omit<RoomInput, 'kind' | 'member_ids'>>;

/** Rooms: which there are for a person, and their settings. */
export function createRoomsService(deps: {
  rooms: RoomsRepository;
  people: RoomPeople;
  membership: RoomMembership;
  posts: RoomPosts;
  view: RoomView;
  connections: Pick<ConnectionsService, 'get'>;
  events: EventBus;
  audit: Audit;
}) {
  const { rooms, people, membership, posts, view, connections, events, audit } = deps;

  /** A room that the caller may see, by id or number. */
  async function place(principal: Principal, id: string): Promise<RoomPlace> {
    const room = /^\d{1,9}$/.test(id) ? await rooms.findByNumber(Number(id)) : await rooms.find(id);
    const me = room && (await rooms.member(room.id, principal.userId));
    if (!room || (!me && !isOpen(room))) throw notFound(roomThing, id);
    return { room, me };
  }

  async function present(principal: Principal, room: RoomRow): Promise<Room> {
    const [shown] = await view.present(principal, [room]);
    return shown as Room;
  }

  async function requireConnection(principal: Principal, id: string | null | undefined): Promise<void> {
    if (id) await connections.get(principal, id);
  }

  const record = (principal: Principal, action: string, room: RoomRow, details = {}) =>
    audit.record(principal, {
      action,
      objectType: 'room',
      objectId: room.id,
      details: { name: room.name, kind: room.kind, ...details },
    });

  return {
    place,
    present,

    /** A room of which the caller is a member; throws 404, or 403 for an open room. */
    async joined(principal: Principal, id: string): Promise<{ room: RoomRow; me: MemberRow }> {
      const { room, me } = await place(principal, id);
      if (!me) throw notJoined();
      return { room, me };
    },

    list: async (principal: Principal): Promise<Room[]> =>
      view.present(principal, await rooms.listOf(principal.userId)),

    listOpen: async (principal: Principal, q: string | undefined): Promise<Room[]> =>
      view.present(principal, await rooms.listOpen(principal.userId, q)),

    people: (q: string | undefined, limit: number) => people.search(q, limit),

    async create(principal: Principal, input: RoomInput): Promise<Room> {
      await requireConnection(principal, input.connection_id);
      const room = (await rooms.create({
        kind: input.kind,
        name: input.name,
        description: input.description,
        connectionId: input.connection_id,
        membersMayInvite: input.members_may_invite,
        createdBy: principal.userId,
        pair: null,
      })) as RoomRow;
      await membership.add(room.id, [principal.userId], 'owner');
      await posts.notice(room.id, principal.userId, { event: 'created', name: room.name });
      const others = (await people.active(input.member_ids)).filter((id) => id !== principal.userId);
      await membership.invite(principal, room.id, others);
      await record(principal, 'room.created', room);
      return present(principal, await fresh(room));
    },

    /** The private room of two people; made when there is none, once also when both ask in one moment. */
    async openPrivate(principal: Principal, userId: string): Promise<Room> {
      const [other] = await people.active([userId]);
      if (!other) throw notFound({ zh: '用户', en: 'User' }, userId);
      if (other === principal.userId) {
        throw invalid('user_id', { zh: '不能和自己私聊', en: 'A private room needs somebody else' });
      }
      const pair = [principal.userId, other].sort().join(':');
      const made = async () =>
        (await rooms.create({
          kind: 'private',
          name: '',
          description: '',
          connectionId: null,
          membersMayInvite: false,
          createdBy: principal.userId,
          pair,
        })) ?? ((await rooms.findByPair(pair)) as RoomRow);
      const room = (await rooms.findByPair(pair)) ?? (await made());
      await membership.add(room.id, [principal.userId, other], 'member');
      return present(principal, room);
    },

    async update(principal: Principal, id: string, edit: RoomEdit): Promise<Room> {
      const found = await place(principal, id);
      const onlyConnection = Object.keys(edit).every((field) => field === 'connection_id');
      if (!(mayManage(principal, found) || (onlyConnection && mayConnect(principal, found)))) {
        throw notManaging();
      }
      if (edit.connection_id !== found.room.connection_id)
        await requireConnection(principal, edit.connection_id);
      const { members_may_invite: invite, ...same } = edit;
      const changes = { ...same, ...(invite !== undefined && { members_may_invite: invite ? 1 : 0 }) };
      if (Object.keys(changes).length === 0) return present(principal, found.room);
      const room = await rooms.update(found.room.id, changes);
      if (!room) throw notFound(roomThing, id);
      if (room.name !== found.room.name)
        await posts.notice(room.id, principal.userId, { event: 'renamed', name: room.name });
      await events.publish('room.updated', { roomId: room.id });
      await record(principal, 'room.changed', room, { fields: Object.keys(edit) });
      return present(principal, await fresh(room));
    },

    /** Removes a room with its messages; its owner, and for open rooms an administrator of the product. */
    async remove(principal: Principal, id: string): Promise<void> {
      const found = await place(principal, id);
      const isOwner = found.me?.role === 'owner';
      if (!isOwner && !(isOpen(found.room) && mayManage(principal, found) && found.me?.role !== 'admin')) {
        throw notManaging();
      }
      const memberIds = await rooms.memberIds(found.room.id);
      await rooms.remove(found.room.id);
      await membership.announce(found.room.id, memberIds, false, found.room.last_seq);
      await record(principal, 'room.deleted', found.room);
    },
  };

  async function fresh(room: RoomRow): Promise<RoomRow> {
    return (await rooms.find(room.id)) ?? room;
  }
}

export type RoomsService = ReturnType<typeof createRoomsService>;
