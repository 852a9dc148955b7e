import { type MemberRole, memberRoleSchema, type Room, type RoomMember } from '@sextant/contract/rooms';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, forbidden, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { RoomMembership } from './room-membership.ts';
import type { RoomPeople } from './room-people.ts';
import { isOpen, mayInvite, mayManage, notManaging } from './rooms.policy.ts';
import type { MemberRow, RoomsRepository } from './rooms.repository.ts';
import type { RoomsService } from './rooms.service.ts';

const memberThing = { zh: '成员', en: 'Member' };

/** Who is in a room, in which role, and how people come and go. */
export function createMembersService(deps: {
  rooms: RoomsRepository;
  service: RoomsService;
  membership: RoomMembership;
  people: RoomPeople;
  events: EventBus;
  audit: Audit;
}) {
  const { rooms, service, membership, people, events, audit } = deps;

  async function list(principal: Principal, id: string): Promise<RoomMember[]> {
    const { room } = await service.joined(principal, id);
    const rows = await rooms.members(room.id);
    const named = await people.get(rows.map(({ user_id }) => user_id));
    return rows.flatMap((row) => {
      const person = named.get(row.user_id);
      if (!person) return [];
      const { last_read_seq, joined_at } = row;
      const role = memberRoleSchema.parse(row.role);
      return [{ person, role, is_muted: row.is_muted === 1, last_read_seq, joined_at }];
    });
  }

  const record = (principal: Principal, action: string, roomId: string, details: Record<string, unknown>) =>
    audit.record(principal, { action, objectType: 'room', objectId: roomId, details });

  async function requireMember(roomId: string, userId: string): Promise<MemberRow> {
    const row = await rooms.member(roomId, userId);
    if (!row) throw notFound(memberThing, userId);
    return row;
  }

  /** The eldest admin, else the eldest member, follows an owner who leaves; an empty room goes. */
  async function passOn(roomId: string): Promise<void> {
    const rows = await rooms.members(roomId);
    const heir = rows.find(({ role }) => role === 'admin') ?? rows[0];
    if (heir) await rooms.changeMember(roomId, heir.user_id, { role: 'owner', is_muted: 0 });
    else await rooms.remove(roomId);
  }

  async function changeRole(
    roomId: string,
    me: MemberRow | undefined,
    userId: string,
    role: MemberRole,
  ): Promise<void> {
    if (me && me.role !== 'owner')
      throw forbidden({ zh: '只有群主可以改变角色', en: 'Only the owner changes roles' });
    if (role === 'owner') {
      const owners = (await rooms.members(roomId)).filter((one) => one.role === 'owner');
      for (const { user_id } of owners) await rooms.changeMember(roomId, user_id, { role: 'admin' });
    }
    await rooms.changeMember(roomId, userId, { role });
  }

  return {
    list,

    async invite(principal: Principal, id: string, userIds: readonly string[]): Promise<RoomMember[]> {
      const found = await service.place(principal, id);
      if (!mayInvite(principal, found)) {
        throw forbidden({ zh: '你不能邀请别人加入这个聊天室', en: 'You may not invite people to this room' });
      }
      const active = await people.active(userIds);
      const unknown = userIds.find((userId) => !active.includes(userId));
      if (unknown !== undefined) throw notFound({ zh: '用户', en: 'User' }, unknown);
      const added = await membership.invite(principal, found.room.id, active);
      await record(principal, 'room.members_added', found.room.id, { user_ids: added });
      return list(principal, id);
    },

    /** Mutes, makes an admin, or hands the room over. Owners are changed by nobody else. */
    async change(
      principal: Principal,
      id: string,
      userId: string,
      changes: { role?: MemberRole; is_muted?: boolean },
    ): Promise<RoomMember[]> {
      const found = await service.place(principal, id);
      if (!mayManage(principal, found)) throw notManaging();
      const member = await requireMember(found.room.id, userId);
      if (member.role === 'owner') {
        throw forbidden({
          zh: '不能改变群主',
          en: 'The owner cannot be changed; the owner hands the room over',
        });
      }
      if (changes.role !== undefined) await changeRole(found.room.id, found.me, userId, changes.role);
      if (changes.is_muted !== undefined)
        await rooms.changeMember(found.room.id, userId, { is_muted: changes.is_muted ? 1 : 0 });
      await events.publish('room.updated', { roomId: found.room.id });
      await record(principal, 'room.member_changed', found.room.id, { user_id: userId, ...changes });
      return list(principal, id);
    },

    async remove(principal: Principal, id: string, userId: string): Promise<RoomMember[]> {
      const found = await service.place(principal, id);
      if (!mayManage(principal, found)) throw notManaging();
      const member = await requireMember(found.room.id, userId);
      if (member.role === 'owner' || (member.role === 'admin' && found.me?.role === 'admin')) {
        throw forbidden({ zh: '不能移出群主或其他管理员', en: 'Owners and other admins cannot be removed' });
      }
      await membership.end(found.room.id, userId, principal.userId);
      await record(principal, 'room.member_removed', found.room.id, { user_id: userId });
      return list(principal, id);
    },

    async join(principal: Principal, id: string): Promise<Room> {
      const { room } = await service.place(principal, id);
      if (isOpen(room)) await membership.join(principal.userId, room.id);
      return service.present(principal, (await rooms.find(room.id)) ?? room);
    },

    async leave(principal: Principal, id: string): Promise<void> {
      const { room, me } = await service.joined(principal, id);
      if (room.kind === 'private') {
        throw new AppError('CONFLICT', { zh: '私聊不能退出', en: 'A private room cannot be left' });
      }
      await membership.end(room.id, principal.userId, principal.userId);
      if (me.role === 'owner') await passOn(room.id);
    },

    async silence(principal: Principal, id: string, isSilent: boolean): Promise<Room> {
      const { room } = await service.joined(principal, id);
      await rooms.changeMember(room.id, principal.userId, { is_silent: isSilent ? 1 : 0 });
      return service.present(principal, room);
    },
  };
}

export type MembersService = ReturnType<typeof createMembersService>;
