import type { RoomKind } from '@sextant/contract/rooms';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { type AppError, forbidden } from '../../platform/errors/app-error.ts';
import type { MemberRow, RoomRow } from './rooms.repository.ts';

export const roomThing = { zh: '聊天室', en: 'Room' };

/** A room and the caller's place in it; no place in an open room that they could join. */
export interface RoomPlace {
  room: RoomRow;
  me: MemberRow | undefined;
}

/** Anyone may see and join it. */
export const isOpen = ({ kind }: { kind: string }): boolean => kind === 'public' || kind === 'channel';

const leads = (me: MemberRow | undefined): boolean => me?.role === 'owner' || me?.role === 'admin';

/** Settings, members, others' messages. Administrators of the product look after open rooms only. */
export function mayManage(principal: Principal, { room, me }: RoomPlace): boolean {
  if (room.kind === 'private') return false;
  return leads(me) || (isOpen(room) && isAdmin(principal));
}

export function mayWrite({ room, me }: RoomPlace): boolean {
  return me !== undefined && me.is_muted === 0 && (room.kind !== 'channel' || leads(me));
}

export function mayInvite(principal: Principal, place: RoomPlace): boolean {
  if (place.room.kind === 'private' || place.me === undefined) return false;
  return mayManage(principal, place) || place.room.members_may_invite === 1;
}

/** Both people of a private room choose what it asks. */
export function mayConnect(principal: Principal, place: RoomPlace): boolean {
  return (place.room.kind as RoomKind) === 'private' ? place.me !== undefined : mayManage(principal, place);
}

export function notManaging(): AppError {
  return forbidden({
    zh: '只有群主和管理员可以这样做',
    en: 'Only the owner and the admins of the room may do this',
  });
}

export function notWriting({ room, me }: RoomPlace): AppError {
  if (me?.is_muted === 1)
    return forbidden({ zh: '你在这个聊天室被禁言了', en: 'You were muted in this room' });
  if (room.kind === 'channel')
    return forbidden({
      zh: '频道里只有群主和管理员可以发言',
      en: 'In a channel only its owner and admins write',
    });
  return notJoined();
}

export function notJoined(): AppError {
  return forbidden({ zh: '请先加入这个聊天室', en: 'Join the room first' });
}
